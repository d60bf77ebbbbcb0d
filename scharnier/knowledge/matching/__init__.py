# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Matching of persons and vacancies: docs/matching.md in Python. Reads no database; proposes, decides nothing.

    person, vacancy = read_person({…}), read_vacancy({…})
    answer = judge(person, vacancy, day)               # one pair: score, parts, blocked_by, missing
    suggestions(person, vacancies, day, top=20)        # the best pairs that nothing blocks
    openings(person, vacancies, day)                   # what is in the way alone, and how many vacancies that is

Sex, origin, religion and age are no inputs.
"""

from scharnier.knowledge.matching.facts import NEVER_READ, Person, Vacancy, read_person, read_vacancy, straight_line
from scharnier.knowledge.matching.spec import Answer, Opening, edition_at, judge, openings, suggestions

__all__ = [
    "NEVER_READ",
    "Answer",
    "Opening",
    "Person",
    "Vacancy",
    "edition_at",
    "judge",
    "openings",
    "read_person",
    "read_vacancy",
    "straight_line",
    "suggestions",
]
