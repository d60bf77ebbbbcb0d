# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What introduction and placement show elsewhere: a tab of the file, cards of vacancy and firm, the board."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.panels import Link, Panel, add_link, add_panel
from scharnier.people.views import desk_of
from scharnier.work.employers.models import Employer
from scharnier.work.introductions import queries
from scharnier.work.placements import queries as placements
from scharnier.work.vacancies.models import Vacancy, VacancyStatus

add_link(Link("people.file.tabs", "work", _("Arbeit"), "work_file", order=45, permission="placement.view"))
add_link(
    Link("nav", "introductions", _("Vermittlung"), "introductions", "hands", order=36, permission="placement.view")
)
add_link(
    Link("new", "v", _("Vermittlungsvorschlag"), "introduction_new", "hands", order=29, permission="placement.write")
)


def _of_vacancy(request: HttpRequest, vacancy: Vacancy) -> dict[str, Any]:
    desk = desk_of(request)
    may = desk.may("placement.write") and vacancy.status == VacancyStatus.OPEN
    new = f"{reverse('introduction_new')}?vacancy={vacancy.pk}" if may else ""
    return {"rows": queries.of_vacancy(desk.scope, vacancy.pk), "new_url": new}


def _of_employer(request: HttpRequest, employer: Employer) -> dict[str, Any]:
    desk = desk_of(request)
    new = f"{reverse('introduction_new')}?firm={employer.organisation_id}" if desk.may("placement.write") else ""
    return {"rows": queries.of_organisation(desk.scope, employer.organisation_id), "new_url": new}


for slot, load in (("work.vacancy.main", _of_vacancy), ("work.employer.main", _of_employer)):
    add_panel(Panel(slot, "introductions", "work/introductions/card.html", load, order=15, permission="placement.view"))


def _works_there(request: HttpRequest, employer: Employer) -> dict[str, Any] | None:
    rows = placements.of_organisation(desk_of(request).scope, employer.organisation_id)
    return {"rows": rows} if rows else None


add_panel(
    Panel(
        "work.employer.main",
        "placements",
        "work/placements/firm_card.html",
        _works_there,
        order=16,
        permission="placement.view",
    )
)
