# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a row of a list to a new participant. What no field can hold goes into the remark, so nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from scharnier.network.models import Project
from scharnier.people.actions import NewParticipant, NewStay
from scharnier.people.importing.outcome import PartialDate
from scharnier.people.importing.records import ParticipantRow
from scharnier.people.importing.report import target_label
from scharnier.people.models import Person, Precision


def _precision(birth: PartialDate | None) -> str:
    if birth is None:
        return Precision.DAY
    return Precision.ESTIMATED if birth.estimated else Precision(birth.precision.value)


def _remark(row: ParticipantRow) -> str:
    """The list's own remark, and below it, with its field's name, every text that found no place elsewhere."""
    residence = "" if row.residence_status else row.residence_text
    nationality = "" if row.nationality else row.nationality_text
    reason = "" if row.exit_reason else row.exit_reason_text
    extra = [
        ("phone", ", ".join(row.phones[1:])),
        ("work_permission_note", row.work_permission_text),
        ("residence_status", residence),
        ("nationality", nationality),
        ("exit_reason", reason),
    ]
    lines = [row.remark, *(f"{target_label(target)}: {text}" for target, text in extra if text)]
    return "\n".join(line for line in lines if line)


def _stays(row: ParticipantRow) -> tuple[NewStay, ...]:
    if not row.residence_status:
        return ()
    return (NewStay(code=row.residence_status, valid_to=row.residence_valid_to, source=row.residence_text[:200]),)


def _german_note(row: ParticipantRow) -> str:
    parts = [row.german_course and f"im Kurs {row.german_course.upper()}", row.german_certificate, row.literacy]
    return ", ".join(str(part) for part in parts if part)[:120]


def new_participant(row: ParticipantRow, project: Project, staff: Mapping[str, str]) -> NewParticipant:
    """`staff` says who a name in the list is (user id as text); whom it doesn't know leaves the case to nobody yet."""
    limit = Person._meta.get_field("remark").max_length or 4000
    responsible = staff.get(row.staff, "")
    return NewParticipant(
        carrier=project.carrier_id,
        project=project.pk,
        family_name=row.family_name,
        given_names=row.given_names,
        own_script_name=row.own_script_name,
        birth_date=row.birth.value if row.birth else None,
        birth_precision=_precision(row.birth),
        sex=row.sex or "",
        nationality=row.nationality or "",
        phone=row.phones[0] if row.phones else "",
        email=row.email,
        street=row.street,
        postcode=row.postcode,
        place=row.place,
        speaks=row.languages,
        german_level=row.german_level or "",
        german_note=_german_note(row),
        schooling=row.school[:200],
        occupation=row.occupation[:200],
        entered_germany_on=row.entry_to_germany.value if row.entry_to_germany else None,
        remark=_remark(row)[:limit],
        staff=UUID(responsible) if responsible else None,
        entered_on=row.entry,
        exited_on=row.exit,
        exit_reason=row.exit_reason or "",
        external_number=row.external_no[:40],
        stays=_stays(row),
    )
