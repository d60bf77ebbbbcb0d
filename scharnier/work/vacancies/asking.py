# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking a firm whether its vacancy is still open: a mail with a link, one click to answer, no account.

The link is a grant. Opening it only shows the question; the answer is noted at once and carried out as a task of the
carrier, because whoever answers may write nothing.
"""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from scharnier.foundation import clock, grants, mail
from scharnier.foundation.models import Grant
from scharnier.foundation.writes import DomainError
from scharnier.network.programmes.queries import today_in
from scharnier.work.projected import ASK_BEFORE
from scharnier.work.vacancies.models import Vacancy, VacancyStatus

PURPOSE = "vacancy"
ANSWERED = "work.vacancy_answered"
STILL_OPEN, FILLED, GONE = "offen", "besetzt", "weg"
ANSWERS = (STILL_OPEN, FILLED, GONE)
# So long the link outlives the vacancy: an answer that comes late opens it again.
GRACE = timedelta(days=14)


def address_of(vacancy: Vacancy) -> str:
    """Whom to write to: the contact of the vacancy, else the firm; empty when neither has an address."""
    return (vacancy.contact.email if vacancy.contact else "") or vacancy.organisation.email


def ask(vacancy: Vacancy) -> str:
    """Send the question; returns the address it went to. Raises DomainError when there is none."""
    to = address_of(vacancy)
    if not to:
        raise DomainError(_("Weder Ansprechperson noch Betrieb haben eine E-Mail-Adresse. Rufen Sie an."))
    if vacancy.status != VacancyStatus.OPEN or vacancy.confirm_until is None:
        raise DomainError(_("Diese Stelle ist nicht offen."))
    until = vacancy.confirm_until
    grant, secret = grants.create(
        purpose=PURPOSE,
        recipient=to,
        carrier=vacancy.carrier_id,
        project=vacancy.project_id,
        rights=["answer"],
        expires=datetime.combine(until + GRACE, time(23, 59), clock.ZONE),
        record=("work_vacancy", vacancy.pk),
    )
    # The question before loses its link: one answer is enough.
    open_ones = Grant.objects.filter(purpose=PURPOSE, record_id=vacancy.pk, used_at=None, revoked_at=None)
    open_ones.exclude(pk=grant.pk).update(revoked_at=clock.now())
    mail.queue(to, *_text(vacancy, str(settings.BASE_URL) + reverse("vacancy_answer", args=[secret])))
    return to


def _text(vacancy: Vacancy, link: str) -> tuple[str, str]:
    """Subject and body, in German: the language in which firms are written to."""
    until = f"{vacancy.confirm_until:%d.%m.%Y}"
    lines = [
        "Guten Tag,",
        "",
        f"Sie haben uns eine Stelle genannt: {vacancy.title}.",
        f"Wir zeigen sie bis zum {until}. Ist sie noch offen? Ein Klick genügt:",
        "",
        link,
        "",
        "Dort können Sie auch sagen, dass die Stelle besetzt ist oder wegfällt. Sie brauchen kein Konto.",
        "",
        f"{vacancy.project.name}",
    ]
    return f"Ist Ihre Stelle noch offen? {vacancy.title}"[:180], "\n".join(lines)


def ask_who_is_due(carrier: UUID) -> int:
    """Ask for every vacancy that expires within a week and wasn't asked for yet; returns how many mails went out."""
    today = clock.today()
    rows = Vacancy.objects.filter(
        carrier_id=carrier, status=VacancyStatus.OPEN, confirm_until__gte=today, confirm_until__lte=today + ASK_BEFORE
    ).select_related("organisation", "contact", "project")
    asked = dict(
        Grant.objects.filter(carrier_id=carrier, purpose=PURPOSE, record_id__in=[row.pk for row in rows])
        .order_by("created_at")
        .values_list("record_id", "created_at")
    )
    number = 0
    for row in rows:
        last = asked.get(row.pk)
        begins = datetime.combine((row.confirm_until or today) - ASK_BEFORE, time(), clock.ZONE)
        if address_of(row) and (last is None or last < begins):
            ask(row)
            number += 1
    return number


def question(secret: str) -> dict[str, Any] | None:
    """What a link asks; None when it is unknown, expired or taken back. Changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancy_asked(%s, %s)", [grants.digest(secret), clock.now()])
        row = cursor.fetchone()
    return read_json(row[0]) if row and row[0] else None


def answer(secret: str, word: str) -> bool:
    """Note the answer of a firm; False when the link was used before. Raises DomainError for no answer at all."""
    if word not in ANSWERS:
        raise DomainError(_("Wählen Sie eine Antwort."))
    asked = question(secret)
    if asked is None or not grants.use(secret):
        return False
    app.configure_task(ANSWERED).defer(carrier=asked["carrier"], vacancy=asked["id"], word=word)
    return True


def read_json(value: Any) -> dict[str, Any]:
    """A jsonb value, whether or not the driver has read it."""
    return dict(json.loads(value)) if isinstance(value, str) else dict(value)


def days_of(project: UUID) -> int:
    return today_in(project).vacancy_days
