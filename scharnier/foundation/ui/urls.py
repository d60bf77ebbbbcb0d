# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the kit; `foundation/urls.py` includes them."""

from django.urls import path

from scharnier.foundation.ui import kit, views

urlpatterns = [
    path("sprache/", views.choose_language, name="choose_language"),
    path("darstellung/", views.choose_theme, name="choose_theme"),
    path("desk/kit/", kit.gallery, name="kit"),
    path("desk/kit/fortschritt/", kit.progress, name="kit_progress"),
    path("desk/kit/suche/", kit.find, name="kit_find"),
    path("desk/kit/punkt/", kit.answer, name="kit_answer"),
]
