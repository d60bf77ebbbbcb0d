# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Suggestions in a file and at a vacancy: explained, judged by people, kept as they were shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from scharnier.knowledge import postcodes
from scharnier.knowledge.matching import edition_at, judge, read_person, travel
from scharnier.network.models import User
from scharnier.people.assessing.models import Assessment
from scharnier.people.competence.facts import facts_of
from scharnier.people.competence.models import Education, OccupationWish, WorkExperience
from scharnier.people.models import Enrolment, Person
from scharnier.work.matching import near, nearby, persons
from scharnier.work.matching.models import MatchJudgement, MatchRuling
from scharnier.work.vacancies.models import Vacancy
from tests.casework.conftest import TODAY, measured
from tests.factories import World, as_staff
from tests.work.matching.kitchen import cook, vacancy

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def nour(house: World) -> Person:
    return cook(house)


def page_of(person: Person, name: str = "matching", *rest: Any) -> str:
    return reverse(name, args=[person.pk, *rest])


def test_suggestions_explain_themselves_and_say_what_is_missing_and_what_it_would_open(
    house: World, sign_in: SignIn, nour: Person
) -> None:
    vacancy(house, "Kantine")
    vacancy(house, "Ohne Angaben", german="", hours_from=None, starts_on=None)
    vacancy(house, "Hotelküche", german="B1")
    vacancy(house, "Klinik", german="B2")
    vacancy(house, "Lieferküche", licences=["B"])
    vacancy(house, "Verstrichen", confirm_until=TODAY - timedelta(days=1))
    client = sign_in(house.here.mentor)
    page, statements = measured(client, page_of(nour))
    assert statements <= 14
    found = page.context["found"]
    assert [line.vacancy.title for line in found.lines] == ["Kantine", "Ohne Angaben"]
    first = found.lines[0]
    assert first.answer.score == sum(part.points for part in first.parts)
    assert found.lines[1].doubts == ["Arbeitsmarktzugang am ersten Tag", "Deutsch", "Stunden"]
    opens = page_of(nour, "matching_opens")
    assert f'hx-get="{opens}' in page.content.decode()
    part, statements = measured(client, opens, headers={"HX-Request": "true"})
    assert statements <= 14
    nearby = part.context["near"]
    assert "<html" not in part.content.decode()
    assert {(each.vacancy.title, each.lacks) for each in nearby.near} == {
        ("Hotelküche", "Deutsch B1"),
        ("Klinik", "Deutsch B2"),
        ("Lieferküche", "B (Pkw)"),
    }
    assert [(each.text, each.more) for each in nearby.opens] == [
        ("Deutsch B2 statt A2", 2),
        ("B (Pkw)", 1),
        ("Deutsch B1 statt A2", 1),
    ]
    assert {(each.text, each.more) for each in nearby.only} == {("Deutsch", 2), ("Führerschein", 1)}
    whole = client.get(opens)
    assert whole.context["near"] == nearby  # and without JavaScript a page of its own
    assert "<html" in whole.content.decode()
    text = page.content.decode()
    assert "fehlt: Deutsch B1" in part.content.decode()
    assert "Geschlecht, Herkunft, Religion und Alter gehen nicht ein" in text
    assert client.get(page_of(nour) + "?art=ausbildung").context["found"].lines == []

    # What was shown is kept once, and shown again from there after the vacancy has changed.
    client.get(page_of(nour))
    with as_staff(house.here.mentor):
        near_kept, kept = MatchJudgement.objects.filter(person=nour, asked__art="").order_by("-id")
        Vacancy.objects.filter(title="Kantine").update(title="Mensa")
    again = client.get(page_of(nour, "matching_shown") + f"?liste={kept.pk}").content.decode()
    assert "Kantine" in again
    assert "Mensa" not in again
    listed = client.get(page_of(nour, "matching_shown") + f"?liste={near_kept.pk}").content.decode()
    assert "was nur an einer Sache scheitert" in listed
    assert "fehlt: Deutsch B1" in listed

    # The other way round, with the same score.
    with as_staff(house.here.mentor):
        row = Vacancy.objects.get(title="Mensa")
    other, statements = measured(client, reverse("vacancy_persons", args=[row.pk]))
    assert statements <= 14
    (fit,) = other.context["found"].lines
    assert nour.list_name in other.content.decode()
    assert (fit.person.pk, fit.line.answer.score) == (nour.pk, first.answer.score)
    assert f"?person={nour.pk}&amp;vacancy={row.pk}&amp;from=suggestion" in other.content.decode()
    own = {"wer": "ich"}
    alone = sign_in(house.here.lead).get(reverse("vacancy_persons", args=[row.pk]), own).content.decode()
    assert "Sie begleiten in diesem Projekt niemanden." in alone
    hotel = client.get(
        reverse(
            "vacancy_persons",
            args=[next(each.vacancy.pk for each in nearby.near if each.vacancy.title == "Hotelküche")],
        )
    )
    assert [each.line.against for each in hotel.context["found"].near] == [["Deutsch B1"]]


def test_what_would_open_more_is_counted_without_a_postcode_and_said_to_be_the_least_when_there_is_more(
    house: World, sign_in: SignIn, nour: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    vacancy(house, "Kantine")
    for title in ("Hotelküche", "Klinik"):
        vacancy(house, title, german="B1")
    with as_staff(house.here.mentor):
        Person.objects.filter(pk=nour.pk).update(postcode="")
    client = sign_in(house.here.mentor)
    (line,) = client.get(page_of(nour)).context["found"].lines
    assert line.doubts == ["Entfernung"]  # to be clarified, not a no
    part = client.get(page_of(nour, "matching_opens"), headers={"HX-Request": "true"})
    assert [(each.text, each.more) for each in part.context["near"].opens] == [("Deutsch B1 statt A2", 2)]
    assert "Mindestens so viele" not in part.content.decode()
    with as_staff(house.here.mentor):
        Person.objects.filter(pk=nour.pk).update(postcode="04109")
        held = Assessment.objects.get(person=nour)
        Assessment.objects.filter(pk=held.pk).update(answers={**held.answers, "radius": None})
    (line,) = client.get(page_of(nour)).context["found"].lines
    assert line.kilometres is not None  # so the distance itself is known
    assert line.doubts == ["wie weit die Person fährt"]
    monkeypatch.setattr(near, "NEAR", 1)
    part = client.get(page_of(nour, "matching_opens"), headers={"HX-Request": "true"})
    assert [(each.text, each.more) for each in part.context["near"].opens] == [("Deutsch B1 statt A2", 1)]
    assert ">≥1<" in part.content.decode()
    assert "Mindestens so viele" in part.content.decode()


def test_minutes_of_the_operators_table_stand_where_kilometres_did(
    house: World, sign_in: SignIn, nour: Person, tmp_path: Path
) -> None:
    beyond, nearby = postcodes.coordinates("06108"), postcodes.coordinates("04229")
    assert beyond is not None
    assert nearby is not None
    vacancy(house, "Halle", lat=beyond[0], lon=beyond[1])
    vacancy(house, "Plagwitz", lat=nearby[0], lon=nearby[1])
    client = sign_in(house.here.mentor)
    assert [line.vacancy.title for line in client.get(page_of(nour)).context["found"].lines] == ["Plagwitz"]
    kept = tmp_path / "minutes"
    pairs = (4109 * 100_000 + 4229, 4109 * 100_000 + 6108)
    kept.write_bytes(travel.packed(travel.TravelTimes(pairs, (61, 36))))
    travel.use(kept)
    try:
        page, statements = measured(client, page_of(nour))
        assert statements <= 14
        (line,) = page.context["found"].lines
        assert (line.vacancy.title, line.way) == ("Halle", "36 Minuten")
        near_it = client.get(page_of(nour, "matching_opens")).context["near"]
        assert [each.lacks for each in near_it.near] == ["weiter als 30 km oder 60 Minuten"]
        assert [each.text for each in near_it.opens] == ["bis 60 km oder 120 Minuten fahren"]
        fits = client.get(reverse("vacancy_persons", args=[line.vacancy.pk]))
        assert [fit.line.way for fit in fits.context["found"].lines] == ["36 Minuten"]
        with as_staff(house.here.mentor):
            said = MatchJudgement.objects.filter(vacancy=None, answer__has_key="lines").order_by("-id")[0]
        assert [each["minutes"] for each in said.answer["lines"]] == [36]
        shown = client.get(page_of(nour, "matching_shown"), {"liste": str(said.pk)}).content.decode()
        assert "36 Minuten" in shown
    finally:
        travel.use(None)


def test_of_many_cases_those_with_the_nearest_occupation_are_compared_first_and_all_can_be_reached(
    house: World, sign_in: SignIn, nour: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five cases in blocks of three, two compared at once; the page says how many it looked at."""
    job = vacancy(house, "Kantine")
    wishes, degree, driver, never = (cook(house) for _ in range(4))
    with as_staff(house.here.mentor):
        for person, code in ((wishes, "62102"), (degree, "62102"), (driver, "52122"), (never, "62102")):
            WorkExperience.objects.filter(person=person).update(code=code)
            tenant = {"carrier_id": person.carrier_id, "person": person}
            if person == wishes:
                OccupationWish.objects.create(**tenant, wording="Koch", code="29302")
            if person == never:
                OccupationWish.objects.create(**tenant, wording="Koch", code="29302", form="not_wanted")
            if person == degree:
                Education.objects.create(
                    **tenant, kind="training", title="Koch", recognition="full", recognised_as="29302"
                )
        most = edition_at(TODAY)
        ranked = nearby.nearest(Enrolment.objects.filter(exited_on=None), job.occupation, most)
        known = facts_of(list(Person.objects.all()))
        person_of = {each.pk: each.person_id for each in Enrolment.objects.all()}
        for each in ranked:
            answer = judge(read_person(known[person_of[each.case]]), job.facts(), TODAY)
            assert each.points == sum(answer.parts[part] for part in nearby.PARTS)
            assert answer.score <= nearby.most_beyond(each.points, most)
        in_order = [person_of[each.case] for each in ranked]
        assert in_order[:2] == [nour.pk, wishes.pk]

    monkeypatch.setattr(persons, "MOST", 2)
    monkeypatch.setattr(persons, "BLOCK", 3)
    client, page = sign_in(house.here.mentor), reverse("vacancy_persons", args=[job.pk])
    seen: list[list[Any]] = []
    address = page
    while address:
        answer, statements = measured(client, address)
        assert statements <= 14
        found, text = answer.context["found"], answer.content.decode()
        seen.append([fit.person.pk for fit in found.lines])
        address = ""
        if found.following:
            (address,) = re.findall(r'href="([?]wer=ich[^"]*)">Weitere vergleichen', text)
            address = page + address.replace("&amp;", "&")
        if len(seen) == 1:
            assert "2 Fälle verglichen von den 3 neuesten, die mit dem nächsten Beruf zuerst" in text
            assert f"die übrigen davon kommen auf höchstens {found.at_most} Punkte" in text
    block = [each for each in in_order if each not in (nour.pk, wishes.pk)]  # the latest three, the others are older
    assert [set(some) - {never.pk} for some in seen] == [
        set(block[:2]) - {never.pk},
        set(block[2:]) - {never.pk},
        {nour.pk, wishes.pk},
    ]
    assert "Weitere vergleichen" not in text
    assert client.get(page, {"ab": "-1", "nach": "x"}).status_code == 200

    # Who has no cases sees those of the project at once.
    whole = sign_in(house.here.lead).get(page)
    assert whole.context["whole"] is True
    assert whole.context["found"].compared == 2
    assert sign_in(house.here.lead).get(page, {"wer": "ich"}).context["found"].compared == 0


def test_people_pin_refuse_and_switch_rules_off_with_a_reason_until_a_day(
    house: World, sign_in: SignIn, nour: Person
) -> None:
    kantine, hotel = vacancy(house, "Kantine"), vacancy(house, "Hotelküche", german="B1")
    client = sign_in(house.here.mentor)

    def titles() -> tuple[list[str], list[str]]:
        found = client.get(page_of(nour)).context["found"]
        return [line.vacancy.title for line in found.lines], [line.vacancy.title for line, _pk in found.pinned]

    client.post(page_of(nour, "matching_pin", kantine.pk))
    assert titles() == ([], ["Kantine"])
    block = page_of(nour, "matching_block", kantine.pk)
    assert "Schreiben Sie den Grund dazu." in client.post(block, {"reason": ""}).content.decode()
    token = str(uuid4())
    late = client.post(block, {"reason": "kein Bus", "until": "01.01.2020", "form_token": token})
    assert "Vergangenheit" in late.content.decode()
    assert "kein Bus" in late.content.decode()
    client.post(block, {"reason": "kein Bus vor sechs", "form_token": token})
    assert titles() == ([], [])
    assert "kein Bus vor sechs" in client.get(page_of(nour)).content.decode()

    rule = page_of(nour, "matching_rule") + f"?stelle={hotel.pk}"
    sent = {"rule": "german", "scope": "pair", "reason": "A2 genügt, Telefonat", "form_token": str(uuid4())}
    client.post(rule, sent)
    assert titles() == (["Hotelküche"], [])
    client.post(rule, sent)  # the same form twice
    with as_staff(house.here.mentor):
        (held,) = MatchRuling.objects.filter(kind="rule")
        assert (held.person_id, held.vacancy_id, held.rule) == (nour.pk, hotel.pk, "german")
    assert "gilt hier nicht: Deutsch" in client.get(page_of(nour)).content.decode()
    client.post(page_of(nour, "matching_end", held.pk))
    assert titles() == ([], [])
    for scope, vacancy_id in (("person", None), ("vacancy", hotel.pk)):
        client.post(rule, {**sent, "scope": scope, "form_token": str(uuid4())})
        with as_staff(house.here.mentor):
            held = MatchRuling.objects.get(kind="rule", ended_on=None)
            assert (held.person_id is None, held.vacancy_id) == (scope == "vacancy", vacancy_id)
        assert titles() == (["Hotelküche"], [])
        client.post(page_of(nour, "matching_end", held.pk))

    # Who may not: reading is not deciding, and strangers see nothing.
    reader = sign_in(house.here.auditor)
    assert reader.get(page_of(nour)).status_code == 200
    assert reader.post(page_of(nour, "matching_pin", kantine.pk)).status_code == 403
    stranger = sign_in(house.away.mentor)
    assert stranger.get(page_of(nour)).status_code == 404
    for headers in ({}, {"HX-Request": "true"}):
        assert stranger.get(page_of(nour, "matching_opens"), headers=headers).status_code == 404
    assert stranger.get(reverse("vacancy_persons", args=[kantine.pk])).status_code == 404
    assert client.get(page_of(nour, "matching_shown") + f"?liste={uuid4()}").status_code == 404
