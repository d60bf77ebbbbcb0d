# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kinds of circumstances: model, form, words, and what to ask for when nothing is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scharnier.people.circumstances.forms import BenefitForm, CircumstanceForm, GuardianForm, SchoolForm
from scharnier.people.circumstances.models import BenefitPeriod, Circumstance, Guardianship, SchoolPeriod
from scharnier.people.models import Person

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """`slug` stands in the address, `texts` are columns shown below the label."""

    slug: str
    model: type[Circumstance]
    form: type[CircumstanceForm]
    title: Text
    new: Text
    edit: Text
    none: Text
    texts: tuple[str, ...]
    ask: Callable[[Person, bool], Text]


def _ask_guardian(person: Person, known: bool) -> Text:
    from scharnier.people.circumstances.queries import is_minor

    if known or not is_minor(person):
        return ""
    return _("Die Person ist minderjährig. Wer vertritt sie? Ohne das darf sie vieles nicht selbst unterschreiben.")


def _ask_nothing(person: Person, known: bool) -> Text:
    return ""


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "vertretung",
            Guardianship,
            GuardianForm,
            _("Gesetzliche Vertretung"),
            _("Neue Vertretung"),
            _("Vertretung ändern oder beenden"),
            _("Niemand eingetragen."),
            ("name", "phone", "email", "reference"),
            _ask_guardian,
        ),
        Kind(
            "schule",
            SchoolPeriod,
            SchoolForm,
            _("Schulbesuch"),
            _("Neuer Schulbesuch"),
            _("Schulbesuch ändern oder beenden"),
            _("Kein Schulbesuch eingetragen."),
            ("school", "grade"),
            _ask_nothing,
        ),
        Kind(
            "leistungen",
            BenefitPeriod,
            BenefitForm,
            _("Leistungen"),
            _("Neue Leistung"),
            _("Leistung ändern oder beenden"),
            _("Keine Leistung eingetragen."),
            ("office", "reference"),
            _ask_nothing,
        ),
    )
}
