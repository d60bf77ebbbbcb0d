# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file past its period goes: nothing in it is left that describes a person, and the audit still holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import psycopg
import pytest

from scharnier.config import environment as env
from scharnier.foundation import cards, checks, clock, principals, projections, upkeep
from scharnier.foundation.cards import Erase
from scharnier.foundation.models import AuditEvent
from scharnier.foundation.vault import Part
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Role
from scharnier.people.documents import actions as papers
from scharnier.people.documents import serving, shelf
from scharnier.people.documents.models import Document
from scharnier.people.erasing import actions, queries
from scharnier.people.erasing.models import Erasure, ErasureRun
from scharnier.people.models import Enrolment, ImportRun, Person
from scharnier.people.separation.models import Separation
from tests import factories, plugin
from tests.factories import World
from tests.foundation import samples
from tests.people.conftest import SignIn
from tests.people.documents.conftest import home, photo, upload
from tests.working import work_off

__all__ = ["home"]
LEFT = date(2022, 3, 1)  # by a statutory basis 36 months, proofs for the funder 60
MARK = "Zaubernuss"
REASON = "Die Frist des Trägers ist abgelaufen."


def owner() -> psycopg.Connection[Any]:
    target = env.database(owner=True)
    return psycopg.connect(dbname=plugin.worker_database(), user=target.user, host=target.host, port=target.port)


def mark(hand: psycopg.Connection[Any], table: str, subject: str, person: UUID) -> list[str]:
    """Write something into every column that an erasure empties; returns those that took it."""
    taken = []
    for name, column in cards.card_of(table).columns.items():
        if column.erase not in (Erase.EMPTY, Erase.ROW) or name.startswith("birth_precision"):
            continue
        for value in (
            f"'{MARK}'",
            f"jsonb_build_object('a', '{MARK}')",
            f"ARRAY['{MARK}']",
            f"'{MARK}'::bytea",
            "'en'",
        ):
            try:
                with hand.transaction():
                    hand.execute(f"UPDATE {table} SET {name} = {value} WHERE {subject} = '{person}'")
                taken.append(f"{table}.{name}")
                break
            except psycopg.Error:
                continue
    return taken


def left_of(hand: psycopg.Connection[Any], person: UUID) -> list[str]:
    """Every carded column that still says something it must not."""
    settled = {(step["table"], name) for step in queries.plan() for name in step["set"]}
    found = []
    for card in cards.all_cards().values():
        if not card.subject:
            continue
        cursor = hand.execute(f"SELECT * FROM {card.table} WHERE {card.subject} = %s", [person])
        names = [column.name for column in cursor.description or ()]
        for row in (dict(zip(names, values, strict=True)) for values in cursor.fetchall()):
            for name, column in card.columns.items():
                value = row[name]
                empty = value in (None, "", b"", [], {})
                if card.table == "audit_event" and row["action"] in ("erase", "erase_file"):
                    continue
                kept = not empty and ((card.table, name) not in settled or MARK in str(value))
                if column.erase is Erase.ROW or (column.erase is Erase.EMPTY and kept):
                    found.append(f"{card.table}.{name}")
                if column.erase is Erase.COARSEN and isinstance(value, date) and (value.month, value.day) != (1, 1):
                    found.append(f"{card.table}.{name}")
    return found


@pytest.mark.django_db(transaction=True)
def test_after_erasing_no_carded_column_says_anything_and_the_chain_of_the_audit_holds() -> None:
    with principals.entering(principals.SIGNIN):
        pass
    world = factories.world()
    with factories.as_staff(world.here.mentor):
        person = factories.person(
            world.here, remark=MARK, birth_date=date(1990, 5, 17), entered_germany_on=date(2015, 9, 9)
        )
        samples.written_by_mentor(world, person)
    with factories.as_staff(world.here.lead):
        samples.written_by_lead(world)
        other = Person.objects.get(file_number="T-Eins").pk
    with owner() as hand:
        taken = {
            name
            for card in cards.all_cards().values()
            if card.subject and card.table != "audit_event"
            for name in mark(hand, card.table, card.subject, person.pk)
        }
        hand.execute("UPDATE people_importrun SET summary = %s", [f'{{"a": "{MARK}"}}'])
        hand.execute("UPDATE people_separation SET person_id = %s, reason = %s", [person.pk, MARK])
        hand.execute("UPDATE people_person SET family_name = %s WHERE merged_into_id = %s", [MARK, person.pk])
        hand.execute(
            "UPDATE people_enrolment SET entered_on = %s, exited_on = %s WHERE person_id = %s",
            [date(2020, 1, 1), date(2021, 1, 1), person.pk],
        )
    assert {
        "people_person.family_name",
        "casework_contact.note",
        "people_document.title",
        "people_consent.wording",
    } <= taken
    assert len(taken) > 80
    upkeep.seal_audit()
    with factories.as_staff(world.here.lead):
        enrolments = Enrolment.objects.filter(person=person).count()
        actions.erase(world.here.carrier, person.pk, REASON)
    with owner() as hand:
        assert left_of(hand, person.pk) == []
        for table in sorted(cards.all_cards()):
            rows = hand.execute(f"SELECT * FROM {table} t WHERE t::text LIKE %s", [f"%{MARK}%"]).fetchall()
            assert rows == [], table
            marked = MARK.encode().hex()
            assert hand.execute(f"SELECT 1 FROM {table} t WHERE t::text LIKE %s", [f"%{marked}%"]).fetchone() is None, (
                table
            )
    upkeep.seal_audit()
    assert [problem for name, problem in checks.run_all() if name == "audit"] == []
    with principals.entering(principals.system(world.here.carrier)):
        projections.rebuild(world.here.carrier)
        assert projections.compare(world.here.carrier) == []
        assert Enrolment.objects.filter(person=person).count() == enrolments
        assert ImportRun.objects.get().filename == ""
        assert not Separation.objects.filter(person=person).exists()
        assert Person.objects.get(pk=other).family_name == "Eins"
    with owner() as hand:
        assert left_of(hand, person.pk) == []


def ended(world: World, name: str, exited_on: date | None = LEFT) -> UUID:
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here, family_name=name, entered_on=date(2020, 1, 14)).pk
        Enrolment.objects.filter(person_id=person).update(exited_on=exited_on)
    return person


@pytest.mark.django_db
def test_only_who_is_responsible_erases_and_only_what_is_due(house: World) -> None:
    gone, open_case, fresh = ended(house, "Alt"), ended(house, "Offen", None), ended(house, "Neu", date(2026, 1, 1))
    with factories.as_staff(house.here.lead):
        assert [(each.person, each.name, each.due_on, each.stage) for each in queries.due(house.here.carrier)] == [
            (gone, "Alt, Nour", date(2025, 3, 1), "all")
        ]
        for person in (open_case, fresh):
            with pytest.raises(DomainError):
                actions.erase(house.here.carrier, person, REASON)
    for who in (house.here.mentor, house.here.auditor, house.other_project.lead, house.away.lead, house.away.admin):
        with factories.as_staff(who), pytest.raises(DomainError):
            actions.erase(house.here.carrier, gone, REASON)
    with factories.as_staff(house.here.admin):
        assert [(each.number != "", each.name, each.mine) for each in queries.due(house.here.carrier)] == [
            (True, "", True)
        ]
    assert [problem[:4] for name, problem in checks.run_all() if name == "due retention"] == ["file"]
    # A second participation in a project that others lead: they, or the administration.
    with principals.entering(principals.SYSTEM):
        factories.member(house.here.mentor, house.here.carrier, house.other_project.project, Role.CASEWORKER)
    with factories.as_staff(house.here.mentor):
        case = {"carrier_id": house.here.carrier, "project_id": house.other_project.project, "person_id": gone}
        Enrolment.objects.create(**case, entered_on=date(2020, 1, 1), exited_on=date(2020, 2, 1))
    with factories.as_staff(house.here.lead):
        assert [each.mine for each in queries.due(house.here.carrier)] == [False]
        with pytest.raises(DomainError):
            actions.erase(house.here.carrier, gone, REASON)
    with factories.as_staff(house.here.admin):
        actions.erase(house.here.carrier, gone, REASON)
        assert queries.due(house.here.carrier) == []


@pytest.mark.django_db
def test_proofs_for_the_funder_stay_until_their_own_period_is_over(house: World, sign_in: SignIn) -> None:
    person = ended(house, "Alt", date(2022, 3, 1))
    with factories.as_staff(house.here.mentor):
        case = {"carrier_id": house.here.carrier, "project_id": house.here.project, "person_id": person}
        rest = {"author_id": house.here.mentor.pk, "kind": "application/pdf", "size": 1}
        proof = Document.objects.create(**case, **rest, category="questionnaire", title="Fragebogen")
        letter = Document.objects.create(**case, **rest, category="other", title="Brief")
    with factories.as_staff(house.here.lead):
        assert [each.stage for each in queries.due(house.here.carrier)] == ["file"]
        actions.erase(house.here.carrier, person, REASON)
        proof.refresh_from_db()
        letter.refresh_from_db()
        assert (proof.title, letter.title, letter.removed_at is not None) == ("Fragebogen", "", True)
        assert queries.due(house.here.carrier) == []
    take, file = f"/desk/aufbewahrung/nachweis/{proof.pk}/", f"/desk/personen/{person}/"
    for who, shown, status in (
        (house.here.lead, True, 200),
        (house.here.mentor, True, 200),
        (house.here.auditor, True, 403),
        (house.other_project.lead, False, 404),
        (house.away.lead, False, 404),
    ):
        client = sign_in(who)
        with patch.object(serving, "_bytes", return_value=iter([b"%PDF"])):
            assert client.get(take).status_code == status, who
        gone = client.get(file)
        assert ("Nachweise, die noch aufbewahrt werden" in gone.text) is shown, who
        assert (take in gone.text) is (status == 200), who
        assert sign_in(who).get(f"/desk/aufbewahrung/nachweis/{letter.pk}/").status_code == 404
    assert "Fragebogen" in sign_in(house.here.lead).get("/desk/aufbewahrung/").text
    with principals.entering(principals.SYSTEM):
        assert AuditEvent.objects.filter(action="export", table="people_document", row_id=str(proof.pk)).count() == 2
    with clock.frozen(clock.now().replace(year=2028)), factories.as_staff(house.here.lead):
        assert [each.stage for each in queries.due(house.here.carrier)] == ["funding"]
        actions.erase(house.here.carrier, person, REASON)
        proof.refresh_from_db()
        assert (proof.title, proof.removed_at is not None) == ("", True)
        assert set(Erasure.objects.values_list("stage", flat=True)) == {"file", "funding"}


@pytest.mark.django_db
def test_the_pictures_of_a_proof_stay_with_it_are_shown_to_nobody_and_leave_the_disk_with_it(
    house: World, home: Path, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    person, mentor = ended(house, "Alt", date(2022, 3, 1)), house.here.mentor
    with factories.as_staff(mentor):
        part = Enrolment.objects.select_related("person").get(person_id=person)
        proof, letter = (
            papers.store(part, paper, author=mentor.pk, details=papers.Details(category, "Blatt"))
            for category, (paper,) in (
                ("questionnaire", papers.read([upload(photo(), "blatt.jpg")])),
                ("other", papers.read([upload(photo(), "brief.jpg")])),
            )
        )
    lying = {row: {shelf.path_of(row.carrier_id, row.pk, part) for part in Part} for row in (proof, letter)}
    picture = f"/desk/dokumente/{proof.pk}/bild/1/"
    assert sign_in(house.here.lead).get(picture).status_code == 200
    with django_capture_on_commit_callbacks(execute=True), factories.as_staff(house.here.lead):
        actions.erase(house.here.carrier, person, REASON)
    assert all(path.exists() for path in lying[proof])
    assert not any(path.exists() for path in lying[letter])
    for who in (house.here.lead, house.here.mentor, house.here.auditor, house.away.lead):
        for path in (
            picture,
            f"{picture}?klein=1",
            f"/desk/dokumente/{proof.pk}/",
            f"/desk/dokumente/{proof.pk}/datei/",
        ):
            assert sign_in(who).get(path).status_code in (404, 410), (who, path)
    taken: Any = sign_in(house.here.lead).get(f"/desk/aufbewahrung/nachweis/{proof.pk}/")
    assert b"".join(taken)[:3] == b"\xff\xd8\xff"
    assert list(shelf.check_files()) == []
    with clock.frozen(clock.now().replace(year=2028)):
        with django_capture_on_commit_callbacks(execute=True), factories.as_staff(house.here.lead):
            actions.erase(house.here.carrier, person, REASON)
        assert sign_in(house.here.lead).get(f"/desk/aufbewahrung/nachweis/{proof.pk}/").status_code == 404
    assert not any(path.exists() for path in lying[proof])
    assert list(shelf.check_files()) == []


@pytest.mark.django_db(transaction=True)
def test_the_list_is_confirmed_with_a_reason_and_worked_off(sign_in: SignIn) -> None:
    with principals.entering(principals.SIGNIN):
        pass
    world = factories.world()
    first, second = ended(world, "Alt"), ended(world, "Uralt")
    client = sign_in(world.here.lead)
    page = client.get("/desk/aufbewahrung/").content.decode()
    assert "Alt, Nour" in page
    assert "Uralt, Nour" in page
    asked = client.post("/desk/aufbewahrung/loeschen/", {"id": [str(first), str(second)]})
    token = asked.context["form"]["form_token"].value()
    sent = {"id": [str(first), str(second)], "step": "do", "form_token": token}
    assert "warum" in client.post("/desk/aufbewahrung/loeschen/", {**sent, "reason": "kurz"}).content.decode()
    started = client.post("/desk/aufbewahrung/loeschen/", {**sent, "reason": REASON})
    assert "Akte 0 von 2" in client.get(started["Location"]).content.decode()
    again = client.post("/desk/aufbewahrung/loeschen/", {**sent, "reason": REASON})
    assert again["Location"] == started["Location"]
    # Somebody comes back before the worker gets to it.
    with factories.as_staff(world.here.mentor):
        Enrolment.objects.create(
            carrier_id=world.here.carrier, project_id=world.here.project, person_id=second, entered_on=date(2026, 1, 1)
        )
    work_off()
    page = client.get(started["Location"]).content.decode()
    assert "1 Akte gelöscht" in page
    assert "1 Akte war nicht mehr zu löschen" in page
    gone = client.get(f"/desk/personen/{first}/")
    assert gone.status_code == 410
    assert "weil ihre Frist abgelaufen war" in gone.content.decode()
    assert client.get(f"/desk/personen/{second}/").status_code == 200
    assert "Alt, Nour" not in client.get("/desk/faelle/?fachkraft=alle&stand=alle").content.decode()
    with factories.as_staff(world.here.lead):
        assert ErasureRun.objects.get().state == "done"
    mentor = sign_in(world.here.mentor)
    assert mentor.get("/desk/aufbewahrung/").status_code == 403
    assert mentor.get(started["Location"]).status_code == 403
    assert sign_in(world.other_project.lead).get(started["Location"]).status_code == 404
    assert sign_in(world.here.admin).get("/desk/aufbewahrung/").status_code == 200
