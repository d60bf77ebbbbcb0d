# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of hard separation."""

from django.urls import URLPattern, path

from scharnier.people.separation import views

urlpatterns: list[URLPattern] = [
    path("desk/personen/<uuid:person_id>/trennen/", views.separate, name="separate"),
    path("desk/trennungen/", views.separations, name="separations"),
    path("desk/trennungen/<uuid:separation_id>/", views.separation_lift, name="separation_lift"),
]
