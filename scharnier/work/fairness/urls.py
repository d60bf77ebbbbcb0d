# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Address of the comparison."""

from django.urls import URLPattern, path

from scharnier.work.fairness import views

urlpatterns: list[URLPattern] = [path("desk/vermittlung/fairness/", views.report, name="fairness")]
