# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Renaming rooms and positions, and deleting one that was never used; what was used stays, with the reason said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from scharnier.foundation import audit_words
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Project
from scharnier.network.structure.actions import may_shape, somebody_was_faster
from scharnier.network.structure.models import Position, Room

Named = Room | Position
FIELDS: dict[type[Named], tuple[str, ...]] = {Room: ("name", "seats", "note"), Position: ("name", "role")}


def change_named(scope: Scope, project: Project, row: Named, values: Mapping[str, Any]) -> None:
    """Give a room or position other facts. What already happened in it keeps pointing at it."""
    may_shape(scope, project)
    if isinstance(row, Room):
        taken = Room.objects.filter(site_id=row.site_id, name=values["name"]).exclude(pk=row.pk).exists()
        refusal = _("Diesen Raum gibt es an dem Standort schon.")
    else:
        taken = Position.objects.filter(project_id=project.pk, name=values["name"]).exclude(pk=row.pk).exists()
        refusal = _("Eine Stelle mit dieser Bezeichnung gibt es schon.")
    if taken:
        raise DomainError(refusal, "name")
    names = FIELDS[type(row)]
    for name in names:
        setattr(row, name, values[name])
    with somebody_was_faster("name"):
        row.save(update_fields=list(names))


def used_by(row: Named) -> list[tuple[str, int]]:
    """What hangs on a row, past and coming: (name of the table, how many). Asks every table that points here."""
    found = []
    for relation in row._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model is not None:
            model: Any = relation.related_model
            count = model._base_manager.filter(**{relation.field.name: row.pk}).count()  # type: ignore[union-attr]  # a reverse relation has its field
            if count:
                found.append((audit_words.table_label(model._meta.db_table), count))
    return found


def remove_named(scope: Scope, project: Project, row: Named) -> None:
    """Delete a room or position that was never used; refused with what hangs on it."""
    may_shape(scope, project)
    used = used_by(row)
    if used:
        what = ", ".join(f"{label}: {count}" for label, count in used)
        if isinstance(row, Position):
            raise DomainError(
                _("Die Stelle war oder ist besetzt (%(what)s) und bleibt deshalb stehen. Beenden Sie die Besetzung.")
                % {"what": what}
            )
        raise DomainError(
            _("Der Raum wird oder wurde genutzt (%(what)s) und bleibt deshalb stehen. Beenden Sie die Zeiten darin.")
            % {"what": what}
        )
    row.delete()
