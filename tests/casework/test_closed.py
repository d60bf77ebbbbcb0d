# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Health in the plan without a basis: gone from page, paper, agenda and timeline, and back with the consent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from scharnier.casework.contacts.actions import Talk, change_contact, write_contact
from scharnier.casework.models import Contact, Goal, PlanRevision, Step
from scharnier.casework.needs.actions import NeedText, add_need
from scharnier.casework.plans import actions as plans
from scharnier.casework.plans import queries
from scharnier.casework.plans.actions import GoalText, StepText
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.network.models import User
from scharnier.network.programmes import effects
from scharnier.people.assessing.models import Assessment, HealthNeed
from scharnier.people.consents import actions as consents
from scharnier.people.consents.queries import NoBasis
from scharnier.people.models import Enrolment
from tests.casework.conftest import NOW, TODAY, measured, participant
from tests.casework.test_plan import freeze, url
from tests.factories import World, as_staff
from tests.people.consents.conftest import agreed, rests

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
GOAL, STEP = "Termin beim Lungenarzt", "Überweisung holen"


@pytest.fixture
def nour(house: World) -> Enrolment:
    """Somebody with a goal on health, reached, and a step that is due, written while the law allowed it."""
    with as_staff(house.here.mentor):
        part = participant(house.here)
        for field, title in (("gesundheit", GOAL), ("arbeit", "Arbeit als Tischlerin")):
            plans.add_goal(part, editor=house.here.mentor, text=GoalText(field, title))
            goal = Goal.objects.select_related("person", "plan").get(title=title)
            text = StepText(STEP if field == "gesundheit" else "Lebenslauf", "", house.here.mentor.pk, TODAY)
            plans.add_step(goal, editor=house.here.mentor, text=text)
        plans.add_goal(part, editor=house.here.mentor, text=GoalText("gesundheit", "Impfung"))
        plans.move_goal(Goal.objects.get(title="Impfung"), editor=house.here.mentor, to="reached")
    return part


def in_line(house: World) -> None:
    effects.in_line(house.here.carrier, [house.here.project])


def left(house: World) -> tuple[list[str], list[str]]:
    """What agenda and timeline say of the plan."""
    with as_staff(house.here.mentor):
        due = list(AgendaItem.objects.filter(kind="casework.step").order_by("title").values_list("title", flat=True))
        said = list(TimelineEntry.objects.filter(kind="casework.goal").values_list("title", flat=True))
    return due, said


def nothing_differs(house: World) -> None:
    with principals.entering(principals.system(house.here.carrier)):
        assert [line for line in projections.compare(house.here.carrier) if "casework" in line] == []


def test_without_a_basis_health_is_gone_everywhere(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    freeze(house.here, client, nour)
    assert GOAL in client.get(url(nour)).content.decode()
    rests(house, "health", "consent")
    in_line(house)
    for address in ("", "fassung/1/"):
        page = client.get(url(nour, address)).content.decode()
        assert "Arbeit als Tischlerin" in page
        assert GOAL not in page, address
        assert STEP not in page
    page = client.get(url(nour)).content.decode()
    assert "Angaben zur Gesundheit: verschlossen" in page
    assert "was=consent:health" in page
    assert left(house) == (["Lebenslauf"], [])
    nothing_differs(house)
    with as_staff(house.here.mentor) as scope:
        goal = Goal.objects.get(title=GOAL)
        step = Step.objects.get(title=STEP)
        assert queries.goal(scope, nour.person_id, goal.pk) is None
        assert queries.step(scope, nour.person_id, step.pk) is None
        revision = PlanRevision.objects.get()
        assert GOAL in str(revision.content)  # what was signed stays as it was signed
    history = client.get(f"/desk/personen/{nour.person_id}/verlauf/angaben/").content.decode()
    assert "Arbeit als Tischlerin" in history
    assert GOAL not in history
    assert STEP not in history
    overview = client.get(f"/desk/personen/{nour.person_id}/").content.decode()
    assert GOAL not in overview
    assert STEP not in overview


def test_a_history_with_every_kind_of_closed_row_takes_no_more_than_fourteen_statements(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    mentor = house.here.mentor
    client = sign_in(mentor)
    freeze(house.here, client, nour)
    with as_staff(mentor):
        add_need(nour, editor=mentor, text=NeedText("gesundheit", "Hausarzt fehlt"))
        case = {"carrier_id": nour.carrier_id, "project_id": nour.project_id, "person_id": nour.person_id}
        held = Assessment.objects.create(**case, assessor=mentor)
        HealthNeed.objects.create(**case, assessment=held, text="nicht schwer heben")
        talk = Talk(at=clock.now(), form="phone", topics=("gesundheit",), note="Am Telefon")
        write_contact(nour, author=mentor, talk=talk)
    address = f"/desk/personen/{nour.person_id}/verlauf/angaben/"
    secrets = (GOAL, STEP, "Hausarzt fehlt", "nicht schwer heben")
    assert all(secret in client.get(address).text for secret in secrets)
    for purpose in ("health", "messenger"):
        rests(house, purpose, "consent")
    answer, count = measured(client, address)
    assert not any(secret in answer.text for secret in secrets)
    assert "Am Telefon" in answer.text
    assert count <= 14
    assert measured(client, f"{address}?after={answer.context['page'].rows[-1].id}")[1] <= 14


def test_nothing_can_be_written_into_a_closed_field(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    rests(house, "health", "consent")
    client = sign_in(house.here.mentor)
    form = client.get(reverse("goal_new", args=[nour.person_id])).context["form"]
    assert "gesundheit" not in dict(form.fields["field"].choices)
    with as_staff(house.here.mentor), pytest.raises(NoBasis):
        plans.add_goal(nour, editor=house.here.mentor, text=GoalText("gesundheit", "Noch eines"))
    with as_staff(house.here.mentor), pytest.raises(NoBasis) as refused:
        write_contact(nour, author=house.here.mentor, talk=Talk(at=clock.now(), form="phone", topics=("gesundheit",)))
    assert refused.value.field == "topics"


def test_a_consent_brings_it_back_and_a_withdrawal_takes_it_at_once(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    rests(house, "health", "consent")
    in_line(house)
    row = agreed(house, nour)
    assert left(house) == (["Lebenslauf", STEP], ["Ziel erreicht: Impfung"])
    client = sign_in(house.here.mentor)
    assert GOAL in client.get(url(nour)).content.decode()
    with as_staff(house.here.mentor):
        consents.withdraw(row, house.here.mentor.pk)
    assert left(house) == (["Lebenslauf"], [])
    assert GOAL not in client.get(url(nour)).content.decode()
    nothing_differs(house)


def test_a_talk_of_before_is_no_longer_told_under_a_closed_topic_and_keeps_it(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    said = Talk(at=clock.now() - timedelta(hours=2), form="phone", topics=("gesundheit", "arbeit"), note="Am Telefon")
    with as_staff(house.here.mentor):
        talk = write_contact(nour, author=house.here.mentor, talk=said).contact
    assert talk is not None
    pages = [reverse(name, args=[nour.person_id]) for name in ("contacts", "timeline")]
    pages += [reverse(name, args=[nour.person_id, talk]) for name in ("contact", "contact_edit")]
    client = sign_in(house.here.mentor)
    assert all("Gesundheit" in client.get(address).text for address in pages)
    rests(house, "health", "consent")
    in_line(house)
    for address in (*pages[:3], f"/desk/personen/{nour.person_id}/"):
        assert "Telefon" in client.get(address).text, address
        assert "Gesundheit</span>" not in client.get(address).text, address
    assert client.get(pages[3]).context["form"]["topics"].value() == ["arbeit"]
    told = client.get(f"/desk/personen/{nour.person_id}/verlauf/angaben/?field=casework_contact.topics").text
    assert "nicht gezeigt" in told
    assert ", Gesundheit" not in told
    assert "Gesundheit," not in told
    nothing_differs(house)
    with as_staff(house.here.mentor):
        found = Contact.objects.get(pk=talk)
        again = replace(said, topics=("arbeit",), note="Am Telefon, lange")
        change_contact(found, editor=house.here.mentor, talk=again, version=None)
        assert set(Contact.objects.get(pk=talk).topics) == {"gesundheit", "arbeit"}
        assert "Gesundheit" not in TimelineEntry.objects.get(source_id=talk).title
    nothing_differs(house)
    agreed(house, nour)
    with as_staff(house.here.mentor):
        assert "Gesundheit" in TimelineEntry.objects.get(source_id=talk).title


def test_the_night_after_the_last_day_closes_it(house: World, nour: Enrolment) -> None:
    rests(house, "health", "consent")
    agreed(house, nour, valid_until=TODAY + timedelta(days=3))
    assert STEP in left(house)[0]
    with clock.frozen(NOW + timedelta(days=4)):
        in_line(house)
        assert STEP not in left(house)[0]
        nothing_differs(house)
