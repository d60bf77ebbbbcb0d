# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Organisations: found before they are entered twice, shared in the carrier, changed by one at a time."""

from __future__ import annotations

import pytest

from scharnier.directory.organisations import queries
from scharnier.directory.organisations.models import Cooperation, Organisation, OrganisationContact, OrganisationSite
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements

pytestmark = pytest.mark.django_db
LIST, NEW = "/desk/organisationen/", "/desk/organisationen/neu/"
FIRM = {"name": "Tischlerei Kiefer GmbH", "kind": "firm", "phone": "030 23125 011", "place": "Ahornstadt"}


def entered(house: World, sign_in: SignIn, **fields: str) -> Organisation:
    sign_in(house.here.mentor).post(NEW, {**FIRM, **fields})
    with factories.as_staff(house.here.mentor):
        return Organisation.objects.get(name=fields.get("name", FIRM["name"]))


def test_a_firm_is_entered_once_and_found_again_however_it_is_written(house: World, sign_in: SignIn) -> None:
    firm = entered(house, sign_in, postal_code="01067")
    assert firm.phone == "+493023125011"
    again = sign_in(house.here.colleague).post(NEW, {**FIRM, "name": "Tischlerei Kiefer", "phone": ""})
    assert "Gibt es diese Organisation schon?" in again.text
    assert firm.name in again.text
    typing = sign_in(house.here.mentor).post(
        "/desk/organisationen/aehnlich/", {"name": "Tischlerey Kiefer", "phone": ""}
    )
    assert str(firm.pk) in typing.text
    sign_in(house.here.colleague).post(NEW, {**FIRM, "name": "Tischlerei Kiefer", "phone": "", "same": "on"})
    with factories.as_staff(house.other_project.mentor) as scope:
        assert [row.name for row in queries.page(scope).rows] == ["Tischlerei Kiefer", "Tischlerei Kiefer GmbH"]
        assert queries.alike(scope, "", "030/23125-011")[0].same_phone
        assert queries.alike(scope, "Bäckerei Ähre") == []
    with factories.as_staff(house.away.mentor) as scope:
        assert queries.alike(scope, "Tischlerei Kiefer", "030 23125 011") == []
        assert queries.matching("kiefer") == []
    assert sign_in(house.away.mentor).get(f"{LIST}{firm.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "Klingelton"}, "phone"),
        ({"postal_code": "99999"}, "postal_code"),
        ({"postal_code": "123"}, "postal_code"),
        ({"kind": "mond"}, "kind"),
        ({"response_days": "-1"}, "response_days"),
    ],
)
def test_bad_input_is_named_and_stays_in_the_form(
    house: World, sign_in: SignIn, fields: dict[str, str], field: str
) -> None:
    page = sign_in(house.here.mentor).post(NEW, {**FIRM, "note": "Werkstatt im Hof", **fields})
    assert field in page.context["form"].errors
    assert "Werkstatt im Hof" in page.text
    with factories.as_staff(house.here.mentor):
        assert not Organisation.objects.exists()


def test_contacts_sites_and_agreements_hang_on_a_firm(house: World, sign_in: SignIn) -> None:
    firm = entered(house, sign_in)
    client, page = sign_in(house.here.mentor), f"{LIST}{firm.pk}/"
    client.post(f"{page}standort/neu/", {"name": "Filiale Nord", "postal_code": "01067", "place": "Dresden"})
    client.post(f"{page}ansprechperson/neu/", {"name": "Ida Kiefer", "preferred": "on", "languages": ["ru"]})
    with factories.as_staff(house.here.mentor):
        ida, site = OrganisationContact.objects.get(), OrganisationSite.objects.get(name="Filiale Nord")
    fields = {"name": "Jan Kiefer", "preferred": "on", "site_id": str(site.pk), "deputy_id": str(ida.pk)}
    client.post(f"{page}ansprechperson/neu/", {**fields, "response_days": "2"})
    client.post(f"{page}vereinbarung/neu/", {"title": "Praktika", "begins": "1.1.2026", "ends": "31.12.2026"})
    late = client.post(f"{page}vereinbarung/neu/", {"title": "Messe", "begins": "1.1.2026", "ends": "1.1.2025"})
    assert "ends" in late.context["form"].errors
    shown, asked = statements(client, page)
    assert asked <= 14
    for word in ("Ida Kiefer", "Jan Kiefer", "Filiale Nord", "Vertretung: Ida Kiefer", "Russisch", "Praktika"):
        assert word in shown.text
    with factories.as_staff(house.here.mentor):
        first = OrganisationContact.objects.get(preferred=True)
        assert first.name == "Jan Kiefer"
        assert Cooperation.objects.get().owner_id == house.here.mentor.pk
    row = f"{page}ansprechperson/{first.pk}/"
    client.post(row, {"name": "Jan Kiefer", "phone": "030 23125 012", "version": str(first.version)})
    clash = sign_in(house.here.colleague).post(row, {"name": "J. Kiefer", "version": str(first.version)})
    assert "J. Kiefer" in clash.text
    assert client.post(row, {"name": "Jan Kiefer", "deputy_id": str(first.pk)}).status_code == 200


def test_who_only_reads_changes_nothing(house: World, sign_in: SignIn) -> None:
    firm = entered(house, sign_in)
    client = sign_in(house.here.auditor)
    assert client.get(f"{LIST}{firm.pk}/").status_code == 200
    for address in (NEW, f"{LIST}{firm.pk}/bearbeiten/", f"{LIST}{firm.pk}/standort/neu/"):
        assert client.get(address).status_code == 403, address
    assert sign_in(house.here.mentor).get(f"{LIST}{firm.pk}/unsinn/neu/").status_code == 404
    page, asked = statements(sign_in(house.here.mentor), f"{LIST}?suche=kiefer&art=firm")
    assert "Tischlerei Kiefer" in page.text
    assert asked <= 14
