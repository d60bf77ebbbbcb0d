# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tags and filters of the kit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.template import engines
from django.utils import translation

from scharnier.foundation import clock
from scharnier.foundation.ui.shown import Shown

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _a_tuesday_in_november() -> Iterator[None]:
    with clock.frozen(TODAY), translation.override("de"):
        yield


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (dt.date(2026, 11, 27), "Fr 27.11."),
        (dt.date(2027, 1, 15), "Fr 15.01.2027"),
        (dt.datetime(2026, 11, 26, 23, 30, tzinfo=dt.UTC), "Fr 27.11."),
        (None, ""),
        ("kein Datum", ""),
    ],
)
def test_a_day_carries_its_weekday_and_the_year_only_when_it_differs(day: object, shown: str) -> None:
    assert draw("{{ day|day }}", day=day) == shown


def test_inside_arabic_no_date_ends_in_a_dot() -> None:
    with translation.override("ar"):
        assert draw("{{ day|day }}", day=TODAY).endswith("24.11")


def test_a_date_for_paper_and_one_for_headings() -> None:
    assert draw("{{ day|on }} {{ day|long_day }}", day=TODAY) == "24.11.2026 Dienstag, 24. November 2026"
    with translation.override("en"):
        assert draw("{{ day|long_day }}", day=TODAY) == "Tuesday, 24 November 2026"


def test_a_moment_is_shown_in_german_time() -> None:
    assert draw("{{ moment|at }}", moment=dt.datetime(2026, 11, 24, 9, 2, tzinfo=dt.UTC)) == "10:02"


@pytest.mark.parametrize(
    ("days", "shown"),
    [(0, "heute"), (-1, "gestern"), (1, "morgen"), (-6, "vor 6 Tagen"), (3, "in 3 Tagen")],
)
def test_a_distance_is_said_in_words(days: int, shown: str) -> None:
    assert draw("{{ day|ago }}", day=TODAY + dt.timedelta(days)) == shown


@pytest.mark.parametrize(("days", "shown"), [(0, ""), (2, ""), (-1, "seit gestern"), (-4, "seit 4 Tagen")])
def test_only_what_is_overdue_is_late(days: int, shown: str) -> None:
    assert draw("{{ day|late }}", day=TODAY + dt.timedelta(days)) == shown


def test_a_telephone_number_becomes_an_international_link() -> None:
    shown = draw("{{ '0176 04069031'|tel }}")
    assert 'href="tel:+4917604069031"' in shown
    assert '<bdi dir="ltr">0176 04069031</bdi>' in shown


@pytest.mark.parametrize(
    ("level", "shape"),
    [
        ("unrestricted", "open"),
        ("with_permission", "permit"),
        ("with_approval", "approval"),
        ("subordinate", "approval"),
        ("none", "ban"),
        ("unknown", "unknown"),
        ("no_rule", "unknown"),
        ("something new", "unknown"),
    ],
)
def test_each_access_level_has_a_shape_and_a_word(level: str, shape: str) -> None:
    assert draw("{% access level 'Wort' %}", level=level) == f'<span class="sh-access sh-access--{shape}">Wort</span>'


def test_what_people_typed_is_never_markup() -> None:
    evil = "<b>x</b>"
    drawn = draw(
        "{% tag t 'warn' %}{% notice 'bad' title=t %}{{ t }}{% endnotice %}{% card t %}{% endcard %}"
        "{% empty t %}{% endempty %}{% access 'none' t %}{% meter 1 2 t %}{{ t|tel }}{{ t|ltr }}",
        t=evil,
    )
    assert evil not in drawn
    assert drawn.count("&lt;b&gt;x&lt;/b&gt;") == 9


def test_coloured_tags_carry_a_sign_besides_the_colour() -> None:
    for kind in ("warn", "bad", "ok", "info"):
        assert "kern-icon" in draw("{% tag 'Text' kind %}", kind=kind)


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert draw("{% icon 'mail' %}") == '<span class="kern-icon kern-icon--mail sh-s20" aria-hidden="true"></span>'
    assert "sh-i-talk" in draw("{% icon 'talk' 16 %}")


@dataclass(frozen=True)
class Line(Shown):
    """A row that counts how often it was drawn."""

    drawn: list[str]
    who: str = "<Nour>"

    @property
    def seen(self) -> str:
        self.drawn.append(self.who)
        return self.who


def test_what_rows_have_in_common_is_drawn_once_for_the_same_object_and_anew_on_each_page() -> None:
    drawn: list[str] = []
    same, other = Line(drawn), Line(drawn, "Ali")
    rows = [same, same, other, same]
    source = "{% for r in rows %}{% once r %}{{ r.seen }}{% endonce %}{{ r.missing }},{% endfor %}"
    assert draw(source, rows=rows) == "&lt;Nour&gt;,&lt;Nour&gt;,Ali,&lt;Nour&gt;,"
    assert drawn == ["<Nour>", "Ali"]
    draw(source, rows=rows)
    assert len(drawn) == 4
