# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the intake."""

from django.urls import URLPattern, path

from scharnier.people.wizard import views

urlpatterns: list[URLPattern] = [
    path("desk/aufnahme/", views.intakes, name="intakes"),
    path("desk/aufnahme/neu/", views.intake_new, name="intake_new"),
    path("desk/aufnahme/<uuid:draft_id>/<slug:step>/", views.intake_step, name="intake_step"),
    path("desk/aufnahme/<uuid:draft_id>/<slug:step>/entwurf/", views.intake_draft, name="intake_draft"),
]
