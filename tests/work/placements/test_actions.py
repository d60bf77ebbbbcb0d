# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A placement by the rules: access on its first day, adequacy, two at once, the permission, support in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from scharnier.foundation import clock, principals
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.people.law.models import LegalFacts
from scharnier.people.models import Enrolment, ResidenceStatus
from scharnier.work.placements import actions
from scharnier.work.placements.actions import End, Origin
from scharnier.work.placements.models import PermissionRound, Placement, SupportApplication, running
from scharnier.work.retention import counting
from scharnier.work.retention.models import RetentionCheck
from tests.factories import World, as_staff
from tests.people.conftest import SignIn
from tests.work.on_the_way import TODAY, differences, nour, terms, vacancy

pytestmark = pytest.mark.django_db


def _again(row: Placement) -> Placement:
    return Placement.objects.select_related("person").get(pk=row.pk)


def _in_procedure(case: Enrolment, since: date) -> None:
    """In the asylum procedure since a day, not in a reception centre: closed for three months."""
    ResidenceStatus.objects.filter(person=case.person).delete()
    tenant = {"carrier_id": case.carrier_id, "person": case.person}
    ResidenceStatus.objects.create(**tenant, code="gestattung", valid_from=since)
    facts = {
        "stay_since": since.isoformat(),
        "asylum_registration_date": since.isoformat(),
        "asylum_application_date": since.isoformat(),
        "reception_centre_obligation": False,
        "minor_children_in_household": False,
        "accelerated_procedure_art42": False,
    }
    LegalFacts.objects.create(**tenant, facts=facts)


def test_a_job_is_judged_asked_after_and_its_way_to_permission_begun(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        placed = actions.place(nour(house.here), terms(), editor=mentor)
        row = _again(placed.placement)
        assert placed.warnings == []
        assert (row.adequate, row.adequacy["level"], row.adequacy["qualified"]) == (True, 2, 2)
        assert row.access["level"] == "unrestricted"
        assert [check.mark for check in RetentionCheck.objects.order_by("due_on")] == ["w1", "w4", "m3", "m6", "m12"]
        assert AgendaItem.objects.filter(kind="work.retention", owner_id=mentor.pk).count() == 5
        assert PermissionRound.objects.get(placement=row).steps[0] == "read_document"
        assert TimelineEntry.objects.filter(kind="work.placement").count() == 1
        assert differences(house.here) == []


def test_a_start_before_access_begins_says_when_it_will(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        case = nour(house.here)
        _in_procedure(case, date(2026, 11, 1))
        said = r"noch nicht erlaubt.*ab dem 01\.02\.2027"
        with pytest.raises(DomainError, match=said) as refused:
            actions.place(case, terms(), editor=mentor)
        assert refused.value.field == "access_reason"
        assert not Placement.objects.exists()
        placed = actions.place(case, terms(access_reason="Erlaubnis steht im Ausweis"), editor=mentor)
        assert placed.placement.access["overruled"] == "Erlaubnis steht im Ausweis"
        assert placed.placement.access["level"] == "none"


def test_an_apprenticeship_needs_a_firm_that_may_train(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        case, kind = nour(house.here), "ausbildung_betrieblich"
        refused = Origin(vacancy=vacancy(house.here, kind=kind, training_permission=False))
        with pytest.raises(DomainError, match="ohne Ausbildungsberechtigung"):
            actions.place(case, terms(kind=kind), editor=mentor, origin=refused)
        origin = Origin(vacancy=vacancy(house.here, refused.vacancy.organisation, kind=kind, training_permission=True))  # type: ignore[union-attr]  # is one
        row = actions.place(case, terms(kind=kind, ends=date(2029, 11, 30)), editor=mentor, origin=origin).placement
        marks = set(RetentionCheck.objects.filter(placement=row).values_list("mark", flat=True))
        assert {"probation", "intermediate"} <= marks
        assert row.adequate is True


def test_nobody_has_two_full_time_jobs_at_once(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        case = nour(house.here)
        first = actions.place(case, terms(), editor=mentor).placement
        with pytest.raises(DomainError, match=r"schon eine Vollzeitstelle: Tischlerei Kiefer seit 01.12.2026"):
            actions.place(case, terms(where="Andere", begins=date(2027, 1, 1)), editor=mentor)
        small = actions.place(case, terms(kind="minijob", where="Café", hours=Decimal(10)), editor=mentor)
        assert "49 Stunden" in small.warnings[0]
        assert "ArbZG" in small.warnings[0]
        actions.end(_again(first), End(date(2026, 12, 31), "better_job"), editor=mentor)
        actions.place(case, terms(where="Andere", begins=date(2027, 1, 1)), editor=mentor)


def test_the_rule_of_adequacy_is_overruled_with_a_reason_only(house: World) -> None:
    mentor = house.here.mentor
    helper = {"work": "Helfer", "occupation": "22301"}
    with as_staff(mentor):
        case = nour(house.here)
        row = actions.place(case, terms(**helper, hours=Decimal(20)), editor=mentor).placement
        assert row.adequate is False
        changed = replace(actions.terms_of(row), adequate=True)
        with pytest.raises(DomainError, match="anders urteilen als die Regel"):
            actions.change(_again(row), changed, editor=mentor, version=None)
        actions.change(_again(row), replace(changed, adequate_reason="Leitet an"), editor=mentor, version=None)
        found = _again(row)
        assert (found.adequate, found.adequate_reason, found.adequacy["fits"]) == (True, "Leitet an", False)


def test_a_change_of_hours_begins_the_way_to_the_permission_anew(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        case = nour(house.here, "duldung")
        facts = {"asylum_application_date": "2024-01-02", "asylum_outcome": "rejected_mu"}
        stated = {"stay_since": "2024-01-01", "reception_centre_obligation": False, **facts}
        LegalFacts.objects.create(carrier_id=case.carrier_id, person=case.person, facts=stated)
        row = actions.place(case, terms(), editor=mentor).placement
        first = PermissionRound.objects.get(placement=row)
        assert (first.level, "declaration" in first.steps) == ("with_approval", True)
        actions.tick(first, first.steps[0], editor=mentor)
        changed = replace(actions.terms_of(row), hours=Decimal(30))
        placed = actions.change(_again(row), changed, editor=mentor, version=None)
        rounds = list(PermissionRound.objects.filter(placement=row).order_by("number"))
        assert [each.number for each in rounds] == [1, 2]
        assert rounds[0].done[rounds[0].steps[0]]["on"] == "2026-11-24"
        assert (rounds[1].done, rounds[1].because) == ({}, "Stunden je Woche")
        assert any("neu einholen" in each for each in placed.warnings)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pay_amount": Decimal(-1), "pay_unit": "hour"}, "pay_amount"),
        ({"pay_amount": Decimal(14)}, "pay_unit"),
        ({"ends": date(2026, 11, 30)}, "ends"),
        ({"begins": date(1999, 1, 1)}, "begins"),
        ({"probation_until": date(2026, 1, 1)}, "probation_until"),
        ({"kind": "traumjob"}, "kind"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(house: World, changes: dict[str, Any], field: str) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        with pytest.raises(DomainError) as refused:
            actions.place(nour(house.here), terms(**changes), editor=mentor)
        assert refused.value.field == field


def test_support_is_on_the_agenda_before_it_is_too_late(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = actions.place(nour(house.here), terms(begins=date(2027, 2, 1)), editor=mentor).placement
        support = actions.plan_support(row, "egz", row.begins, editor=mentor)
        assert (support.apply_by, support.due_on) == (date(2027, 1, 31), date(2027, 1, 3))
        item = AgendaItem.objects.get(source_id=support.pk)
        assert item.title == "Eingliederungszuschuss beantragen"
        assert "spätestens am 31.01.2027" in item.detail
        with pytest.raises(DomainError, match="schon auf der Liste"):
            actions.plan_support(row, "egz", row.begins, editor=mentor)
        SupportApplication.objects.filter(pk=support.pk).update(apply_by=date(2026, 11, 1))
        fresh = SupportApplication.objects.select_related("person").get(pk=support.pk)
        assert "Rechnen Sie mit einer Ablehnung" in actions.move_support(fresh, "applied", TODAY, editor=mentor)
        assert not AgendaItem.objects.filter(source_id=support.pk).exists()
        with pytest.raises(DomainError, match="So geht es nicht weiter"):
            actions.move_support(fresh, "dropped-twice", TODAY, editor=mentor)
        assert differences(house.here) == []


def test_support_is_applied_for_once_and_again_only_on_purpose(house: World, sign_in: SignIn) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = actions.place(nour(house.here), terms(begins=date(2027, 2, 1)), editor=mentor).placement
    page, new = reverse("placement", args=[row.pk]), reverse("support_new", args=[row.pk])
    client = sign_in(mentor)
    button, once_more = 'name="instrument" value="egz"', "Noch einmal beantragen"
    assert button in client.get(page).content.decode()
    client.post(new, {"instrument": "egz"})
    for state in ("planned", "applied", "granted"):
        with as_staff(mentor):
            (support,) = SupportApplication.objects.select_related("person", "placement", "introduction")
            if state != "planned":
                actions.move_support(support, state, TODAY, editor=mentor)
        said = client.get(page).content.decode()
        assert button not in said
        assert reverse("support_application", args=[support.pk]) in said[said.index("Was in Frage kommt") :]
        client.post(new, {"instrument": "egz", "again": "1"})  # an old page
    with as_staff(mentor):
        (support,) = SupportApplication.objects.select_related("person", "placement", "introduction")
        actions.move_support(support, "applied", TODAY, editor=mentor)
        actions.move_support(support, "refused", TODAY, editor=mentor)
    assert once_more in client.get(page).content.decode()
    client.post(new, {"instrument": "egz"})  # no intent: an old page again
    with as_staff(mentor):
        assert SupportApplication.objects.count() == 1
    client.post(new, {"instrument": "egz", "again": "1"})
    said = client.get(page).content.decode()
    assert button not in said
    assert once_more not in said
    with as_staff(mentor):
        assert sorted(SupportApplication.objects.values_list("state", flat=True)) == ["planned", "refused"]
        with pytest.raises(DomainError, match="noch einmal beantragt"):
            actions.move_support(support, "granted", TODAY, editor=mentor)


def test_from_school_to_training_is_one_row_of_days(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        case = nour(house.here)
        steps = actions.from_school(case, date(2027, 7, 9), date(2027, 9, 1), editor=mentor)
        assert [(step.kind, step.on.isoformat()) for step in steps] == [
            ("orientation", "2026-11-24"),
            ("registration", "2026-11-24"),
            ("application", "2026-11-24"),
            ("leaving_school", "2027-07-09"),
            ("training_start", "2027-09-01"),
        ]
        assert AgendaItem.objects.filter(kind="work.way_step").count() == 5
        with pytest.raises(DomainError, match="nach dem letzten Schultag"):
            actions.from_school(case, date(2027, 7, 9), date(2027, 7, 1), editor=mentor)
        assert differences(house.here) == []


def test_who_leaves_on_a_day_to_come_works_there_until_then(
    house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentor, last = house.here.mentor, date(2026, 12, 18)
    with as_staff(mentor):
        row = actions.place(nour(house.here), terms(begins=date(2026, 11, 2)), editor=mentor).placement
        actions.end(_again(row), End(last, "quit"), editor=mentor)
        assert [check.mark for check in RetentionCheck.objects.all()] == ["w4"]  # before the last day
        assert AgendaItem.objects.filter(kind="work.retention").count() == 1
        actions.change(
            _again(row), replace(actions.terms_of(_again(row)), hours=Decimal(30)), editor=mentor, version=None
        )
        assert differences(house.here) == []
        period = (principals.scope(), house.here.project, date(2026, 1, 1), date(2026, 12, 31))
        assert counting.tally(*period).ends == []
    client = sign_in(mentor)
    work = reverse("work_file", args=[row.person_id])
    page = reverse("placement", args=[row.pk])
    for address in (work, page):
        said = client.get(address).content.decode()
        assert "endet am 18.12.2026" in said
        assert "beendet" not in said
    assert 'value="18.12.2026"' in client.get(reverse("placement_end", args=[row.pk])).content.decode()
    with as_staff(mentor):
        assert Placement.objects.filter(running()).exists()
        monkeypatch.setattr(clock, "today", lambda: last)
        assert Placement.objects.filter(running()).exists()  # the last day is still one
        monkeypatch.setattr(clock, "today", lambda: last + timedelta(days=1))
        assert not Placement.objects.filter(running()).exists()
        assert _again(row).over
        assert counting.tally(*period).ends == [("selbst gekündigt", 1)]


def test_an_end_takes_checks_to_come_along_and_can_be_taken_back(house: World) -> None:
    mentor = house.here.mentor
    with as_staff(mentor):
        row = actions.place(nour(house.here), terms(begins=date(2026, 11, 2)), editor=mentor).placement
        actions.end(_again(row), End(TODAY - timedelta(days=1), "quit", "Weg zu weit"), editor=mentor)
        assert not RetentionCheck.objects.exists()
        assert not AgendaItem.objects.filter(kind="work.retention").exists()
        assert TimelineEntry.objects.get(kind="work.placement_end").text == "selbst gekündigt · Weg zu weit"
        actions.reopen(_again(row), editor=mentor)
        assert RetentionCheck.objects.count() == 4
        assert not TimelineEntry.objects.filter(kind="work.placement_end").exists()
        with pytest.raises(DomainError, match="vor dem Beginn"):
            actions.end(_again(row), End(date(2026, 1, 1), "quit"), editor=mentor)
        assert differences(house.here) == []
