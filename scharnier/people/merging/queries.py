# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the guided merge shows: both files side by side, where they differ, what can't be decided, and how to undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import cards
from scharnier.foundation.principals import Scope
from scharnier.people.actions import LIST_FIELDS, PERSON_FIELDS
from scharnier.people.merging.models import Merge, MergedRow
from scharnier.people.merging.pairs import Clash, clashes, label_of
from scharnier.people.models import Person
from scharnier.people.separation.queries import separated_from
from scharnier.people.writing import shown

# What fields are called whose column has no name of its own.
LABELS = {
    "speaks": _("Spricht"),
    "also_reads": _("Liest auch"),
    "further_nationalities": _("Weitere Staatsangehörigkeiten"),
    "german_note": _("Kurs, Prüfung"),
}
# Fields that belong together: whoever takes one day of birth takes its precision with it.
WITH = {"birth_precision": "birth_date"}


@dataclass(frozen=True)
class Field:
    """One field in which the files differ. `choice`: both say something; otherwise what is missing is filled in."""

    name: str
    label: str
    mine: str
    other: str
    choice: bool


@dataclass(frozen=True)
class Comparison:
    """Two files that may become one, and what stands against it."""

    mine: Person
    other: Person
    fields: list[Field]
    clashes: list[Clash]
    obstacles: list[str]

    @property
    def choices(self) -> list[Field]:
        return [field for field in self.fields if field.choice]

    @property
    def taken(self) -> list[Field]:
        return [field for field in self.fields if not field.choice]


def compare_files(mine: Person, other: Person) -> Comparison:
    """Both files; a handful of statements."""
    found = clashes(mine.pk, other.pk)
    obstacles = [*obstacles_between(mine, other), *(clash.refusal for clash in found if clash.refusal)]
    return Comparison(mine, other, differences(mine, other), found, obstacles)


def obstacles_between(mine: Person, other: Person) -> list[str]:
    """Why these two can't become one; empty when they can."""
    if mine.pk == other.pk:
        return [gettext("Das ist zweimal dieselbe Akte.")]
    if mine.carrier_id != other.carrier_id:
        return [gettext("Die Akten gehören verschiedenen Trägern. Eine Akte wechselt den Träger nie.")]
    if mine.merged_into_id or other.merged_into_id:
        return [gettext("Eine der Akten ist schon zusammengeführt.")]
    if separated_from(mine.pk) | separated_from(other.pk):
        return [gettext("Für diese beiden Akten ist das gesperrt. Fragen Sie die Leitung.")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM merge_beyond(%s, %s)", [mine.pk, other.pk])
        beyond = [row[0] for row in cursor.fetchall()]
    ask = gettext("Fragen Sie im Projekt %(name)s: Dort dürfen Sie nicht schreiben.")
    return [ask % {"name": name} for name in beyond]


def differences(mine: Person, other: Person) -> list[Field]:
    found = []
    for name in (*PERSON_FIELDS, *LIST_FIELDS):
        one, two = getattr(mine, name), getattr(other, name)
        if one == two or not two or name in WITH or name == "remark":
            continue
        label = label_of_field(name)
        if name in LIST_FIELDS:
            if set(two) - set(one):
                found.append(Field(name, label, shown(name, one, {}), shown(name, two, {}), False))
        else:
            found.append(Field(name, label, shown(name, one, {}), shown(name, two, {}), bool(one)))
    if other.remark and other.remark != mine.remark:
        found.append(Field("remark", gettext("Bemerkung"), mine.remark, other.remark, False))
    return found


def column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """A field with a column of its own."""
    return next(field for field in model._meta.concrete_fields if name in (field.name, field.attname))


def label_of_field(name: str) -> str:
    return str(LABELS.get(name) or column(Person, name).verbose_name)


# ---------- afterwards ----------


def merges_of(scope: Scope, person: UUID) -> list[Merge]:
    """Merges into this file that can be undone, the latest first; one statement."""
    rows = Merge.objects.visible_to(scope).filter(person_id=person, undone_at=None)
    return list(rows.select_related("merged_by").order_by("-merged_at"))


@dataclass(frozen=True)
class Later:
    """A row written since the merge: somebody says to whom it belongs."""

    table: str
    row: UUID
    kind: str
    text: str

    @property
    def key(self) -> str:
        return f"later-{self.row}"


# Kinds of rows that somebody wrote, in the order in which they are shown; machinery stays with the file.
_TEXTS = ("title", "name", "note", "code", "kind", "phase", "reason")


def later_rows(merge: Merge) -> list[Later]:
    """Rows of the file that are younger than the merge; one statement for each table that moves."""
    known = set(MergedRow.objects.filter(merge=merge).values_list("row_id", flat=True))
    tables = {model._meta.db_table: model for model in apps.get_models()}
    known |= {UUID(each["created"]) for each in merge.repointed if "created" in each}
    found: list[Later] = []
    for card in moving():
        model = tables[card.table]
        kind = label_of(card.table)
        if not kind:
            continue
        rows = model._default_manager.filter(**{card.subject: merge.person_id}, created_at__gt=merge.merged_at)
        found += [
            Later(card.table, row.pk, kind, _text(row)) for row in rows.order_by("pk")[:50] if row.pk not in known
        ]
    return found


def _text(row: Any) -> str:
    for name in _TEXTS:
        value = getattr(row, name, "")
        if isinstance(value, str) and value:
            return value[:80]
    return f"{row.created_at:%d.%m.%Y}"


def moving() -> list[cards.Card]:
    """Tables whose rows follow a person, participation last: until then the locks still show the file."""
    found = [card for card in cards.all_cards().values() if card.merge is cards.Merge.MOVE and card.subject]
    return sorted(found, key=lambda card: (card.table == "people_enrolment", card.table))


def survivor(person: UUID) -> UUID | None:
    """Where an old link leads; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT merge_survivor(%s)", [person])
        row = cursor.fetchone()
    return row[0] if row else None
