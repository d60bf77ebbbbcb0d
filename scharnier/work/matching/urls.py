# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of suggestions."""

from django.urls import path

from scharnier.work.matching import views

_HERE = "desk/personen/<uuid:person_id>/vorschlaege"

urlpatterns = [
    path(f"{_HERE}/", views.matching, name="matching"),
    path(f"{_HERE}/oeffnet/", views.matching_opens, name="matching_opens"),
    path(f"{_HERE}/gezeigt/", views.matching_shown, name="matching_shown"),
    path(f"{_HERE}/regel/", views.matching_rule, name="matching_rule"),
    path(f"{_HERE}/<uuid:vacancy_id>/merken/", views.matching_pin, name="matching_pin"),
    path(f"{_HERE}/<uuid:vacancy_id>/passt-nicht/", views.matching_block, name="matching_block"),
    path(f"{_HERE}/<uuid:ruling_id>/zurueck/", views.matching_end, name="matching_end"),
    path("desk/stellen/<uuid:vacancy_id>/wer-passt/", views.vacancy_persons, name="vacancy_persons"),
]
