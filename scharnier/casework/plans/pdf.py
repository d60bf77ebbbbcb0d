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
    given: dict[str, Any] = {"revision": revision, "on": on, "short": short, "signatures": drawn}
    template = "casework/plan_paper.html" if spoken is None else "casework/plans/paper_two.html"

    def drawing(shown: PlanSheet, size: str, left_out: int = 0) -> str:
        context = given | {"sheet": shown, "size": size, "left_out": left_out}
        if spoken is not None:
            context["two"] = in_two(shown, spoken, revision=revision, on=on, short=short)
        with translation.override("de"):
            return render_to_string(template, context)

    def drawings() -> Iterator[str]:
        # A short plan is set smaller until it fits; then each goal keeps its next step alone and says so.
        for size in SHORT_SIZES if short else ("",):
            yield drawing(sheet, size)
        next_alone, left_out = sheet.with_next_steps()
        yield drawing(next_alone, SHORT_SIZES[-1], left_out)

    return paper.pdf(drawings(), pages=1 if short else 0)
