# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of access and print."""

from django.urls import URLPattern, path

from scharnier.people.handout import views

FILE = "desk/personen/<uuid:person_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{FILE}auskunft/", views.subject_access, name="subject_access"),
    path(f"{FILE}auskunft/neu/", views.subject_access_new, name="subject_access_new"),
    path(f"{FILE}auskunft/<uuid:package_id>/", views.subject_access_take, name="subject_access_take"),
    path(f"{FILE}akte-drucken/", views.file_print, name="file_print"),
]
