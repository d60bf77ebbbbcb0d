# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The anonymous profile: what a firm learns before it knows whom it is about.

Never in it: name, picture, birth and age, sex, nationality, countries, places, firms and schools by name, languages
that would tell where somebody comes from, residence status, health. Of the law it holds one sentence for the employer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.knowledge import access, occupations, pathway
from scharnier.knowledge.inputs import InputError
from scharnier.people import words
from scharnier.people.competence import shown
from scharnier.people.competence.models import Education, LanguageLevel, OccupationWish, WorkExperience
from scharnier.people.models import Person

# Languages of schools here; others would say where somebody is from.
TOLD = ("de", "en", "fr", "es")
SHORTEST = 3


@dataclass(frozen=True)
class Part:
    """A heading with its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """What goes out, as one value; kept with the introduction as it was sent. In German."""

    code: str
    work: str
    note: str
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(value: Mapping[str, Any]) -> Profile:
    parts = tuple(Part(part["title"], tuple(part["lines"])) for part in value["parts"])
    return Profile(value["code"], value["work"], value["note"], parts)


@dataclass(frozen=True)
class Known:
    """What a profile is made of: rows of the file, the latest assessment, what the rules can read of the residence."""

    person: Person
    jobs: Sequence[WorkExperience] = ()
    degrees: Sequence[Education] = ()
    languages: Sequence[LanguageLevel] = ()
    wishes: Sequence[OccupationWish] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    residence: Mapping[str, Any] = field(default_factory=dict)


def compose(known: Known, *, code: str, work: str, activity: str | None, start: date | None, note: str = "") -> Profile:
    """A profile for work from a day on. `activity`: what the law calls it, None for no sentence on the law."""
    person = known.person
    with translation.override("de"):
        parts = [
            Part(gettext("Erfahrung"), tuple(_jobs(known.jobs))),
            Part(gettext("Schule und Abschlüsse"), tuple(_degrees(known.degrees))),
            Part(gettext("Sprachen"), tuple(_languages(known.languages, person))),
            Part(gettext("Führerscheine"), tuple(_licences(known.answers.get("licences")))),
            Part(gettext("Arbeitszeit"), tuple(_times(known.answers))),
            Part(gettext("Wünsche"), tuple(_wishes(known.wishes))),
            Part(gettext("Arbeitsmarktzugang"), tuple(_law(known.residence, activity, start))),
        ]
    hidden = _tokens(person)
    told = [Part(part.title, tuple(line for line in part.lines if not _tells(line, hidden))) for part in parts]
    return Profile(code, work, note, tuple(part for part in told if part.lines))


def names_in(text: str, person: Person) -> list[str]:
    """Which parts of the person's name stand in a text."""
    return sorted(token for token in _tokens(person) if _tells(text, {token}))


def _tokens(person: Person) -> set[str]:
    parts = re.split(r"[\s\-,]+", f"{person.family_name} {person.given_names} {person.own_script_name}")
    return {part.casefold() for part in parts if len(part) >= SHORTEST}


def _tells(line: str, hidden: Iterable[str]) -> bool:
    said = {word.casefold() for word in re.findall(r"\w+", line)}
    return any(token in said for token in hidden)


def _jobs(rows: Iterable[WorkExperience]) -> Iterable[str]:
    for row in rows:
        known = occupations.by_id(row.occupation) if row.occupation else None
        what = known.title("de") if known else occupations.title(row.code, "de") if row.code else row.wording
        yield shown.joined(what, shown.lasted(row.begun_on, clock.today() if row.ongoing else row.ended_on))


def _degrees(rows: Iterable[Education]) -> Iterable[str]:
    for row in rows:
        # Titles of general schools name towns and states; their kind is enough.
        general = row.kind == "school"
        what = words.label("education_kind", row.kind) if general else row.title
        state = {
            "full": gettext("in Deutschland voll anerkannt"),
            "partial": gettext("in Deutschland teilweise anerkannt"),
            "applied": gettext("Anerkennung beantragt"),
        }.get(row.recognition, "")
        yield shown.joined(what, words.label("completed", row.completed) if row.completed == "running" else "", state)


def _languages(rows: Iterable[LanguageLevel], person: Person) -> Iterable[str]:
    found = [row for row in rows if row.language in TOLD]
    if person.german_level and not any(row.language == "de" for row in found):
        yield f"{words.label('language', 'de')} {shown.level(person.german_level)}"
    for row in found:
        level = shown.overall(row)
        # "Mother tongue" would say more than how well somebody speaks.
        yield f"{words.label('language', row.language)} {'C2' if level == 'native' else shown.level(level)}"


def _licences(held: Sequence[str] | None) -> Iterable[str]:
    told = [code for code in held or () if code != "B_foreign"]
    return [words.labels("licence", told)] if told else []


def _times(answers: Mapping[str, Any]) -> Iterable[str]:
    low, high = answers.get("hours_from"), answers.get("hours_to")
    if high or low:
        span = f"{low} bis {high}" if low and high and low != high else f"{high or low}"
        yield gettext("%(hours)s Stunden je Woche") % {"hours": span}
    if answers.get("times"):
        yield words.labels("working_time", answers["times"])


def _wishes(rows: Iterable[OccupationWish]) -> Iterable[str]:
    for row in rows:
        if row.form != "not_wanted":
            yield shown.joined(row.wording, words.label("work_form", row.form))


def _law(residence: Mapping[str, Any], activity: str | None, start: date | None) -> Iterable[str]:
    if not residence.get("status") or activity is None:
        return
    day = max(start or clock.today(), clock.today())
    try:
        yield pathway.employer_sentence(access.assess(dict(residence), day, activity)).de
    except InputError:
        return
