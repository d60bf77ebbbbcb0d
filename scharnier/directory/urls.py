# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import URLPattern, path

from scharnier.directory.organisations import views

_ONE = "desk/organisationen/<uuid:organisation_id>"

urlpatterns: list[URLPattern] = [
    path("desk/organisationen/", views.organisations, name="organisations"),
    path("desk/organisationen/neu/", views.organisation_new, name="organisation_new"),
    path("desk/organisationen/aehnlich/", views.organisation_alike, name="organisation_alike"),
    path(f"{_ONE}/", views.organisation, name="organisation"),
    path(f"{_ONE}/bearbeiten/", views.organisation_edit, name="organisation_edit"),
    path(f"{_ONE}/<slug:kind>/neu/", views.part_new, name="organisation_part_new"),
    path(f"{_ONE}/<slug:kind>/<uuid:row_id>/", views.part_edit, name="organisation_part"),
]
