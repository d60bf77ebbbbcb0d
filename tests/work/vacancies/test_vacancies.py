# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A vacancy says what is known, and is open only as long as the firm says so."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import clock, principals
from scharnier.foundation.models import AgendaItem
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import occupations
from scharnier.work.vacancies import actions
from scharnier.work.vacancies.forms import read_amount
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.factories import House, World
from tests.people.conftest import NOW, TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "beschaeftigung_sv",
    "wording": "Tischler",
    "german": "A2",
    "hours_from": "20",
    "hours_to": "40",
    "places": "2",
    "licences_known": "yes",
    "licences": ["B"],
    "pay_amount": "15,50",
    "pay_unit": "hour",
    "postal_code": "01067",
    "starts_on": "1.2.2027",
    "training_permission": "",
    "level": "",
}


def firm(house: House) -> Organisation:
    return Organisation.objects.create(carrier_id=house.carrier, name="Tischlerei Kiefer")


def made(house: House, **fields: Any) -> Vacancy:
    values = {"title": "Tischler", "occupation": "22302", **fields}
    return actions.add_vacancy(house.project, firm(house), values, owner=house.mentor.pk, days=28)


def test_a_vacancy_becomes_what_matching_reads(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        organisation = firm(house.here)
    picked = occupations.find("Tischler")[0].occupation
    client = sign_in(house.here.mentor)
    address = f"/desk/organisationen/{organisation.pk}/stelle/"
    page = client.post(address, {**TYPED, "occupation": picked.id}, follow=True)
    with factories.as_staff(house.here.mentor):
        row = Vacancy.objects.get()
    facts = row.facts()
    assert (facts.occupation, facts.level, facts.activity) == (picked.code, int(picked.code[-1]), "employment")
    assert (facts.german, facts.hours_from, facts.hours_to, facts.licences) == (2, 20, 40, frozenset({"B"}))
    assert facts.place is not None
    assert facts.start == date(2027, 2, 1)
    assert (row.pay_amount, row.places, row.training_permission) == (Decimal("15.50"), 2, None)
    for word in ("Tischler", "15,50 € je Stunde", "20 bis 40", "bestätigt bis 22.12.2026"):
        assert word in page.text, word
    edit = f"/desk/stellen/{row.pk}/bearbeiten/"
    form = client.get(edit).context["form"]
    typed = {**TYPED, "occupation": form.initial["occupation"], "licences_known": "no", "licences": []}
    client.post(edit, {**typed, "german": "", "version": str(row.version)})
    with factories.as_staff(house.here.mentor):
        row.refresh_from_db()
    assert (row.licences, row.german, row.facts().german) == ([], "", None)
    shown, asked = statements(client, "/desk/stellen/")
    assert "Tischlerei Kiefer" in shown.text
    assert asked <= 14


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"pay_amount": "-12"}, "pay_amount"),
        ({"pay_amount": "1500"}, "pay_amount"),
        ({"pay_unit": ""}, "pay_unit"),
        ({"hours_from": "41"}, "hours_from"),
        ({"hours_to": "0"}, "hours_to"),
        ({"postal_code": "99999"}, "postal_code"),
        ({"places": "0"}, "places"),
        ({"german": "Z9"}, "german"),
        ({"kind": "schulbesuch"}, "kind"),
        ({"licences": []}, "licences"),
        ({"wording": "Xyzzyqua", "occupation": ""}, "wording"),
        ({"occupation": "-"}, "wording"),
        ({"external_number": "K-1"}, "external_number"),
    ],
)
def test_bad_input_is_named(house: World, sign_in: SignIn, fields: dict[str, str], field: str) -> None:
    with factories.as_staff(house.here.mentor):
        organisation = firm(house.here)
        known = {"title": "Lager", "occupation": "51311", "external_number": "K-1"}
        actions.add_vacancy(house.here.project, organisation, known, owner=None, days=28)
    picked = occupations.find("Tischler")[0].occupation.id
    address = f"/desk/organisationen/{organisation.pk}/stelle/"
    client, typed = sign_in(house.here.mentor), {**TYPED, "occupation": picked, "form_token": str(uuid4())}
    page = client.post(address, {**typed, **fields})
    assert field in page.context["form"].errors
    with factories.as_staff(house.here.mentor):
        assert Vacancy.objects.count() == 1
    client.post(address, typed)
    with factories.as_staff(house.here.mentor):
        assert Vacancy.objects.count() == 2


def test_the_database_refuses_what_no_vacancy_can_say(house: World) -> None:
    wrong: list[dict[str, Any]] = [
        {"pay_amount": Decimal(-1), "pay_unit": "hour"},
        {"hours_from": 30, "hours_to": 20},
        {"occupation": "2230"},
        {"filled": 2},
        {"status": "open", "confirm_until": None},
        {"status": "filled"},
        {"lat": 95.0, "lon": 10.0},
    ]
    usual = {"title": "x", "occupation": "22302", "level": 2, "confirm_until": TODAY}
    with factories.as_staff(house.here.mentor):
        organisation = firm(house.here)
        tenant = {"carrier_id": house.here.carrier, "project_id": house.here.project, "organisation": organisation}
        for fields in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                Vacancy.objects.create(**{**tenant, **usual, **fields})


def test_a_vacancy_expires_unless_it_is_confirmed(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        row = made(house.here)
        other = actions.add_vacancy(
            house.here.project,
            row.organisation,
            {"title": "Lager", "occupation": "51311", "places": 2},
            owner=house.here.mentor.pk,
            days=60,
        )
    with clock.frozen(NOW + timedelta(days=29)):
        with principals.entering(principals.system(house.here.carrier)):
            assert actions.expire(house.here.carrier) == 1
            assert actions.expire(house.here.carrier) == 0
        client = sign_in(house.here.mentor)
        page = client.get(f"/desk/stellen/{row.pk}/")
        assert "vom Betrieb nicht bestätigt" in page.text
        client.post(f"/desk/stellen/{row.pk}/stand/", {"to": "open"})
        with factories.as_staff(house.here.mentor):
            row.refresh_from_db()
            assert row.is_current(clock.today())
            actions.fill(other)
            assert (other.status, other.filled) == ("open", 1)
            actions.fill(other)
            assert (other.status, other.filled) == ("filled", 2)
            assert not AgendaItem.objects.filter(source_id=other.pk).exists()
            actions.close(row, "withdrawn", reason="Umbau")
            with pytest.raises(DomainError):
                actions.close(row, "filled")


def test_only_the_project_closes_its_vacancy(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        row = made(house.here)
    page = f"/desk/stellen/{row.pk}/"
    for who, reads, writes in (
        (house.here.auditor, 200, 403),
        (house.other_project.mentor, 200, 403),
        (house.away.mentor, 404, 404),
    ):
        client = sign_in(who)
        assert client.get(page).status_code == reads
        assert client.post(f"{page}stand/", {"to": "withdrawn"}).status_code == writes
    assert "Tischler" in sign_in(house.other_project.mentor).get("/desk/stellen/?bei=traeger").text
    assert "Tischler" not in sign_in(house.other_project.mentor).get("/desk/stellen/").text


@pytest.mark.parametrize(
    ("written", "read"),
    [("14,50", "14.50"), ("1.850", "1850"), ("1.850,50 €", "1850.50"), ("14.5", "14.5"), ("2,000", "2000")],
)
def test_amounts_are_read_as_they_are_written_here(written: str, read: str) -> None:
    assert read_amount(written) == read
