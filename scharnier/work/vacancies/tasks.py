# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every night: vacancies that nobody has confirmed expire, firms are asked a week before. And what a firm answers."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from scharnier.foundation import principals, upkeep
from scharnier.foundation.writes import DomainError
from scharnier.work.vacancies import actions, asking
from scharnier.work.vacancies.models import Vacancy, VacancyStatus


@app.periodic(cron="23 4 * * *")
@app.task(name="work.vacancies_nightly", queueing_lock="work.vacancies_nightly")
def nightly(timestamp: int = 0) -> None:
    """One transaction a carrier; may be cut off and run again."""
    for carrier in upkeep.carriers():
        with principals.entering(principals.system(carrier)):
            actions.expire(carrier)
            asking.ask_who_is_due(carrier)


@app.task(name=asking.ANSWERED)
def answered(carrier: str, vacancy: str, word: str) -> None:
    """Carry out what a firm has answered. An answer that has been overtaken changes nothing."""
    with principals.entering(principals.system(UUID(carrier))):
        row = Vacancy.objects.select_related("organisation").filter(pk=vacancy, carrier_id=carrier).first()
        if row is None:
            return
        try:
            if word == asking.STILL_OPEN:
                actions.confirm(row, days=asking.days_of(row.project_id))
            elif word == asking.FILLED:
                actions.close(row, VacancyStatus.FILLED, reason="vom Betrieb gemeldet")
            else:
                actions.close(row, VacancyStatus.WITHDRAWN, reason="vom Betrieb gemeldet")
        except DomainError:
            return
