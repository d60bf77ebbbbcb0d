# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A few drawn papers for the files of the demo: certificate, tenancy, residence document, letters with a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from scharnier.casework.letters import actions as letters
from scharnier.casework.letters import words
from scharnier.casework.letters.actions import Told
from scharnier.foundation import clock, principals, upkeep
from scharnier.network.models import User
from scharnier.people.documents import actions
from scharnier.people.documents.actions import Details, Read
from scharnier.people.models import Enrolment

MATTER = "sgb2_bescheid"
_PAPERS = (
    ("Zertifikat Deutsch B1", "language", "Zertifikat", ("Deutsch B1", "bestanden", "Volkshochschule")),
    ("Mietvertrag", "housing", "Mietvertrag", ("zwei Zimmer", "Warmmiete 540 Euro", "unbefristet")),
    ("Aufenthaltserlaubnis", "residence", "Aufenthaltserlaubnis", ("Arbeit erlaubt", "Karte, Vorderseite")),
)


def sheet(heading: str, lines: Sequence[str], name: str = "scan.jpg") -> SimpleUploadedFile:
    """A page as somebody would photograph it."""
    page = Image.new("RGB", (840, 1188), "#fdfcf8")
    pen = ImageDraw.Draw(page)
    pen.text((90, 120), heading, fill="#222", font=ImageFont.load_default(44))
    for number, text in enumerate(lines):
        pen.text((90, 260 + number * 56), text, fill="#333", font=ImageFont.load_default(28))
    pen.text((90, 1090), "Muster, erfunden", fill="#777", font=ImageFont.load_default(22))
    out = BytesIO()
    page.save(out, "JPEG", quality=80)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def lay_in() -> int:
    """Lay papers into files of every carrier, as the system; returns how many."""
    read = [actions.read([sheet(heading, lines)])[0] for _title, _category, heading, lines in _PAPERS]
    letter = actions.read([sheet("Jobcenter", ("Bescheid", "Ihr Antrag vom letzten Monat"))])[0]
    return sum(_of_carrier(carrier, read, letter) for carrier in upkeep.carriers())


def _of_carrier(carrier: UUID, read: Sequence[Read], letter: Read) -> int:
    """A paper and a letter into one file of every colleague."""
    count = 0
    with principals.entering(principals.system(carrier)):
        rows = Enrolment.objects.filter(carrier_id=carrier, exited_on=None, staff__isnull=False)
        files = rows.select_related("person", "staff").order_by("staff_id", "name_sort").distinct("staff_id")
        for number, part in enumerate(files):
            if part.staff is None:
                continue
            which = number % len(_PAPERS)
            title, category, _heading, _lines = _PAPERS[which]
            ends = clock.today() + timedelta(days=30 + 20 * (number % 6)) if category == "residence" else None
            details = Details(category, title, ends, for_applications=category == "language")
            actions.store(part, read[which], author=part.staff.pk, details=details)
            _letters(part, part.staff, letter, number)
            count += 2
    return count


def _letters(part: Enrolment, author: User, page: Read, number: int) -> None:
    """A letter with its deadline; for the first colleague another one that still has to be sorted."""
    for sorted_yet in (True, False)[: 1 if number else 2]:
        document = actions.store(part, page, author=author.pk, details=Details(actions.LETTER))
        letter = letters.begin(part, document, author)
        if not sorted_yet:
            continue
        dated = clock.today() - timedelta(days=4 + 3 * (number % 5))
        found = words.suggestion(MATTER, dated=dated, served=None, stated=None, no_notice=False, land="")
        told = Told(
            sender="jobcenter",
            matter=MATTER,
            dated=dated,
            deadline_on=found.day,
            follow_up_on=found.follow_up,
            explained_on=clock.today() if number % 2 else None,
            language=part.person.reads if number % 2 else "",
            answer=found.known.as_json(),
        )
        letters.tell(letter, None, told, editor=author)
