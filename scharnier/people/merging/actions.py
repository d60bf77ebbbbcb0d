# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Merging two files of one person, and taking it back days later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.writes import DomainError, note
from scharnier.people import projected
from scharnier.people.actions import LIST_FIELDS, PERSON_FIELDS
from scharnier.people.merging import pairs
from scharnier.people.merging.models import Merge, MergedRow
from scharnier.people.merging.pairs import Clash
from scharnier.people.merging.queries import WITH, Comparison, column, compare_files, moving
from scharnier.people.models import Person
from scharnier.people.names import actions as names
from scharnier.people.names.models import FormerName, NameKind

OTHER = "other"


def merge(mine: Person, other: Person, choices: Mapping[str, str], user: UUID) -> Merge:
    """`other` becomes part of `mine`. `choices`: {field or clash key: "mine" or "other"}, one for every conflict.

    Raises DomainError that says what stands against it, or which choice is missing; then nothing is written.
    """
    Person.objects.select_for_update(of=("self",)).filter(pk__in=[mine.pk, other.pk]).order_by("pk").count()
    compared = compare_files(mine, other)
    if compared.obstacles:
        raise DomainError(compared.obstacles[0])
    _check_choices(compared, choices)
    fields = _fields(compared, choices)
    row = Merge.objects.create(
        carrier_id=mine.carrier_id,
        person=mine,
        absorbed=other,
        absorbed_number=other.file_number,
        absorbed_name=other.list_name,
        fields={name: [_plain(getattr(mine, name)), _plain(value)] for name, value in fields.items()},
        merged_by_id=user,
    )
    try:
        with transaction.atomic():
            _take_in(row, mine, other, compared.clashes, choices, fields)
    except IntegrityError as trouble:
        raise DomainError(
            gettext("Beide Akten enthalten etwas, das es nur einmal geben kann. Beenden Sie es zuerst in einer davon.")
        ) from trouble
    note("merge", carrier=mine.carrier_id, subject=mine.pk, table="people_merge", row=str(row.pk))
    return row


def _check_choices(compared: Comparison, choices: Mapping[str, str]) -> None:
    wanted = [field.name for field in compared.choices]
    wanted += [clash.key for clash in compared.clashes if clash.fixed is None]
    missing = [name for name in wanted if choices.get(name) not in ("mine", OTHER)]
    if missing:
        raise DomainError(gettext("Wählen Sie bei jedem Unterschied, was gilt."), missing[0])


def _fields(compared: Comparison, choices: Mapping[str, str]) -> dict[str, Any]:
    """New values of the file that stays."""
    mine, other = compared.mine, compared.other
    found: dict[str, Any] = {}
    for field in compared.fields:
        value = getattr(other, field.name)
        if field.name in LIST_FIELDS:
            found[field.name] = list(dict.fromkeys([*getattr(mine, field.name), *value]))
        elif field.name == "remark":
            found["remark"] = "\n\n".join(part for part in (mine.remark, value) if part)[:4000]
        elif not field.choice or choices.get(field.name) == OTHER:
            found[field.name] = value
    for name, leader in WITH.items():
        if leader in found:
            found[name] = getattr(other, name)
    return found


def _take_in(
    row: Merge,
    mine: Person,
    other: Person,
    found: Sequence[Clash],
    choices: Mapping[str, str],
    fields: Mapping[str, Any],
) -> None:
    Person.objects.filter(pk=other.pk).update(merged_into=mine, version=other.version + 1)
    repointed = []
    for clash in found:
        keep_mine = clash.fixed if clash.fixed is not None else choices[clash.key] != OTHER
        winner, loser = (clash.mine, clash.other) if keep_mine else (clash.other, clash.mine)
        repointed += _repoint(clash.only.model, loser, winner)
        _call("merge_lay_aside", row.pk, clash.only.model._meta.db_table, loser.pk)
    for card in moving():
        _lay_aside_twice(row, card.table, card.subject)
        _call("merge_move", row.pk, card.table)
    _call("merge_projections", row.pk)
    for name, value in fields.items():
        setattr(mine, name, value)
    mine.version += 1
    mine.save(update_fields=[*fields, "version"])
    row.repointed = [*repointed, *_keep_names(row, mine, other)]
    names.copy(mine)
    row.save(update_fields=["repointed"])
    projected.refresh([mine.pk], renamed=True)
    pairs.follow(row.pk)


def _keep_names(row: Merge, mine: Person, other: Person) -> list[dict[str, str]]:
    """The spelling that nobody chose is found further on."""
    given = [row.fields.get(name, [getattr(mine, name)])[0] for name in ("given_names", "family_name")]
    before = " ".join(part for part in given if part)
    spellings = dict.fromkeys(name for name in (before, other.full_name) if name != mine.full_name)
    kept = [
        FormerName.objects.create(
            carrier_id=mine.carrier_id, person=mine, kind=NameKind.SPELLING, name=name, source=other.file_number
        )
        for name in spellings
    ]
    return [{"model": FormerName._meta.label, "created": str(each.pk)} for each in kept]


def _call(function: str, *arguments: Any) -> None:
    marks = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({marks})", list(arguments))  # names of ours


def _repoint(model: type[models.Model], loser: models.Model, winner: models.Model) -> list[dict[str, str]]:
    """What hung on the row that goes hangs on the one that stays: goals on a plan."""
    done = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        name = relation.field.name
        hanging = relation.related_model._default_manager.filter(**{name: loser})
        for pk in list(hanging.values_list("pk", flat=True)):
            done.append(
                {"model": relation.related_model._meta.label, "field": name, "row": str(pk), "to": str(loser.pk)}
            )
        hanging.update(**{name: winner})
    return done


def _lay_aside_twice(row: Merge, table: str, subject: str) -> None:
    """Rows of the absorbed file of which the other has the same already (in one hand-over, in one substitution)."""
    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    if any(only.model is model for only in pairs.registered()):
        return
    name = subject.removesuffix("_id")
    for rule in model._meta.constraints:
        if not isinstance(rule, models.UniqueConstraint) or not {name, subject} & set(rule.fields):
            continue
        rest = [each for each in rule.fields if each not in (name, subject)]
        held = {
            tuple(getattr(each, column(model, field).attname) for field in rest)
            for each in model._default_manager.filter(**{subject: row.person_id})
        }
        for each in model._default_manager.filter(**{subject: row.absorbed_id}):
            if tuple(getattr(each, column(model, field).attname) for field in rest) in held:
                _call("merge_lay_aside", row.pk, table, each.pk)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


# ---------- undo ----------


def undo(row: Merge, user: UUID, later: Mapping[str, Sequence[UUID]]) -> list[str]:
    """Two files again. `later`: {table: rows} written since that belong to the file that was absorbed.

    Returns the names of fields that somebody has changed since: they stay as they are. Raises DomainError.
    """
    if row.undone_at is not None:
        raise DomainError(gettext("Diese Zusammenführung ist schon zurückgenommen."))
    mine = Person.objects.select_for_update(of=("self",)).get(pk=row.person_id)
    if mine.merged_into_id is not None:
        raise DomainError(gettext("Die Akte ist inzwischen selbst zusammengeführt. Nehmen Sie zuerst das zurück."))
    if Merge.objects.filter(person=mine, undone_at=None, merged_at__gt=row.merged_at).exists():
        raise DomainError(gettext("Nehmen Sie zuerst die spätere Zusammenführung zurück."))
    given = [{"table": table, "row": str(pk)} for table, rows in later.items() for pk in rows]
    laid_aside = list(MergedRow.objects.filter(merge=row, content__isnull=False).values_list("table_name", "row_id"))
    kept = _fields_back(row, mine)
    _call("merge_undo", row.pk, json.dumps(given))
    for each in row.repointed:
        rows = apps.get_model(each["model"])._default_manager
        if "created" in each:
            rows.filter(pk=each["created"]).delete()
        else:
            rows.filter(pk=each["row"]).update(**{each["field"]: each["to"]})
    row.undone_at, row.undone_by_id = clock.now(), user
    row.save(update_fields=["undone_at", "undone_by"])
    _names_back(mine, row.absorbed_id)
    projected.refresh([row.person_id, row.absorbed_id], renamed=True)
    for only in pairs.registered():
        only.after_undo([pk for table, pk in laid_aside if table == only.model._meta.db_table])
    note("merge_undo", carrier=row.carrier_id, subject=row.person_id, table="people_merge", row=str(row.pk))
    return kept


def _fields_back(row: Merge, mine: Person) -> list[str]:
    kept, changed = [], []
    for name, (before, after) in row.fields.items():
        if name not in (*PERSON_FIELDS, *LIST_FIELDS):
            continue
        if _plain(getattr(mine, name)) == after:
            setattr(mine, name, column(Person, name).to_python(before))
            changed.append(name)
        else:
            kept.append(name)
    mine.version += 1
    mine.save(update_fields=[*changed, "version"])
    return kept


def _names_back(mine: Person, absorbed: UUID) -> None:
    for person in (mine, Person.objects.get(pk=absorbed)):
        names.copy(person)
