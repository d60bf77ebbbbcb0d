# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The package of Art. 15 GDPR: a page to read, the same as PDF, the same for machines, and files; in one ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from scharnier.foundation import clock, paper
from scharnier.foundation.principals import Scope
from scharnier.foundation.sealing import Unreadable
from scharnier.knowledge import purposes
from scharnier.people.consents import queries as bases
from scharnier.people.consents.models import Kind
from scharnier.people.documents import serving
from scharnier.people.documents.models import Document
from scharnier.people.handout import gather
from scharnier.people.handout.gather import Section
from scharnier.people.models import Enrolment

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class About:
    """What Art. 15 (1) asks to be told of one kind of record."""

    section: Section
    purpose: str
    basis: str
    retention: str


def retention(enrolment: Enrolment) -> str:
    """How long a file is kept, by the basis of counselling."""
    kept = bases.kept(enrolment.project_id, enrolment.exited_on)
    if kept.until is not None:
        return _("bis %(day)s") % {"day": f"{kept.until:%d.%m.%Y}"}
    return _("%(n)s Monate nach dem Austritt") % {"n": kept.months}


def about(found: list[Section], kept: str, all_bases: list[bases.Basis]) -> list[About]:
    """Each kind of record with purpose, basis and how long it is kept."""
    by_purpose = {each.purpose: each for each in all_bases}
    words = {
        "access_log": _("Nachweis, wer die Akte geöffnet hat (Art. 5 Abs. 2 DSGVO)"),
        "proof": _("Nachweis der Einwilligung (Art. 7 Abs. 1 DSGVO)"),
    }
    said = []
    for section in found:
        basis = by_purpose.get(section.purpose)
        purpose = basis.name if basis else words.get(section.purpose, _("Nachweis"))
        rests = ", ".join(part for part in (basis.base_name, basis.citation) if part) if basis else purpose
        said.append(About(section, purpose, rests, kept))
    return said


def recipients(scope: Scope, enrolment: Enrolment, carrier: str) -> list[str]:
    """Who gets data: the project, and everybody towards whom a consent or a release is in force."""
    inside = f"{carrier}, {enrolment.project.name}".strip(", ")
    given = bases.given(scope, enrolment.person_id, enrolment.project_id)
    out = [
        f"{each.recipient} ({purposes.name('de', each.purpose)})"
        for each in given
        if each.recipient and each.kind in (Kind.CONSENT, Kind.RELEASE)
    ]
    return [inside, *dict.fromkeys(out)]


def context(scope: Scope, enrolment: Enrolment, carrier: str, found: list[Section]) -> dict[str, Any]:
    """What page, PDF and JSON say; in German, whoever makes it."""
    every = bases.bases(scope, enrolment.person_id, enrolment.project_id)
    return {
        "person": enrolment.person,
        "project": enrolment.project,
        "carrier": carrier,
        "on": clock.today(),
        "parts": about(found, retention(enrolment), every),
        "recipients": recipients(scope, enrolment, carrier),
        "withheld": sorted(set(gather.reasons().values())),
        "rights": purposes.word("de", "rights"),
    }


def build(scope: Scope, enrolment: Enrolment, carrier: str) -> bytes:
    """The ZIP. Reads what the reader sees; a machine that can't print makes it without the PDF."""
    with translation.override("de"):
        found = gather.sections(scope, enrolment.person_id)
        said = context(scope, enrolment, carrier, found)
        html = render_to_string("people/handout/paper.html", {**said, "access": True})
        files = {"auskunft.html": html.encode(), "auskunft.json": _json(said)}
        try:
            files["auskunft.pdf"] = paper.pdf([html])
        except paper.Unavailable:
            files["ohne-pdf.txt"] = _("Auf diesem Server fehlt ein Baustein für PDF.").encode()
    for section in found:
        for item in section.items:
            for name, kind, data in item.files:
                files[f"dateien/{name}.{ENDINGS.get(kind, 'bin')}"] = data
    for row in Document.objects.visible_to(scope).filter(person_id=enrolment.person_id, removed_at=None):
        try:
            files[f"dokumente/{row.pk}-{row.name or 'datei'}"] = serving.whole(row)
        except (Unreadable, OSError):
            files[f"dokumente/{row.pk}-nicht-lesbar.txt"] = _("Diese Datei lässt sich nicht mehr öffnen.").encode()
    return _zipped(files)


def _json(said: dict[str, Any]) -> bytes:
    parts = [
        {
            "table": part.section.table,
            "label": part.section.label,
            "purpose": part.purpose,
            "basis": part.basis,
            "retention": part.retention,
            "origin": part.section.origin,
            "rows": [
                {
                    value.column: {"label": value.label, "value": value.stored, "text": value.text}
                    for value in item.values
                }
                for item in part.section.items
            ],
        }
        for part in said["parts"]
    ]
    whole = {
        "format": 1,
        "made_on": said["on"].isoformat(),
        "person": said["person"].file_number,
        "responsible": said["carrier"],
        "recipients": said["recipients"],
        "not_included": said["withheld"],
        "parts": parts,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=str).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()
