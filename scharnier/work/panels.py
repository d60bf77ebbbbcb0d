# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this room shows in lower rooms and on its own pages, and what a click on its agenda items does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from scharnier.directory.organisations.models import Organisation, OrganisationMerge
from scharnier.foundation.panels import Link, Panel, add_link, add_panel
from scharnier.foundation.projections import Source, register
from scharnier.people.separation import places
from scharnier.people.views import desk_of
from scharnier.work import projected
from scharnier.work.employers import actions as employers
from scharnier.work.employers import queries as employer_queries
from scharnier.work.employers.models import Employer
from scharnier.work.vacancies import actions as vacancies
from scharnier.work.vacancies import queries as vacancy_queries

register(
    Source(
        projected.FOLLOW_UP,
        _("Wiedervorlage zu einem Betrieb"),
        "firm",
        "employer",
        projected.derive_follow_ups,
        done=employers.follow_up_done,
        undo=employers.follow_up_open,
        delegate=employers.follow_up_handed,
        postpone=employers.follow_up_later,
    )
)
register(
    Source(
        projected.GOAL,
        _("Ziel mit einem Betrieb"),
        "firm",
        "employer",
        projected.derive_goals,
        done=employers.goal_done,
        undo=employers.goal_open,
        delegate=employers.goal_handed,
        postpone=employers.goal_later,
    )
)
register(
    Source(
        projected.VACANCY,
        _("Stelle zu bestätigen"),
        "offer",
        "vacancy",
        projected.derive_vacancies,
        done=vacancies.still_open,
        done_label=_("Noch offen"),
        undo=vacancies.not_confirmed,
        delegate=vacancies.handed,
        postpone=vacancies.asked_later,
        url_subject="vacancy_id",
    )
)

places.register("separation_firms")
add_link(Link("nav", "employers", _("Betriebe"), "employers", "firm", order=32, permission="employers.view"))
add_link(Link("nav", "vacancies", _("Stellen"), "vacancies", "offer", order=34, permission="vacancies.view"))
add_link(Link("more", "fairness", _("Fairness"), "fairness", "scale", order=66, permission="fairness.view"))
add_link(Link("work.vacancies.tools", "list", _("Liste einlesen"), "vacancy_list", permission="vacancies.import"))
add_link(Link("new", "a", _("Anruf eines Betriebs"), "employer_call", "phone", order=27, permission="employers.edit"))
add_link(
    Link("directory.organisation.tools", "vacancy", _("Stelle"), "vacancy_new", "add", permission="vacancies.edit")
)


def _cases(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    desk = desk_of(request)
    here = desk.project.project if desk.project else None
    cases = employer_queries.cases_of(desk.scope, organisation.pk)
    running = any(each.project_id == here and each.ends is None for each in cases)
    return {
        "organisation": organisation,
        "cases": cases,
        "may_open": bool(here) and not running and desk.may("employers.edit"),
    }


def _vacancies(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    desk = desk_of(request)
    return {
        "organisation": organisation,
        "rows": vacancy_queries.of_organisation(desk.scope, organisation.pk),
        "may_edit": desk.may("vacancies.edit"),
    }


def _of_employer(request: HttpRequest, employer: Employer) -> dict[str, Any]:
    return _vacancies(request, employer.organisation)


add_panel(
    Panel(
        "directory.organisation.main",
        "cases",
        "work/employers/card_cases.html",
        _cases,
        order=10,
        permission="employers.view",
    )
)
add_panel(
    Panel(
        "directory.organisation.main",
        "vacancies",
        "work/vacancies/card.html",
        _vacancies,
        order=20,
        permission="vacancies.view",
    )
)
add_panel(
    Panel(
        "work.employer.main",
        "vacancies",
        "work/vacancies/card.html",
        _of_employer,
        order=10,
        permission="vacancies.view",
    )
)
add_link(Link("people.file.tabs", "matching", _("Vorschläge"), "matching", order=45, permission="matching.view"))
add_link(Link("work.vacancy.tools", "fit", _("Wer passt?"), "vacancy_persons", "people", permission="matching.view"))


add_link(
    Link(
        "directory.organisation.tools",
        "merge",
        _("Zusammenführen"),
        "organisation_merge",
        order=90,
        permission="directory.merge",
    )
)


def _merges(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    desk = desk_of(request)
    rows = OrganisationMerge.objects.visible_to(desk.scope).filter(organisation=organisation, undone_at=None)
    found = list(rows.select_related("merged_by").order_by("-merged_at")[:5])
    return {"merges": found, "may_undo": desk.may("directory.merge")} if found else None


add_panel(
    Panel(
        "directory.organisation.main",
        "merges",
        "work/merging/card.html",
        _merges,
        order=90,
        permission="directory.view",
    )
)
