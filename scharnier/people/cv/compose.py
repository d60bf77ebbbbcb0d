# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in a curriculum vitae: chosen rows of the file, in order, in German or English.

Never in it: residence status, religion, nationality, health. The day of birth only when somebody wants it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, pgettext

from scharnier.knowledge import occupations
from scharnier.people import words
from scharnier.people.competence import shown
from scharnier.people.competence.models import CourseAttended, Education, LanguageLevel, WorkExperience
from scharnier.people.models import Person

SECTIONS = ("jobs", "degrees", "courses", "languages", "licences", "extra")
LANGUAGES = {"de": "de-DE", "en": "en-GB"}
PERSONAL = ("address", "phone", "email", "birth")


@dataclass(frozen=True)
class Item:
    """One entry: when, what, more to it."""

    when: str
    what: str
    more: str = ""

    @property
    def line(self) -> str:
        """What there is more, on the line of an entry without a time."""
        return ", ".join(self.more.splitlines())


@dataclass(frozen=True)
class Part:
    key: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Document:
    """A curriculum vitae as one value, the same for every form it is given."""

    language: str
    heading: str
    name: str
    contact: tuple[str, ...]
    profile: str
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(value: Mapping[str, Any]) -> Document:
    parts = tuple(
        Part(part["key"], part["title"], tuple(Item(**item) for item in part["items"])) for part in value["parts"]
    )
    return Document(**{**value, "contact": tuple(value["contact"]), "parts": parts})


@dataclass(frozen=True)
class Material:
    """Everything in the file that may be chosen; `languages` the latest of each."""

    person: Person
    jobs: Sequence[WorkExperience] = ()
    degrees: Sequence[Education] = ()
    courses: Sequence[CourseAttended] = ()
    languages: Sequence[LanguageLevel] = ()
    licences: Sequence[str] = field(default=())
    photos: Mapping[str, str] = field(default_factory=dict)  # id of the document: what it is called

    def keys(self) -> dict[str, list[str]]:
        """The names of rows by section, as the form and the choices know them."""
        rows: dict[str, Iterable[Any]] = {
            "jobs": self.jobs, "degrees": self.degrees, "courses": self.courses, "languages": self.languages,
        }  # fmt: skip
        return {name: [str(row.pk) for row in found] for name, found in rows.items()}


def compose(material: Material, choices: Mapping[str, Any], language: str) -> Document:
    """`choices`: {"sections": [names in order], "rows": [row ids in order], "show": [of PERSONAL], "profile",
    "extra_title", "extra"}. What is not named stays out. The photograph isn't part of the text: it is looked up anew
    whenever the file is made, so that one that was removed is gone from every curriculum."""
    with translation.override(language):
        parts = [_part(material, choices, name, language) for name in choices.get("sections", SECTIONS)]
        return Document(
            language,
            gettext("Lebenslauf"),
            material.person.full_name,
            tuple(_contact(material.person, choices.get("show", ()))),
            str(choices.get("profile", "")),
            tuple(part for part in parts if part.items),
        )


def _contact(person: Person, show: Iterable[str]) -> Iterable[str]:
    if "address" in show:
        yield from (line for line in (person.street, f"{person.postcode} {person.place}".strip()) if line)
    if "phone" in show and person.phone:
        yield words.show_phone(person.phone)
    if "email" in show and person.email:
        yield person.email
    if "birth" in show and (born := words.show_birth(person)):
        yield gettext("geboren %(day)s") % {"day": born}


def label(name: str) -> str:
    """The heading of a section in the language of the moment."""
    return {
        "jobs": gettext("Berufserfahrung"),
        "degrees": gettext("Schule und Abschlüsse"),
        "courses": gettext("Kurse und Maßnahmen"),
        "languages": gettext("Sprachen"),
        "licences": gettext("Führerscheine"),
        "extra": gettext("Weitere Angaben"),
    }[name]


def _part(material: Material, choices: Mapping[str, Any], name: str, language: str) -> Part:
    order: list[str] = list(choices.get("rows", []))
    writers: dict[str, tuple[Sequence[Any], Callable[[Any, str], Item]]] = {
        "jobs": (material.jobs, _job),
        "degrees": (material.degrees, _degree),
        "courses": (material.courses, _course),
        "languages": (material.languages, _language),
    }
    if name in writers:
        rows, write = writers[name]
        chosen = sorted((row for row in rows if str(row.pk) in order), key=lambda row: order.index(str(row.pk)))
        return Part(name, label(name), tuple(write(row, language) for row in chosen))
    if name == "licences":
        held = words.labels("licence", (code for code in material.licences if code != "B_foreign"))
        return Part(name, label(name), (Item("", held),) if held else ())
    lines = str(choices.get("extra", "")).splitlines()
    title = str(choices.get("extra_title", "")) or label(name)
    return Part(name, title, tuple(Item("", line.strip()) for line in lines if line.strip()))


def _occupation(row: WorkExperience, language: str) -> str:
    """Somebody's own words in German, the name of the list in another language."""
    known = occupations.by_id(row.occupation) if row.occupation else None
    return row.wording if language == "de" or known is None else known.title(language)


def _job(row: WorkExperience, language: str) -> Item:
    where = ", ".join(part for part in (row.employer, words.label("nationality", row.country)) if part)
    more = "\n".join(part for part in (where, row.tasks) if part)
    return Item(shown.period(row, ongoing=row.ongoing), _occupation(row, language), more)


def _degree(row: Education, language: str) -> Item:
    state = {
        "full": gettext("in Deutschland voll anerkannt"),
        "partial": gettext("in Deutschland teilweise anerkannt"),
    }.get(row.recognition, "")
    unfinished = words.label("completed", row.completed) if row.completed in ("no", "running") else ""
    where = ", ".join(part for part in (row.place, words.label("nationality", row.country)) if part)
    return Item(shown.period(row), row.title, "\n".join(part for part in (where, unfinished, state) if part))


def _course(row: CourseAttended, language: str) -> Item:
    more = ", ".join(part for part in (row.provider, row.result) if part)
    return Item(shown.period(row), row.title or shown.course_kind(row.kind), more)


def _language(row: LanguageLevel, language: str) -> Item:
    level = shown.overall(row)
    said = pgettext("Sprachstufe", "Muttersprache") if level == "native" else level if level != "none" else ""
    return Item("", words.label("language", row.language), ", ".join(part for part in (said, row.certificate) if part))
