# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The employer's declaration on the employment (Erklärung zum Beschäftigungsverhältnis), filled in as far as known.

What § 39 Abs. 4 AufenthG lets the office ask: pay, working time and other terms. The office has its own form; this
sheet holds the same answers in its order. What isn't known stays a line to write on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scharnier.directory.organisations.models import Organisation, OrganisationSite
from scharnier.foundation import clock
from scharnier.knowledge import codes
from scharnier.people import words
from scharnier.work.placements.models import PermissionRound, Placement
from scharnier.work.placements.projected import hours_word
from scharnier.work.vacancies.models import PayUnit


@dataclass(frozen=True)
class Field:
    """A line of the form; an empty answer is a line to write on."""

    label: str
    value: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    fields: tuple[Field, ...]


def sheet(row: Placement, round_: PermissionRound | None, *, person_told: bool) -> dict[str, Any]:
    """`person_told`: whether the firm may know whose paper it is; without it, the person fills in those lines."""
    return {
        "groups": (
            Group("Arbeitgeber", tuple(_firm(row.organisation, row.where))),
            Group("Arbeitnehmerin oder Arbeitnehmer", tuple(_person(row, person_told))),
            Group("Beschäftigung", tuple(_work(row))),
        ),
        "number": round_.number if round_ else 1,
        "because": round_.because if round_ else "",
        "on": f"{clock.today():%d.%m.%Y}",
    }


def _firm(firm: Organisation | None, name: str) -> Iterator[Field]:
    site = OrganisationSite.objects.filter(organisation=firm).order_by("pk").first() if firm else None
    yield Field("Name und Rechtsform", firm.name if firm else name)
    yield Field("Anschrift", site.address if site else "")
    yield Field("Telefon", firm.phone if firm else "")
    yield Field("E-Mail", firm.email if firm else "")
    yield Field("Betriebsnummer")
    yield Field("Ansprechperson")


def _person(row: Placement, told: bool) -> Iterator[Field]:
    person = row.person
    yield Field("Familienname, Vorname", person.list_name if told else "")
    yield Field("Geburtsdatum", words.show_birth(person) if told else "")
    yield Field("Staatsangehörigkeit", words.label("nationality", person.nationality) if told else "")
    yield Field("Anschrift", f"{person.street}, {person.postcode} {person.place}".strip(" ,") if told else "")


def _work(row: Placement) -> Iterator[Field]:
    yield Field("Art", codes.label("placement_type", row.kind))
    yield Field("Tätigkeit", row.work)
    yield Field("Berufsgruppe (KldB 2010)", row.occupation)
    yield Field("Arbeitsort", row.place)
    yield Field("Beginn", f"{row.begins:%d.%m.%Y}")
    yield Field("Befristet bis", f"{row.ends:%d.%m.%Y}" if row.ends else "unbefristet")
    yield Field("Arbeitszeit in der Woche", f"{hours_word(row.hours)} Stunden" if row.hours else "")
    yield Field("Verteilung der Arbeitszeit, Schichten")
    yield Field("Überstunden")
    yield Field("Arbeitsentgelt brutto", _pay(row))
    yield Field("Zulagen und Sachleistungen (Unterkunft, Verpflegung)")
    yield Field("Urlaub, Arbeitstage im Jahr")
    yield Field("Sozialversicherungspflichtig", "ja" if row.insured else "")
    yield Field("Tarifvertrag")
    yield Field("Erforderliche Qualifikation")


def _pay(row: Placement) -> str:
    if row.pay_amount is None:
        return ""
    amount = f"{row.pay_amount:,.2f}".replace(",", "\u202f").replace(".", ",")
    return f"{amount} EUR {PayUnit(row.pay_unit).label}"
