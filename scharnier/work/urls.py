# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import URLPattern, path

from scharnier.work.employers import views as employers
from scharnier.work.fairness import urls as fairness
from scharnier.work.introductions import urls as introductions
from scharnier.work.matching import urls as matching
from scharnier.work.merging import views as merging
from scharnier.work.vacancies import outside
from scharnier.work.vacancies import views as vacancies
from scharnier.work.vacancies.lists import views as vacancy_lists

_FIRM = "desk/betriebe/<uuid:employer_id>"
_VACANCY = "desk/stellen/<uuid:vacancy_id>"

urlpatterns: list[URLPattern] = [
    *introductions.urlpatterns,
    *fairness.urlpatterns,
    *matching.urlpatterns,
    path("desk/betriebe/", employers.employers, name="employers"),
    path("desk/betriebe/anruf/", employers.employer_call, name="employer_call"),
    path("desk/betriebe/zaehlung/", employers.employer_count, name="employer_count"),
    path("desk/organisationen/<uuid:organisation_id>/fall/", employers.employer_open, name="employer_open"),
    path("desk/organisationen/<uuid:organisation_id>/stelle/", vacancies.vacancy_new, name="vacancy_new"),
    path(
        "desk/organisationen/<uuid:organisation_id>/zusammenfuehren/",
        merging.organisation_merge,
        name="organisation_merge",
    ),
    path(
        "desk/organisationen/zusammenfuehrung/<uuid:merge_id>/zurueck/",
        merging.organisation_unmerge,
        name="organisation_unmerge",
    ),
    path(f"{_FIRM}/", employers.employer, name="employer"),
    path(f"{_FIRM}/bearbeiten/", employers.employer_edit, name="employer_edit"),
    path(f"{_FIRM}/gespraech/", employers.talk_new, name="employer_talk_new"),
    path(f"{_FIRM}/gespraech/<uuid:talk_id>/", employers.talk_edit, name="employer_talk"),
    path(f"{_FIRM}/ziel/", employers.goal_new, name="employer_goal_new"),
    path(f"{_FIRM}/ziel/<uuid:goal_id>/", employers.goal_reach, name="employer_goal"),
    path(f"{_FIRM}/ende/", employers.employer_end, name="employer_end"),
    path(f"{_FIRM}/blatt/", employers.employer_sheet, name="employer_sheet"),
    path("desk/stellen/", vacancies.vacancies, name="vacancies"),
    path("desk/stellen/einlesen/", vacancy_lists.vacancy_list, name="vacancy_list"),
    path("desk/stellen/einlesen/abgelehnt/", vacancy_lists.vacancy_list_faults, name="vacancy_list_faults"),
    path(f"{_VACANCY}/", vacancies.vacancy, name="vacancy"),
    path(f"{_VACANCY}/bearbeiten/", vacancies.vacancy_edit, name="vacancy_edit"),
    path(f"{_VACANCY}/stand/", vacancies.vacancy_move, name="vacancy_move"),
    path(f"{_VACANCY}/nachfragen/", vacancies.vacancy_ask, name="vacancy_ask"),
    path("arbeitgeber/stellen/<uuid:vacancy_id>/", outside.vacancy_public, name="vacancy_public"),
    path("arbeitgeber/antwort/<str:secret>/", outside.vacancy_answer, name="vacancy_answer"),
]
