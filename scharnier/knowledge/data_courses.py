# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What course-hours.yaml must look like."""

from itertools import pairwise
from typing import Any

from scharnier.knowledge.data import CONFIDENCE, DataFile, citation, day, day_or_null, number, one_of, shape, text

COURSES = "course-hours.yaml"


def check_courses(file: DataFile, courses: set[str]) -> None:
    """Every row names a course, a part, hours, days and citation; rows of one part don't overlap."""
    shape(file, ("meta",), file.data.get("meta"), {"title": text, "version": number, "written_on": day}, {})
    parts = file.data["parts"]
    for name, row in parts.items():
        shape(file, ("parts", name), row, {"de": text, "en": text}, {})
    wanted = {
        "course": one_of(*sorted(courses)),
        "part": one_of(*parts),
        "hours": number,
        "valid_from": day,
        "valid_to": day_or_null,
        "citation": citation,
        "confidence": CONFIDENCE,
    }
    sound: dict[tuple[str, str], list[tuple[int, Any]]] = {}
    for place, row in enumerate(file.data["hours"]):
        if shape(file, ("hours", place), row, wanted, {}):
            sound.setdefault((row["course"], row["part"]), []).append((place, row))
    for rows in sound.values():
        for (_, earlier), (place, later) in pairwise(rows):
            if earlier["valid_to"] is None or later["valid_from"] <= earlier["valid_to"]:
                file.fault(("hours", place), "begins before the row above has ended")
