# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A firm answers a link without an account; opening the link does nothing; the public page says what was agreed to."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from scharnier.directory.organisations import actions as organisations
from scharnier.foundation import clock, principals
from scharnier.foundation.models import Grant, OutboxMail
from scharnier.work.vacancies import actions, asking, tasks
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.factories import House, World
from tests.people.conftest import NOW, TODAY, SignIn

pytestmark = pytest.mark.django_db


def made(house: House, **fields: object) -> Vacancy:
    firm = organisations.add_organisation(house.carrier, {"name": "Tischlerei Kiefer", "email": "kiefer@example.org"})
    values = {"title": "Tischler <b>", "occupation": "22302", "postal_code": "01067", "place": "Dresden", **fields}
    return actions.add_vacancy(house.project, firm, values, owner=house.mentor.pk, days=28)


def links() -> list[str]:
    with principals.entering(principals.SYSTEM):
        bodies = OutboxMail.objects.order_by("created_at", "pk").values_list("body", flat=True)
        return [found.group() for body in bodies if (found := re.search(r"/arbeitgeber/antwort/\S+", body))]


def last_job() -> ProcrastinateJob:
    found: ProcrastinateJob = ProcrastinateJob.objects.filter(task_name=asking.ANSWERED).order_by("-id")[0]
    return found


def test_one_click_confirms_and_opening_the_link_does_nothing(house: World) -> None:
    with factories.as_staff(house.here.mentor):
        row = made(house.here)
    with clock.frozen(NOW + timedelta(days=22)):
        for _night in range(2):
            with principals.entering(principals.system(house.here.carrier)):
                asking.ask_who_is_due(house.here.carrier)
        (link,) = links()
        client = Client()
        page = client.get(link)
        assert "Ist Ihre Stelle noch offen?" in page.text
        assert "Tischler &lt;b&gt;" in page.text
        with factories.as_staff(house.here.mentor):
            row.refresh_from_db()
            assert row.confirm_until == TODAY + timedelta(days=28)
            assert Grant.objects.get(record_id=row.pk).used_at is None
        assert "Wählen Sie eine Antwort." in client.post(link, {"antwort": "vielleicht"}).text
        assert "Danke" in client.post(link, {"antwort": "offen"}).text
        tasks.answered(**last_job().args)
        with factories.as_staff(house.here.mentor):
            row.refresh_from_db()
            assert row.confirm_until == clock.today() + timedelta(days=28)
        assert "Danke" in client.post(link, {"antwort": "weg"}).text
        assert last_job().args["word"] == "offen"
    assert Client().get("/arbeitgeber/antwort/unbekannt/").status_code == 410


def test_an_answer_that_comes_late_opens_the_vacancy_again_and_a_link_ends(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        row = made(house.here)
    client = sign_in(house.here.mentor)
    for _click in range(2):
        assert "kiefer@example.org" in client.post(f"/desk/stellen/{row.pk}/nachfragen/", follow=True).text
    first, second = links()
    assert Client().get(first).status_code == 410
    with clock.frozen(NOW + timedelta(days=35)):
        with principals.entering(principals.system(house.here.carrier)):
            actions.expire(house.here.carrier)
        Client().post(second, {"antwort": "besetzt"})
        tasks.answered(**last_job().args)
        with factories.as_staff(house.here.mentor):
            row.refresh_from_db()
            assert (row.status, row.filled) == ("filled", 1)
    with clock.frozen(NOW + timedelta(days=60)):
        assert Client().get(second).status_code == 410
    assert client.post(f"/desk/stellen/{row.pk}/nachfragen/", follow=True).status_code == 200
    assert sign_in(house.other_project.mentor).post(f"/desk/stellen/{row.pk}/nachfragen/").status_code == 403


def test_a_public_vacancy_carries_its_job_posting_and_nothing_from_inside(house: World) -> None:
    with factories.as_staff(house.here.mentor):
        row = made(house.here, public=True, pay_amount=15, pay_unit="hour", hours_to=20)
    address = f"/arbeitgeber/stellen/{row.pk}/"
    page = Client().get(address)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text)
    assert found is not None
    assert "<" not in found.group(1)
    posting = json.loads(found.group(1))
    assert (posting["@type"], posting["title"], posting["employmentType"]) == (
        "JobPosting",
        "Tischler <b>",
        "PART_TIME",
    )
    assert posting["baseSalary"]["value"] == {"@type": "QuantitativeValue", "value": 15.0, "unitText": "HOUR"}
    assert posting["jobLocation"]["address"]["postalCode"] == "01067"
    assert "kiefer@example.org" not in page.text
    with factories.as_staff(house.here.mentor):
        actions.change_vacancy(row, None, {"public": False})
    assert Client().get(address).status_code == 410
    with factories.as_staff(house.here.mentor):
        actions.change_vacancy(row, None, {"public": True})
    with clock.frozen(NOW + timedelta(days=29)):
        assert Client().get(address).status_code == 410
