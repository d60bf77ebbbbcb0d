# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two organisations that were one: everything follows, in every project of the carrier, and comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scharnier.directory.organisations import actions as organisations
from scharnier.directory.organisations.models import Cooperation, Organisation, OrganisationContact, OrganisationMerge
from scharnier.foundation import principals
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.people.merging import actions as files
from scharnier.people.merging.queries import compare_files as files_compared
from scharnier.work.employers import actions as employers
from scharnier.work.employers.actions import Talk
from scharnier.work.employers.models import Employer, EmployerContact
from scharnier.work.introductions import actions as introductions
from scharnier.work.introductions.actions import NewIntroduction
from scharnier.work.introductions.models import Introduction, IntroductionStep
from scharnier.work.merging import actions as merging
from scharnier.work.placements import actions as placements
from scharnier.work.placements.actions import Origin
from scharnier.work.placements.models import PermissionRound, Placement
from scharnier.work.retention.models import RetentionCheck
from scharnier.work.vacancies import actions as vacancies
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.factories import House, World
from tests.people.conftest import TODAY, SignIn, statements
from tests.work.on_the_way import differences, nour, terms

pytestmark = pytest.mark.django_db
ALL = "/desk/organisationen/"


def firm(house: House, name: str, **fields: Any) -> Organisation:
    return organisations.add_organisation(house.carrier, {"name": name, **fields}, {"place": f"bei {name}"})


def accompanied(house: House, organisation: Organisation, number: str) -> Employer:
    """A case with a talk, a follow-up, a goal and a vacancy."""
    case = employers.open_case(house.project, organisation, responsible=house.mentor.pk, begins=date(2026, 3, 1))
    due = date(2026, 12, 1)
    talk = Talk(TODAY, "phone", note=number, follow_up_on=due, follow_up=f"Rückruf {number}")
    employers.note_talk(case, author=house.mentor.pk, talk=talk)
    employers.add_goal(case, text=f"Ziel {number}", due=due)
    values = {"title": f"Stelle {number}", "occupation": "22302", "external_number": "N-1" if number != "drei" else ""}
    vacancies.add_vacancy(house.project, organisation, values, owner=house.mentor.pk, days=28)
    return case


def agenda_agrees(house: World) -> None:
    """In all projects of the carrier the agenda says what its rows say."""
    with principals.entering(principals.system(house.here.carrier)):
        assert differences(house.here) == []


def test_everything_follows_in_every_project_and_comes_back(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        kept = firm(house.here, "Tischlerei Kiefer")
        gone = firm(house.here, "Tischlerei Kiefer GmbH", phone="+493023125011", languages=["ru"], note="Hof links")
        organisations.add_contact(gone, {"name": "Ida Kiefer"})
        stays = accompanied(house.here, kept, "eins")
        double = accompanied(house.here, gone, "zwei")
    with factories.as_staff(house.other_project.mentor):
        elsewhere = accompanied(house.other_project, gone, "drei")
    client = sign_in(house.here.mentor)
    page = f"{ALL}{kept.pk}/zusammenfuehren/"
    assert str(gone.pk) in client.get(page).text
    assert str(gone.pk) in client.get(f"{page}?suche=gmbh").text
    shown, asked = statements(client, f"{page}?mit={gone.pk}")
    assert asked <= 14
    for word in ("Ida Kiefer", "Stelle zwei", "Stelle drei", "Hof links", "bei Tischlerei Kiefer GmbH"):
        assert word in shown.text
    answer = client.post(page, {"mit": str(gone.pk)}, follow=True)
    assert "Zusammengeführt mit Tischlerei Kiefer GmbH." in answer.text
    assert client.get(f"{ALL}{gone.pk}/")["Location"].endswith(f"{kept.pk}/")
    with factories.as_staff(house.here.mentor):
        kept.refresh_from_db()
        assert (kept.phone, kept.languages, kept.note) == ("+493023125011", ["ru"], "Hof links")
        assert set(Vacancy.objects.values_list("organisation_id", flat=True)) == {kept.pk}
        assert OrganisationContact.objects.get().organisation_id == kept.pk
        assert set(EmployerContact.objects.filter(project=house.here.project).values_list("employer", flat=True)) == {
            stays.pk
        }
        double.refresh_from_db()
        elsewhere.refresh_from_db()
        assert (double.ends, double.end_reason, elsewhere.ends) == (TODAY, "merged", None)
        assert elsewhere.organisation_id == kept.pk
        merge = OrganisationMerge.objects.get()
    agenda_agrees(house)
    assert "schon zusammengeführt" in client.post(page, {"mit": str(gone.pk)}, follow=True).text
    client.post(f"{ALL}zusammenfuehrung/{merge.pk}/zurueck/")
    with factories.as_staff(house.here.mentor):
        for row in (kept, double, elsewhere):
            row.refresh_from_db()
        assert (kept.phone, kept.languages, kept.note) == ("", [], "")
        assert (double.ends, double.organisation_id, elsewhere.organisation_id) == (None, gone.pk, gone.pk)
        assert EmployerContact.objects.filter(employer=double).count() == 1
        assert Vacancy.objects.filter(organisation=gone).count() == 2
    agenda_agrees(house)
    assert client.get(f"{ALL}{gone.pk}/").status_code == 200


def test_only_who_writes_for_the_carrier_merges_its_organisations(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        kept, gone = firm(house.here, "Eins"), firm(house.here, "Zwei")
    with factories.as_staff(house.away.mentor):
        foreign = firm(house.away, "Drei")
    page = f"{ALL}{kept.pk}/zusammenfuehren/"
    assert sign_in(house.here.auditor).post(page, {"mit": str(gone.pk)}).status_code == 403
    assert sign_in(house.away.mentor).post(page, {"mit": str(gone.pk)}).status_code == 404
    client = sign_in(house.here.mentor)
    for other in (kept.pk, foreign.pk, "unsinn"):
        client.post(page, {"mit": str(other)})
    with factories.as_staff(house.here.mentor):
        assert not OrganisationMerge.objects.exists()
        assert not Organisation.objects.filter(merged_into__isnull=False).exists()


def test_people_on_the_way_go_along_when_a_firm_is_merged_and_come_back(house: World) -> None:
    here, there = house.here, house.other_project
    with factories.as_staff(here.mentor):
        kept, gone = firm(here, "Tischlerei Kiefer"), firm(here, "Tischlerei Kiefer GmbH")
        speaks = organisations.add_contact(gone, {"name": "Ida Kiefer", "preferred": True})
        looked = {"project_id": here.project, "owner_id": here.mentor.pk}
        organisations.add_cooperation(gone, {"title": "Pakt", "begins": TODAY, "ends": date(2027, 1, 31), **looked})
        accompanied(here, gone, "eins")
        offered = Vacancy.objects.select_related("organisation").get()
        row = introductions.propose(nour(here), NewIntroduction(offered, contact=speaks), editor=here.mentor)
    with factories.as_staff(there.mentor):
        case = nour(there, name="Noori")
        origin = Origin(vacancy=offered, organisation=gone)
        job = placements.place(case, terms(), editor=there.mentor, origin=origin).placement
    with factories.as_staff(here.mentor):
        merge = merging.merge(kept, gone, user=here.mentor.pk)
    agenda_agrees(house)

    def of(organisation: Organisation) -> list[int]:
        tables = (Introduction, Placement, Vacancy, Cooperation, OrganisationContact)
        with principals.entering(principals.system(here.carrier)):
            return [table.objects.filter(organisation=organisation).count() for table in tables]

    assert (of(kept), of(gone)) == ([1, 1, 1, 1, 1], [0, 0, 0, 0, 0])
    with factories.as_staff(here.mentor):
        row.refresh_from_db()
        assert (row.where, row.contact_id, row.vacancy_id) == ("Tischlerei Kiefer GmbH", speaks.pk, offered.pk)
        actions_of_way = introductions.Happened("interview", TODAY, agreed=True)
        introductions.record(Introduction.objects.get(pk=row.pk), actions_of_way, editor=here.mentor)
        merging.undo(merge, user=here.mentor.pk)
    assert (of(kept), of(gone)) == ([0, 0, 0, 0, 0], [1, 1, 1, 1, 1])
    with factories.as_staff(there.mentor):
        assert Placement.objects.get(pk=job.pk).organisation_id == gone.pk
    agenda_agrees(house)


def test_two_files_on_the_way_to_one_vacancy_become_one_person_and_two_again(house: World) -> None:
    here = house.here
    with factories.as_staff(here.mentor):
        kept = firm(here, "Tischlerei Kiefer")
        accompanied(here, kept, "eins")
        offered = Vacancy.objects.select_related("organisation").get()
        cases = [nour(here, name=name) for name in ("Haddad", "Hadad")]
        ways = [introductions.propose(case, NewIntroduction(offered), editor=here.mentor) for case in cases]
        happened = introductions.Happened("trial", TODAY, agreed=True)
        introductions.record(Introduction.objects.get(pk=ways[1].pk), happened, editor=here.mentor)
        origin = Origin(vacancy=offered, introduction=ways[1])
        placements.place(cases[1], terms(), editor=here.mentor, origin=origin)
        mine, other = (case.person for case in cases)
        with pytest.raises(DomainError, match=r"laufenden Vermittlungsvorschlag.*Nehmen Sie den einen zurück"):
            files.merge(mine, other, {}, here.mentor.pk)  # which of the two goes on, nobody else knows
        back = introductions.Happened("withdrawn", TODAY, reason="withdrawn")
        introductions.record(Introduction.objects.get(pk=ways[0].pk), back, editor=here.mentor)
        compared = files_compared(mine, other)
        chosen = {field.name: "mine" for field in compared.choices} | {each.key: "mine" for each in compared.clashes}
        merged = files.merge(mine, other, chosen, here.mentor.pk)
        tables = (Introduction, IntroductionStep, Placement, PermissionRound, RetentionCheck)
        for table in tables:
            assert set(table.objects.values_list("person_id", flat=True)) == {mine.pk}, table
        assert TimelineEntry.objects.filter(subject_id=mine.pk, kind="work.introduction_step").count() == 5
        assert not AgendaItem.objects.filter(subject_id=other.pk).exists()
    agenda_agrees(house)
    with factories.as_staff(here.mentor):
        files.undo(merged, here.mentor.pk, {})
        assert Introduction.objects.get(pk=ways[1].pk).person_id == other.pk
        assert set(RetentionCheck.objects.values_list("person_id", flat=True)) == {other.pk}
        assert IntroductionStep.objects.filter(person_id=mine.pk).count() == 2
    agenda_agrees(house)
