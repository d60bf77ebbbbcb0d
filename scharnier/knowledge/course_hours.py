# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many hours an integration course has on a day, and by what rule.

    course_hours.hours("integrationskurs", date(2026, 11, 24))
        ->  (Part("language", "Sprachkurs", …, 600, ("§ 11 IntV",)), Part("orientation", …, 100, …))

The limits inform: nothing is refused because of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scharnier.knowledge.files import load


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a course: code, labels, hours of teaching (45 minutes) and citation."""

    code: str
    de: str
    en: str
    hours: int
    citation: tuple[str, ...]

    def label(self, lang: str = "de") -> str:
        return self.de if lang.startswith("de") else self.en


def hours(course: str, day: date) -> tuple[Part, ...]:
    """The parts of a course (a code of the list german_course) that begins on `day`; empty where no rule says."""
    data = load("course-hours.yaml")
    return tuple(
        Part(
            row["part"],
            data["parts"][row["part"]]["de"],
            data["parts"][row["part"]]["en"],
            row["hours"],
            tuple(row["citation"]),
        )
        for row in data["hours"]
        if row["course"] == course and row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"])
    )
