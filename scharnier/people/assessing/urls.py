# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of assessments."""

from django.urls import URLPattern, path

from scharnier.people.assessing import views

PAGE = "desk/personen/<uuid:person_id>/kompetenzen/erhebung/"
urlpatterns: list[URLPattern] = [
    path(f"{PAGE}neu/", views.assessment_new, name="assessment_new"),
    path(f"{PAGE}entwurf/", views.assessment_draft, name="assessment_draft"),
    path(f"{PAGE}vergleich/", views.assessment_compare, name="assessment_compare"),
    path(f"{PAGE}<uuid:row_id>/", views.assessment, name="assessment"),
    path(f"{PAGE}<uuid:row_id>/ergebnis.pdf", views.assessment_sheet, name="assessment_sheet"),
    path(f"{PAGE}<uuid:row_id>/aendern/", views.assessment_edit, name="assessment_edit"),
]
