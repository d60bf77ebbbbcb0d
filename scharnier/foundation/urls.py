# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, include, path

from scharnier.foundation.resend import resend

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("scharnier.foundation.ui.urls")),
    path("desk/noch-einmal/", resend, name="resend"),
]
