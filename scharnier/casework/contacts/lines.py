# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lines that grow under the form of a talk: follow-ups, and what shall come of a sentence of the note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scharnier.casework.contacts.actions import FOLLOW, Made
from scharnier.casework.contacts.queries import from_fields, sprout_kinds
from scharnier.casework.contacts.words import cleaned, sentences
from scharnier.foundation import clock
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes

KINDS = (*(kind.value for kind in Made), FOLLOW)
USUAL_WAIT = timedelta(days=7)
BUTTONS = ("more", "make", "sentences", "unmake", "unfollow")
_TECHNICAL = ("csrfmiddlewaretoken", "sentence", *BUTTONS)
DONE = {
    Made.GOAL: gettext_lazy("Als Ziel in den Plan geschrieben."),
    Made.STEP: gettext_lazy("Als Schritt in den Plan geschrieben."),
    Made.NEED: gettext_lazy("Als Bedarf notiert."),
}


@dataclass(frozen=True)
class Grown:
    """The form as it goes on: values, number of lines for follow-ups, sentences to choose from, where to write on."""

    initial: dict[str, Any]
    rows: int
    sentences: list[str] = field(default_factory=list)
    focus: str = ""


def asked(post: QueryDict) -> bool:
    return any(name in post for name in BUTTONS)


def typed(post: QueryDict) -> dict[str, Any]:
    """What was typed, as initial values of the form."""
    return from_fields({name: post.getlist(name) for name in post if name not in _TECHNICAL})


def grown(post: QueryDict, initial: dict[str, Any], rows: int) -> Grown:
    """One line more, one less, or the sentences of the note."""
    note = "\n".join(str(initial.get(name, "")) for name in ("note", "agreed"))
    if "sentences" in post:
        return Grown(initial, rows, sentences(cleaned(note)))
    if "make" in post:
        return _made(post, initial, rows, sentences(cleaned(note)))
    if (gone := post.get("unfollow", "")).isdigit():
        return Grown(_without(initial, "follow", int(gone), rows), max(rows - 1, 0))
    if (gone := post.get("unmake", "")).isdigit():
        return Grown(_without(initial, "made", int(gone), len(sprout_kinds(initial))), rows)
    days = post.get("more", "")
    if days.isdigit() and len(days) <= 3:
        initial[f"follow_{rows}_due"] = clock.today() + timedelta(days=int(days))
    return Grown(initial, rows + 1, focus=f"follow_{rows}_title" if days.isdigit() else f"follow_{rows}_due")


def _made(post: QueryDict, initial: dict[str, Any], rows: int, known: list[str]) -> Grown:
    shown = known if ":" in post.get("make", "") else []
    try:
        kind, sentence = chosen(post, known)
    except DomainError:
        return Grown(initial, rows, known)
    if kind == FOLLOW:
        # A line that is still empty is taken first.
        place = next((number for number in range(rows) if not initial.get(f"follow_{number}_title")), rows)
        initial[f"follow_{place}_title"] = sentence[:200]
        initial[f"follow_{place}_due"] = initial.get(f"follow_{place}_due") or clock.today() + USUAL_WAIT
        return Grown(initial, max(rows, place + 1), shown)
    number = len(sprout_kinds(initial))
    initial |= {f"made_{number}_kind": kind, f"made_{number}_text": sentence[:300]}
    initial[f"made_{number}_where"] = "" if kind == Made.STEP else first_field(initial.get("topics", []), [""])
    return Grown(initial, rows, shown)


def _without(initial: dict[str, Any], prefix: str, gone: int, count: int) -> dict[str, Any]:
    """The values without line `gone`, the later ones moved up."""
    names = ("due", "title", "owner", "for") if prefix == "follow" else ("kind", "text", "where")
    kept = {name: value for name, value in initial.items() if not name.startswith(f"{prefix}_")}
    place = 0
    for number in range(count):
        if number == gone:
            continue
        for name in names:
            if (value := initial.get(f"{prefix}_{number}_{name}")) not in (None, ""):
                kept[f"{prefix}_{place}_{name}"] = value
        place += 1
    return kept


def chosen(post: QueryDict, known: Sequence[str]) -> tuple[str, str]:
    """Which kind, of which sentence: the text that was marked, or by its number. Raises DomainError for neither."""
    kind, _colon, number = post.get("make", "").partition(":")
    if kind not in KINDS:
        raise DomainError(_("Wählen Sie: Ziel, Schritt, Bedarf oder Wiedervorlage."))
    if number.isdigit() and len(number) < 5 and int(number) < len(known):
        return kind, known[int(number)]
    sentence = " ".join(cleaned(post.get("sentence", "")).split())
    if not sentence:
        raise DomainError(_("Wählen Sie einen Satz aus."))
    return kind, sentence


def first_field(topics: Sequence[str], fields: Sequence[str]) -> str:
    """Where something belongs that was said in a talk about these topics, in a programme with these fields."""
    return next(iter([*topics, *fields, *codes.codes("plan_field")]))
