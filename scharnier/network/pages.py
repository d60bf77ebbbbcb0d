# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every page of the room needs: the desk of a request, a refusal shown in the form, the status of the answer."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from scharnier.foundation import writes
from scharnier.foundation.ui.forms import KitForm
from scharnier.network.middleware import Desk


def desk_of(request: HttpRequest) -> Desk:
    """The desk of a request that passed the desk middleware."""
    desk: Desk = request.desk  # type: ignore[attr-defined]  # set by DeskMiddleware
    return desk


def refuse(form: KitForm, error: writes.DomainError) -> None:
    """Show why an action refused, at its field where there is one."""
    if isinstance(error, writes.Conflict):
        message = _("Inzwischen wurde anderswo gespeichert. Ihre Eingaben stehen noch hier; vergleichen Sie.")
        form.add_error(None, message)
    else:
        form.add_error(error.field if error.field in form.fields else None, error.message)


def status_of(request: HttpRequest, form: KitForm) -> int:
    """422 to htmx when the form has errors, 200 otherwise."""
    return 422 if form.errors and request.headers.get("HX-Request") == "true" else 200
