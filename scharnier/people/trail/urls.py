# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the audit."""

from django.urls import URLPattern, path

from scharnier.people.trail import views

urlpatterns: list[URLPattern] = [
    path("desk/protokoll/", views.trail, name="trail"),
    path("desk/protokoll/<int:number>/", views.event, name="trail_event"),
]
