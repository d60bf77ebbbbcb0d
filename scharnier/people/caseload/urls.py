# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the list of cases."""

from django.urls import URLPattern, path

from scharnier.people.caseload import reassigning, views

LIST = "desk/faelle/"

urlpatterns: list[URLPattern] = [
    path(LIST, views.caseload, name="caseload"),
    path(f"{LIST}orte/", views.places, name="caseload_places"),
    path(f"{LIST}uebergeben/", reassigning.reassign, name="caseload_reassign"),
]
