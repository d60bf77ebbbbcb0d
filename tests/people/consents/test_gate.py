# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate: law, consent and release decide; nothing without a basis; a withdrawal counts at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import purposes
from scharnier.network.staffing.holdings import Holder, Transfer, move
from scharnier.people import counting
from scharnier.people.consents import actions, queries
from scharnier.people.consents.actions import Given, NewConsent
from scharnier.people.consents.models import Consent, Form
from scharnier.people.models import Enrolment
from tests import factories
from tests.factories import World
from tests.people.conftest import NOW, TODAY
from tests.people.consents.conftest import DRAWN, agreed, asked, case, keeps_secrets, rests

pytestmark = pytest.mark.django_db


def open_for(house: World, part: Enrolment, purpose: str, recipient: str = "") -> queries.Basis:
    with factories.as_staff(house.here.mentor) as scope:
        return queries.basis(scope, part.person_id, part.project_id, purpose, recipient=recipient)


def test_every_purpose_has_its_setting_and_its_words_in_every_language() -> None:
    texts = purposes.texts()
    everybody = set(texts["review"])
    for group in ("names", "agreed"):
        assert set(texts[group]) == set(purposes.purposes())
    for group in ("names", "agreed", "words"):
        for key, said in texts[group].items():
            assert set(said) == everybody, key
    for language in everybody:
        for code in purposes.purposes():
            assert "{" not in purposes.agreed(language, code, recipient="Tischlerei Wendt", matter="Praktikum")
        assert "Jobcenter" in purposes.released(language, who="Frau Lohse", recipient="Jobcenter", matter="Kurs")
    assert purposes.is_draft("ti")
    assert not purposes.is_draft("de")


@pytest.mark.parametrize("base", ["statute", "church_law", "contract"])
def test_law_or_agreement_opens_without_asking_anybody(house: World, base: str) -> None:
    rests(house, "health", base, "Art. 9 Abs. 2 Buchst. h DSGVO")
    part = case(house)
    with factories.as_staff(house.here.mentor) as scope, CaptureQueriesContext(connection) as asked_for:
        found = queries.basis(scope, part.person_id, part.project_id, "health")
    assert (found.allowed, found.base, found.citation) == (True, base, "Art. 9 Abs. 2 Buchst. h DSGVO")
    assert not [each for each in asked_for.captured_queries if "people_consent" in each["sql"]]


def test_health_is_closed_without_consent_and_open_with_it(house: World) -> None:
    rests(house, "health", "consent")
    part = case(house)
    before = open_for(house, part, "health")
    assert not before.allowed
    assert "Einwilligung" in before.why
    row = agreed(house, part)
    after = open_for(house, part, "health")
    assert after.allowed
    assert after.consent is not None
    assert after.consent.id == row.pk


def test_while_nothing_is_decided_nothing_special_and_nothing_outside_is_open(house: World) -> None:
    part = case(house)
    for purpose in ("health", "messenger", "portal"):
        rests(house, purpose, "undecided")
    closed = {code for code in purposes.purposes() if not open_for(house, part, code).allowed}
    assert closed == {"health", "messenger", "portal", "placement", "disclosure"}
    assert "keine Rechtsgrundlage" in open_for(house, part, "placement").why


def test_a_consent_counts_towards_its_recipient_alone(house: World) -> None:
    rests(house, "placement", "consent")
    part = case(house)
    agreed(house, part, "placement", recipient="Tischlerei Wendt")
    assert open_for(house, part, "placement", "tischlerei wendt ").allowed
    assert not open_for(house, part, "placement", "Bäckerei Korn").allowed


def test_professional_secrecy_needs_a_release_beside_the_law(house: World) -> None:
    rests(house, "disclosure", "statute", "§ 4 LDSG")
    keeps_secrets(house)
    part = case(house)
    closed = open_for(house, part, "disclosure", "Jobcenter")
    assert not closed.allowed
    assert closed.asks == "release"
    assert "§ 203 StGB" in closed.why
    assert open_for(house, part, "counselling").allowed
    facts = {"recipient": "Jobcenter", "matter": "Anmeldung zum Kurs", "released": "Mentor Nord"}
    agreed(house, part, "disclosure", kind="release", **facts)
    assert open_for(house, part, "disclosure", "Jobcenter").allowed
    assert not open_for(house, part, "disclosure", "Krankenkasse").allowed


def test_a_withdrawal_counts_in_the_same_transaction(house: World) -> None:
    rests(house, "health", "consent")
    part = case(house)
    row = agreed(house, part)
    with factories.as_staff(house.here.mentor) as scope:
        assert queries.allowed(scope, part.person_id, part.project_id, "health")
        actions.withdraw(row, house.here.mentor.pk, "am Telefon")
        assert not queries.allowed(scope, part.person_id, part.project_id, "health")
        with pytest.raises(DomainError):
            actions.withdraw(row, house.here.mentor.pk)
        with pytest.raises(queries.NoBasis):
            queries.require(scope, part.person_id, part.project_id, "health")


def test_what_is_over_or_not_signed_opens_nothing(house: World) -> None:
    rests(house, "health", "consent")
    part = case(house)
    asked(house, part)
    assert not open_for(house, part, "health").allowed
    agreed(house, part, valid_until=TODAY + timedelta(days=10))
    assert open_for(house, part, "health").allowed
    with clock.frozen(NOW + timedelta(days=11)):
        assert not open_for(house, part, "health").allowed


def test_what_was_given_in_one_project_opens_nothing_in_another(house: World) -> None:
    rests(house, "health", "consent")
    part = case(house)
    agreed(house, part)
    with factories.as_staff(house.other_project.mentor) as scope:
        assert not queries.allowed(scope, part.person_id, house.other_project.project, "health")


def test_one_statement_a_transaction_however_often_one_asks(house: World) -> None:
    rests(house, "health", "consent")
    part = case(house)
    agreed(house, part)
    with factories.as_staff(house.here.mentor) as scope, CaptureQueriesContext(connection) as asked_for:
        for _time in range(3):
            queries.bases(scope, part.person_id, part.project_id)
    assert sum("people_consent" in each["sql"] for each in asked_for.captured_queries) == 1


def test_many_files_are_asked_about_at_once(house: World) -> None:
    rests(house, "reporting", "consent")
    yes, no = case(house), case(house, family_name="Osman")
    agreed(house, yes, "reporting")
    with factories.as_staff(house.here.mentor):
        assert queries.without_basis([yes.person_id, no.person_id], yes.project_id, "reporting") == {no.person_id}
    rests(house, "reporting", "statute", "VO (EU) 2021/1057")
    with factories.as_staff(house.here.mentor):
        assert queries.without_basis([yes.person_id, no.person_id], yes.project_id, "reporting") == set()


@pytest.mark.parametrize(
    ("purpose", "facts", "field"),
    [
        ("placement", {}, "recipient"),
        ("disclosure", {"recipient": "Jobcenter"}, "matter"),
        ("counselling", {}, "what"),
        ("health", {"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
        ("disclosure", {"kind": "release", "recipient": "Jobcenter", "matter": "Kurs"}, "released"),
    ],
)
def test_what_is_missing_or_misleading_is_told(house: World, purpose: str, facts: dict[str, Any], field: str) -> None:
    rests(house, "health", "consent")
    keeps_secrets(house)
    part = case(house)
    with factories.as_staff(house.here.mentor), pytest.raises(DomainError) as refused:
        actions.ask(part, NewConsent(facts.pop("kind", "consent"), purpose, **facts), house.here.mentor.pk)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("how", "field"),
    [
        (Given(Form.SPOKEN, "Nour", TODAY), "form"),
        (Given(Form.SCREEN, "Nour", TODAY, strokes="M1 1L2 2"), "strokes"),
        (Given(Form.SCAN, "Nour", TODAY, scan=b"GIF89a"), "scan"),
        (Given(Form.SCAN, "Nour", TODAY), "scan"),
        (Given(Form.PAPER, "Nour", TODAY + timedelta(days=1)), "given_on"),
        (Given(Form.PAPER, "Nour", TODAY - timedelta(days=1)), "given_on"),
    ],
)
def test_nothing_holds_that_was_not_given_as_it_must_be(house: World, how: Given, field: str) -> None:
    rests(house, "health", "consent")
    row = asked(house, case(house))
    with factories.as_staff(house.here.mentor):
        with pytest.raises(DomainError) as refused:
            actions.give(row, how)
        assert refused.value.field == field
        assert Consent.objects.get(pk=row.pk).asked


def test_an_oral_consent_will_do_where_nothing_special_is_agreed(house: World) -> None:
    rests(house, "messenger", "consent")
    part = case(house)
    row = asked(house, part, "messenger")
    with factories.as_staff(house.here.mentor):
        actions.give(row, Given(Form.SPOKEN, "Nour Haddad", TODAY))
    assert open_for(house, part, "messenger").allowed


def test_what_was_signed_is_never_thrown_away(house: World) -> None:
    rests(house, "health", "consent")
    part = case(house)
    row = agreed(house, part)
    with factories.as_staff(house.here.mentor):
        with pytest.raises(DomainError):
            actions.discard(row)
        with pytest.raises(DomainError):
            actions.give(row, Given(Form.SCREEN, "Nour", TODAY, strokes=DRAWN))
        assert Consent.objects.filter(pk=row.pk).exists()


def test_the_end_of_a_consent_stands_on_the_agenda_until_it_is_renewed(house: World) -> None:
    rests(house, "health", "consent")
    part = case(house)
    first = agreed(house, part, valid_until=TODAY + timedelta(days=90))
    with factories.as_staff(house.here.mentor):
        item = AgendaItem.objects.get(source_id=first.pk)
        assert (item.due_on, item.owner_id) == (TODAY + timedelta(days=60), house.here.mentor.pk)
        assert item.title == "Einwilligung: Angaben zur Gesundheit erneuern"
        projections.postpone(item, house.here.mentor.pk, TODAY + timedelta(days=70))
    agreed(house, part)
    with factories.as_staff(house.here.mentor):
        assert AgendaItem.objects.get(source_id=first.pk).done_at is not None
    nothing_differs(house)


def test_a_withdrawal_takes_the_reminder_and_stands_in_the_timeline(house: World) -> None:
    rests(house, "health", "consent")
    row = agreed(house, case(house), valid_until=TODAY + timedelta(days=20))
    with factories.as_staff(house.here.mentor):
        actions.withdraw(row, house.here.mentor.pk)
        assert not AgendaItem.objects.filter(source_id=row.pk).exists()
        titles = list(TimelineEntry.objects.filter(source_id=row.pk).values_list("title", flat=True))
    assert sorted(titles) == [
        "Einwilligung: Angaben zur Gesundheit",
        "Widerrufen: Einwilligung: Angaben zur Gesundheit",
    ]
    nothing_differs(house)


def test_reminders_go_with_the_case_to_a_colleague(house: World) -> None:
    rests(house, "health", "consent")
    part = case(house)
    row = agreed(house, part, valid_until=TODAY + timedelta(days=20))
    with factories.as_staff(house.here.lead) as scope:
        giver = Holder(house.here.carrier, house.here.project, house.here.mentor.pk)
        move(scope, Transfer(giver, {house.here.colleague.pk: [part.person_id]}))
        assert Consent.objects.get(pk=row.pk).owner_id == house.here.colleague.pk
    nothing_differs(house)


def nothing_differs(house: World) -> None:
    with principals.entering(principals.system(house.here.carrier)):
        assert [line for line in projections.compare(house.here.carrier) if "people.consent" in line] == []


def test_whoever_has_not_agreed_is_not_counted_elsewhere(house: World) -> None:
    rests(house, "reporting", "consent")
    yes, no = case(house), case(house, family_name="Osman")
    agreed(house, yes, "reporting")
    with factories.as_staff(house.here.mentor):
        rows = counting._with_basis(list(counting._as_counted(Enrolment.objects.all())))
    assert [row.person for row in rows] == [yes.person_id]
    assert no.person_id not in {row.person for row in rows}
