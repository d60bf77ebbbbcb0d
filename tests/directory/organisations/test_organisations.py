# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Organisations: found before they are entered twice, shared in the carrier, changed by one at a time."""

from __future__ import annotations

from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from scharnier.directory import holding
from scharnier.directory.organisations import actions, projected, queries, tasks
from scharnier.directory.organisations.models import Cooperation, Organisation, OrganisationContact, OrganisationSite
from scharnier.foundation import principals, projections
from scharnier.foundation.models import AgendaItem
from scharnier.network.staffing.holdings import Holder, Transfer
from tests import factories
from tests.factories import House, World
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


def item(row: Cooperation) -> AgendaItem | None:
    return AgendaItem.objects.filter(source_id=row.pk).first()


def test_the_end_of_an_agreement_stands_on_today_until_somebody_has_seen_to_it(house: World, sign_in: SignIn) -> None:
    firm, mentor, client = entered(house, sign_in), house.here.mentor, sign_in(house.here.mentor)
    page = f"{LIST}{firm.pk}/vereinbarung/"
    client.post(f"{page}neu/", {"title": "Praktika", "begins": "1.1.2025", "ends": "15.12.2026"})
    client.post(f"{page}neu/", {"title": "Vorbei", "begins": "1.1.2024", "ends": "31.12.2025"})
    client.post(f"{page}neu/", {"title": "Ohne Ende", "begins": "1.1.2024"})
    assert "Kooperationsvereinbarung endet am 15.12.2026" in client.get("/desk/").text
    with factories.as_staff(mentor):
        row = Cooperation.objects.get(title="Praktika")
        found = AgendaItem.objects.get()
        assert (found.source_id, found.due_on, found.owner_id) == (row.pk, date(2026, 11, 17), mentor.pk)
        projections.postpone(found, mentor.pk, date(2026, 12, 1))
        projections.mark_done(found, mentor.pk)
        assert differences(house.here) == []
        projections.mark_open(found, mentor.pk)
        projections.delegate(found, mentor.pk, house.here.colleague.pk)
        assert differences(house.here) == []
        projections.mark_done(found, mentor.pk)
        actions.change(Organisation.objects.get(), None, {"name": "Kiefer Möbel"})
        assert differences(house.here) == []
    # Another end begins anew; an agreement that was ended early reminds nobody.
    with factories.as_staff(mentor):
        row.refresh_from_db()
        actions.change(row, None, {"ends": date(2027, 12, 15)})
        again = item(row)
        assert again is not None
        assert (again.done_at, again.due_on, again.subject_name) == (None, date(2027, 11, 17), "Kiefer Möbel")
        actions.change(row, None, {"ends": date(2026, 11, 1)})
        assert item(row) is None
    # Another project of the carrier may change it: the agenda follows by the task.
    with factories.as_staff(house.other_project.mentor):
        actions.change(Cooperation.objects.get(pk=row.pk), None, {"ends": date(2027, 1, 15)})
    job = ProcrastinateJob.objects.get(task_name=projected.SHOW)
    tasks.show(**job.args)
    with factories.as_staff(mentor):
        assert item(row) is not None
        assert differences(house.here) == []
        holder = Holder(house.here.carrier, house.here.project, mentor.pk)
        scope = principals.scope()
        assert dict(holding._counted(scope, holder, None)) == {"Kooperationsvereinbarungen": 1}
        holding._hand_over(scope, Transfer(holder, {}, rest=house.here.lead.pk))
        assert set(Cooperation.objects.values_list("owner_id", flat=True)) == {
            house.here.lead.pk,
            house.here.colleague.pk,
        }


def differences(where: House) -> list[str]:
    return [each for each in projections.compare(where.carrier) if " directory." in each]
