# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages for people outside: a firm answers its link, anybody reads a vacancy that the firm has made public."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from scharnier.foundation import clock
from scharnier.foundation.access import open_to_all
from scharnier.foundation.writes import DomainError
from scharnier.work.vacancies import asking
from scharnier.work.vacancies.models import Vacancy

GONE = 410
# How schema.org calls what placement types are; the rest is OTHER.
EMPLOYMENT = {
    "ausbildung_betrieblich": "INTERN",
    "praktikum_orientierung": "INTERN",
    "praktikum_pflicht": "INTERN",
    "praktikum_begleitend": "INTERN",
    "eq": "INTERN",
    "minijob": "PART_TIME",
    "leiharbeit": "TEMPORARY",
    "bfd": "VOLUNTEER",
    "fsj": "VOLUNTEER",
}
FULL_TIME = 35
UNITS = {"hour": "HOUR", "month": "MONTH", "year": "YEAR"}


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_answer(request: HttpRequest, secret: str) -> HttpResponse:
    """GET asks and changes nothing (mail scanners follow links); POST of `antwort` notes what the firm says."""
    asked = asking.question(secret)
    if asked is None:
        return render(request, "work/outside/over.html", {"secret": True}, status=GONE)
    done, error = bool(asked["used"]), ""
    if request.method == "POST" and not done:
        try:
            asking.answer(secret, request.POST.get("antwort", ""))
            done = True
        except DomainError as refused:
            error = refused.message
    context = {
        "asked": asked,
        "until": date.fromisoformat(asked["until"]),
        "done": done,
        "error": error,
        "answers": [
            (asking.STILL_OPEN, _("Ja, die Stelle ist noch offen")),
            (asking.FILLED, _("Nein, sie ist besetzt")),
            (asking.GONE, _("Nein, sie fällt weg")),
        ],
    }
    return render(request, "work/outside/answer.html", context)


@open_to_all
@require_safe
def vacancy_public(request: HttpRequest, vacancy_id: UUID) -> HttpResponse:
    """A vacancy for anybody, with its JobPosting; gone once it is filled, expired or not public any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancy_public(%s, %s)", [vacancy_id, clock.today()])
        row = cursor.fetchone()
    if not row or not row[0]:
        return render(request, "work/outside/over.html", status=GONE)
    shown = asking.read_json(row[0])
    context = {"shown": shown, "vacancy": _as_row(shown), "markup": _block(job_posting(shown))}
    return render(request, "work/outside/vacancy.html", context)


def _as_row(shown: dict[str, Any]) -> Vacancy:
    """For the same words as inside; never saved."""
    names = "title description kind occupation german hours_from hours_to shifts licences postal_code place".split()
    start = shown["starts_on"]
    amount = shown["pay_amount"]
    return Vacancy(
        **{name: shown[name] for name in [*names, "offers"]},
        level=int(shown["occupation"][-1]),
        starts_on=date.fromisoformat(start) if start else None,
        places=shown["places"] or 1,
        pay_amount=None if amount is None else Decimal(str(amount)),
        pay_unit=shown["pay_unit"],
    )


def job_posting(shown: dict[str, Any]) -> dict[str, Any]:
    """The vacancy as schema.org/JobPosting has it; what isn't known is left out."""
    place = {
        "@type": "Place",
        "address": _bare(
            {
                "@type": "PostalAddress",
                "addressLocality": shown["place"],
                "postalCode": shown["postal_code"],
                "addressCountry": "DE",
            }
        ),
    }
    salary = None
    if shown["pay_amount"] is not None:
        amount = float(shown["pay_amount"])
        value = {"@type": "QuantitativeValue", "value": amount, "unitText": UNITS[shown["pay_unit"]]}
        salary = {"@type": "MonetaryAmount", "currency": "EUR", "value": value}
    hours = shown["hours_to"] or shown["hours_from"]
    time = "PART_TIME" if hours and hours < FULL_TIME else "FULL_TIME"
    usual = time if shown["kind"] == "beschaeftigung_sv" else "OTHER"
    return _bare(
        {
            "@context": "https://schema.org",
            "@type": "JobPosting",
            "title": shown["title"],
            "description": shown["description"] or shown["title"],
            "datePosted": shown["posted_on"],
            "validThrough": shown["until"],
            "employmentType": EMPLOYMENT.get(shown["kind"], usual),
            "hiringOrganization": _bare({"@type": "Organization", "name": shown["firm"], "sameAs": shown["website"]}),
            "jobLocation": place,
            "baseSalary": salary,
            "jobStartDate": shown["starts_on"],
            "totalJobOpenings": shown["places"],
            "identifier": {"@type": "PropertyValue", "name": shown["firm"], "value": shown["number"] or shown["id"]},
        }
    )


def _bare(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _block(content: dict[str, Any]) -> SafeString:
    """A data block: no script, so the content-security policy has nothing against it. No sign in it can end it."""
    text = json.dumps(content, ensure_ascii=False)
    safe = text.translate({ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"})
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308  # escaped above
