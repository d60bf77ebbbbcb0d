# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing the entry questionnaire: answers and refusals, printed, signed, scanned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from scharnier.foundation import clock
from scharnier.foundation.writes import DomainError, save_versioned
from scharnier.knowledge import codes
from scharnier.knowledge.questionnaires import Item, Questionnaire, entry_on, questionnaire
from scharnier.people.documents import actions as documents
from scharnier.people.models import Enrolment
from scharnier.people.questionnaire.models import EntryQuestionnaire


def asked_of(row: Enrolment, kept: EntryQuestionnaire | None) -> Questionnaire | None:
    """The questions of this participation: those it was answered with, else those of the day of the entry (today)."""
    if kept is not None:
        return questionnaire(kept.code)
    return entry_on(row.entered_on or clock.today())


def save(
    row: Enrolment,
    kept: EntryQuestionnaire | None,
    expected: int | None,
    *,
    answers: Mapping[str, Any],
    refused: Sequence[str],
    by: UUID,
) -> EntryQuestionnaire:
    """Keep answers, as many as there are. A change after the signature takes the signature away. Raises Conflict."""
    asks = asked_of(row, kept)
    if asks is None:
        raise DomainError(_("Für diesen Tag gibt es keinen Fragebogen."))
    given = {item.code: answers[item.code] for item in asks.asked(answers) if answers.get(item.code) is not None}
    for code, value in given.items():
        _check(asks.item(code), value, row)
    not_given = [item.code for item in asks.items if item.refusable and item.code in refused and item.code not in given]
    if kept is None:
        return EntryQuestionnaire.objects.create(
            carrier_id=row.carrier_id,
            project_id=row.project_id,
            person_id=row.person_id,
            enrolment=row,
            code=asks.code,
            answers=given,
            refused=not_given,
            recorded_by_id=by,
        )
    changes: dict[str, Any] = {"answers": given, "refused": not_given}
    if (kept.answers, list(kept.refused)) != (given, not_given):
        changes |= {
            "printed_on": None,
            "signed_on": None,
            "scanned_on": None,
            "document_id": None,
            "recorded_by_id": by,
        }
    save_versioned(kept, expected, changes)
    return kept


def _check(item: Item, value: Any, row: Enrolment) -> None:
    match item.kind:
        case "yesno":
            fits = isinstance(value, bool)
        case "date":
            fits = isinstance(value, str) and date.fromisoformat(value) <= (row.entered_on or clock.today())
        case _:
            fits = isinstance(value, str) and codes.is_code(item.list, value)
    if not fits:
        raise DomainError(_("Diese Antwort passt nicht zu der Frage."), item.code)


@dataclass(frozen=True)
class Scan:
    """The signed sheet: a file, or photographed pages that become one."""

    files: Sequence[UploadedFile[Any]]
    by: UUID


def paper(
    kept: EntryQuestionnaire,
    expected: int | None,
    *,
    printed_on: date | None,
    signed_on: date | None,
    scanned_on: date | None,
    scan: Scan | None = None,
) -> None:
    """What is there on paper; with a `scan` it is kept as a document of the file and was scanned, if nothing else is
    said, today. Raises DomainError while an answer is missing that nobody may refuse, and Conflict."""
    today = clock.today()
    if scan is not None and scanned_on is None:
        scanned_on = today
    for name, day in (("printed_on", printed_on), ("signed_on", signed_on), ("scanned_on", scanned_on)):
        if day is not None and day > today:
            raise DomainError(_("Der Tag liegt in der Zukunft."), name)
    if scanned_on is not None and signed_on is None:
        raise DomainError(_("Gescannt wird, was unterschrieben ist."), "signed_on")
    if signed_on is not None and questionnaire(kept.code).missing(kept.answers, tuple(kept.refused)):
        raise DomainError(_("Es fehlen noch Antworten, die nicht verweigert werden können."), "signed_on")
    changes: dict[str, Any] = {"printed_on": printed_on, "signed_on": signed_on, "scanned_on": scanned_on}
    if scan is not None:
        changes["document_id"] = _keep(kept, scan)
    save_versioned(kept, expected, changes)


def _keep(kept: EntryQuestionnaire, scan: Scan) -> UUID:
    details = documents.Details(documents.QUESTIONNAIRE, questionnaire(kept.code).title.de[:160])
    stored = documents.store_each(kept.enrolment, scan.files, author=scan.by, details=details, together=True)
    return stored[0].pk
