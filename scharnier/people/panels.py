# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this room shows in lower rooms and on its own pages.

Rooms above add tabs (people.file.tabs), buttons (people.file.actions) and cards (people.file.main, people.file.side)
to a file; the `load` of such a card gets `file`, a FileHeader.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.panels import Link, Panel, add_link, add_panel
from scharnier.people import cards
from scharnier.people.law.cards import access
from scharnier.people.separation.places import shared
from scharnier.people.support.queries import ending
from scharnier.people.views import desk_of

add_link(Link("nav", "cases", _("Fälle"), "caseload", "people", order=20, permission="people.view"))
add_link(Link("new", "p", _("Person aufnehmen"), "intakes", "people", order=30, permission="people.new"))
add_link(
    Link(
        "new",
        "lists",
        _("Liste einlesen"),
        "imports",
        "drive-folder-upload",
        order=80,
        permission="people.import",
        module="lists",
    )
)
add_link(Link("more", "waiting", _("Warteliste"), "waiting", "clock", order=30, permission="people.view"))
add_link(Link("more", "rules", _("Regeln"), "rules", "scale", order=40, permission="law.view"))
add_link(Link("more", "separations", _("Trennungen"), "separations", "lock", order=60, permission="people.unseparate"))
add_link(Link("more", "trail", _("Protokoll"), "trail", "checklist", order=65, permission="audit.browse"))
add_link(
    Link("more", "packages", _("Pakete"), "packages", "drive-folder-upload", order=70, permission="people.package")
)
add_link(Link("more", "retention", _("Löschfristen"), "retention", "clock", order=68, permission="people.erase"))
add_link(Link("people.file.tabs", "overview", _("Überblick"), "person", order=10))
add_link(Link("people.file.tabs", "timeline", _("Verlauf"), "timeline", order=20))
PAPERS = _("Briefe und Dokumente")
add_link(Link("people.file.tabs", "papers", PAPERS, "documents", order=50, permission="documents.view"))
add_link(Link("people.file.tabs", "competence", _("Kompetenzen"), "competence", order=60))
add_link(Link("people.file.tabs", "household", _("Haushalt"), "household", order=80))
add_link(Link("people.file.tabs", "basis", _("Grundlagen"), "legal_bases", order=95))
add_link(Link("people.file.tabs", "data", _("Stammdaten"), "person_edit", order=90))

FILE = "people/cards"


def _ending(request: HttpRequest) -> dict[str, Any] | None:
    endings = ending(desk_of(request))
    return {"endings": endings} if endings else None


add_panel(Panel("today.side", "ending", "people/support/ending.html", _ending, order=40, permission="people.edit"))


def _meeting(request: HttpRequest) -> dict[str, Any] | None:
    number = sum(each.new for places in shared().values() for each in places)
    return {"number": number} if number else None


add_panel(
    Panel("today.side", "meeting", "people/separation/meeting.html", _meeting, order=5, permission="people.unseparate")
)
add_panel(Panel("people.file.main", "timeline", f"{FILE}/timeline.html", cards.timeline, order=90))
add_panel(Panel("people.file.side", "access", "people/law/access.html", access, order=10, module="law"))
add_panel(Panel("people.file.side", "residence", f"{FILE}/residence.html", cards.residence, order=20))
add_panel(Panel("people.file.side", "participation", f"{FILE}/participation.html", cards.participation, order=30))
add_panel(Panel("people.file.side", "seen", f"{FILE}/seen.html", cards.seen, order=90))
