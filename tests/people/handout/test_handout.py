# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Access under Art. 15 GDPR and the file on paper: complete by the record cards, and nobody else's names."""

from __future__ import annotations

import base64
import io
import json
import secrets
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from scharnier.casework.models import Contact
from scharnier.foundation import clock, principals
from scharnier.foundation.cards import all_cards
from scharnier.foundation.models import AuditEvent
from scharnier.foundation.tasks import Initiator
from scharnier.people.consents import known
from scharnier.people.handout import actions, gather
from scharnier.people.handout.models import SubjectAccess
from scharnier.people.handout.tasks import let_go, make_package
from scharnier.people.law.models import LegalFacts
from scharnier.people.models import Enrolment
from tests import factories
from tests.casework.test_paper import words
from tests.factories import World
from tests.people.conftest import NOW, SignIn
from tests.people.consents.conftest import agreed, case, rests

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "audience.key").write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    settings.HOME = tmp_path


def nour(house: World) -> Enrolment:
    part = case(house, nationality="SY", occupation="Tischlerin", messenger="Signal 0176 04069031")
    with factories.as_staff(house.here.mentor):
        Contact.objects.create(
            carrier_id=part.carrier_id,
            project_id=part.project_id,
            person_id=part.person_id,
            at=clock.now(),
            form="phone",
            note="Sie will in die Tischlerei.",
            took_part="Rania Osman",
            author=house.here.mentor,
            changed_by=house.here.mentor,
        )
    return part


def made(house: World, part: Enrolment) -> SubjectAccess:
    with factories.as_staff(house.here.mentor):
        row = actions.ask(part, house.here.mentor.pk)
    make_package(Initiator(house.here.mentor.pk, house.here.project, "people.hand_out"), package=row.pk)
    with factories.as_staff(house.here.mentor):
        return SubjectAccess.objects.get(pk=row.pk)


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def take(part: Enrolment, row: UUID) -> str:
    return f"/desk/personen/{part.person_id}/auskunft/{row}/"


CHECKED = {"checked": "on", "read": "on"}


def test_every_table_about_a_person_is_in_the_package_or_says_why_not() -> None:
    covered = set(known.tables()) | set(gather.reasons())
    left = {table for table, card in all_cards().items() if card.subject} - covered
    assert left == set()
    assert not set(known.tables()) & set(gather.reasons())
    assert all(gather.reasons().values())


def test_the_package_says_everything_in_words_and_for_machines(house: World, sign_in: SignIn, tmp_path: Path) -> None:
    rests(house, "counselling", "statute", "§ 4 LDSG")
    part = nour(house)
    row = made(house, part)
    assert row.state == "ready"
    assert b"Tischlerin" not in bytes(row.content or b"")
    client = sign_in(house.here.mentor)
    answer = client.post(take(part, row.pk), {**CHECKED, "form_token": str(uuid4())})
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    archive = opened(answer.content)
    page = archive.read("auskunft.html").decode()
    for said in (
        "Tischlerin",
        "Syrien",
        "Signal 0176 04069031",
        "Sie will in die Tischlerei.",
        "§ 4 LDSG",
        "36 Monate",
    ):
        assert said in page, said
    assert "Vertrauliche Notizen liest nur ihr Kreis." in page
    assert "Rania Osman" not in page
    assert "geschwärzt" in page
    whole = json.loads(archive.read("auskunft.json"))
    assert whole["person"] == part.person.file_number
    facts = next(each for each in whole["parts"] if each["table"] == "people_person")
    assert facts["rows"][0]["nationality"] == {"label": "Staatsangehörigkeit", "value": "SY", "text": "Syrien"}
    assert facts["purpose"] == "Beratung und Begleitung"
    assert {"basis", "retention", "origin"} <= set(facts)
    assert "Rania Osman" not in archive.read("auskunft.json").decode()
    path = tmp_path / "auskunft.pdf"
    path.write_bytes(archive.read("auskunft.pdf"))
    assert "Tischlerin" in words(path)
    with principals.entering(principals.SYSTEM):
        noted = set(AuditEvent.objects.filter(subject_id=part.person_id).values_list("action", flat=True))
    assert {"subject_access", "export"} <= noted


def test_structures_are_told_in_lines_and_in_words(house: World) -> None:
    part = nour(house)
    facts = {"identity_proven_by_passport": True, "stay_since": "2023-12-10"}
    with factories.as_staff(house.here.mentor) as scope:
        LegalFacts.objects.create(carrier_id=part.carrier_id, person_id=part.person_id, facts=facts)
        found = gather.sections(scope, part.person_id, wanted=["people_legalfacts"])
    said = next(value.text for value in found[0].items[0].values if value.column == "facts")
    assert "10.12.2023" in said
    assert ": ja" in said
    assert not [word for word in ("stay_since", "passport", "{", "True") if word in said]
    # What no room tells: a name per line, identifiers left out.
    looks = {"28:0189e3d2-f280-782c-8174-f3a7bb9d0086": {"family_name": "Osman", "sure": False}, "seen": ["2026-11-01"]}
    assert gather._long(looks).splitlines()[1:] == [
        "\u00a0\u00a0Familienname: Osman",
        "\u00a0\u00a0sure: nein",
        "seen: 01.11.2026",
    ]


def test_nothing_leaves_unchecked_and_nothing_to_others(house: World, sign_in: SignIn) -> None:
    part = nour(house)
    row = made(house, part)
    client = sign_in(house.here.mentor)
    for sent in ({}, {"checked": "on"}, {"read": "on"}):
        answer = client.post(take(part, row.pk), {**sent, "form_token": str(uuid4())})
        assert answer["Content-Type"].startswith("text/html")
    page = f"/desk/personen/{part.person_id}/auskunft/"
    for who, status in ((house.here.auditor, 403), (house.away.mentor, 404)):
        other = sign_in(who)
        assert other.get(page).status_code == status
        assert other.post(f"{page}neu/").status_code == status
        assert other.post(take(part, row.pk), CHECKED).status_code == status
    with factories.as_staff(house.here.mentor):
        osman = factories.person(house.here, "Osman")
    assert client.post(f"/desk/personen/{osman.pk}/auskunft/{row.pk}/", CHECKED).status_code == 404


def test_a_package_goes_after_three_days(house: World, sign_in: SignIn) -> None:
    part = nour(house)
    row = made(house, part)
    with clock.frozen(NOW + timedelta(days=3, minutes=1)):
        client = sign_in(house.here.mentor)
        late = client.post(take(part, row.pk), {**CHECKED, "form_token": str(uuid4())})
        assert "ist gelöscht" in late.content.decode()
        let_go()
        with factories.as_staff(house.here.mentor):
            gone = SubjectAccess.objects.get(pk=row.pk)
        assert (gone.state, gone.content, bytes(gone.sealed_key)) == ("over", None, b"")


def test_it_is_ordered_on_the_page_once(house: World, sign_in: SignIn) -> None:
    part = nour(house)
    client = sign_in(house.here.mentor)
    page = f"/desk/personen/{part.person_id}/auskunft/"
    for _time in range(2):
        assert client.post(f"{page}neu/", {"form_token": str(uuid4())}).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert SubjectAccess.objects.count() == 1
    assert "wird erstellt" in client.get(page).content.decode()


def printing(part: Enrolment) -> str:
    return f"/desk/personen/{part.person_id}/akte-drucken/"


def pdf_text(answer: Any, tmp_path: Path) -> str:
    assert answer["Content-Type"] == "application/pdf", answer.content.decode()[:2000]
    path = tmp_path / "akte.pdf"
    path.write_bytes(answer.content)
    return " ".join(words(path).split())


def test_the_file_is_printed_in_the_parts_chosen(house: World, sign_in: SignIn, tmp_path: Path) -> None:
    part = nour(house)
    client = sign_in(house.here.mentor)
    assert client.get(printing(part)).status_code == 200
    said = pdf_text(client.post(printing(part), {"parts": ["people_person"], "form_token": str(uuid4())}), tmp_path)
    assert "Tischlerin" in said
    assert "Sie will in die Tischlerei." not in said
    both = {"parts": ["people_person", "casework_contact"], "form_token": str(uuid4())}
    assert "Rania Osman" in pdf_text(client.post(printing(part), both), tmp_path)
    none = client.post(printing(part), {"form_token": str(uuid4())})
    assert "Wählen Sie, was gedruckt wird." in none.content.decode()
    for who, status in ((house.here.auditor, 403), (house.away.mentor, 404)):
        assert sign_in(who).get(printing(part)).status_code == status


def test_for_somebody_else_it_takes_a_basis_and_names_nobody_else(
    house: World, sign_in: SignIn, tmp_path: Path
) -> None:
    rests(house, "messenger", "consent")
    rests(house, "disclosure", "consent")
    part = nour(house)
    client = sign_in(house.here.mentor)
    wanted = {"parts": ["people_person", "casework_contact"], "recipient": "Jobcenter"}
    refused = client.post(printing(part), {**wanted, "form_token": str(uuid4())})
    assert "Dafür braucht es eine Einwilligung gegenüber Jobcenter" in refused.content.decode()
    agreed(house, part, "disclosure", recipient="Jobcenter", matter="Kurs B1")
    said = pdf_text(client.post(printing(part), {**wanted, "form_token": str(uuid4())}), tmp_path)
    assert "Für: Jobcenter." in said
    assert "Rania Osman" not in said
    assert "04069031" not in said
