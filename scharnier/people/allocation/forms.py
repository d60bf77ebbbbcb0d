# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom each newcomer gets: the proposal, changed wherever the lead knows better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge.allocation import GERMAN
from scharnier.network.staffing.handover import LONGEST_NOTE
from scharnier.people import words
from scharnier.people.allocation.queries import Board, Colleague, Line
from scharnier.people.caseload.queries import Ticked
from scharnier.people.fields import text


@dataclass(frozen=True)
class Row:
    """A line of the table with its choice."""

    line: Line
    field: BoundField
    why: list[str]
    in_turn: str


class AllocationForm(KitForm):
    """One choice for each newcomer; nobody gets more than there is room for unless somebody says so."""

    note = text(
        _("Was die Fachkräfte wissen müssen"),
        LONGEST_NOTE,
        area=True,
        hint=_("Steht in jeder dieser Akten im Verlauf. Nichts Vertrauliches."),
    )
    confirmed = forms.BooleanField(label=_("Trotzdem mehr Fälle als Plätze"), required=False)

    def __init__(self, *args: Any, board: Board, **options: Any) -> None:
        super().__init__(*args, **options)
        self.board = board
        self._names = {str(each.id): each for each in board.colleagues}
        choices = [("", gettext("noch niemand")), *((str(each.id), _choice(each)) for each in board.colleagues)]
        for line in board.lines:
            mentor = line.given.mentor
            self.fields[_field(line)] = forms.ChoiceField(
                label=line.name,
                required=False,
                choices=choices,
                initial=mentor.id if mentor else "",
                widget=forms.Select(attrs={"aria-label": gettext("Fachkraft für %(name)s") % {"name": line.name}}),
                error_messages={
                    "invalid_choice": gettext(
                        "Diese Person arbeitet heute nicht in dem Projekt. Wählen Sie jemand anderen."
                    )
                },
            )
        self.over: list[str] = []

    def rows(self) -> Iterator[Row]:
        for line in self.board.lines:
            found = self._names.get(line.turn.mentor.id) if line.turn.mentor else None
            yield Row(line, self[_field(line)], _why(line), found.name if found else gettext("noch niemand"))

    def clean(self) -> dict[str, Any]:
        """Nobody over the room without a word, and nothing lost where a colleague was faster."""
        cleaned = super().clean() or {}
        asked = {name for name, value in self.data.items() if name.startswith("to_") and value}
        if asked - {_field(line) for line in self.board.lines}:
            raise forms.ValidationError(
                gettext("Jemand anderes hat inzwischen zugeteilt. Prüfen Sie die Zuteilung noch einmal.")
            )
        given = Counter(cleaned.get(_field(line)) or "" for line in self.board.lines)
        self.over = [
            each.name
            for each in self.board.colleagues
            if each.mentor and each.mentor.free is not None and given[str(each.id)] > each.mentor.free
        ]
        if self.over and not cleaned.get("confirmed"):
            self.add_error(
                "confirmed",
                gettext("Mehr Fälle als Plätze bei: %(names)s. Verteilen Sie anders, oder bestätigen Sie es.")
                % {"names": ", ".join(self.over)},
            )
        return cleaned

    def shares(self) -> dict[UUID, list[Ticked]]:
        """By taker; whoever stays with nobody is left out."""
        found: dict[UUID, list[Ticked]] = {}
        for line in self.board.lines:
            if taker := self.cleaned_data.get(_field(line)):
                found.setdefault(UUID(taker), []).append(line.ticked())
        return found


def _field(line: Line) -> str:
    return f"to_{line.person.hex}"


def _why(line: Line) -> list[str]:
    """What speaks for the mentor proposed, in words."""
    mentor, counts = line.given.mentor, line.given.parts
    if mentor is None:
        return []
    common = sorted((line.given.newcomer.languages & mentor.languages) - {GERMAN})
    told = {
        "place": gettext("Standort in der Nähe"),
        "language": gettext("spricht %(languages)s") % {"languages": words.labels("language", common)},
        "tandem": gettext("Tandem"),
    }
    return [label for code, label in told.items() if counts.get(code)]


def _choice(each: Colleague) -> str:
    if each.mentor is None:
        return each.name
    if each.mentor.free is None:
        return gettext("%(name)s, begleitet %(n)s") % {"name": each.name, "n": each.mentor.has}
    return gettext("%(name)s, %(n)s frei") % {"name": each.name, "n": each.mentor.free}
