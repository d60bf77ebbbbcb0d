# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of housing."""

from django.urls import URLPattern, path

from scharnier.people.housing import views

HOUSING = "desk/personen/<uuid:person_id>/stammdaten/unterbringung/"
urlpatterns: list[URLPattern] = [
    path(f"{HOUSING}neu/", views.housing_new, name="housing_new"),
    path(f"{HOUSING}<uuid:housing_id>/", views.housing_edit, name="housing_edit"),
]
