# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody lives: dated, read by target group and access, changed by two, seen by those who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from scharnier.foundation import principals, projections
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes
from scharnier.knowledge.rules import law as the_law
from scharnier.network.models import Programme
from scharnier.people.housing import actions
from scharnier.people.housing.actions import NewHousing
from scharnier.people.housing.models import HousingPeriod
from scharnier.people.law import actions as law
from scharnier.people.law import judging
from scharnier.people.law.models import AccessOutlook
from scharnier.people.models import Person
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn, statements
from tests.people.law.conftest import TOLERATED, on_file
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db


def new(person: UUID) -> str:
    return f"/desk/personen/{person}/stammdaten/unterbringung/neu/"


def sent(**fields: Any) -> dict[str, Any]:
    usual = {"kind": "gemeinschaftsunterkunft", "municipality": "Waren (Müritz)", "state": "MV"}
    return {**usual, "valid_from": "01.03.2026", "end_previous": "on", **fields}


def lives(house: World, person: UUID, **fields: Any) -> HousingPeriod:
    with factories.as_staff(house.here.mentor):
        return actions.add_housing(Person.objects.get(pk=person), NewHousing(**fields))


def periods(house: World, person: UUID) -> list[HousingPeriod]:
    with factories.as_staff(house.here.mentor):
        return list(HousingPeriod.objects.filter(person_id=person).order_by("valid_from"))


def test_a_move_ends_the_housing_before_and_both_stay_readable(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    client = sign_in(house.here.mentor)
    assert client.post(new(person), {**drawn(client, new(person)), **sent()}).status_code == 302
    moved = sent(kind="eigene_wohnung", municipality="Neubrandenburg", valid_from="15.10.2026")
    answer = client.post(new(person), {**drawn(client, new(person)), **moved})
    first, second = periods(house, person)
    assert (first.valid_to, second.valid_to) == (date(2026, 10, 14), None)
    text = client.get(answer["Location"]).content.decode()
    assert "Gemeinschaftsunterkunft" in text
    assert "Neubrandenburg, Mecklenburg-Vorpommern" in text
    overview = client.get(f"/desk/personen/{person}/").content.decode()
    assert "Eigene Wohnung, Neubrandenburg, Mecklenburg-Vorpommern" in overview
    assert "Gemeinschaftsunterkunft" not in overview


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "palast"}, "kind"),
        ({"state": "XX"}, "state"),
        ({"municipality": "x" * 81}, "municipality"),
        ({"valid_from": "31.02.2026"}, "valid_from"),
        ({"valid_to": "01.01.2026"}, "valid_to"),
        ({"valid_from": f"{TODAY + timedelta(days=400):%d.%m.%Y}"}, "valid_from"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    house: World, sign_in: SignIn, fields: dict[str, str], field: str
) -> None:
    person = on_file(house.here)
    client = sign_in(house.here.mentor)
    answer = client.post(new(person), {**drawn(client, new(person)), **sent(**fields)})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert periods(house, person) == []


def test_the_action_takes_no_code_that_is_none(house: World) -> None:
    person = on_file(house.here)
    for fields, field in (
        ({"kind": ""}, "kind"),
        ({"kind": "x"}, "kind"),
        ({"kind": "sonstige", "state": "x"}, "state"),
    ):
        with pytest.raises(DomainError) as refused:
            lives(house, person, **fields)
        assert refused.value.field == field


def test_the_second_of_two_editors_is_told(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    row = lives(house, person, kind="eigene_wohnung", municipality="Waren")
    url = new(person).replace("neu", str(row.pk))
    mine, theirs = sign_in(house.here.mentor), sign_in(house.here.colleague)
    my_form, their_form = drawn(mine, url), drawn(theirs, url)
    assert theirs.post(url, {**their_form, "municipality": "Malchin"}).status_code == 302
    answer = mine.post(url, {**my_form, "municipality": "Demmin"})
    assert answer.status_code == 409
    assert "Malchin" in answer.content.decode()
    assert periods(house, person)[0].municipality == "Malchin"


def test_a_double_click_writes_once(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    client = sign_in(house.here.mentor)
    form = {**drawn(client, new(person)), **sent()}
    assert client.post(new(person), form).status_code == client.post(new(person), form).status_code == 302
    assert len(periods(house, person)) == 1


def test_strangers_and_readers_do_not_write(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here)
    row = lives(house, person, kind="eigene_wohnung")
    for address in (new(person), new(person).replace("neu", str(row.pk))):
        assert sign_in(house.other_project.mentor).get(address).status_code == 404
        assert sign_in(house.here.auditor).post(address, sent()).status_code == 403
    assert sign_in(house.here.mentor).get(new(person).replace("neu", str(uuid4()))).status_code == 404
    assert (
        "Neue Unterbringung"
        not in sign_in(house.here.auditor).get(f"/desk/personen/{person}/stammdaten/").content.decode()
    )
    with factories.as_staff(house.other_project.mentor):
        assert not HousingPeriod.objects.exists()


def test_the_duty_to_live_in_a_centre_follows_from_housing_until_somebody_states_it(house: World) -> None:
    without = {name: value for name, value in TOLERATED.items() if name != "reception_centre_obligation"}
    person = on_file(house.here, without)

    def level() -> str:
        with factories.as_staff(house.here.mentor):
            return str(AccessOutlook.objects.get(person_id=person).level)

    assert level() == "unknown"
    lives(house, person, kind="gemeinschaftsunterkunft")
    assert level() == "with_approval"
    with factories.as_staff(house.here.mentor):
        law.save_facts(Person.objects.get(pk=person), 2, {"reception_centre_obligation": True})
    assert level() != "with_approval"
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []


def test_what_follows_from_housing_is_said_where_it_is_asked(house: World, sign_in: SignIn) -> None:
    without = {name: value for name, value in TOLERATED.items() if name != "reception_centre_obligation"}
    person = on_file(house.here, without)
    lives(house, person, kind="eigene_wohnung")
    page = sign_in(house.here.mentor).get(f"/desk/personen/{person}/aufenthalt/angaben/").content.decode()
    assert "Aus der Unterbringung folgt: nein." in page


def test_every_kind_implies_only_inputs_of_the_law() -> None:
    known = the_law().inputs
    for entry in codes.items("housing_kind"):
        found = judging.implied({"kind": entry.code, "since": "2026-01-01"})
        assert set(found) <= set(known)
    assert judging.implied({"kind": "erstaufnahme", "since": "2026-01-01"}) == {
        "reception_centre_obligation": True,
        "reception_centre_since": "2026-01-01",
    }
    assert judging.implied({"kind": "gibtsnichtmehr", "since": None}) == judging.implied(None) == {}


def test_the_target_group_reads_kind_and_land_of_the_day(house: World, sign_in: SignIn) -> None:
    with principals.entering(principals.SYSTEM):
        Programme.objects.filter(pk=house.programme.pk).update(code="integrationsmanagement_bw")
    person = on_file(house.here, TOLERATED)
    client = sign_in(house.here.mentor)

    def housing() -> str:
        group = client.get(f"/desk/personen/{person}/zielgruppe/").context["group"]
        return str({each.key: each.answer for each in group.criteria}["housing"])

    assert housing() == "zu prüfen"
    lives(house, person, kind="anschlussunterbringung", state="BW", valid_to=TODAY - timedelta(days=1))
    assert housing() == "zu prüfen"
    lives(house, person, kind="anschlussunterbringung", state="BW", valid_from=TODAY)
    assert housing() == "ja"


def test_the_pages_take_few_statements(house: World, sign_in: SignIn) -> None:
    person = on_file(house.here, TOLERATED)
    row = lives(house, person, kind="eigene_wohnung")
    client = sign_in(house.here.mentor)
    client.get("/desk/suche/")
    for address in (
        new(person),
        new(person).replace("neu", str(row.pk)),
        f"/desk/personen/{person}/stammdaten/",
        f"/desk/personen/{person}/aufenthalt/angaben/",
    ):
        assert statements(client, address)[1] <= 14, address
