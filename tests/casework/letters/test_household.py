# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A letter that concerns several: in each file, its deadline followed once, nothing left to cut at a separation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from scharnier.casework.letters import actions
from scharnier.casework.letters.actions import Told
from scharnier.casework.letters.models import Letter
from scharnier.foundation import principals, projections
from scharnier.foundation.models import AgendaItem
from scharnier.network.models import User
from scharnier.people.documents import serving
from scharnier.people.documents.models import Document
from scharnier.people.household import actions as households
from scharnier.people.household.actions import Belonging
from scharnier.people.models import Enrolment
from scharnier.people.projected import refresh
from scharnier.people.separation.actions import separate
from tests import factories
from tests.casework.conftest import TODAY, measured, participant
from tests.factories import World
from tests.people.documents.conftest import photo, upload
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def family(house: World) -> tuple[Enrolment, Enrolment]:
    with factories.as_staff(house.here.mentor):
        wife, husband = (participant(house.here, given_names=name) for name in ("Rania", "Bashar"))
        households.add_file(wife.person, husband.person, Belonging("spouse"))
    return wife, husband


def brought(house: World, part: Enrolment) -> Letter:
    with factories.as_staff(house.here.mentor):
        (row,) = actions.take_in(part, [upload(photo(), "IMG_1.jpg")], author=house.here.mentor)
        return row


def save(client: Client, row: Letter, *also: UUID) -> None:
    url = f"/desk/briefe/{row.pk}/"
    fields = {"sender": "jobcenter", "deadline_on": f"{TODAY + timedelta(days=20):%d.%m.%Y}", "also": [*map(str, also)]}
    assert client.post(url, {**drawn(client, url), **fields}).status_code == 302


def test_whom_else_it_concerns_gets_the_letter_and_nobody_two_reminders(
    house: World, family: tuple[Enrolment, Enrolment], sign_in: SignIn
) -> None:
    wife, husband = family
    row, client = brought(house, wife), sign_in(house.here.mentor)
    page, count = measured(client, f"/desk/briefe/{row.pk}/")
    assert count <= 14
    assert "Betrifft auch" in page.content.decode()
    save(client, row, husband.person_id)
    with factories.as_staff(house.here.mentor):
        theirs = Letter.objects.select_related("document").get(person_id=husband.person_id)
        assert (theirs.sender, theirs.deadline_on, theirs.elsewhere) == ("jobcenter", TODAY + timedelta(days=20), True)
        assert theirs.document is not None
        assert theirs.document_id != row.document_id
        assert serving.whole(theirs.document)[:3] == b"\xff\xd8\xff"
        assert AgendaItem.objects.get(kind="casework.letter_due").subject_id == wife.person_id
        refresh([wife.person_id, husband.person_id])
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []
    assert "Betrifft auch" not in client.get(f"/desk/briefe/{row.pk}/").content.decode()
    shared = client.get(f"/desk/briefe/{theirs.pk}/").content.decode()
    assert "An die Frist wird in einer anderen erinnert." in shared
    assert "Rania" not in shared


def test_a_deadline_can_be_followed_in_the_other_file_as_well(
    house: World, family: tuple[Enrolment, Enrolment], sign_in: SignIn
) -> None:
    wife, husband = family
    row, client = brought(house, wife), sign_in(house.here.mentor)
    save(client, row, husband.person_id)
    with factories.as_staff(house.here.mentor):
        theirs = Letter.objects.get(person_id=husband.person_id)
    assert sign_in(house.other_project.mentor).post(f"/desk/briefe/{theirs.pk}/erinnern/").status_code == 404
    assert sign_in(house.here.auditor).post(f"/desk/briefe/{theirs.pk}/erinnern/").status_code == 403
    assert client.post(f"/desk/briefe/{theirs.pk}/erinnern/").status_code == 302
    with factories.as_staff(house.here.mentor):
        assert AgendaItem.objects.filter(kind="casework.letter_due").count() == 2


def test_nobody_separated_or_out_of_sight_is_offered_or_reached(
    house: World, family: tuple[Enrolment, Enrolment], sign_in: SignIn
) -> None:
    wife, husband = family
    with factories.as_staff(house.other_project.mentor):
        stranger = participant(house.other_project, "Fremd")
    row, client = brought(house, wife), sign_in(house.here.mentor)
    url = f"/desk/briefe/{row.pk}/"
    form = {**drawn(client, url), "sender": "jobcenter"}
    assert "also" in client.post(url, {**form, "also": [str(stranger.person_id)]}).context["form"].errors
    with factories.as_staff(house.here.lead):
        separate(wife.person_id, husband.person_id, "Gewaltschutz seit heute", keep=wife.person_id)
    page = client.get(url).content.decode()
    assert "Betrifft auch" not in page
    assert "Bashar" not in page
    client.post(url, {**form, "also": [str(husband.person_id)]})
    with factories.as_staff(house.here.lead):
        assert Letter.objects.count() == 1
        assert Document.objects.count() == 1


def test_a_letter_whose_picture_is_gone_is_shared_without_it(house: World, family: tuple[Enrolment, Enrolment]) -> None:
    wife, husband = family
    with factories.as_staff(house.here.mentor):
        (row,) = actions.take_in(wife, [], author=house.here.mentor)
        actions.tell(row, None, Told(sender="polizei"), editor=house.here.mentor)
        (theirs,) = actions.share(row, [husband], author=house.here.mentor)
        assert theirs.document is None
