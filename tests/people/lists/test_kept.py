# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows that lie with a checked list come back as they were."""

from dataclasses import fields, replace
from datetime import date
from hashlib import sha256

from scharnier.people.importing.outcome import PartialDate, Precision
from scharnier.people.importing.records import ParticipantRow
from scharnier.people.lists.kept import PIECE, Packer, unpack

PLAIN = ParticipantRow(sheet="2019", row=7, family_name="Şahin", given_names="Ayşe", entry=date(2019, 3, 1))
TEXTS = {
    each.name: f"{each.name}: »ü\n\u2028«"
    for each in fields(ParticipantRow)
    if isinstance(getattr(PLAIN, each.name), str | None)
}
OTHERS = {
    "entry_exact": False,
    "exit": date(2019, 9, 30),
    "exit_exact": False,
    "birth": PartialDate(date(1974, 1, 1), Precision.YEAR, estimated=True),
    "entry_to_germany": PartialDate(date(2015, 10, 1), Precision.MONTH),
    "residence_valid_to": date(2020, 1, 31),
    "phones": ("+4917604069031", "+493023125001"),
    "languages": ("ar", "kmr"),
    "remark_sensitive": True,
}
FULL = replace(PLAIN, **{**TEXTS, **OTHERS})  # type: ignore[arg-type]  # a field's type is not known to a dict


def test_every_field_comes_back_as_it_was() -> None:
    same = {each.name for each in fields(FULL) if getattr(FULL, each.name) == getattr(PLAIN, each.name)}
    assert same == {"row", "entry"}  # the example says something in every other field
    packer = Packer()
    for row in (PLAIN, FULL):
        packer.add(row)
    assert list(unpack(packer.packed())) == [PLAIN, FULL]


def test_many_rows_come_back_in_their_order() -> None:
    packer = Packer()
    rows = [replace(FULL, row=number, remark=sha256(b"%d" % number).hexdigest()) for number in range(5000)]
    for row in rows:
        packer.add(row)
    packed = packer.packed()
    assert len(packed) > PIECE
    assert list(unpack(packed)) == rows


def test_no_rows_are_no_rows() -> None:
    assert list(unpack(Packer().packed())) == []
