# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the house and one page that only draws the frame, to measure the others beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from scharnier.foundation.access import signed_in

FRAME = '{% extends "desk.html" %}{% block h1 %}Rahmen{% endblock %}'


@signed_in
def frame(request: HttpRequest) -> HttpResponse:
    """Navigation, switch of projects, search and menus around an empty page."""
    return HttpResponse(engines["django"].from_string(FRAME).render({}, request))


urlpatterns = [path("desk/bench/rahmen/", frame, name="bench_frame"), path("", include("scharnier.config.urls"))]
