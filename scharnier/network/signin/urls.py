# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the sign-in. What the library has beyond it (signing up, other addresses, codes by mail) isn't here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from scharnier.foundation.access import open_to_all


@open_to_all
def not_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


urlpatterns = [
    re_path(r"^(?:signup|email|password/set|login/code)/", not_here),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
