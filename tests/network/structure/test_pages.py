# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of structure: who may open them, what a preview shows, that nothing is written before the second click."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.models import AuditEvent
from scharnier.network.models import Project, Site
from scharnier.network.structure import consortia
from scharnier.network.structure.models import (
    Capacity,
    Consortium,
    ConsortiumMember,
    JointAgreement,
    Position,
    PositionPeriod,
    Responsibility,
    SiteHour,
)
from tests import factories
from tests.factories import House, World
from tests.people.conftest import SignIn, house, sign_in, statements

__all__ = ["house", "sign_in"]
pytestmark = pytest.mark.django_db


def at(where: House, tail: str = "") -> str:
    return f"/desk/struktur/projekt/{where.project}/{tail}"


def carrier(where: House, tail: str = "") -> str:
    return f"/desk/struktur/traeger/{where.carrier}/{tail}"


def send(client: Client, path: str, fields: dict[str, Any]) -> str:
    """Send a form and, when it shows a preview, send it again as the page has it."""
    first = client.post(path, fields, follow=True)
    text = first.content.decode()
    assert first.status_code == 200, path
    if found := re.search(r'name="seen" value="(\w+)"', text):
        return client.post(path, {**fields, "seen": found[1]}, follow=True).content.decode()
    return text


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_capacity_is_previewed_and_written_with_the_second_click(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.lead)
    fields = {"places": "20", "valid_from": "01.01.2027"}
    preview = client.post(at(house.here, "neu/kapazitaet/"), fields).content.decode()
    assert "Das ändert sich" in preview
    assert "20 Plätze, ab 01.01.2027, in 38 Tagen" in preview
    with factories.as_staff(house.here.lead):
        assert not Capacity.objects.exists()
    changed = re.search(r'name="seen" value="(\w+)"', preview)
    assert changed is not None
    other = client.post(at(house.here, "neu/kapazitaet/"), {**fields, "places": "2", "seen": changed[1]})
    assert "2 Plätze, ab 01.01.2027" in other.content.decode()  # changed meanwhile: shown again, not written
    send(client, at(house.here, "neu/kapazitaet/"), fields)
    with factories.as_staff(house.here.lead):
        assert Capacity.objects.get().places == 20
    assert "20 Plätze" in shown(client, at(house.here))


def test_what_would_be_refused_is_said_before_the_preview(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        factories.person(house.here)
    fields = {"places": "0", "valid_from": "24.11.2026", "reason": ""}
    answer = sign_in(house.here.admin).post(at(house.here, "neu/kapazitaet/"), fields).content.decode()
    assert "Eine Person mehr nimmt teil" in answer
    assert "Das ändert sich" not in answer
    assert 'value="24.11.2026"' in answer


def test_a_district_of_another_project_is_refused_on_the_page(house: World, sign_in: SignIn) -> None:
    fields = {"district": "14522", "duty": "responsible", "valid_from": "01.01.2026"}
    assert "Mittelsachsen" in send(sign_in(house.here.lead), at(house.here, "neu/kreis/"), fields)
    refused = send(sign_in(house.away.lead), at(house.away, "neu/kreis/"), {**fields, "note": "Altkreis"})
    assert "ist schon „Projekt nord“ (nord) zuständig" in refused
    assert "Altkreis" in refused
    with factories.as_staff(house.away.lead):
        assert not Responsibility.objects.exists()


def test_sites_rooms_and_hours_from_opening_to_closing(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.lead)
    site = {"name": "Rathaus", "street": "Weg 1", "postcode": "73054", "place": "Eislingen", "valid_from": "01.01.2026"}
    assert "fünf Ziffern" in send(client, at(house.here, "neu/standort/"), {**site, "postcode": "7305"})
    send(client, at(house.here, "neu/standort/"), site)
    with factories.as_staff(house.here.lead):
        key = Site.objects.get().pk
    send(client, at(house.here, f"neu/raum/{key}/"), {"name": "1.12"})
    hour = {
        "kind": "open",
        "weekday": "2",
        "rhythm": "weekly",
        "begins": "10",
        "ends": "12",
        "valid_from": "01.01.2026",
    }
    send(client, at(house.here, f"neu/zeit/{key}/"), hour)
    page = shown(client, at(house.here, "orte/"))
    for words in ("Weg 1, 73054 Eislingen", "1.12", "Dienstag 10:00–12:00", "offene Sprechstunde"):
        assert words in page, words
    send(client, at(house.here, f"standort/{key}/"), {**site, "name": "Rathaus neu"})
    closing = client.post(at(house.here, f"standort/{key}/schliessen/"), {"last_day": "31.12.2026"}).content.decode()
    assert "1 Zeile des Zeitplans endet mit" in closing
    send(client, at(house.here, f"standort/{key}/schliessen/"), {"last_day": "31.12.2026"})
    with factories.as_staff(house.here.lead):
        assert Site.objects.get().name == "Rathaus neu"
        assert SiteHour.objects.get().valid_to == date(2026, 12, 31)


def test_positions_overlap_only_once(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.lead)
    send(client, at(house.here, "neu/stelle/"), {"name": "Stelle 1", "role": "caseworker"})
    with factories.as_staff(house.here.lead):
        key = Position.objects.get().pk
    fields = {"holder": str(house.here.mentor.pk), "share": "75", "funding": "ESF", "valid_from": "01.01.2026"}
    send(client, at(house.here, f"neu/besetzung/{key}/"), fields)
    again = send(client, at(house.here, f"neu/besetzung/{key}/"), {**fields, "funding": "Landesmittel"})
    assert "schon belegt: ab 01.01.2026, Mentor Nord" in again
    assert "Landesmittel" in again
    assert "75 %" in shown(client, at(house.here, "stellen/"))
    assert "75 %" not in shown(sign_in(house.here.colleague), at(house.here, "stellen/"))
    assert "101" in send(client, at(house.here, f"neu/besetzung/{key}/"), {**fields, "share": "101"})
    with factories.as_staff(house.here.lead):
        row = PositionPeriod.objects.get()
    send(client, at(house.here, f"ende/besetzung/{row.pk}/"), {"last_day": "30.11.2026"})
    with factories.as_staff(house.here.lead):
        assert PositionPeriod.objects.get().valid_to == date(2026, 11, 30)


def test_a_project_needs_a_carrier_on_the_page_too(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.admin)
    fields = {"programme": str(house.programme.pk), "name": "Neues Haus", "code": "neu", "valid_from": "01.01.2027"}
    refused = send(client, carrier(house.here, "projekt/"), {**fields, "carrier": ""})
    assert "Ein Projekt braucht einen Träger" in refused
    assert "Neues Haus" in refused
    send(client, carrier(house.here, "projekt/"), {**fields, "carrier": str(house.here.carrier)})
    with factories.as_staff(house.here.admin):
        assert Project.objects.filter(code="neu", carrier_id=house.here.carrier).exists()


def test_the_end_of_a_project_says_who_is_still_there(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        factories.person(house.here)
    client = sign_in(house.here.admin)
    fields = {"name": "Projekt nord neu", "valid_to": "31.12.2026"}
    preview = client.post(at(house.here, "aendern/"), fields).content.decode()
    assert "Heute nimmt 1 Person teil" in preview
    assert "4 Personen arbeiten hier" in preview
    send(client, at(house.here, "aendern/"), fields)
    assert "Projekt nord neu" in shown(client, at(house.here))
    assert sign_in(house.here.lead).get(at(house.here, "aendern/")).status_code == 403


def test_a_double_click_writes_once(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.admin)
    token = "0197a5c0-0000-7000-8000-000000000001"
    fields = {"programme": str(house.programme.pk), "name": "P", "valid_from": "01.01.2027", "form_token": token}
    for _click in range(2):
        assert client.post(carrier(house.here, "phase/"), fields).status_code == 302


# ---------- consortia ----------


def test_a_consortium_is_set_up_confirmed_and_counted(house: World, sign_in: SignIn) -> None:
    lead, partner = sign_in(house.here.admin), sign_in(house.away.admin)
    start = {
        "programme": str(house.programme.pk),
        "name": "Verbund",
        "target_persons": "840",
        "valid_from": "01.01.2026",
    }
    send(lead, carrier(house.here, "verbund/"), start)
    with factories.as_staff(house.here.admin):
        key = Consortium.objects.get().pk
    base = f"/desk/struktur/verbund/{key}/"
    assert partner.get(base).status_code == 404
    send(lead, f"{base}partner/", {"partner": str(house.away.carrier), "valid_from": "01.01.2026"})
    send(lead, f"{base}partner/", {"name": "Verein ohne Scharnier", "valid_from": "01.01.2026"})
    assert "Wählen Sie einen Träger" in send(lead, f"{base}partner/", {"valid_from": "01.01.2026"})
    agreement = {"agreed_on": "05.01.2026", "reference": "Ordner 7", "contact_point": "Koordination"}
    incomplete = send(lead, f"{base}vereinbarung/", {**agreement, "party0": "alles"})
    assert "Ordner 7" in incomplete
    with factories.as_staff(house.here.admin):
        assert not JointAgreement.objects.exists()
    send(lead, f"{base}vereinbarung/", {**agreement, "party0": "Auskunft", "party1": "Löschung", "party2": "nichts"})
    assert "noch nicht bestätigt" in shown(partner, base)
    assert "0 von 840 Personen" not in shown(partner, base)
    with factories.as_staff(house.away.admin):
        member = ConsortiumMember.objects.get(partner_id=house.away.carrier).pk
    assert lead.post(f"{base}partner/{member}/").status_code == 403
    partner.post(f"{base}partner/{member}/", {"answer": "yes"})
    page = shown(partner, base)
    assert "bestätigt am 24.11.2026" in page
    assert "0 von 840 Personen" in page
    with principals.entering(principals.SYSTEM):
        assert AuditEvent.objects.filter(action="consortium_counted").exists()
    partner.post(f"{base}partner/{member}/", {"answer": "no"})
    assert "noch nicht bestätigt" in shown(partner, base)
    send(lead, f"{base}ende/", {"last_day": "31.12.2026"})
    with factories.as_staff(house.here.admin):
        assert Consortium.objects.get().valid_to == date(2026, 12, 31)


# ---------- who may ----------


def test_everybody_of_the_carrier_reads_and_only_leadership_finds_the_buttons(house: World, sign_in: SignIn) -> None:
    for tail in ("", "stellen/", "orte/"):
        button = f'href="{at(house.here, "neu/")}'
        assert button not in shown(sign_in(house.here.mentor), at(house.here, tail))
        assert button in shown(sign_in(house.here.lead), at(house.here, tail))
        assert sign_in(house.away.lead).get(at(house.here, tail)).status_code == 404
        assert Client().get(at(house.here, tail)).status_code == 302


@pytest.mark.parametrize("who", ["mentor", "auditor"])
def test_whoever_does_not_lead_is_refused(house: World, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(house.here, who))
    for path in (at(house.here, "neu/kapazitaet/"), carrier(house.here, "projekt/"), carrier(house.here, "verbund/")):
        assert client.get(path).status_code == 403, path


def test_a_lead_of_another_project_changes_nothing_here(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.other_project.lead)
    assert client.get(at(house.here, "neu/kapazitaet/")).status_code == 403
    assert client.get(carrier(house.here, "phase/")).status_code == 403
    assert sign_in(house.here.lead).get(at(house.here, "neu/unsinn/")).status_code == 404


def test_pages_take_few_statements(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.admin) as scope:
        made = consortia.create_consortium(
            scope,
            carrier=house.here.carrier,
            programme=house.programme.pk,
            name="Verbund",
            target_persons=1,
            valid_from=date(2026, 1, 1),
            valid_to=None,
        )
        consortia.record_agreement(
            scope, made, agreed_on=date(2026, 1, 1), reference="x", contact_point="x", duties=[("nord", "alles")]
        )
    client = sign_in(house.here.admin)
    pages = [at(house.here), at(house.here, "stellen/"), at(house.here, "orte/"), carrier(house.here)]
    for path in [*pages, f"/desk/struktur/verbund/{made.pk}/"]:
        answer, count = statements(client, path)
        assert answer.status_code == 200
        assert count <= 14, path
        assert len(answer.content) <= 60 * 1024
