# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The personal part of the plan: chosen for each plan, usual for the programme, frozen with the revision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from scharnier.casework.models import IntegrationPlan, PlanRevision
from scharnier.casework.plans import personal
from scharnier.casework.plans.bilingual import in_two
from scharnier.casework.plans.sheet import from_json
from scharnier.casework.wordings.queries import Spoken
from scharnier.knowledge import codes
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.network.models import User
from scharnier.people.models import Enrolment, Person
from tests.casework.conftest import TODAY, participant
from tests.casework.test_plan import add_goal, url
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def nour(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        return participant(
            house.here, speaks=["ar"], occupation="Schreinerin", phone="+4917139200017", street="Lindenweg 3",
            postcode="04109", place="Leipzig",
        )  # fmt: skip


def freeze(client: Client, row: Enrolment, *chosen: str) -> Any:
    version = client.get(url(row, "fortschreiben/")).context["view"].plan.version
    return client.post(url(row, "fortschreiben/"), {"personal": list(chosen), "version": str(version)})


def frozen(house: World, number: int) -> tuple[tuple[str, str], ...]:
    with as_staff(house.here.mentor):
        return from_json(PlanRevision.objects.get(number=number).content).personal


def test_what_is_ticked_is_frozen_and_stays_when_the_file_changes(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    client = sign_in(house.here.mentor)
    add_goal(client, nour)
    assert freeze(client, nour, "address", "occupation").status_code == 302
    expected = (("Anschrift", "Lindenweg 3, 04109 Leipzig"), ("Beruf und Erfahrung", "Schreinerin"))
    assert frozen(house, 1) == expected
    with as_staff(house.here.mentor):
        assert IntegrationPlan.objects.get().personal == ["address", "occupation"]
        Person.objects.filter(pk=nour.person_id).update(occupation="Tischlerin")
    assert frozen(house, 1) == expected
    form = client.get(url(nour, "fortschreiben/"))
    assert form.context["form"]["personal"].value() == ["address", "occupation"]
    page = form.content.decode()
    assert "Persönliche Angaben" in page
    assert "Tischlerin" in page
    assert freeze(client, nour).status_code == 302
    assert frozen(house, 2) == ()


def test_the_programme_says_what_is_usual(
    house: World, sign_in: SignIn, nour: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProgrammeSettings, "plan_personal", property(lambda _settings: ("speaks", "german")))
    client = sign_in(house.here.mentor)
    add_goal(client, nour)
    view = client.get(url(nour)).context["view"]
    assert view.sheet.personal == (("Spricht", "Arabisch"),)
    assert client.get(url(nour, "fortschreiben/")).context["form"]["personal"].value() == ["speaks", "german"]


def test_an_unknown_fact_is_refused_and_what_was_typed_stays(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    add_goal(client, nour)
    page = client.post(url(nour, "fortschreiben/"), {"personal": ["diagnosis"], "took_part": "Nour und Frau K."})
    assert "Nour und Frau K." in page.content.decode()
    with as_staff(house.here.mentor):
        assert not PlanRevision.objects.exists()


def test_a_revision_from_before_has_no_personal_part(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    add_goal(client, nour)
    freeze(client, nour, "phone")
    with as_staff(house.here.mentor):
        content = PlanRevision.objects.get().content
    del content["sheet"]["personal"]
    assert from_json(content).personal == ()


def test_every_fact_of_the_list_can_be_told(nour: Enrolment) -> None:
    told = personal.facts(nour.person, codes.codes(personal.LIST))
    assert dict(told)["Telefon"] in ("0171 39200017", "0171 3920 0017", "01713 9200017")
    assert {label for label, _ in told} >= {"Anschrift", "Spricht", "Beruf und Erfahrung"}


def test_the_other_language_shows_the_facts_as_german_words(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    add_goal(client, nour)
    freeze(client, nour, "occupation")
    with as_staff(house.here.mentor):
        sheet = from_json(PlanRevision.objects.get().content)
    rows = in_two(sheet, Spoken("ar"), revision=None, on=TODAY).rows
    assert [pair.other.german for pair in rows if "Schreinerin" in pair.other.text] == [True]
