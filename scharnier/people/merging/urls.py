# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the guided merge."""

from django.urls import URLPattern, path

from scharnier.people.merging import views

FILE = "desk/personen/<uuid:person_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{FILE}dubletten/", views.duplicates, name="duplicates"),
    path(f"{FILE}dubletten/<uuid:other_id>/", views.merge, name="merge"),
    path(f"{FILE}zusammenfuehrung/<uuid:merge_id>/", views.merge_undo, name="merge_undo"),
]
