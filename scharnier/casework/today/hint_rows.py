# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hints as lines of the list: answered with the same keys and buttons as what has a day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from scharnier.casework.models import FollowUp
from scharnier.casework.today import watch
from scharnier.casework.today.queries import MINE, Later, Row, laters
from scharnier.casework.today.watch import Hint
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.templatetags.kit import ago, day
from scharnier.foundation.ui.addresses import address
from scharnier.network.middleware import Desk
from scharnier.network.models import User
from scharnier.people.models import Person

ICONS = {watch.RECORD: "form", watch.HOURS: "clock", watch.SILENCE: "talk", watch.PLAN: "flag", watch.DATA: "edit"}


def rows(desk: Desk, hints: list[Hint], whose: str, *, beside: bool = False) -> list[Row]:
    """Lines for the page of all hints, or for the card beside *Today*."""
    choices = laters()
    return [_row(desk, hint, whose, beside, choices) for hint in hints]


def _row(desk: Desk, hint: Hint, whose: str, beside: bool, choices: list[Later]) -> Row:
    url, label = _place(hint)
    acts: dict[str, Any] = {}
    if desk.may("casework.write", hint.project):
        query = asked(whose, beside)
        acts = {
            "do_url": reverse("hint_do", args=[hint.person_id, hint.kind]) + query,
            "later": choices,
            "later_url": reverse("hint_later", args=[hint.person_id, hint.kind]) + query,
            "hand_url": reverse("hint_hand", args=[hint.person_id, hint.kind]) + query,
        }
    what = hint.why[:1].upper() + hint.why[1:]
    dated = hint.kind != watch.HOURS and not beside
    return Row(
        f"{hint.person_id}-{hint.kind}",
        ICONS[hint.kind],
        hint.name,
        what,
        "",
        day(hint.since) if dated else "",
        ago(hint.since) if dated else "",
        address("person", hint.person_id),
        go_url=url,
        go_label=label,
        **acts,
    )


def _place(hint: Hint) -> tuple[str, str]:
    """Where it is put right, and what one does there."""
    if hint.kind == watch.PLAN:
        return address("plan", hint.person_id), _("Zum Plan")
    if hint.kind == watch.DATA:
        return address("person_edit", hint.person_id), _("Ergänzen")
    if hint.kind == watch.RECORD:
        return reverse("questionnaire", args=[hint.person_id, hint.enrolment]), _("Zum Fragebogen")
    if hint.kind == watch.HOURS:
        return reverse("intake_step", args=[hint.person_id, "person"]), _("Eintritt eintragen")
    return address("contact_new", hint.person_id), _("Gespräch aufschreiben")


def asked(whose: str, beside: bool, **more: str) -> str:
    """The query that says whose hints, and whether the card beside *Today* was clicked."""
    query = QueryDict(mutable=True)
    if whose != MINE:
        query["wer"] = whose
    if beside:
        query["auf"] = "heute"
    for name, value in more.items():
        query[name] = value
    return f"?{query.urlencode()}" if query else ""


def answered(scope: Scope, follow_up: UUID | None, whose: str, *, beside: bool = False) -> Row | None:
    """The hint answered last, for the page that follows without script; two statements."""
    if follow_up is None:
        return None
    found = FollowUp.objects.visible_to(scope).select_related("owner").filter(pk=follow_up).exclude(about="").first()
    return settled(found, whose, beside) if found is not None else None


def settled(row: FollowUp, whose: str, beside: bool) -> Row:
    """What was answered, with the way back."""
    person = Person.objects.get(pk=row.person_id)
    if row.done_at is not None:
        why = _("Erledigt")
    elif row.due_on > row.created_at.astimezone(clock.ZONE).date():
        why = _("Steht am %(day)s auf Heute") % {"day": day(row.due_on)}
    else:
        why = _("Abgegeben an %(name)s") % {"name": User.objects.get(pk=row.owner_id).display_name}
    undo = reverse("hint_undo", args=[row.pk]) + asked(whose, beside)
    return Row(
        f"{row.person_id}-{row.about}",
        ICONS[row.about],
        person.list_name,
        row.title,
        why,
        "",
        "",
        "",
        done=True,
        undo_url=undo,
    )
