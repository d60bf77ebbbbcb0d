# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Address of the history of a file."""

from django.urls import URLPattern, path

from scharnier.people.history import views

urlpatterns: list[URLPattern] = [
    path("desk/personen/<uuid:person_id>/verlauf/angaben/", views.history, name="history"),
]
