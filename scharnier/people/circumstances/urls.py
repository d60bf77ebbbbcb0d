# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of circumstances."""

from django.urls import URLPattern, path

from scharnier.people.circumstances import views

PAGE = "desk/personen/<uuid:person_id>/stammdaten/lebenslage/"
urlpatterns: list[URLPattern] = [
    path(PAGE, views.circumstances, name="circumstances"),
    path(f"{PAGE}<slug:slug>/neu/", views.circumstance_new, name="circumstance_new"),
    path(f"{PAGE}<slug:slug>/<uuid:row_id>/", views.circumstance_edit, name="circumstance_edit"),
]
