# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of what somebody can and wants."""

from django.urls import URLPattern, path

from scharnier.people.competence import views

PAGE = "desk/personen/<uuid:person_id>/kompetenzen/"
urlpatterns: list[URLPattern] = [
    path("desk/berufe/", views.occupations, name="occupations"),
    path(PAGE, views.competence, name="competence"),
    path(f"{PAGE}<slug:slug>/neu/", views.entry_new, name="competence_new"),
    path(f"{PAGE}<slug:slug>/<uuid:row_id>/", views.entry_edit, name="competence_edit"),
    path(f"{PAGE}<slug:slug>/<uuid:row_id>/entfernen/", views.entry_remove, name="competence_remove"),
]
