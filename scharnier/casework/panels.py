# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this room shows in lower rooms, and what a click on its agenda items does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from scharnier.casework import projected
from scharnier.casework.contacts import actions as contacts
from scharnier.casework.contacts.finding import own_notes
from scharnier.casework.course.queries import course
from scharnier.casework.letters import projected as letters
from scharnier.casework.letters import queries as letter_queries
from scharnier.casework.needs import queries as need_queries
from scharnier.casework.plans import actions as plans
from scharnier.casework.plans import queries as plan_queries
from scharnier.casework.situations import actions as situation_actions
from scharnier.casework.situations import projected as situations
from scharnier.casework.situations import queries as situation_queries
from scharnier.casework.situations import words as situation_words
from scharnier.casework.today import hint_rows, returned, watch
from scharnier.casework.today import queries as today
from scharnier.foundation.panels import Link, Panel, add_link, add_panel
from scharnier.foundation.projections import Source, register
from scharnier.people.documents.queries import told_by
from scharnier.people.finding.queries import add_finder
from scharnier.people.projected import after_refresh
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, uuid_or_none

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
register(
    Source(
        projected.CONTACT,
        _("Gespräch"),
        "talk",
        "contacts",
        projected.derive_contacts,
        told=projected.contact_told,
    )
)

register(
    Source(
        projected.STEP,
        _("Schritt"),
        "flag",
        "plan",
        projected.derive_steps,
        done=plans.step_done,
        undo=plans.step_open,
        delegate=plans.step_handed,
        postpone=plans.step_later,
        module="plan",
    )
)
register(
    Source(
        projected.REVIEW,
        _("Fortschreibung"),
        "form",
        "plan",
        projected.derive_reviews,
        done=plans.review_done,
        done_label=_("Durchgesehen"),
        undo=plans.review_open,
        delegate=plans.review_handed,
        postpone=plans.review_later,
        module="plan",
    )
)
register(Source(letters.LETTER, _("Brief"), "mail", "letter", letters.derive_letters, url_subject="letter_id"))
register(
    Source(
        letters.DEADLINE,
        _("Frist aus einem Brief"),
        "mail",
        "letter",
        letters.derive_deadlines,
        done=letters.done,
        undo=letters.opened,
        delegate=letters.handed,
        postpone=letters.later,
        url_subject="letter_id",
    )
)
told_by(letter_queries.about)
register(
    Source(
        situations.KIND,
        _("Situation nach dem Austritt"),
        "flag",
        "situation",
        situations.derive,
        answers=situation_words.offered,
        answer=situation_actions.answered,
        undo=situations.opened,
        delegate=situations.handed,
        postpone=situations.later,
        url_subject="situation_id",
    )
)
after_refresh(situation_actions.refresh)
register(Source(projected.CONFIDENTIAL, _("Vertrauliche Notiz"), "lock", "confidential", projected.derive_confidential))
register(Source(projected.REVISION, _("Fassung des Plans"), "form", "plan", projected.derive_revisions))
register(Source(projected.REVIEWED, _("Plan durchgesehen"), "form", "plan", projected.derive_reviewed))
register(Source(projected.SIGNATURE, _("Unterschrift"), "edit", "plan", projected.derive_signatures))
register(Source(projected.GOAL, _("Ziel erreicht"), "flag", "plan", projected.derive_goals, told=projected.goal_told))

add_link(Link("nav", "today", _("Heute"), "today", "home", order=10, permission="network.desk"))
add_link(Link("more", "figures", _("Zahlen"), "figures", "chart", order=20, permission="casework.figures"))
add_link(
    Link(
        "more",
        "wordings",
        _("Sprachen"),
        "wordings",
        "edit",
        order=62,
        permission="casework.wordings",
    )
)
add_link(Link("people.file.tabs", "plan", _("Plan"), "plan", order=30, permission="casework.view", module="plan"))
add_link(Link("people.file.tabs", "contacts", _("Gespräche"), "contacts", order=40, permission="casework.view"))
add_link(
    Link("people.papers.tools", "due", _("Fristen drucken"), "letters_paper", "print", permission="casework.export")
)


def _bare_letters(request: HttpRequest, person_id: UUID) -> dict[str, Any] | None:
    after = uuid_or_none(request.GET.get("briefe"))
    letters_found, more = letter_queries.without_paper(desk_of(request).scope, person_id, after)
    return {"letters": letters_found, "more": more} if letters_found else None


add_panel(Panel("people.papers", "letters", "casework/letters/bare.html", _bare_letters, permission="casework.view"))
add_link(Link("people.file.actions", "b", _("Brief"), "letter_new", "mail", order=30, permission="casework.write"))
add_link(Link("new", "b", _("Brief"), "letter_for", "mail", order=17, permission="casework.write"))
add_link(Link("people.file.actions", "g", _("Gespräch"), "contact_new", "talk", order=10, permission="casework.write"))
add_link(
    Link(
        "people.file.actions",
        "w",
        _("Wiedervorlage"),
        "follow_up_new",
        "clock",
        order=20,
        permission="casework.write",
    )
)

add_link(Link("new", "k", _("Kurzberatung"), "advice_new", "edit", order=10, permission="casework.advise"))
add_link(Link("new", "s", _("Schnellanlage"), "enquiry_new", "phone", order=25, permission="people.new"))
add_link(Link("new", "m", _("Gespräch mit mehreren"), "act_new", "talk", order=15, permission="casework.write"))


def _started(request: HttpRequest) -> dict[str, Any] | None:
    drafts = today.started(desk_of(request))
    return {"drafts": drafts} if drafts else None


add_panel(Panel("today.side", "started", "casework/started.html", _started, order=60, permission="casework.write"))


def _away(request: HttpRequest) -> dict[str, Any] | None:
    away = returned.lately(desk_of(request))
    return {"away": away} if away else None


add_panel(Panel("today.side", "away", "casework/today/away_card.html", _away, order=10, permission="casework.view"))


def _watch(request: HttpRequest) -> dict[str, Any] | None:
    whose = request.GET.get("wer", today.MINE)
    found = watch.hints(desk_of(request), whose, most=today.BESIDE + 1)
    if not found:
        return None
    items = hint_rows.rows(desk_of(request), found[: today.BESIDE], whose, beside=True)
    return {"items": items, "more": len(found) > today.BESIDE, "whose": whose}


add_panel(Panel("today.side", "watch", "casework/today/watch_card.html", _watch, order=40, permission="casework.view"))
add_finder(_("Ihre Notizen"), own_notes)


def _next_steps(request: HttpRequest, file: FileHeader) -> dict[str, Any]:
    return {"file": file, "steps": plan_queries.next_steps(_view(request, file).sheet)}


def _view(request: HttpRequest, file: FileHeader) -> plan_queries.PlanView:
    """The plan that two cards of one page show, read once."""
    known: plan_queries.PlanView | None = getattr(request, "plan_view", None)
    if known is None:
        known = plan_queries.plan_view(desk_of(request), file, revisions=False)
        request.plan_view = known  # type: ignore[attr-defined]  # for the other card of this page
    return known


def _needs(request: HttpRequest, file: FileHeader) -> dict[str, Any] | None:
    found = need_queries.needs(desk_of(request).scope, file, only_open=True)
    return {"file": file, "needs": found[:5]} if found else None


def _course(request: HttpRequest, file: FileHeader) -> dict[str, Any] | None:
    desk = desk_of(request)
    found = course(desk.scope, file, desk.settings_of(file.project), _view(request, file).plan)
    return {"course": found} if found else None


add_panel(
    Panel("people.file.side", "course", "casework/card_course.html", _course, order=15, permission="casework.view")
)


def _plan(request: HttpRequest, file: FileHeader) -> dict[str, Any]:
    return {"file": file, "view": _view(request, file)}


add_panel(
    Panel(
        "people.file.main",
        "steps",
        "casework/card_steps.html",
        _next_steps,
        order=10,
        permission="casework.view",
        module="plan",
    )
)
add_panel(
    Panel(
        "people.file.main",
        "plan",
        "casework/card_plan.html",
        _plan,
        order=20,
        permission="casework.view",
        module="plan",
    )
)
add_panel(Panel("people.file.side", "needs", "casework/needs/card.html", _needs, order=40, permission="casework.view"))


def _situations(request: HttpRequest, file: FileHeader) -> dict[str, Any] | None:
    """Only where somebody has left; a file in use asks nothing."""
    if file.enrolment.exited_on is None:
        return None
    lines = situation_queries.of_enrolment(desk_of(request).scope, file.enrolment.pk)
    return {"lines": lines} if lines else None


add_panel(
    Panel(
        "people.file.side",
        "situations",
        "casework/situations/card.html",
        _situations,
        order=12,
        permission="casework.view",
    )
)
