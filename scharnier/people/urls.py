# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from scharnier.people import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/personen/<uuid:person_id>/", views.overview, name="person"),
]
