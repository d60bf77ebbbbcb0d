# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that any room can put on *Today*: done, postponed and handed on in one go, and back, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from scharnier.casework.letters.models import Letter
from scharnier.casework.models import IntegrationPlan, PlanRevision, Step
from scharnier.casework.situations.models import Situation
from scharnier.directory.organisations.models import Cooperation
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem
from scharnier.network.models import User
from scharnier.people.consents.models import Consent
from scharnier.people.documents.models import Document
from scharnier.people.law.models import AccessOutlook
from scharnier.people.models import Enrolment, ResidenceStatus
from scharnier.people.waiting.models import WaitingEntry
from scharnier.work.employers.models import EmployerContact, EmployerGoal
from scharnier.work.introductions.models import Introduction
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.casework.conftest import key, sign_in
from tests.casework.test_browser import enter
from tests.factories import World, as_staff
from tests.foundation.samples import keyed, written_by_mentor

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

__all__ = ["key", "sign_in"]
Facts = dict[UUID, tuple[Any, ...]]


def everything_due(world: World) -> None:
    """One point of every kind for the mentor: each row of the samples that can be due is due today."""
    here, today = world.here, clock.today()
    soon, mentor = today + timedelta(days=30), here.mentor.pk
    with as_staff(here.mentor):
        person = factories.person(here)
        rows = keyed(written_by_mentor(world, person))
        due: dict[type[Any], dict[str, Any]] = {
            Step: {"due_on": today, "owner_id": mentor},
            IntegrationPlan: {"review_due_on": today, "revision_number": 1, "revised_on": today},
            Letter: {"follow_up_on": today},
            Situation: {"answered_at": None, "answered_by_id": None, "answer": ""},
            ResidenceStatus: {"valid_to": soon},
            AccessOutlook: {"changes_on": soon},
            Document: {"owner_id": mentor, "remind_on": today, "valid_until": soon},
            Consent: {"given_on": today, "form": "paper", "remind_on": today, "valid_until": soon},
            WaitingEntry: {"state": "offered", "offered_until": today, "asks_id": mentor},
            Introduction: {"next_on": today},
            EmployerContact: {"follow_up_on": today, "follow_up": "Anrufen", "follow_up_owner_id": mentor},
            EmployerGoal: {"due": today},
            Vacancy: {"owner_id": mentor, "confirm_until": today + timedelta(days=7)},
            Cooperation: {"owner_id": mentor, "ends": today + timedelta(days=28)},
        }
        for model, pk in rows.values():
            if model in due:
                assert model._default_manager.filter(pk=pk).update(**due[model]) == 1, model
        asked = {"until": soon.isoformat(), "due_on": today.isoformat()}
        limited = {"support_until": soon, "support_reminder": asked}
        Enrolment.objects.filter(person=person, exited_on=None).update(staff_id=mentor, **limited)
        PlanRevision.objects.update(plan_version=IntegrationPlan.objects.get().version)
    with principals.entering(principals.system(here.carrier)):
        projections.rebuild(here.carrier)


def as_it_is(world: World) -> Facts:
    """Every open point, and that nothing is projected otherwise than the rooms derive it."""
    with principals.entering(principals.system(world.here.carrier)):
        assert projections.compare(world.here.carrier) == []
        rows = AgendaItem.objects.filter(done_at=None).order_by("kind", "key")
        return {row.pk: (row.kind, row.key, row.source_id, row.due_on, row.owner_id, row.title) for row in rows}


def answerable() -> set[str]:
    return {each.kind for each in projections.sources() if each.done is not None or each.answers is not None}


@pytest.mark.django_db
def test_whatever_is_due_is_answered_put_off_and_handed_on_and_comes_back(
    sign_in: Callable[[User], Client],
) -> None:
    world = factories.world()
    everything_due(world)
    before, here, later = as_it_is(world), world.here, clock.today() + timedelta(days=9)
    # What can be due is on the list, and nothing on it can only be opened.
    assert {kind for kind, *_rest in before.values()} == answerable()
    client = sign_in(here.mentor)
    for item in before:
        client.post(f"/desk/punkt/{item}/", {"answer": "nonsense"})
    assert as_it_is(world) == before
    for item, (kind, *_rest) in before.items():
        offered = projections.source_of(kind).answers
        sent = {"answer": offered()[-1][0]} if offered else {"do": "done"}
        assert "Rückgängig" in client.post(f"/desk/punkt/{item}/", sent, headers={"HX-Request": "true"}).text, kind
    assert not before.keys() & as_it_is(world).keys()
    for item in before:
        client.post(f"/desk/punkt/{item}/zurueck/")
    assert as_it_is(world) == before
    for item in before:
        client.post(f"/desk/punkt/{item}/", {"later": later.isoformat()})
    assert {due_on for _kind, _key, _source, due_on, *_rest in as_it_is(world).values()} == {later}
    for item in before:
        client.post(f"/desk/punkt/{item}/zurueck/")
        client.post(f"/desk/punkt/{item}/abgeben/", {"to": str(here.colleague.pk)})
    assert {owner for *_rest, owner, _title in as_it_is(world).values()} == {here.colleague.pk}
    for item in before:
        client.post(f"/desk/punkt/{item}/zurueck/?an={here.mentor.pk}")
    assert as_it_is(world) == before


@pytest.mark.django_db(transaction=True)
def test_every_kind_goes_from_due_to_done_and_back_in_the_browser(
    page: Page, context: BrowserContext, live_server: LiveServer, sign_in: Callable[[User], Client]
) -> None:
    world = factories.world()
    everything_due(world)
    enter(context, live_server, sign_in(world.here.mentor))
    before = as_it_is(world)
    page.goto(f"{live_server.url}/desk/?teil=heute")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(len(before))
    for number in range(len(before)):
        page.keyboard.press("j")
        page.keyboard.press("e")  # done, or the answers with the first of them in focus
        if rows.nth(number).get_by_text("Antwort", exact=True).count():
            page.keyboard.press("Enter")
        expect(rows.nth(number).get_by_role("button", name="Rückgängig")).to_be_visible()
        expect(rows.nth(number)).to_be_focused()
    assert not before.keys() & as_it_is(world).keys()
    page.goto(f"{live_server.url}/desk/?teil=erledigt")
    for item in before:
        page.locator(f"#punkt-{item}").get_by_role("button", name="Rückgängig").click()
        expect(page.locator(f"#punkt-{item} .sh-item__kind")).to_be_visible()
    assert as_it_is(world) == before
