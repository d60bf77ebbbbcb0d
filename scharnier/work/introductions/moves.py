# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The states of an introduction and the one table of permitted transitions; the database mirrors it.

An introduction goes forward in the order of `WAY`, and may skip: small firms phone, and what happened is recorded
afterwards. It ends with one of `ENDS`, and goes on from there where it was ended too early.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an introduction stands."""

    PROPOSED = "proposed", _("vorgeschlagen")
    AGREED = "agreed", _("Person einverstanden")
    SENT = "sent", _("Profil beim Betrieb")
    INTERESTED = "interested", _("Betrieb interessiert")
    INTERVIEW = "interview", _("Gespräch")
    TRIAL = "trial", _("Probetag")
    HIRED = "hired", _("Zusage")
    NO_PERSON = "no_person", _("Person sagt ab")
    NO_EMPLOYER = "no_employer", _("Betrieb sagt ab")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


WAY = (State.PROPOSED, State.AGREED, State.SENT, State.INTERESTED, State.INTERVIEW, State.TRIAL, State.HIRED)
REFUSED = (State.NO_PERSON, State.NO_EMPLOYER, State.WITHDRAWN)
ENDS = (State.HIRED, *REFUSED)
OPEN = tuple(state for state in WAY if state not in ENDS)
# From here on the firm knows of somebody: the person has agreed before.
TOLD = (State.SENT, State.INTERESTED, State.INTERVIEW, State.TRIAL, State.HIRED)
NEW = ""
"""The state before the first step."""


def _moves() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {NEW: (State.PROPOSED,)}
    for number, state in enumerate(WAY):
        found[state] = (*WAY[number + 1 :], *REFUSED) if state in OPEN else REFUSED
    # What ended too early goes on; somebody who was told no may be asked again.
    for end in REFUSED:
        found[end] = (*OPEN, State.HIRED)
    return found


MOVES: dict[str, tuple[str, ...]] = _moves()


def may(before: str, after: str) -> bool:
    """Whether an introduction may go from one state to another."""
    return after in MOVES[before]


def pairs() -> list[tuple[str, str]]:
    """Every permitted (before, after)."""
    return [(before, after) for before, found in MOVES.items() for after in found]


def position(state: str) -> int:
    """How far along the way; ends that aren't the aim stand nowhere on it (-1)."""
    return WAY.index(State(state)) if state in WAY else -1
