# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody new: the law's questions come with the status, mark what is missing and hold nobody up."""

from __future__ import annotations

import pytest
from django.test import Client

from scharnier.foundation import principals
from scharnier.network.models import Programme
from scharnier.people.housing.models import HousingPeriod
from scharnier.people.law.models import AccessOutlook, EligibilityDecision, Judgement, JudgementKind, LegalFacts
from scharnier.people.models import Person, ResidenceStatus
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db
NEW = "/desk/personen/neu/"
ASKED, ANSWERED = f"{NEW}fragen/", f"{NEW}antwort/"
SHORT = {
    "family_name": "Sheikho",
    "given_names": "Mahmoud",
    "nationality": "SY",
    "code": "duldung",
    "entered_on": "24.11.2026",
}
ANSWERS = {
    "law-stay_since": "03.02.2024",
    "law-asylum_application_date": "10.02.2024",
    "stay-endorsement": "Beschäftigung nur mit Erlaubnis",
    "stay-kind": "gemeinschaftsunterkunft",
    "stay-municipality": "Waren",
    "stay-state": "MV",
}


def made(house: World) -> Person:
    with factories.as_staff(house.here.mentor):
        return Person.objects.get()


def programme(house: World, code: str) -> None:
    with principals.entering(principals.SYSTEM):
        Programme.objects.filter(pk=house.programme.pk).update(code=code)


def test_without_a_status_nothing_is_asked_and_with_one_only_what_its_rules_need(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    empty = client.get(NEW).content.decode()
    assert "Wählen Sie oben den Aufenthaltsstatus" in empty
    assert "law-stay_since" not in empty
    tolerated = client.post(ASKED, SHORT).content.decode()
    assert 'name="law-stay_since"' in tolerated
    assert "(fehlt)" in tolerated
    assert 'name="stay-kind"' in tolerated
    assert "job_meets_bluecard_conditions" not in tolerated
    settled = client.post(ASKED, {**SHORT, "code": "ne_9"}).content.decode()
    assert 'name="law-title_endorsement"' in settled
    assert "law-stay_since" not in settled


def test_the_answer_follows_what_is_filled_in_and_writes_nothing(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    assert client.post(ANSWERED, {**SHORT, "code": ""}).content.decode().strip() == ""
    little = client.post(ANSWERED, SHORT).content.decode()
    assert "sh-access--unknown" in little
    assert "Es fehlt" in little
    full = client.post(ANSWERED, {**SHORT, **ANSWERS}).content.decode()
    assert "sh-access--approval" in full
    assert "Das hält niemanden auf" in full
    with factories.as_staff(house.here.mentor):
        assert not Person.objects.exists()
        assert not Judgement.objects.exists()


def test_answers_become_facts_housing_and_the_document_word_for_word(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    answer = client.post(NEW, {**drawn(client, NEW), **SHORT, **ANSWERS})
    assert answer.status_code == 302
    person = made(house)
    with factories.as_staff(house.here.mentor):
        facts = LegalFacts.objects.get(person=person).facts
        home = HousingPeriod.objects.get(person=person)
        stay = ResidenceStatus.objects.get(person=person)
        shown = Judgement.objects.get(person=person, kind=JudgementKind.ELIGIBILITY)
        level = AccessOutlook.objects.get(person=person).level
    assert facts == {"stay_since": "2024-02-03", "asylum_application_date": "2024-02-10"}
    assert (home.kind, home.municipality, home.state) == ("gemeinschaftsunterkunft", "Waren", "MV")
    assert stay.endorsement == "Beschäftigung nur mit Erlaubnis"
    assert (shown.topic, shown.asked["person"]["status"]) == (house.programme.code, "duldung")
    assert level == "with_approval"


def test_nothing_answered_holds_nobody_up(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    assert client.post(NEW, {**drawn(client, NEW), **SHORT}).status_code == 302
    person = made(house)
    with factories.as_staff(house.here.mentor):
        assert not LegalFacts.objects.filter(person=person).exists()
        assert not EligibilityDecision.objects.exists()
        assert Judgement.objects.filter(person=person, kind=JudgementKind.ELIGIBILITY).count() == 1


def test_a_reason_becomes_the_advisers_judgement(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    assert "stay-group_reason" in client.post(ANSWERED, SHORT).content.decode()
    reason = {"stay-group_reason": "Zusage der Behörde liegt vor."}
    assert client.post(NEW, {**drawn(client, NEW), **SHORT, **reason}).status_code == 302
    with factories.as_staff(house.here.mentor):
        row = EligibilityDecision.objects.get()
    assert (row.value, row.reason, row.decided_by_id) == ("yes", reason["stay-group_reason"], house.here.mentor.pk)


def test_the_programmes_own_questions_are_asked_too(house: World, sign_in: SignIn) -> None:
    programme(house, "moving_migration")
    client = sign_in(house.here.mentor)
    assert 'name="law-employed_or_starting_job"' in client.post(ASKED, SHORT).content.decode()
    sent = {**SHORT, "law-employed_or_starting_job": "yes", "law-employer_in_region": "yes"}
    assert "gehört zur Zielgruppe" in client.post(ANSWERED, sent).content.decode()
    client.post(NEW, {**drawn(client, NEW), **sent})
    with factories.as_staff(house.here.mentor):
        assert LegalFacts.objects.get().facts == {"employed_or_starting_job": True, "employer_in_region": True}


def test_a_programme_without_a_target_group_asks_for_access_only(house: World, sign_in: SignIn) -> None:
    programme(house, "eigenes_programm")
    client = sign_in(house.here.mentor)
    text = client.post(ANSWERED, SHORT).content.decode()
    assert "sh-access--" in text
    assert "Zielgruppe" not in text
    assert client.post(NEW, {**drawn(client, NEW), **SHORT}).status_code == 302


def test_without_javascript_a_button_brings_the_questions_and_keeps_what_was_typed(
    house: World, sign_in: SignIn
) -> None:
    client = sign_in(house.here.mentor)
    assert (
        '<noscript><button class="sh-btn sh-btn--quiet sh-btn--s sh-push" name="ask"'
        in client.get(NEW).content.decode()
    )
    page = client.post(NEW, {**SHORT, "birth_date": "31.02.1990", "ask": "1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["form"].errors == {}
    assert 'value="Sheikho"' in text
    assert 'value="31.02.1990"' in text
    assert 'name="law-stay_since"' in text
    with factories.as_staff(house.here.mentor):
        assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("law-stay_since", "31.02.2024"),
        ("law-title_endorsement", "x"),
        ("stay-kind", "palast"),
        ("stay-endorsement", "x" * 1001),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_lost(
    house: World, sign_in: SignIn, field: str, value: str
) -> None:
    client = sign_in(house.here.mentor)
    page = client.post(NEW, {**drawn(client, NEW), **SHORT, **ANSWERS, field: value})
    assert page.status_code == 200
    law = page.context["law"]
    name = field.partition("-")[2]
    assert name in law.facts.errors or name in law.besides.errors
    assert "Sheikho" in page.content.decode()
    assert "sh-f--bad" in page.content.decode()
    with factories.as_staff(house.here.mentor):
        assert not Person.objects.exists()


def test_readers_and_strangers_are_refused(house: World, sign_in: SignIn) -> None:
    for address in (ASKED, ANSWERED):
        assert sign_in(house.here.auditor).post(address, SHORT).status_code == 403
        assert Client().post(address, SHORT).status_code == 401
        assert sign_in(house.here.mentor).get(address).status_code == 405


def test_the_pages_take_few_statements(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    assert statements(client, NEW)[1] <= 14
