# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Employers, talks and vacancies in words."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from scharnier.foundation.templatetags.kit import on, tag
from scharnier.knowledge import districts, occupations
from scharnier.people import words
from scharnier.people.fields import language
from scharnier.work.employers.models import Employer, EmployerContact
from scharnier.work.matching.queries import RULES, Line
from scharnier.work.vacancies.models import PayUnit, Vacancy

register = template.Library()
BAR = (
    '<li><span>{0}</span><progress class="sh-bar-meter" value="{1}" max="{2}" aria-label="{0}"></progress>'
    "<span>{1}/{2}</span></li>"
)
Lines = list[tuple[str, str]]


def _said(lines: list[tuple[str, Any]]) -> Lines:
    return [(name, str(value)) for name, value in lines if value]


@register.filter
def about_employer(row: Employer) -> str:
    """Branch, size, project and who is responsible."""
    size = _("%(n)s Beschäftigte") % {"n": row.get_size_class_display()} if row.size_class else ""
    staff = row.responsible.display_name if row.responsible else _("noch niemand zuständig")
    parts = [words.label("economic_branch", row.branch), size, row.project.name, staff]
    return " · ".join(part for part in parts if part)


@register.filter
def case_facts(row: Employer) -> Lines:
    return _said(
        [
            (_("Beginn"), on(row.begins)),
            (_("Ende"), on(row.ends) if row.ends else ""),
            (_("Grund"), words.label("employer_end", row.end_reason)),
            (_("Wünsche"), words.labels("employer_wish", row.wishes)),
            (_("Bietet an"), words.labels("employer_offer", row.offers)),
            (_("Charta der Vielfalt"), _charter(row)),
        ]
    )


def _charter(row: Employer) -> str:
    if row.charter_signed_on:
        return _("unterzeichnet am %(day)s") % {"day": on(row.charter_signed_on)}
    if row.charter_approached_on:
        return _("angesprochen am %(day)s") % {"day": on(row.charter_approached_on)}
    return ""


@register.filter
def about_talk(row: EmployerContact) -> str:
    """Form, with whom, how long, by whom."""
    whom = row.contact.name if row.contact else row.with_whom
    minutes = _("%(n)s Min.") % {"n": row.minutes} if row.minutes else ""
    parts = [words.label("contact_form", row.form), whom, minutes, row.author.display_name]
    return " · ".join(part for part in parts if part)


@register.filter
def vacancy_facts(row: Vacancy) -> Lines:
    """What a vacancy says, line by line; what nobody knows is said as well where matching asks for it."""
    unknown = _("nicht bekannt")
    licences = unknown if row.licences is None else words.labels("licence", row.licences) or _("keiner nötig")
    places = (
        _("%(n)s, davon besetzt %(filled)s") % {"n": row.places, "filled": row.filled} if row.filled else row.places
    )
    permitted = {None: "", True: _("ja"), False: _("nein")}[row.training_permission]
    return _said(
        [
            (_("Beruf"), f"{occupations.title(row.occupation, language())} ({row.occupation})"),
            (_("Anforderungsniveau"), words.label("requirement_level", str(row.level))),
            (_("Deutsch mindestens"), words.label("cefr", row.german) or unknown),
            (_("Beginn"), on(row.starts_on) if row.starts_on else unknown),
            (_("Stunden je Woche"), hours(row) or unknown),
            (_("Arbeitszeiten"), words.labels("working_time", row.shifts)),
            (_("Führerschein, Scheine"), licences),
            (_("Plätze"), places),
            (_("Lohn brutto"), pay(row.pay_amount, row.pay_unit)),
            (_("Ausbildungsberechtigung"), permitted),
            (_("Ort"), f"{row.postal_code} {row.place}".strip() or unknown),
            (_("Kreis"), districts.name(row.district) if row.district else ""),
            (_("Bietet an"), words.labels("employer_offer", row.offers)),
            (_("Nummer beim Betrieb"), row.external_number),
            (_("Öffentlich"), _("ja") if row.public else ""),
        ]
    )


PUBLIC = ("Anforderungsniveau", "Plätze", "Kreis", "Nummer beim Betrieb", "Öffentlich", "Ausbildungsberechtigung")


@register.filter
def public_facts(row: Vacancy) -> Lines:
    """The same for people outside: only what is known and helps to decide."""
    left_out = {_(name) for name in PUBLIC}
    kind = (_("Art"), words.label("placement_type", row.kind))
    unknown = _("nicht bekannt")
    return [kind, *((name, value) for name, value in vacancy_facts(row) if name not in left_out and value != unknown)]


def hours(row: Vacancy) -> str:
    """`20 bis 30`, `40`, or what is known of it."""
    if row.hours_from is not None and row.hours_to is not None and row.hours_from != row.hours_to:
        return _("%(first)s bis %(last)s") % {"first": row.hours_from, "last": row.hours_to}
    if row.hours_to is not None:
        return str(row.hours_to) if row.hours_from is not None else _("bis %(n)s") % {"n": row.hours_to}
    return _("ab %(n)s") % {"n": row.hours_from} if row.hours_from is not None else ""


def pay(amount: Decimal | None, unit: str) -> str:
    """`14,50 € je Stunde`."""
    if amount is None:
        return ""
    return f"{number_format(amount, 2, use_l10n=True, force_grouping=True)} € {PayUnit(unit).label}"


@register.filter
def rule_name(code: str) -> str:
    """A hard rule of matching in words."""
    return str(RULES.get(code, code))


@register.simple_tag
def points(line: Line) -> SafeString:
    """The parts of a score as bars, and which of them gave nothing. A page has a hundred bars, so no template each."""
    bars = "".join(_bar(part.name, part.points, part.most) for part in line.earned)
    label = escape(_("Woraus sich %(n)s zusammensetzt") % {"n": line.answer.score})
    found = f'<ul class="sh-parts" aria-label="{label}">{bars}</ul>' if bars else ""
    if nothing := line.pointless:
        text = escape(_("ohne Punkte: %(parts)s") % {"parts": nothing})
        found += f'<p class="sh-small sh-muted">{text}</p>'
    return mark_safe(f'<div class="sh-hit__points">{found}</div>')  # noqa: S308  # its parts are escaped


@lru_cache(maxsize=2000)
def _bar(name: str, points: int, most: int) -> SafeString:
    return format_html(BAR, name, points, most)


@register.simple_tag
def remarks(line: Line) -> SafeString:
    """What is missing, to be clarified, or doesn't apply here."""
    found = [tag(_("fehlt: %(text)s") % {"text": text}, "warn") for text in line.against]
    found += [tag(_("zu klären: %(text)s") % {"text": text}, "info") for text in line.doubts]
    found += [tag(_("gilt hier nicht: %(rule)s") % {"rule": rule_name(each.rule)}, "line") for each in line.off]
    if not found:
        return mark_safe("")
    inside = format_html_join("", "{}", ((each,) for each in found))
    return format_html('<div class="sh-row sh-row--tight">{}</div>', inside)
