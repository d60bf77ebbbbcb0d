# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of retention."""

from django.urls import URLPattern, path

from scharnier.people.erasing import views

LIST = "desk/aufbewahrung/"

urlpatterns: list[URLPattern] = [
    path(LIST, views.retention, name="retention"),
    path(f"{LIST}loeschen/", views.retention_confirm, name="retention_confirm"),
    path(f"{LIST}nachweis/<uuid:document_id>/", views.retention_proof, name="retention_proof"),
    path(f"{LIST}<uuid:run_id>/", views.retention_run, name="retention_run"),
]
