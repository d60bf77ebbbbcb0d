# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping reviewed texts: what was read counts from then on, what is cleared is the draft again."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from scharnier.casework.wordings import queries
from scharnier.casework.wordings.models import Wording
from scharnier.casework.wordings.queries import Line
from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge.phrases import Phrase

LONGEST = 400


@dataclass(frozen=True)
class Review:
    """What was typed for each key, which of them were read, by whom and when."""

    texts: Mapping[str, str]
    read: Collection[str]
    reviewer: str
    on: date


def problems(phrases: Iterable[Phrase], texts: Mapping[str, str]) -> dict[str, str]:
    """Key to what is wrong with its text; empty when all can be printed."""
    found = {}
    for each in phrases:
        text = texts.get(each.key, "")
        if len(text) > LONGEST:
            found[each.key] = _("Höchstens %(n)s Zeichen.") % {"n": LONGEST}
        elif text and (wrong := _misplaced(each, text)):
            found[each.key] = wrong
    return found


def _misplaced(phrase: Phrase, text: str) -> str:
    """What is wrong with the placeholders of a text; empty when they are right."""
    here = _places(text)
    wanted = _places(phrase.german) if phrase.may is None else sorted(phrase.may)
    if here == wanted or (phrase.may is not None and here is not None and phrase.may.issuperset(here)):
        return ""
    places = " ".join(f"{{{name}}}" for name in wanted or ())
    if not places:
        return _("Hier darf kein Platzhalter in geschweiften Klammern stehen.")
    if phrase.may is not None:
        return _("Hier dürfen nur diese Platzhalter stehen: %(places)s") % {"places": places}
    return _("Hier müssen diese Platzhalter stehen, jeder einmal: %(places)s") % {"places": places}


def _places(text: str) -> list[str] | None:
    """The names in braces, in order of the alphabet; None where they make no sense or ask for more than a name."""
    try:
        parts = [(name, spec or kind) for _text, name, spec, kind in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    return None if any(more for _name, more in parts) else sorted(name for name, _more in parts)


def review(scope: Scope, carrier: UUID, part: str, language: str, said: Review, *, stand: str, editor: UUID) -> int:
    """Keep what differs from what is kept; returns how many texts changed their state.

    A text that differs from the draft counts as read. Raises DomainError: nobody named, a day to come, a text that
    can't be printed, somebody else was faster (`stand` is that of the page).
    """
    now = queries.sheet(scope, carrier, part, language)
    if now.stand != stand:
        raise DomainError(
            _("Inzwischen hat jemand anderes gespeichert. Prüfen Sie Ihre Texte und speichern Sie noch einmal.")
        )
    if said.on > clock.today():
        raise DomainError(_("Der Tag liegt in der Zukunft."), "reviewed_on")
    there = {line.key: line for line in now.lines}
    if problems((line.phrase for line in now.lines), said.texts):
        raise DomainError(_("Einige Texte lassen sich so nicht drucken. Sie sind unten markiert."))
    wanted = {
        key: text for key, text in said.texts.items() if key in there and text and _is_read(there[key], text, said)
    }
    fresh = {key: text for key, text in wanted.items() if _is_new(there[key], text, said)}
    if fresh and not said.reviewer.strip():
        raise DomainError(_("Schreiben Sie, wer die Texte geprüft hat."), "reviewer")
    gone = [key for key, line in there.items() if line.reviewed_on and key in said.texts and key not in wanted]
    Wording.objects.filter(carrier_id=carrier, language=language, key__in=[*gone, *fresh]).delete()
    Wording.objects.bulk_create(
        Wording(
            carrier_id=carrier,
            language=language,
            key=key,
            text=text,
            reviewer=said.reviewer.strip()[:120],
            reviewed_on=said.on,
            changed_by_id=editor,
        )
        for key, text in fresh.items()
    )
    return len(fresh) + len(gone)


def _is_read(line: Line, text: str, said: Review) -> bool:
    """Ticked, or worded otherwise than what comes with the software."""
    return line.key in said.read or text != line.usual


def _is_new(line: Line, text: str, said: Review) -> bool:
    """Not kept like this yet, or read again after the German was changed."""
    return not line.reviewed_on or line.text != text or (line.stale and line.key in said.read)
