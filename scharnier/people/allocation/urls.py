# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Address of the allocation."""

from django.urls import URLPattern, path

from scharnier.people.allocation import views

urlpatterns: list[URLPattern] = [path("desk/warteliste/zuteilung/", views.allocation, name="allocation")]
