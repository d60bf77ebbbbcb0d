# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two files of one person become one: every conflict chosen, every row followed, and back again days later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from scharnier.casework.models import Contact, FollowUp, Goal, IntegrationPlan, PlanRevision
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, AuditEvent, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Role
from scharnier.people import actions as people
from scharnier.people.actions import NewParticipant, NewStay
from scharnier.people.finding.queries import find
from scharnier.people.law.actions import save_facts
from scharnier.people.law.models import LegalFacts
from scharnier.people.matching import queries as matching
from scharnier.people.matching.likeness import Facts
from scharnier.people.merging import actions, queries
from scharnier.people.merging.models import Merge, MergedRow
from scharnier.people.models import Enrolment, Person, ResidenceStatus
from tests import factories
from tests.factories import House, World
from tests.people.conftest import NOW, SignIn, statements

pytestmark = pytest.mark.django_db
STAY = NewStay("duldung", date(2026, 6, 1), date(2027, 5, 31))


def on_file(house: House, family: str, given: str, **fields: Any) -> UUID:
    fields.setdefault("entered_on", date(2026, 1, 14))
    row = NewParticipant(
        carrier=house.carrier,
        project=house.project,
        family_name=family,
        given_names=given,
        staff=house.mentor.pk,
        **fields,
    )
    with factories.as_staff(house.mentor):
        return people.create_person(row)


def case(house: House, person: UUID) -> dict[str, Any]:
    return {"carrier_id": house.carrier, "project_id": house.project, "person_id": person}


def worked_on(house: House, person: UUID, *, plan: bool = True, revision: bool = False) -> None:
    """Talks, something due and a plan, with what they project."""
    mentor = house.mentor.pk
    with factories.as_staff(house.mentor):
        signed = {"changed_by_id": mentor}
        Contact.objects.create(**case(house, person), at=NOW, form="phone", author_id=mentor, note="Anruf", **signed)
        FollowUp.objects.create(**case(house, person), due_on=NOW.date(), title="Anrufen", owner_id=mentor)
        if plan:
            row = IntegrationPlan.objects.create(
                **case(house, person),
                owner_id=mentor,
                review_due_on=date(2027, 1, 5),
                revision_number=int(revision),
                revised_on=NOW.date() if revision else None,
            )
            Goal.objects.create(**case(house, person), plan=row, field="arbeit", title="Arbeit", **signed)
            if revision:
                frozen = {"label": "Plan"}
                PlanRevision.objects.create(
                    **case(house, person), plan=row, number=1, author_id=mentor, content=frozen, plan_version=1
                )
    with principals.entering(principals.system(house.carrier)):
        projections.rebuild(house.carrier)


def merge(house: House, mine: UUID, other: UUID, *, keep: str = "mine", **choices: str) -> Merge:
    """Everything as chosen, and `keep` for what nobody has chosen."""
    with factories.as_staff(house.mentor):
        one, two = Person.objects.get(pk=mine), Person.objects.get(pk=other)
        compared = queries.compare_files(one, two)
        every = {field.name: keep for field in compared.choices} | {clash.key: keep for clash in compared.clashes}
        return actions.merge(one, two, {**every, **choices}, house.mentor.pk)


def sound(house: House) -> list[str]:
    with principals.entering(principals.system(house.carrier)):
        return projections.compare(house.carrier)


def content(house: House) -> dict[str, Any]:
    """Everything that a person can see of two files, to compare before and after."""
    with factories.as_staff(house.mentor):
        rows: dict[str, Any] = {}
        for model in (Enrolment, ResidenceStatus, LegalFacts, Contact, FollowUp, IntegrationPlan, Goal, PlanRevision):
            rows[model.__name__] = sorted(model.objects.values_list("pk", "person_id"))
        rows["goals"] = sorted(Goal.objects.values_list("pk", "plan_id"))
        names = ("pk", "family_name", "given_names", "phone", "birth_date", "speaks", "remark", "former_names")
        rows["persons"] = sorted(Person.objects.values_list(*names))
        rows["agenda"] = sorted(
            AgendaItem.objects.values_list("kind", "source_id", "key", "subject_id", "subject_name")
        )
        rows["timeline"] = sorted(TimelineEntry.objects.values_list("kind", "source_id", "subject_id"))
    return rows


@pytest.fixture
def couple_of_files(house: World) -> tuple[UUID, UUID]:
    """The same woman twice, both files worked on."""
    mine = on_file(house.here, "Shevchenko", "Oksana", birth_date=date(1990, 5, 3), speaks=("uk",), stays=(STAY,))
    other = on_file(
        house.here, "Schewtschenko", "Oksana", birth_date=date(1990, 3, 5), phone="+4917604069031",
        speaks=("ru", "uk"), remark="Kommt mittwochs", entered_on=date(2026, 2, 2),
    )  # fmt: skip
    worked_on(house.here, mine)
    worked_on(house.here, other, revision=True)
    with factories.as_staff(house.here.mentor):
        for pk in (mine, other):
            save_facts(Person.objects.get(pk=pk), 0, {"stay_since": "2024-02-03"})
    assert sound(house.here) == []
    return mine, other


def test_everything_follows_and_the_old_link_leads_to_the_file(
    house: World, sign_in: SignIn, couple_of_files: tuple[UUID, UUID]
) -> None:
    mine, other = couple_of_files
    merge(house.here, mine, other, birth_date="other")
    with factories.as_staff(house.here.mentor) as scope:
        kept = Person.objects.get(pk=mine)
        assert (kept.family_name, kept.birth_date, kept.phone) == ("Shevchenko", date(1990, 3, 5), "+4917604069031")
        assert (kept.speaks, kept.remark) == (["uk", "ru"], "Kommt mittwochs")
        assert Enrolment.objects.count() == 1
        assert {Contact.objects.filter(person_id=mine).count(), FollowUp.objects.filter(person_id=mine).count()} == {2}
        plan = IntegrationPlan.objects.get()
        assert plan.revision_number == 1
        assert Goal.objects.filter(plan=plan, person_id=mine).count() == 2
        assert PlanRevision.objects.get().person_id == mine
        assert LegalFacts.objects.get().person_id == mine
        assert not Person.objects.filter(pk=other).exists()
        assert [hit.label for group in find(scope, "Schewtschenko") for hit in group.hits] == ["Shevchenko, Oksana"]
        assert len(matching.twins(scope, Facts("Schewtschenko", "Oksana", birth=date(1990, 3, 5)))) == 1
    assert sound(house.here) == []
    client = sign_in(house.here.mentor)
    for page in ("", "stammdaten/", "verlauf/", "plan/"):
        assert client.get(f"/desk/personen/{other}/{page}")["Location"] == f"/desk/personen/{mine}/"
    assert sign_in(house.away.mentor).get(f"/desk/personen/{other}/").status_code in (302, 404)
    assert sign_in(house.away.mentor).get(f"/desk/personen/{mine}/").status_code == 404


def test_undoing_leaves_both_files_as_they_were(house: World, couple_of_files: tuple[UUID, UUID]) -> None:
    mine, other = couple_of_files
    before = content(house.here)
    row = merge(house.here, mine, other, keep="other")
    assert content(house.here) != before
    with clock.frozen(NOW + timedelta(days=9)), factories.as_staff(house.here.mentor):
        assert actions.undo(Merge.objects.get(pk=row.pk), house.here.mentor.pk, {}) == []
    assert content(house.here) == before
    assert sound(house.here) == []


def test_what_was_written_since_is_assigned_by_hand(
    house: World, sign_in: SignIn, couple_of_files: tuple[UUID, UUID]
) -> None:
    mine, other = couple_of_files
    row = merge(house.here, mine, other)
    mentor = house.here.mentor.pk
    with clock.frozen(NOW + timedelta(days=3)):
        with factories.as_staff(house.here.mentor):
            later = [
                Contact.objects.create(
                    **case(house.here, mine),
                    at=clock.now(),
                    form="phone",
                    author_id=mentor,
                    changed_by_id=mentor,
                    note=text,
                )
                for text in ("Bleibt hier", "Gehört zur zweiten")
            ]
            people.update_person(Person.objects.get(pk=mine), None, {"phone": "+4917604069099"})
        with principals.entering(principals.system(house.here.carrier)):
            projections.rebuild(house.here.carrier)
        client = sign_in(house.here.mentor)
        url = f"/desk/personen/{mine}/zusammenfuehrung/{row.pk}/"
        page = client.get(url).content.decode()
        assert "Gespräch: Gehört zur zweiten" in page
        assert "Gespräch: Anruf" not in page
        done = client.post(url, {f"later-{later[1].pk}": "other"}, follow=True)
        assert "Seither geändert und so gelassen: Telefon." in done.content.decode()
    with factories.as_staff(house.here.mentor):
        owners = dict(Contact.objects.filter(pk__in=[each.pk for each in later]).values_list("note", "person_id"))
        assert owners == {"Bleibt hier": mine, "Gehört zur zweiten": other}
        assert Person.objects.get(pk=mine).phone == "+4917604069099"
        assert Person.objects.get(pk=other).merged_into_id is None
    assert sound(house.here) == []


def test_every_conflict_wants_a_choice(house: World, sign_in: SignIn, couple_of_files: tuple[UUID, UUID]) -> None:
    mine, other = couple_of_files
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{mine}/dubletten/{other}/"
    page = client.get(url).content.decode()
    for text in ("Shevchenko", "Schewtschenko", "03.05.1990", "05.03.1990", "Offene Teilnahme", "Kommt mittwochs"):
        assert text in page
    refused = client.post(url, {"family_name": "mine"})
    assert "Wählen Sie bei jedem Unterschied, was gilt." in refused.content.decode()
    with factories.as_staff(house.here.mentor):
        assert not Merge.objects.exists()


@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_readers_and_administrators_merge_nothing(
    house: World, sign_in: SignIn, couple_of_files: tuple[UUID, UUID], who: str
) -> None:
    mine, other = couple_of_files
    answer = sign_in(getattr(house.here, who)).post(f"/desk/personen/{mine}/dubletten/{other}/", {})
    assert answer.status_code in (403, 404)
    assert sign_in(house.other_project.mentor).get(f"/desk/personen/{mine}/dubletten/{other}/").status_code == 404


def test_a_file_is_not_merged_with_itself(house: World, sign_in: SignIn, couple_of_files: tuple[UUID, UUID]) -> None:
    mine, _ = couple_of_files
    client = sign_in(house.here.mentor)
    url = f"/desk/personen/{mine}/dubletten/{mine}/"
    assert "Das ist zweimal dieselbe Akte." in client.get(url).content.decode()
    assert "Das ist zweimal dieselbe Akte." in client.post(url, {}).content.decode()


def test_two_plans_on_record_do_not_become_one(house: World) -> None:
    mine, other = on_file(house.here, "Haddad", "Nour"), on_file(house.here, "Hadad", "Nour")
    worked_on(house.here, mine, revision=True)
    worked_on(house.here, other, revision=True)
    with pytest.raises(DomainError, match="Zwei Pläne werden nicht einer"):
        merge(house.here, mine, other)


def test_files_of_two_carriers_stay_two(house: World) -> None:
    mine, away = on_file(house.here, "Haddad", "Nour"), on_file(house.away, "Haddad", "Nour")
    with principals.entering(principals.SYSTEM):
        factories.member(house.here.mentor, house.away.carrier, house.away.project, Role.CASEWORKER)
    with pytest.raises(DomainError, match="verschiedenen Trägern"):
        merge(house.here, mine, away)


def test_who_may_not_write_in_every_project_is_told_whom_to_ask(house: World) -> None:
    mine, other = on_file(house.here, "Haddad", "Nour"), on_file(house.here, "Hadad", "Nour")
    with factories.as_staff(house.here.mentor):
        known = Person.objects.get(pk=other)
    with principals.entering(principals.system(house.here.carrier)):
        people.enrol(known, house.other_project.project, staff=None)
    with pytest.raises(DomainError, match="Fragen Sie im Projekt Projekt sued"):
        merge(house.here, mine, other)


def test_a_merged_file_is_not_merged_again_and_undo_goes_backwards(house: World) -> None:
    first, second, third = (on_file(house.here, "Haddad", "Nour") for _ in range(3))
    one = merge(house.here, second, third)
    two = merge(house.here, first, second)
    with factories.as_staff(house.here.mentor):
        assert queries.survivor(third) == first
        with pytest.raises((DomainError, Person.DoesNotExist)):
            actions.undo(
                Merge.objects.get(pk=one.pk) if Merge.objects.filter(pk=one.pk) else one, house.here.mentor.pk, {}
            )
        actions.undo(Merge.objects.get(pk=two.pk), house.here.mentor.pk, {})
        actions.undo(Merge.objects.get(pk=one.pk), house.here.mentor.pk, {})
        assert Enrolment.objects.count() == 3
        with pytest.raises(DomainError, match="schon zurückgenommen"):
            actions.undo(Merge.objects.get(pk=one.pk), house.here.mentor.pk, {})
    assert sound(house.here) == []


def test_the_log_names_every_row_and_nobody_moves_rows_by_themselves(
    house: World, couple_of_files: tuple[UUID, UUID]
) -> None:
    mine, other = couple_of_files
    row = merge(house.here, mine, other)
    with factories.as_staff(house.here.mentor):
        tables = set(MergedRow.objects.values_list("table_name", flat=True))
        assert {"casework_contact", "casework_planrevision", "people_enrolment", "people_legalfacts"} <= tables
    with principals.entering(principals.SYSTEM):
        assert AuditEvent.objects.filter(action="merge", subject_id=mine).count() == 1
    for who in (house.here.auditor, house.away.mentor, house.other_project.mentor):
        with pytest.raises(DatabaseError), factories.as_staff(who), connection.cursor() as cursor:
            cursor.execute("SELECT merge_undo(%s, '[]')", [row.pk])
    for table in ("people_person", "people_mergedrow", "network_user", "foundation_accessrecord"):
        with pytest.raises(DatabaseError), factories.as_staff(house.here.mentor), connection.cursor() as cursor:
            cursor.execute("SELECT merge_move(%s, %s)", [row.pk, table])


def test_the_pages_take_few_statements(house: World, sign_in: SignIn, couple_of_files: tuple[UUID, UUID]) -> None:
    mine, other = couple_of_files
    client = sign_in(house.here.mentor)
    _, alone = statements(client, f"/desk/personen/{mine}/dubletten/")
    answer, count = statements(client, f"/desk/personen/{mine}/dubletten/{other}/")
    assert alone <= 14
    assert count <= 18  # two files are opened and recorded
    assert len(answer.content) <= 60 * 1024
    merge(house.here, mine, other)
    assert "Schewtschenko, Oksana" in client.get(f"/desk/personen/{mine}/dubletten/").content.decode()
    found = client.post(f"/desk/personen/{mine}/dubletten/", {"number": "gibt-es-nicht"})
    assert "Diese Akte gibt es in Ihren Projekten nicht." in found.content.decode()
