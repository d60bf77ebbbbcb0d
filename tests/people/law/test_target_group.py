# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The target group: computed, shown at the participation, stored, overruled with a reason; nobody is rejected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from scharnier.foundation import principals
from scharnier.network.models import Programme
from scharnier.people.law.models import EligibilityDecision, Judgement, JudgementKind
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn, statements
from tests.people.law.conftest import TOLERATED, on_file
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db


def url(person: UUID) -> str:
    return f"/desk/personen/{person}/zielgruppe/"


def kept(house: World, person: UUID) -> list[Judgement]:
    with factories.as_staff(house.here.mentor):
        return list(Judgement.objects.filter(person_id=person, kind=JudgementKind.ELIGIBILITY).order_by("id"))


def decisions(house: World, person: UUID) -> list[EligibilityDecision]:
    with factories.as_staff(house.here.mentor):
        return list(EligibilityDecision.objects.filter(person_id=person).order_by("id"))


def verdict(**fields: Any) -> dict[str, Any]:
    return {"value": "yes", "reason": "Ausweis lag vor.", "decided_on": f"{TODAY:%d.%m.%Y}", **fields}


def test_each_criterion_is_answered_with_its_reason(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    answer = sign_in(house.here.mentor).get(url(person))
    group = answer.context["group"]
    assert group.criteria
    text = answer.content.decode()
    for criterion in group.criteria:
        assert criterion.name in text
    assert "lehnt niemanden ab" in text


def test_the_participation_shows_it_and_it_is_kept_once(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    enrolment = client.get(f"/desk/personen/{person}/").context["file"].enrolment.pk
    for _ in range(2):
        assert "Zielgruppe" in client.get(f"/desk/personen/{person}/stammdaten/teilnahme/{enrolment}/").content.decode()
    rows = kept(house, person)
    assert [row.topic for row in rows] == [house.programme.code]
    assert rows[0].asked["person"]["status"] == "duldung"
    assert rows[0].shown_by_id == house.here.mentor.pk


def test_the_advisers_judgement_counts_and_the_computed_answer_stays_readable(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    computed = client.get(url(person)).context["group"].answer
    assert client.post(url(person), {**drawn(client, url(person)), **verdict(value="no")}).status_code == 302
    text = client.get(url(person)).content.decode()
    assert "gehört nicht zur Zielgruppe" in text
    assert "Ausweis lag vor." in text
    assert f"Nach den Angaben: {computed}" in text
    row = decisions(house, person)[0]
    assert (row.value, row.decided_on, row.decided_by_id) == ("no", TODAY, house.here.mentor.pk)
    assert row.computed["answer"]["criteria"]
    client.post(url(person), {**drawn(client, url(person)), **verdict(reason="Neuer Bescheid.")})
    assert [each.value for each in decisions(house, person)] == ["no", "yes"]
    assert "Neuer Bescheid." in client.get(url(person)).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reason", ""),
        ("reason", "x" * 1001),
        ("value", "vielleicht"),
        ("decided_on", ""),
        ("decided_on", f"{TODAY + timedelta(days=1):%d.%m.%Y}"),
    ],
)
def test_a_judgement_needs_answer_reason_and_day(house: World, sign_in: SignIn, field: str, value: str) -> None:
    person = on_file(house.here, TOLERATED)
    answer = sign_in(house.here.mentor).post(url(person), verdict(**{field: value}))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert decisions(house, person) == []


def test_a_double_click_decides_once(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    sent = {**drawn(client, url(person)), **verdict()}
    assert client.post(url(person), sent).status_code == client.post(url(person), sent).status_code == 302
    assert len(decisions(house, person)) == 1


def test_the_auditor_reads_strangers_see_nothing(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    auditor = sign_in(house.here.auditor)
    assert "Einschätzung festhalten" not in auditor.get(url(person)).content.decode()
    assert auditor.post(url(person), verdict()).status_code == 403
    stranger = sign_in(house.other_project.mentor)
    assert stranger.get(url(person)).status_code == stranger.get(url(uuid4())).status_code == 404
    assert stranger.post(url(person), verdict()).status_code == 404


def test_a_programme_without_a_written_target_group_shows_none(house: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        Programme.objects.filter(pk=house.programme.pk).update(code="eigenes_programm")
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    assert client.get(url(person)).status_code == 404
    assert client.get(f"/desk/personen/{person}/stammdaten/teilnahme/neu/").status_code == 200


def test_it_takes_few_statements(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    for address in (url(person), f"/desk/personen/{person}/stammdaten/teilnahme/neu/"):
        answer, count = statements(client, address)
        assert count <= 14, address
        assert len(answer.content) <= 60 * 1024
