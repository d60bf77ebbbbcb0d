# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The target group: computed, shown at the participation, stored, overruled with a reason; nobody is rejected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Programme
from scharnier.people.law import target_group
from scharnier.people.law.models import CriterionJudgement, EligibilityDecision, Judgement, JudgementKind
from scharnier.people.law.target_group import Criterion
from scharnier.people.models import Person
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


# ---------- single criteria ----------


def judged(house: World, person: UUID) -> list[CriterionJudgement]:
    with factories.as_staff(house.here.mentor):
        return list(CriterionJudgement.objects.filter(person_id=person).order_by("id"))


def open_criterion(client: Client, person: UUID) -> str:
    """A criterion that the facts leave open."""
    group = client.get(url(person)).context["group"]
    return str(next(each.key for each in group.criteria if each.answer == "zu prüfen"))


def criterion(client: Client, person: UUID, key: str) -> Criterion:
    found: Criterion | None = client.get(url(person)).context["group"].criterion(key)
    assert found is not None
    return found


def test_a_criterion_judged_by_the_adviser_decides_and_the_whole_is_computed_anew(
    house: World, sign_in: SignIn
) -> None:
    person = on_file(house.here, TOLERATED, nationality="AF")
    client = sign_in(house.here.mentor)
    key = open_criterion(client, person)
    address = f"{url(person)}{key}/"
    sent = {**drawn(client, address), **verdict(reason="Arbeitgeber will verlängern.")}
    assert client.post(address, sent).status_code == client.post(address, sent).status_code == 302
    found = criterion(client, person, key)
    assert (found.answer, found.plain) == ("ja", "zu prüfen")
    assert found.overruling is not None
    assert (found.overruling.reason, found.overruling.on) == ("Arbeitgeber will verlängern.", TODAY)
    assert found.overruling.by == house.here.mentor.display_name
    text = client.get(url(person)).content.decode()
    assert "Arbeitgeber will verlängern." in text
    assert f"eingeschätzt von {house.here.mentor.display_name} am 24.11.2026" in text
    assert kept(house, person)[-1].asked["person"][key] is True
    assert len(judged(house, person)) == 1


def test_a_judged_criterion_is_taken_back_and_the_facts_count_again(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED, nationality="AF")
    client = sign_in(house.here.mentor)
    key = open_criterion(client, person)
    address = f"{url(person)}{key}/"
    assert "zurücknehmen" not in client.get(address).content.decode()
    client.post(address, {**drawn(client, address), **verdict(value="no")})
    assert criterion(client, person, key).overruling is not None
    assert "zurücknehmen" in client.get(address).content.decode()
    back = verdict(value="withdrawn", reason="Neue Auskunft.")
    assert client.post(address, {**drawn(client, address), **back}).status_code == 302
    found = criterion(client, person, key)
    assert (found.answer, found.overruling, found.plain) == ("zu prüfen", None, "")
    assert [row.value for row in judged(house, person)] == ["no", "withdrawn"]


def test_the_whole_judgement_is_taken_back(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)
    assert client.post(url(person), {**drawn(client, url(person)), **verdict(value="withdrawn")}).status_code == 200
    client.post(url(person), {**drawn(client, url(person)), **verdict(value="no")})
    back = verdict(value="withdrawn", reason="Irrtum.")
    assert client.post(url(person), {**drawn(client, url(person)), **back}).status_code == 302
    assert client.get(url(person)).context["group"].overruling is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("reason", " "), ("value", "withdrawn"), ("value", "needs_assessment"), ("decided_on", "morgen")],
)
def test_a_judgement_on_a_criterion_needs_answer_reason_and_day(
    house: World, sign_in: SignIn, field: str, value: str
) -> None:
    person = on_file(house.here, TOLERATED, nationality="AF")
    client = sign_in(house.here.mentor)
    answer = client.post(f"{url(person)}{open_criterion(client, person)}/", verdict(**{field: value}))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert judged(house, person) == []


def test_a_criterion_that_is_none_and_people_who_may_not(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED, nationality="AF")
    client = sign_in(house.here.mentor)
    key = open_criterion(client, person)
    assert client.get(f"{url(person)}haarfarbe/").status_code == 404
    assert sign_in(house.here.auditor).get(f"{url(person)}{key}/").status_code == 403
    assert "selbst einschätzen" not in sign_in(house.here.auditor).get(url(person)).content.decode()
    assert sign_in(house.other_project.mentor).post(f"{url(person)}{key}/", verdict()).status_code == 404
    with factories.as_staff(house.here.mentor), pytest.raises(DomainError):
        target_group.judge(
            Person.objects.get(pk=person),
            house.here.project,
            "haarfarbe",
            value="yes",
            reason="x",
            decided_on=TODAY,
            by=house.here.mentor.pk,
        )


def test_nobody_changes_a_judgement_that_was_given(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED, nationality="AF")
    client = sign_in(house.here.mentor)
    address = f"{url(person)}{open_criterion(client, person)}/"
    client.post(address, {**drawn(client, address), **verdict()})
    with factories.as_staff(house.here.lead):
        assert CriterionJudgement.objects.filter(person_id=person).update(value="no") == 0
        assert CriterionJudgement.objects.filter(person_id=person).delete()[0] == 0


def test_a_year_of_birth_is_enough_where_every_day_of_it_gives_the_same(house: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        Programme.objects.filter(pk=house.programme.pk).update(code="ifdm_mv")
    client = sign_in(house.here.mentor)
    for year, said in ((1980, "ja"), (2010, "nein"), (2001, "zu prüfen")):
        person = on_file(house.here, birth_date=date(year, 1, 1), birth_precision="year")
        assert criterion(client, person, "age").answer == said


# ---------- at the entry ----------


def second_entry(client: Client, person: UUID, **fields: Any) -> Any:
    address = f"/desk/personen/{person}/stammdaten/teilnahme/neu/"
    sent = {**drawn(client, address), "phase": "clearing", "entered_on": "24.11.2026", "staff": "", **fields}
    return client.post(address, sent)


def ended(house: World, **fields: Any) -> UUID:
    return on_file(house.here, TOLERATED, exited_on=date(2026, 6, 30), exit_reason="other", **fields)


def test_a_second_entry_shows_the_answer_warns_and_keeps_it_but_holds_nobody_up(house: World, sign_in: SignIn) -> None:
    person = ended(house, nationality="AF")
    client = sign_in(house.here.mentor)
    page = client.get(f"/desk/personen/{person}/stammdaten/teilnahme/neu/")
    assert "Das hält niemanden auf" in page.content.decode()
    assert "group_reason" in page.context["form"].fields
    assert second_entry(client, person).status_code == 302
    assert [row.topic for row in kept(house, person)] == [house.programme.code]
    assert decisions(house, person) == []


def test_a_reason_at_the_entry_is_the_advisers_judgement(house: World, sign_in: SignIn) -> None:
    person = ended(house, nationality="AF")
    client = sign_in(house.here.mentor)
    assert second_entry(client, person, group_reason="Zusage der Behörde liegt vor.").status_code == 302
    (row,) = decisions(house, person)
    assert (row.value, row.reason, row.decided_on) == ("yes", "Zusage der Behörde liegt vor.", TODAY)
    assert row.computed["answer"]["answer"] == "needs_assessment"


def test_whoever_belongs_is_not_asked_for_a_reason(house: World, sign_in: SignIn) -> None:
    person = ended(house)
    client = sign_in(house.here.mentor)
    client.post(url(person), {**drawn(client, url(person)), **verdict()})
    page = client.get(f"/desk/personen/{person}/stammdaten/teilnahme/neu/")
    assert "group_reason" not in page.context["form"].fields
    assert "Das hält niemanden auf" not in page.content.decode()
