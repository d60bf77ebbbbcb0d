# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Setting up a project, its sites, districts, positions and places: what works, what is refused and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from scharnier.foundation import clock, principals
from scharnier.foundation.access import Forbidden
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Project, Role, Site
from scharnier.network.structure import actions, consortia, queries
from scharnier.network.structure.models import (
    Capacity,
    Consortium,
    ConsortiumMember,
    Duty,
    JointAgreement,
    Position,
    PositionPeriod,
    ProgrammePhase,
    Responsibility,
    SiteHour,
    Tandem,
)
from scharnier.people import actions as people
from scharnier.people.actions import NewParticipant
from scharnier.people.models import Enrolment
from tests import factories
from tests.factories import House, World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
BEGIN = date(2026, 1, 1)


@pytest.fixture
def world() -> Iterator[World]:
    with clock.frozen(TODAY):
        yield factories.world()


def project(house: House) -> Project:
    return Project.objects.get(pk=house.project)


def refused(**expected: str) -> Any:
    return pytest.raises(DomainError, match=next(iter(expected.values())))


# ---------- positions ----------


def hold(world: World, position: Position, begin: date, end: date | None = None, **fields: Any) -> PositionPeriod:
    with factories.as_staff(world.here.lead) as scope:
        return actions.fill_position(
            scope,
            project(world.here),
            position,
            **{"holder_id": world.here.mentor.pk, "share": 50, "funding": "ESF", **fields},
            valid_from=begin,
            valid_to=end,
        )


def position(world: World, name: str = "Stelle 1") -> Position:
    with factories.as_staff(world.here.lead) as scope:
        return actions.add_position(scope, project(world.here), name=name, role=Role.CASEWORKER)


def test_periods_of_one_position_that_overlap_are_refused_with_who_holds_it(world: World) -> None:
    post = position(world)
    hold(world, post, BEGIN, date(2026, 6, 30))
    with refused(valid_from="01.01.2026 bis 30.06.2026, Mentor Nord"):
        hold(world, post, date(2026, 6, 30))
    hold(world, post, date(2026, 7, 1))
    with refused(valid_from="ab 01.07.2026"):
        hold(world, post, date(2030, 1, 1))
    with factories.as_staff(world.here.lead):
        assert PositionPeriod.objects.filter(position=post).count() == 2


def test_the_database_refuses_the_same_for_two_people_in_one_second(world: World) -> None:
    post = position(world)
    hold(world, post, BEGIN)
    with (
        pytest.raises(IntegrityError, match="position_one_period_at_a_time"),
        factories.as_staff(world.here.lead),
        transaction.atomic(),
    ):
        PositionPeriod.objects.create(
            carrier_id=world.here.carrier, project_id=world.here.project, position=post, share=10, valid_from=TODAY
        )


def test_who_holds_a_position_stays_between_them_and_leadership(world: World) -> None:
    hold(world, position(world), BEGIN)
    for who, sees in ((world.here.mentor, True), (world.here.colleague, False), (world.here.admin, True)):
        with factories.as_staff(who) as scope:
            assert PositionPeriod.objects.exists() is sees, who
            assert PositionPeriod.objects.visible_to(scope).exists() is sees, who


# ---------- capacity ----------


def enrol(world: World, how_many: int) -> None:
    rows = [
        NewParticipant(
            carrier=world.here.carrier, project=world.here.project, family_name=f"P{n}", entered_on=date(2026, 2, 1)
        )
        for n in range(how_many)
    ]
    with factories.as_staff(world.here.mentor):
        people.create_many(rows)


def capacity(world: World, places: int, begin: date = TODAY, reason: str = "", **who: Any) -> Capacity:
    with factories.as_staff(who.get("who", world.here.lead)) as scope:
        return actions.set_capacity(
            scope, project(world.here), places=places, valid_from=begin, valid_to=None, reason=reason
        )


def test_a_capacity_below_use_needs_a_reason_and_says_the_number(world: World) -> None:
    enrol(world, 5)
    capacity(world, 10, BEGIN)
    for who in (world.here.lead, world.here.admin):  # an administrator sees no file, but the number
        with refused(reason="2 Personen mehr"):
            capacity(world, 3, who=who)
    with factories.as_staff(world.here.lead):
        assert Capacity.objects.get().valid_to is None
    capacity(world, 3, reason="Kürzung zum Jahresende")
    with factories.as_staff(world.here.lead) as scope:
        course = queries.summary(scope, project(world.here)).capacity
    assert [(row.places, row.valid_to) for row in course.past] == [(10, TODAY - timedelta(days=1))]
    assert [(row.places, row.reason) for row in course.now] == [(3, "Kürzung zum Jahresende")]


def test_a_capacity_never_overwrites_one_that_begins_later(world: World) -> None:
    capacity(world, 10, date(2027, 1, 1))
    with refused(valid_from="ab 01.01.2027 ist schon etwas"):
        capacity(world, 8, TODAY)


# ---------- districts ----------


def region(world: World, house: House, district: str = "14522", duty: str = Duty.RESPONSIBLE, **days: Any) -> None:
    with factories.as_staff(house.lead) as scope:
        actions.add_responsibility(
            scope,
            project(house),
            district=district,
            duty=duty,
            note="",
            valid_from=days.get("begin", BEGIN),
            valid_to=days.get("end"),
        )


def test_in_a_programme_only_one_project_is_responsible_for_a_district(world: World) -> None:
    region(world, world.here)
    with refused(district="Mittelsachsen ist schon „Projekt nord“"):
        region(world, world.away, begin=date(2026, 5, 1))
    region(world, world.away, duty=Duty.TAKES_PART)
    region(world, world.away, district="14511")
    with (
        pytest.raises(IntegrityError, match="region_one_responsible"),
        factories.as_staff(world.away.lead),
        transaction.atomic(),
    ):
        Responsibility.objects.create(
            carrier_id=world.away.carrier,
            project_id=world.away.project,
            programme=world.programme,
            district="14522",
            valid_from=date(2028, 1, 1),
        )


def test_responsibility_passes_on_when_it_ends(world: World) -> None:
    region(world, world.here, end=date(2026, 12, 31))
    with refused(district="bis 31.12.2026"):
        region(world, world.away, begin=date(2026, 12, 31))
    region(world, world.away, begin=date(2027, 1, 1))


def test_an_unknown_district_and_a_period_backwards_are_refused(world: World) -> None:
    with refused(district="kennt die Liste nicht"):
        region(world, world.here, district="99999")
    with refused(valid_to="liegt vor dem Anfang"):
        region(world, world.here, end=date(2025, 1, 1))


def test_a_responsibility_can_not_name_another_programme(world: World) -> None:
    with principals.entering(principals.SYSTEM):
        other = type(world.programme).objects.create(code="anderes", name="Anderes")
    with factories.as_staff(world.here.lead), transaction.atomic():
        Responsibility.objects.create(
            carrier_id=world.here.carrier,
            project_id=world.here.project,
            programme=other,
            district="14522",
            valid_from=BEGIN,
        )
        with pytest.raises(IntegrityError, match="network_responsibility_project_id_tenant"):
            connection.check_constraints()
        transaction.set_rollback(True)


# ---------- projects, phases ----------


def test_a_project_without_a_carrier_is_refused(world: World) -> None:
    facts: dict[str, Any] = {"programme": world.programme.pk, "code": "neu", "name": "Neu"}
    with refused(carrier="braucht einen Träger"), factories.as_staff(world.here.admin) as scope:
        actions.create_project(scope, carrier=None, **facts)
    with factories.as_staff(world.here.admin) as scope:
        made = actions.create_project(scope, carrier=world.here.carrier, **facts, district="14522")
        assert made.state == "SN"
    with refused(code="schon ein anderes Projekt"), factories.as_staff(world.here.admin) as scope:
        actions.create_project(scope, carrier=world.here.carrier, **facts)
    with pytest.raises(Forbidden), factories.as_staff(world.here.lead) as scope:
        actions.create_project(scope, carrier=world.here.carrier, **facts)


def test_phases_follow_one_another(world: World) -> None:
    def phase(name: str, begin: date, end: date | None) -> ProgrammePhase:
        with factories.as_staff(world.here.admin) as scope:
            return actions.add_phase(
                scope, world.here.carrier, programme=world.programme.pk, name=name, valid_from=begin, valid_to=end
            )

    phase("Phase 1", date(2016, 10, 1), date(2019, 12, 31))
    phase("Phase 3", date(2025, 1, 1), None)
    with refused(valid_from="läuft „Phase 1“"):
        phase("Phase 2", date(2019, 6, 1), date(2024, 12, 31))
    phase("Phase 2", date(2020, 1, 1), date(2024, 12, 31))
    with factories.as_staff(world.here.admin):
        names = dict(ProgrammePhase.objects.exclude(successor=None).values_list("name", "successor__name"))
    assert names == {"Phase 1": "Phase 2", "Phase 2": "Phase 3"}


# ---------- tandems ----------


def test_new_cases_of_a_tandem_belong_to_both(world: World) -> None:
    with factories.as_staff(world.here.lead) as scope:
        actions.add_tandem(
            scope,
            project(world.here),
            name="A",
            case_manager_id=world.here.mentor.pk,
            placement_officer_id=world.here.colleague.pk,
            valid_from=BEGIN,
            valid_to=None,
        )
    new = NewParticipant(
        carrier=world.here.carrier, project=world.here.project, family_name="X", staff=world.here.mentor.pk
    )
    with factories.as_staff(world.here.mentor):
        row = Enrolment.objects.get(person_id=people.create_person(new))
    assert (row.staff_id, row.second_staff_id) == (world.here.mentor.pk, world.here.colleague.pk)


@pytest.mark.parametrize(
    ("pair", "complaint"),
    [(("mentor", "mentor"), "zwei Personen"), (("mentor", "stranger"), "arbeitet nicht in diesem Projekt")],
)
def test_a_tandem_is_two_people_of_the_project(world: World, pair: tuple[str, str], complaint: str) -> None:
    people_by_name = {"mentor": world.here.mentor.pk, "stranger": world.other_project.mentor.pk}
    with refused(any=complaint), factories.as_staff(world.here.lead) as scope:
        actions.add_tandem(
            scope,
            project(world.here),
            name="A",
            case_manager_id=people_by_name[pair[0]],
            placement_officer_id=people_by_name[pair[1]],
            valid_from=BEGIN,
            valid_to=None,
        )
    with factories.as_staff(world.here.lead):
        assert not Tandem.objects.exists()


# ---------- sites ----------


def site(world: World) -> Site:
    with factories.as_staff(world.here.lead) as scope:
        return actions.keep_site(
            scope, project(world.here), None, {"name": "Bus", "district": "14522", "mobile": True, "valid_from": BEGIN}
        )


def hour(world: World, stop: Site, **fields: Any) -> SiteHour:
    facts = {
        "kind": "mobile",
        "weekday": 2,
        "rhythm": "odd",
        "begins": time(10),
        "ends": time(12),
        "valid_from": BEGIN,
        "valid_to": None,
        "note": "",
    }
    with factories.as_staff(world.here.lead) as scope:
        return actions.add_hour(scope, project(world.here), stop, {**facts, **fields})


def test_a_closed_site_takes_its_timetable_along_and_stays_in_history(world: World) -> None:
    stop = site(world)
    hour(world, stop)
    hour(world, stop, weekday=4, valid_from=date(2027, 3, 1))
    last = TODAY + timedelta(days=30)
    with factories.as_staff(world.here.lead) as scope:
        actions.close_site(scope, project(world.here), stop, last)
        assert [row.valid_to for row in SiteHour.objects.all()] == [last]
    with clock.frozen(date(2027, 2, 1)), factories.as_staff(world.here.mentor) as scope:
        found = queries.places(scope, world.here.project)
    assert [each.site.name for each in found.closed] == ["Bus"]
    assert found.closed[0].hours.past


def test_a_time_that_ends_before_it_begins_is_refused(world: World) -> None:
    with refused(ends="endet vor ihrem Beginn"):
        hour(world, site(world), ends=time(9))


# ---------- who may ----------


def test_only_leadership_changes_a_project(world: World) -> None:
    for who in (world.here.mentor, world.here.auditor, world.other_project.lead, world.away.admin):
        with pytest.raises((Forbidden, Project.DoesNotExist)):
            capacity(world, 5, who=who)


def test_ending_a_row_keeps_it_and_withdrawing_takes_it_back(world: World) -> None:
    running, coming = capacity(world, 10, BEGIN), None
    with factories.as_staff(world.here.lead) as scope:
        actions.end_row(scope, project(world.here), running, TODAY)
    coming = capacity(world, 12, date(2027, 1, 1))
    with factories.as_staff(world.here.lead) as scope:
        assert actions.end_row(scope, project(world.here), coming, TODAY)
        assert [(row.places, row.valid_to) for row in Capacity.objects.all()] == [(10, TODAY)]


# ---------- consortia ----------


def test_a_consortium_from_the_first_partner_to_its_end(world: World) -> None:
    with factories.as_staff(world.here.admin) as scope:
        made = consortia.create_consortium(
            scope,
            carrier=world.here.carrier,
            programme=world.programme.pk,
            name="Verbund",
            target_persons=840,
            valid_from=BEGIN,
            valid_to=None,
        )
        partner: dict[str, Any] = {"name": "Träger fern", "sub_project": "Ost", "valid_to": None}
        consortia.add_partner(scope, made, partner=world.away.carrier, valid_from=BEGIN, **partner)
        with refused(partner="gehört in der Zeit schon"):
            consortia.add_partner(scope, made, partner=world.away.carrier, valid_from=TODAY, **partner)
        with refused(valid_from="liegt nicht darin"):
            consortia.add_partner(scope, made, partner=None, valid_from=date(2020, 1, 1), **partner)
    with factories.as_staff(world.away.mentor) as scope:  # the partner's staff see it, others don't
        assert Consortium.objects.visible_to(scope).exists()
        assert ConsortiumMember.objects.visible_to(scope).count() == 2
    with factories.as_staff(world.here.admin) as scope:
        consortia.end_consortium(scope, made, TODAY)
        assert {row.valid_to for row in ConsortiumMember.objects.all()} == {TODAY}


def test_an_agreement_names_every_party_and_is_never_changed(world: World) -> None:
    with factories.as_staff(world.here.admin) as scope:
        made = consortia.create_consortium(
            scope,
            carrier=world.here.carrier,
            programme=world.programme.pk,
            name="Verbund",
            target_persons=None,
            valid_from=BEGIN,
            valid_to=None,
        )
        facts: dict[str, Any] = {"agreed_on": BEGIN, "reference": "Ordner 7", "contact_point": "Koordination"}
        with refused(party="Wofür steht ein: fern"):
            consortia.record_agreement(scope, made, **facts, duties=[("nord", "alles"), ("fern", " ")])
        with refused(agreed_on="in der Zukunft"):
            consortia.record_agreement(
                scope, made, **{**facts, "agreed_on": date(2027, 1, 1)}, duties=[("nord", "alles")]
            )
        consortia.record_agreement(scope, made, **facts, duties=[("nord", "alles")])
        assert JointAgreement.objects.update(reference="anders") == 0
        assert JointAgreement.objects.all().delete()[0] == 0
    with pytest.raises(Forbidden), factories.as_staff(world.here.lead) as scope:
        consortia.record_agreement(scope, made, **facts, duties=[("nord", "alles")])
