# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages: who may ask, sign, withdraw; what is closed on them; what is printed in which language."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.models import AuditEvent
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Role
from scharnier.network.staffing import portal
from scharnier.network.staffing.models import PortalAccount
from scharnier.people import projected
from scharnier.people.consents import actions
from scharnier.people.consents.models import Consent
from scharnier.people.models import Enrolment, Person
from tests import factories
from tests.casework.test_paper import catalog, languages, words
from tests.factories import World
from tests.people.conftest import TODAY, SignIn, statements
from tests.people.consents.conftest import DRAWN, agreed, asked, case, keeps_secrets, rests
from tests.people.documents.conftest import home, pdf
from tests.people.test_record import drawn

__all__ = ["home"]
pytestmark = pytest.mark.django_db


def page(part: Enrolment, rest: str = "") -> str:
    return f"/desk/personen/{part.person_id}/grundlagen/{rest}"


def the_only(house: World) -> Consent:
    with factories.as_staff(house.here.mentor):
        return Consent.objects.get()


def asks(client: Client, part: Enrolment, **fields: Any) -> Any:
    url = page(part, "neu/")
    return client.post(url, {**drawn(client, url), "what": "consent:health", **fields})


def test_from_the_question_to_the_signature(house: World, sign_in: SignIn) -> None:
    rests(house, "health", "consent", "Art. 9 Abs. 2 Buchst. a DSGVO")
    part = case(house, reads="ar", own_script_name="نور حداد")
    client = sign_in(house.here.mentor)
    shown = client.get(page(part)).content.decode()
    assert "Angaben zur Gesundheit" in shown
    assert "verschlossen" in shown
    assert "was=consent:health" in shown
    assert asks(client, part, language="ar", valid_until="24.11.2028").status_code == 302
    row = the_only(house)
    assert row.wording.startswith("Ich bin ausdrücklich einverstanden, dass Angaben zu meiner Gesundheit")
    assert "24.11.2028" in row.wording
    assert row.wording_own.startswith("أوافق صراحةً")
    sheet = client.get(page(part, f"{row.pk}/unterschreiben/")).content.decode()
    assert 'lang="ar" dir="rtl"' in sheet
    sent = {"signer": "person", "signed_by": "Nour Haddad", "strokes": DRAWN, "form_token": str(uuid4())}
    assert client.post(page(part, f"{row.pk}/unterschreiben/"), sent).status_code == 302
    again = client.post(page(part, f"{row.pk}/unterschreiben/"), sent)
    assert again.status_code == 302
    assert the_only(house).given_on == TODAY
    shown = client.get(page(part)).content.decode()
    assert "gegeben am 24.11.2026" in shown
    assert "gilt seit 24.11.2026" in shown


def test_a_signature_that_is_none_keeps_what_was_typed(house: World, sign_in: SignIn) -> None:
    rests(house, "health", "consent")
    part = case(house)
    row = asked(house, part)
    sent = {"signer": "guardian", "signed_by": "Samira Haddad", "strokes": "", "form_token": str(uuid4())}
    answer = sign_in(house.here.mentor).post(page(part, f"{row.pk}/unterschreiben/"), sent)
    assert answer.status_code == 200
    assert "Unterschreiben Sie im Feld" in answer.content.decode()
    assert "Samira Haddad" in answer.content.decode()


@pytest.mark.usefixtures("home")
def test_paper_with_its_scan_can_be_read_again(house: World, sign_in: SignIn) -> None:
    rests(house, "health", "consent")
    part = case(house)
    row = asked(house, part)
    client = sign_in(house.here.mentor)
    sent = {
        "signer": "person", "signed_by": "Nour Haddad", "form": "scan", "given_on": "24.11.2026",
        "form_token": str(uuid4()),
    }  # fmt: skip
    url = page(part, f"{row.pk}/papier/")
    renamed = client.post(url, sent | {"scan": SimpleUploadedFile("blatt.pdf", b"MZ\x90\x00")})
    assert "weder PDF noch JPEG noch PNG" in renamed.content.decode()
    sheet = pdf()
    right = sent | {"scan": SimpleUploadedFile("blatt.pdf", sheet), "form_token": str(uuid4())}
    assert client.post(url, right).status_code == 302
    answer = client.get(page(part, f"{row.pk}/scan/"))
    assert answer.getvalue() == sheet
    assert "attachment" in answer["Content-Disposition"]


def test_the_consent_is_printed_in_both_languages_and_readable_aloud(
    house: World, sign_in: SignIn, tmp_path: Path
) -> None:
    rests(house, "health", "consent")
    part = case(house, reads="ar", own_script_name="نور حداد")
    row = agreed(house, part, language="ar")
    client = sign_in(house.here.mentor)
    for name, rest, says in (
        ("one", f"{row.pk}/druck.pdf", "Ich bin ausdrücklich einverstanden"),
        ("all", "druck.pdf?sprache=ar", "Was wir mit welcher Grundlage wissen"),
        ("german", "druck.pdf", "Ihre Einwilligung vom 24.11.2026"),
    ):
        answer = client.get(page(part, rest))
        assert answer["Content-Type"] == "application/pdf"
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(answer.content)
        assert says in " ".join(words(path).split())
        assert catalog(path)["/Lang"] == "de"
        assert ("ar" in languages(path)) is (name != "german")


def test_the_page_takes_no_more_statements_than_a_page_may(house: World, sign_in: SignIn) -> None:
    rests(house, "health", "consent")
    part = case(house)
    agreed(house, part)
    client = sign_in(house.here.mentor)
    client.get(page(part))
    answer, number = statements(client, page(part))
    assert answer.status_code == 200
    assert number <= 14


def test_who_reads_only_asks_for_nothing(house: World, sign_in: SignIn) -> None:
    rests(house, "health", "consent")
    part = case(house)
    row = agreed(house, part)
    reader, stranger = sign_in(house.here.auditor), sign_in(house.away.mentor)
    assert reader.get(page(part)).status_code == 200
    assert "Einwilligung erfragen" not in reader.get(page(part)).content.decode()
    for rest in ("neu/", f"{row.pk}/widerrufen/", f"{row.pk}/unterschreiben/", f"{row.pk}/papier/"):
        assert reader.get(page(part, rest)).status_code == 403, rest
        assert stranger.get(page(part, rest)).status_code == 404, rest
    for rest in ("", f"{row.pk}/", f"{row.pk}/druck.pdf", "druck.pdf", f"{row.pk}/scan/"):
        assert stranger.get(page(part, rest)).status_code == 404, rest
    assert reader.post(page(part, f"{row.pk}/verwerfen/")).status_code == 403
    other = case(house, family_name="Osman")
    assert sign_in(house.here.mentor).get(page(other, f"{row.pk}/")).status_code == 404


def test_a_withdrawal_is_asked_about_and_stands_in_the_audit(house: World, sign_in: SignIn) -> None:
    rests(house, "health", "consent")
    part = case(house)
    row = agreed(house, part)
    client = sign_in(house.here.mentor)
    url = page(part, f"{row.pk}/widerrufen/")
    assert "Gilt sofort." in client.get(url).content.decode()
    assert client.post(url, {"withdrawal": "am Telefon", "form_token": str(uuid4())}).status_code == 302
    assert "widerrufen am 24.11.2026" in client.get(page(part)).content.decode()
    with principals.entering(principals.SYSTEM):
        assert AuditEvent.objects.filter(action="withdrawal", subject_id=part.person_id).count() == 1


def test_a_paper_nobody_signed_can_be_thrown_away(house: World, sign_in: SignIn) -> None:
    rests(house, "health", "consent")
    part = case(house)
    row = asked(house, part)
    client = sign_in(house.here.mentor)
    assert client.post(page(part, f"{row.pk}/verwerfen/"), {"form_token": str(uuid4())}).status_code == 302
    with factories.as_staff(house.here.mentor):
        assert not Consent.objects.exists()


def test_where_law_allows_everything_no_consent_is_offered(house: World, sign_in: SignIn) -> None:
    for purpose in ("placement", "disclosure", "portal", "messenger", "health"):
        rests(house, purpose, "statute", "§ 4 LDSG")
    part = case(house)
    assert "keine Einwilligungen" in sign_in(house.here.mentor).get(page(part, "neu/")).content.decode()


def test_a_release_of_its_own_is_asked_for_where_secrecy_holds(house: World, sign_in: SignIn) -> None:
    rests(house, "disclosure", "statute", "§ 4 LDSG")
    keeps_secrets(house)
    part = case(house)
    client = sign_in(house.here.mentor)
    assert "Entbindung erfragen" in client.get(page(part)).content.decode()
    fields = {"what": "release:disclosure", "recipient": "Jobcenter", "matter": "Kurs B1", "language": "uk"}
    assert asks(client, part, **fields).status_code == 302
    row = the_only(house)
    assert "Mentor Nord" in row.released
    assert row.wording_own.startswith("Я звільняю від обов'язку зберігати таємницю")


# ---------- what is closed ----------


def facts(part: Enrolment) -> str:
    return f"/desk/personen/{part.person_id}/stammdaten/"


def messenger_of(house: World, person: UUID) -> str:
    with factories.as_staff(house.here.mentor):
        return Person.objects.get(pk=person).messenger


def test_the_messenger_is_shown_and_written_only_with_a_basis(house: World, sign_in: SignIn) -> None:
    rests(house, "messenger", "consent")
    part = case(house, messenger="Signal 0176 04069031")
    client = sign_in(house.here.mentor)
    shown = client.get(facts(part)).content.decode()
    assert "04069031" not in shown
    assert "Nachrichten über Messenger: verschlossen" in shown
    sent = {**drawn(client, facts(part)), "occupation": "Tischlerin", "messenger": "WhatsApp 0176 04069032"}
    assert client.post(facts(part), sent).status_code == 302
    assert messenger_of(house, part.person_id) == "Signal 0176 04069031"
    row = agreed(house, part, "messenger")
    assert "04069031" in client.get(facts(part)).content.decode()
    assert "04069031" in sign_in(house.here.auditor).get(facts(part)).content.decode()
    with factories.as_staff(house.here.mentor):
        actions.withdraw(row, house.here.mentor.pk)
    for reader in (house.here.mentor, house.here.auditor):
        assert "04069031" not in sign_in(reader).get(facts(part)).content.decode()


def test_a_file_goes_to_another_project_only_with_a_basis(house: World, sign_in: SignIn) -> None:
    rests(house, "transfer", "consent")
    with principals.entering(principals.SYSTEM):
        factories.member(house.here.mentor, house.here.carrier, house.other_project.project, Role.CASEWORKER)
    part = case(house)
    client = sign_in(house.here.mentor)
    session = client.session
    session["place"] = str(house.other_project.project)
    with principals.entering(principals.SIGNIN):
        session.save()
    new = f"/desk/personen/{part.person_id}/stammdaten/teilnahme/neu/"
    for answer in (client.get(new), client.post(new, {"phase": "clearing"})):
        assert answer.status_code == 403
        assert "darf noch nicht übergeben werden" in answer.content.decode()
    agreed(house, part, "transfer", recipient="Projekt sued")
    assert client.get(new).status_code == 200


def test_an_access_for_the_person_needs_their_wish_and_ends_with_it(house: World) -> None:
    rests(house, "portal", "consent")
    part = case(house)
    with factories.as_staff(house.here.mentor) as scope:
        projected.refresh([part.person_id])
        wanted: dict[str, Any] = {"carrier": part.carrier_id, "project": part.project_id, "subject": part.person_id}
        with pytest.raises(DomainError):
            portal.prepare(scope, **wanted, login="nour@example.org")
    row = agreed(house, part, "portal", valid_until=TODAY + timedelta(days=90))
    with factories.as_staff(house.here.mentor) as scope:
        portal.prepare(scope, **wanted, login="nour@example.org")
        assert PortalAccount.objects.get().closed_at is None
        actions.withdraw(row, house.here.mentor.pk)
        assert PortalAccount.objects.get().closed_at is not None


def test_the_page_says_how_long_a_file_is_kept(house: World, sign_in: SignIn) -> None:
    rests(house, "counselling", "statute", "§ 4 LDSG")
    part = case(house)
    client = sign_in(house.here.mentor)
    assert "Aufbewahrt bis 36 Monate nach dem Austritt" in client.get(page(part)).content.decode()
    for left_on, says in (
        (date(2026, 11, 1), "Aufbewahrt bis 01.11.2029"),
        (date(2020, 5, 4), "abgelaufen am 04.05.2023"),
    ):
        with factories.as_staff(house.here.mentor):
            rows = Enrolment.objects.filter(pk=part.pk)
            rows.update(entered_on=date(2020, 1, 1), exited_on=left_on, exit_reason="employment")
        assert says in client.get(page(part)).content.decode()
