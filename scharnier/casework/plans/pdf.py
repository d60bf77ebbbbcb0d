# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from scharnier.casework.models import PlanRevision
from scharnier.casework.plans.bilingual import in_two
from scharnier.casework.plans.models import PlanSignature
from scharnier.casework.plans.sheet import PlanSheet
from scharnier.casework.wordings.queries import Spoken
from scharnier.foundation import paper

SHORT_SIZES = ("short", "short short-8", "short short-7")


def render(
    sheet: PlanSheet,
    *,
    revision: PlanRevision | None,
    on: date,
    short: bool = False,
    spoken: Spoken | None = None,
    signatures: Sequence[PlanSignature] = (),
) -> bytes:
    """A4, in German, or in German beside what is `spoken`; own words stay in their language and direction.

    `short` fits open goals on one page; signatures drawn on the screen stand where one signs. Raises
    paper.Unavailable.
    """
    drawn = [each for each in signatures if each.strokes]
    context: dict[str, Any] = {"sheet": sheet, "revision": revision, "on": on, "short": short, "signatures": drawn}
    template = "casework/plan_paper.html"
    if spoken is not None:
        template = "casework/plans/paper_two.html"
        context["two"] = in_two(sheet, spoken, revision=revision, on=on, short=short)

    def drawings() -> Iterator[str]:
        # A short plan is set smaller until it fits, and on a second page rather than too small to read.
        for size in SHORT_SIZES if short else ("",):
            with translation.override("de"):
                yield render_to_string(template, context | {"size": size})

    return paper.pdf(drawings(), pages=1 if short else 0)
