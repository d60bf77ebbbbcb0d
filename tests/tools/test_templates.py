# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the content security policy would block is found before a browser finds it."""

from __future__ import annotations

import pytest

from tools import templates


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ('<p style="color:red">', "inline style"),
        ('<button type="button" onclick="x()">', "inline handler"),
        ("<style>p{}</style>", "inline style element"),
        ("<script>alert(1)</script>", "inline script"),
        ('<a href="javascript:x()">', "script address"),
        ('<img src="https://example.org/x.png">', "third party"),
    ],
)
def test_it_is_recognised(source: str, what: str) -> None:
    assert [name for name, pattern in templates.BLOCKED.items() if pattern.search(source)] == [what]


@pytest.mark.parametrize(
    "source",
    [
        "<script src=\"{% static 'scharnier/app.js' %}\" defer></script>",
        '<script type="application/json" id="x">{}</script>',
        '<p data-style="wide" class="sh-on">',
        "<img src=\"{% static 'scharnier/icon.svg' %}\">",
    ],
)
def test_what_the_policy_allows_passes(source: str) -> None:
    assert not [name for name, pattern in templates.BLOCKED.items() if pattern.search(source)]
