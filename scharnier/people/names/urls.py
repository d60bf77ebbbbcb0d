# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of further names."""

from django.urls import URLPattern, path

from scharnier.people.names import views

NAME = "desk/personen/<uuid:person_id>/stammdaten/name/"

urlpatterns: list[URLPattern] = [
    path(f"{NAME}neu/", views.name_new, name="name_new"),
    path(f"{NAME}<uuid:name_id>/", views.name_edit, name="name_edit"),
    path(f"{NAME}<uuid:name_id>/entfernen/", views.name_remove, name="name_remove"),
]
