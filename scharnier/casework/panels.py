# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this room shows in lower rooms, and what a click on its agenda items does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from scharnier.casework import projected
from scharnier.casework.contacts import actions as contacts
from scharnier.casework.today import queries as today
from scharnier.foundation.panels import Link, Panel, add_link, add_panel
from scharnier.foundation.projections import Source, register
from scharnier.people.views import desk_of

register(
    Source(
        projected.FOLLOW_UP,
        _("Wiedervorlage"),
        "clock",
        "person",
        projected.derive_follow_ups,
        done=contacts.follow_up_done,
        undo=contacts.follow_up_open,
        delegate=contacts.follow_up_handed,
        postpone=contacts.follow_up_later,
    )
)
register(Source(projected.CONTACT, _("Gespräch"), "talk", "contacts", projected.derive_contacts))

add_link(Link("nav", "today", _("Heute"), "today", "home", order=10, permission="network.desk"))
add_link(Link("people.file.tabs", "contacts", _("Gespräche"), "contacts", order=40, permission="casework.view"))
add_link(
    Link("people.file.actions", "talk", _("Gespräch"), "contact_new", "talk", order=10, permission="casework.write")
)
add_link(
    Link(
        "people.file.actions",
        "later",
        _("Wiedervorlage"),
        "follow_up_new",
        "clock",
        order=20,
        permission="casework.write",
    )
)


def _started(request: HttpRequest) -> dict[str, Any] | None:
    drafts = today.started(desk_of(request))
    return {"drafts": drafts} if drafts else None


add_panel(Panel("today.side", "started", "casework/started.html", _started, order=60, permission="casework.write"))
