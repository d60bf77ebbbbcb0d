# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the household."""

from django.urls import URLPattern, path

from scharnier.people.household import views

HOUSEHOLD = "desk/personen/<uuid:person_id>/haushalt/"
MEMBER = f"{HOUSEHOLD}<uuid:member_id>/"
urlpatterns: list[URLPattern] = [
    path(HOUSEHOLD, views.household, name="household"),
    path(f"{HOUSEHOLD}dazu/<uuid:other_id>/", views.household_add, name="household_add"),
    path(f"{HOUSEHOLD}ohne-akte/", views.household_new, name="household_new"),
    path(f"{HOUSEHOLD}anschrift/", views.household_home, name="household_home"),
    path(MEMBER, views.household_member, name="household_member"),
    path(f"{MEMBER}entfernen/", views.household_remove, name="household_remove"),
    path(f"{MEMBER}akte/", views.household_file, name="household_file"),
]
