# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the law."""

from django.urls import URLPattern, path

from scharnier.people.law import book_views as book

urlpatterns: list[URLPattern] = [
    path("desk/recht/", book.rules, name="rules"),
    path("desk/recht/alle/", book.rules_print, name="rules_print"),
    path("desk/recht/<str:rule_id>/", book.rule, name="rule"),
]
