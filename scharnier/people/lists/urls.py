# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the import."""

from django.urls import path

from scharnier.people.lists import views

urlpatterns = [
    path("desk/listen/", views.lists, name="imports"),
    path("desk/listen/<uuid:run_id>/", views.show, name="import_run"),
    path("desk/listen/<uuid:run_id>/spalten/", views.columns, name="import_columns"),
    path("desk/listen/<uuid:run_id>/entscheiden/", views.decide, name="import_decide"),
    path("desk/listen/<uuid:run_id>/einlesen/", views.start, name="import_start"),
    path("desk/listen/<uuid:run_id>/bericht.csv", views.report, name="import_report"),
]
