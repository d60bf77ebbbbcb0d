# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the law."""

from django.urls import URLPattern, path

from scharnier.people.law import book_views as book
from scharnier.people.law import views

urlpatterns: list[URLPattern] = [
    path("desk/recht/", book.rules, name="rules"),
    path("desk/recht/alle/", book.rules_print, name="rules_print"),
    path("desk/personen/<uuid:person_id>/aufenthalt/angaben/", views.facts, name="legal_facts"),
    path("desk/personen/<uuid:person_id>/recht/", views.other_day, name="other_day"),
    path("desk/personen/<uuid:person_id>/zielgruppe/", views.belongs, name="target_group"),
    path("desk/personen/<uuid:person_id>/zielgruppe/<str:key>/", views.criterion, name="criterion"),
    path("desk/recht/<str:rule_id>/", book.rule, name="rule"),
]
