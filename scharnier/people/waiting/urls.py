# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the waiting list."""

from django.urls import URLPattern, path

from scharnier.people.waiting import views

PART = "desk/personen/<uuid:person_id>/stammdaten/teilnahme/<uuid:enrolment_id>/"
urlpatterns: list[URLPattern] = [
    path("desk/warteliste/", views.waiting, name="waiting"),
    path(f"{PART}warten/", views.wait, name="waiting_add"),
    path(f"{PART}platz-anbieten/", views.offer, name="waiting_offer"),
    path(f"{PART}platz-abgelehnt/", views.decline, name="waiting_decline"),
    path(f"{PART}aufnehmen/", views.take_in, name="waiting_take"),
    path(f"{PART}anfrage-beenden/", views.end, name="waiting_end"),
]
