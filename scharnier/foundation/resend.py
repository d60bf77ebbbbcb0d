# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A form that was sent after the sign-in had expired: what was typed is handed back and sent again, without script.

The page that says so carries the fields, sealed with the address they were meant for. Once somebody has signed in (in a
second window), the fields come here, and only if the seal is right a page with a fresh token offers to send them on.
Nothing is stored, and this address itself never acts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from scharnier.foundation.access import open_to_all

SALT = "scharnier.resend"
VALID_SECONDS = 12 * 60 * 60
_OURS = ("csrfmiddlewaretoken", "resend_seal")


@dataclass(frozen=True)
class Sealed:
    """The fields of a form and the seal that binds them to their address."""

    fields: list[tuple[str, str]]
    seal: str


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name in request.POST
        if name not in _OURS and "assword" not in name
        for value in request.POST.getlist(name)
    ]


def _digest(fields: list[tuple[str, str]]) -> str:
    # A browser sends line ends as CRLF, whatever they were in the page.
    plain = sorted([name, value.replace("\r\n", "\n")] for name, value in fields)
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def seal(request: HttpRequest) -> Sealed:
    """The fields of a form that arrived without a sign-in; it has passed the check of its token already."""
    fields = _fields(request)
    contents = {"path": request.get_full_path(), "digest": _digest(fields)}
    return Sealed(fields, signing.dumps(contents, salt=SALT))


@open_to_all
@csrf_exempt
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Offer to send sealed fields to their address, as whoever is signed in now; 400 if anything was changed."""
    fields = _fields(request)
    given = request.POST.get("resend_seal", "")
    try:
        contents = signing.loads(given, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return HttpResponseBadRequest(status=400)
    if contents["digest"] != _digest(fields):
        return HttpResponseBadRequest(status=400)
    signed_in = getattr(request, "desk", None) is not None
    context = {"again": Sealed(fields, given), "path": contents["path"], "signed_in": signed_in}
    return render(request, "resend.html", context, status=200 if signed_in else 401)
