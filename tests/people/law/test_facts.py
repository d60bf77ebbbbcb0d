# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of the facts: asks what the rules need, stores it dated and audited, tells two editors apart."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.models import AuditEvent
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Programme
from scharnier.people.law import actions, asking
from scharnier.people.law.models import LegalFacts
from scharnier.people.models import Person
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn
from tests.people.law.conftest import STAY, TOLERATED, on_file
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db


def url(person: UUID) -> str:
    return f"/desk/personen/{person}/aufenthalt/angaben/"


def stored(house: World, person: UUID) -> LegalFacts:
    with factories.as_staff(house.here.mentor):
        return LegalFacts.objects.get(person_id=person)


def names(given: dict[str, Any]) -> list[str]:
    return [question.spec.name for question in asking.questions(given, given, TODAY)]


def test_only_what_the_rules_need_for_this_status_is_asked() -> None:
    tolerated = names({"status": "duldung", "nationality": "SY"})
    assert "stay_since" in tolerated
    assert "job_meets_bluecard_conditions" not in tolerated
    assert not {"status", "nationality", "activity", "evaluation_date"} & set(tolerated)
    settled = names({"status": "ne_9", "nationality": "SY"})
    assert settled == ["title_endorsement"]
    assert names({"nationality": "SY"}) == []


def test_what_is_missing_comes_first_and_says_so() -> None:
    little = {"status": "duldung", "nationality": "SY"}
    asked = asking.questions(little, little, TODAY)
    marks = [question.missing for question in asked]
    assert marks == sorted(marks, reverse=True)
    assert any(marks)
    full = {**little, **TOLERATED}
    complete = asking.questions(full, full, TODAY)
    assert not any(question.missing for question in complete)


def test_what_counts_as_no_until_it_is_recorded_stands_folded_at_the_end(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, {**TOLERATED, "entered_for_benefits": True})
    form = sign_in(house.here.mentor).get(url(person)).context["form"]
    usual, rare = [field.name for field in form.usual], [field.name for field in form.rare]
    assert "stay_since" in usual
    assert "entered_for_benefits" in usual
    assert "removal_obstacle_own_fault" in rare
    assert not set(usual) & set(rare)


def test_facts_are_stored_and_the_card_follows(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    client = sign_in(house.here.mentor)
    sent = {**drawn(client, url(person)), "stay_since": "03.02.2024", "reception_centre_obligation": "no"}
    answer = client.post(url(person), {**sent, "asylum_application_date": "10.2.2024"})
    assert answer.status_code == 302, answer.context["form"].errors
    row = stored(house, person)
    assert {name: row.facts[name] for name in TOLERATED} == TOLERATED
    assert row.stated_on == TODAY
    assert "sh-access--approval" in client.get(answer["Location"]).content.decode()


def test_a_fact_may_be_forgotten_again_and_others_stay(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    client.post(url(person), {**drawn(client, url(person)), "stay_since": ""})
    row = stored(house, person)
    assert "stay_since" not in row.facts
    assert row.facts["reception_centre_obligation"] is False
    assert row.version == 3


def test_every_change_is_in_the_audit(house: World) -> None:
    person = on_file(house.here, TOLERATED)
    with principals.entering(principals.SYSTEM):
        events = AuditEvent.objects.filter(table="people_legalfacts", subject_id=person)
        assert [event.actor_id for event in events] == [house.here.mentor.pk] * 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stay_since", "31.02.2024"),
        ("stay_since", "01.01.2031"),
        ("stay_since", "01.01.1899"),
        ("reception_centre_obligation", "vielleicht"),
        ("title_endorsement", "x" * 500),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(house: World, sign_in: SignIn, field: str, value: str) -> None:
    person = on_file(house.here)
    client = sign_in(house.here.mentor)
    answer = client.post(url(person), {**drawn(client, url(person)), field: value})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(("name", "value"), [("erfunden", 1), ("stay_since", "gestern"), ("asylum_outcome", "x")])
def test_the_action_takes_nothing_the_rules_do_not_know(house: World, name: str, value: Any) -> None:
    person = on_file(house.here)
    with factories.as_staff(house.here.mentor), pytest.raises(DomainError) as refused:
        actions.save_facts(Person.objects.get(pk=person), 0, {name: value})
    assert refused.value.field == name


def test_the_second_of_two_editors_is_told(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    mine, theirs = sign_in(house.here.mentor), sign_in(house.here.colleague)
    my_form, their_form = drawn(mine, url(person)), drawn(theirs, url(person))
    assert theirs.post(url(person), {**their_form, "stay_since": "01.02.2024"}).status_code == 302
    answer = mine.post(url(person), {**my_form, "stay_since": "05.02.2024"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "01.02.2024" in text
    assert "05.02.2024" in text
    assert stored(house, person).facts["stay_since"] == "2024-02-01"


def test_strangers_and_readers_do_not_get_in(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    for who in (house.other_project.mentor, house.away.lead, house.here.admin):
        client = sign_in(who)
        assert client.get(url(person)).status_code == client.get(url(uuid4())).status_code == 404
        assert client.post(url(person), {"stay_since": "03.02.2024"}).status_code == 404
    assert sign_in(house.here.auditor).get(url(person)).status_code == 403
    assert Client().get(url(person)).status_code == 302


def test_without_a_status_the_form_leads_there(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, stays=())
    text = sign_in(house.here.mentor).get(url(person)).content.decode()
    assert "Tragen Sie zuerst den Aufenthaltsstatus ein" in text
    assert STAY.code not in text


def test_the_programme_asks_for_its_target_group_and_nothing_that_stands_elsewhere(
    house: World, sign_in: SignIn
) -> None:
    with principals.entering(principals.SYSTEM):
        Programme.objects.filter(pk=house.programme.pk).update(code="moving_migration")
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    page = client.get(url(person))
    fields = set(page.context["form"].fields)
    assert {"employed_or_starting_job", "employer_in_region"} <= fields
    assert not {"housing", "residence_state", "birth_date", "status_group", "age_on_day"} & fields
    sent = {**drawn(client, url(person)), "employed_or_starting_job": "yes", "employer_in_region": "no"}
    assert client.post(url(person), sent).status_code == 302
    facts = stored(house, person).facts
    assert (facts["employed_or_starting_job"], facts["employer_in_region"]) == (True, False)
    group = client.get(f"/desk/personen/{person}/zielgruppe/").context["group"]
    assert {each.key: each.answer for each in group.criteria}["employed_or_starting_job"] == "ja"


def test_what_is_missing_in_other_places_is_named_with_the_way_there(house: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        Programme.objects.filter(pk=house.programme.pk).update(code="integrationsmanagement_bw")
    person = on_file(house.here, TOLERATED, nationality="")
    page = sign_in(house.here.mentor).get(url(person))
    assert [label for label, _ in page.context["elsewhere"]] == ["Staatsangehörigkeit", "Unterbringung"]
    text = page.content.decode()
    assert f"/desk/personen/{person}/stammdaten/unterbringung/neu/" in text
