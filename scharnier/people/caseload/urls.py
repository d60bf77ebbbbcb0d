# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the list of cases."""

from django.urls import URLPattern, path

from scharnier.people.caseload import exporting, reassigning, saved_views, views

LIST = "desk/faelle/"

urlpatterns: list[URLPattern] = [
    path(LIST, views.caseload, name="caseload"),
    path(f"{LIST}orte/", views.places, name="caseload_places"),
    path(f"{LIST}kreise/", views.living, name="caseload_districts"),
    path(f"{LIST}ansichten/", saved_views.views, name="caseload_views"),
    path(f"{LIST}ansichten/neu/", saved_views.view_new, name="caseload_view_new"),
    path(f"{LIST}ansichten/<uuid:view_id>/", saved_views.view_edit, name="caseload_view"),
    path(f"{LIST}tabelle/", exporting.export, name="caseload_export"),
    path(f"{LIST}uebergeben/", reassigning.reassign, name="caseload_reassign"),
]
