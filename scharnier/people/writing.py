# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every form does on its way to an action: once only, errors to their fields, two editors told apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import Conflict, DomainError, already_sent, sent
from scharnier.people import queries, rules, words
from scharnier.people.models import Phase, Precision


def once(form: KitForm, act: Callable[[], str]) -> str | None:
    """Run `act` unless this form was sent before; returns the address to go to, or None with errors put on the form.

    Lets Conflict through; then, as after every error, nothing is written and the form can be sent again.
    """
    try:
        with transaction.atomic():
            earlier = already_sent(form.token)
            return sent(form.token, act()) if earlier is None else earlier
    except Conflict:
        raise
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None


def expected(form: KitForm) -> int:
    """The version the page showed; a form that lost it agrees with none."""
    return form.cleaned_data.get("version") or 0


@dataclass(frozen=True)
class Side:
    """One field as the other left it and as it stands in the form."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class TwoEditors:
    """What `kit/conflict.html` shows."""

    who: str
    when: datetime | None
    version: int
    form_id: str
    keep_theirs_url: str
    fields: list[Side]


def two_editors(conflict: Conflict, form: KitForm, form_id: str, url: str, staff: Mapping[UUID, str]) -> TwoEditors:
    """Both versions side by side. Takes the version off the form, so that only a choice can send it on."""
    current = conflict.current
    change = queries.last_change(current._meta.db_table, current.pk)
    form.fields.pop("version", None)
    return TwoEditors(
        who=change.name if change and change.name else gettext("Jemand anderes"),
        when=change.at if change else None,
        version=current.version,
        form_id=form_id,
        keep_theirs_url=url,
        fields=[
            Side(each.label, shown(each.field, each.theirs, staff), shown(each.field, each.mine, staff))
            for each in conflict.differences
            if each.field != "reminders"
        ],
    )


_CHOICES: Mapping[str, Mapping[str, Any]] = {
    "phase": {phase.value: phase.label for phase in Phase},
    "birth_precision": {each.value: each.label for each in Precision},
}


def shown(field: str, value: Any, staff: Mapping[UUID, str]) -> str:
    """A stored value as a person reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if field in ("staff_id", "second_staff_id", "staff", "second_staff"):
        return staff.get(getattr(value, "pk", value), str(value))
    if field in rules.CODED_LISTS:
        return words.labels(rules.CODED_LISTS[field], value)
    if field == "phone":
        return words.show_phone(value)
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    return words.label(rules.CODED[field], value) if field in rules.CODED else str(value)
