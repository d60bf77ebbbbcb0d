# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An invented plan in which every text of the form can be seen: for the preview of translations."""

from __future__ import annotations

from datetime import timedelta

from scharnier.casework.plans.sheet import FieldSheet, GoalSheet, PlanSheet, StepSheet
from scharnier.foundation import clock
from scharnier.knowledge import codes, paper


def plan_in(language: str) -> PlanSheet:
    """Each template under its field, a step done in each way, somebody invented."""
    today = clock.today()
    soon, past = today + timedelta(days=30), today - timedelta(days=30)
    ways = ("alone", "with_help", "by_staff")
    fields: dict[str, list[GoalSheet]] = {}
    for number, template in enumerate(paper.templates()):
        steps = tuple(
            StepSheet(str(place), text["de"], "", None, past, ways[place % 3])
            if number == 0
            else StepSheet(str(place), text["de"], "", soon)
            for place, text in enumerate(template.steps)
        )
        goal = GoalSheet(str(number), template.goal["de"], target_on=soon, steps=steps)
        if number == 1:
            goal = GoalSheet(str(number), template.goal["de"], state="reached", closed_on=past, steps=steps)
        fields.setdefault(template.field, []).append(goal)
    return PlanSheet(
        label=paper.raw("de", "plan"),
        project="Beispiel",
        carrier="",
        person="Muster, Mara",
        own_script_name="",
        script_language=language,
        born="",
        file_number="MUSTER-1",
        staff=("Muster, Max",),
        review_due_on=soon,
        fields=tuple(FieldSheet(code, codes.label("plan_field", code), tuple(goals)) for code, goals in fields.items()),
    )
