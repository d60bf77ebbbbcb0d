# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the entry questionnaire."""

from django.urls import URLPattern, path

from scharnier.people.questionnaire import views

PAGE = "desk/personen/<uuid:person_id>/stammdaten/teilnahme/<uuid:enrolment_id>/fragebogen"
urlpatterns: list[URLPattern] = [
    path(f"{PAGE}/", views.questionnaire, name="questionnaire"),
    path(f"{PAGE}/papier/", views.questionnaire_paper, name="questionnaire_paper"),
    path(f"{PAGE}.pdf", views.questionnaire_pdf, name="questionnaire_pdf"),
]
