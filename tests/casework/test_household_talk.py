# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A talk that concerns several of a household: one common note, a line for each alone, and nobody named unasked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from scharnier.casework.contacts import household
from scharnier.casework.models import Contact, FollowUp
from scharnier.foundation import principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.network.models import User
from scharnier.people import actions as people
from scharnier.people.actions import NewParticipant
from scharnier.people.household import actions as homes
from scharnier.people.household import queries as living
from scharnier.people.household.actions import Belonging
from scharnier.people.models import Person
from scharnier.people.separation import actions as separation
from tests import factories
from tests.factories import House, World
from tests.people.conftest import statements

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LETTER = {
    "form": "appointment", "day": "24.11.2026", "time": "9:30", "minutes": "20", "topics": "aufenthalt",
    "note": "Brief der Ausländerbehörde erklärt.", "agreed": "Unterlagen bis Freitag bringen",
}  # fmt: skip


def on_file(house: House, family: str, given: str, staff: User | None = None) -> UUID:
    row = NewParticipant(
        carrier=house.carrier,
        project=house.project,
        family_name=family,
        given_names=given,
        staff=(staff or house.mentor).pk,
        entered_on=date(2026, 1, 14),
    )
    with factories.as_staff(house.lead):
        return people.create_person(row)


@pytest.fixture
def family(house: World) -> dict[str, UUID]:
    """A household of four with files; the husband is the colleague's case."""
    made = {
        "Rania": on_file(house.here, "Haddad", "Rania"),
        "Bashar": on_file(house.here, "Haddad", "Bashar", house.here.colleague),
        "Omar": on_file(house.here, "Haddad", "Omar"),
        "Lina": on_file(house.here, "Haddad", "Lina"),
    }
    with factories.as_staff(house.here.lead):
        wife = Person.objects.get(pk=made["Rania"])
        for name, relation in (("Bashar", "spouse"), ("Omar", "child"), ("Lina", "child")):
            homes.add_file(wife, Person.objects.get(pk=made[name]), Belonging(relation))
    return made


def write(client: Client, family: dict[str, UUID], *also: str, **more: Any) -> Any:
    form = {**LETTER, "also": [str(family[name]) for name in also], "named": "on", **more}
    form = {name: value for name, value in form.items() if value is not None}
    return client.post(f"/desk/personen/{family['Rania']}/gespraeche/neu/", form)


def rows(house: House, **found: Any) -> dict[str, Contact]:
    with factories.as_staff(house.lead):
        return {row.person.given_names: row for row in Contact.objects.filter(**found).select_related("person")}


def page_of(client: Client, row: Contact) -> str:
    return client.get(f"/desk/personen/{row.person_id}/gespraeche/{row.pk}/").content.decode()


def test_one_talk_stands_in_each_ticked_file_and_in_no_other(
    house: World, sign_in: SignIn, family: dict[str, UUID]
) -> None:
    client = sign_in(house.here.mentor)
    own = {
        f"own_{family['Rania']}": "Ihr Pass läuft im Mai ab.",
        f"own_{family['Bashar']}": "Sein Pass ist verloren.",
    }
    assert write(client, family, "Bashar", "Omar", **own).status_code == 302
    written = rows(house.here)
    assert set(written) == {"Rania", "Bashar", "Omar"}
    assert written["Rania"].note == "Brief der Ausländerbehörde erklärt.\nIhr Pass läuft im Mai ab."
    assert written["Bashar"].note == "Brief der Ausländerbehörde erklärt.\nSein Pass ist verloren."
    assert written["Omar"].note == "Brief der Ausländerbehörde erklärt."
    assert len({row.act for row in written.values()}) == 1
    assert all(row.agreed == "Unterlagen bis Freitag bringen" for row in written.values())
    shown, count = statements(client, f"/desk/personen/{family['Omar']}/gespraeche/{written['Omar'].pk}/")
    assert count <= 14
    page = shown.content.decode()
    assert "Betrifft auch:" in page
    assert "Rania Haddad" in page
    assert "Bashar Haddad" in page
    assert "Lina" not in page
    assert "Pass" not in page


def test_without_the_tick_no_file_names_the_others(house: World, sign_in: SignIn, family: dict[str, UUID]) -> None:
    client = sign_in(house.here.mentor)
    assert write(client, family, "Bashar", named=None).status_code == 302
    for name, row in rows(house.here).items():
        page = page_of(client, row)
        assert "Betrifft auch" not in page
        assert ({"Rania", "Bashar"} - {name}).pop() not in page
    with factories.as_staff(house.here.lead):
        texts = " ".join(f"{row.title} {row.text}" for row in TimelineEntry.objects.all())
    assert "Rania" not in texts
    assert "Bashar" not in texts


def test_a_talk_of_one_alone_is_no_act(house: World, sign_in: SignIn, family: dict[str, UUID]) -> None:
    assert write(sign_in(house.here.mentor), family).status_code == 302
    written = rows(house.here)
    assert set(written) == {"Rania"}
    assert (written["Rania"].act, written["Rania"].named) == (None, False)


def test_follow_ups_belong_to_the_person_they_are_for(house: World, sign_in: SignIn, family: dict[str, UUID]) -> None:
    lines = {
        "follow_0_due": "1.12.2026", "follow_0_title": "Pass verlängern", "follow_0_for": str(family["Rania"]),
        "follow_1_due": "2.12.2026", "follow_1_title": "Verlust melden", "follow_1_for": str(family["Bashar"]),
    }  # fmt: skip
    client = sign_in(house.here.mentor)
    assert write(client, family, "Bashar", **lines).status_code == 302
    with factories.as_staff(house.here.lead):
        due = {row.title: (row.person_id, row.contact.person_id) for row in FollowUp.objects.select_related("contact")}  # type: ignore[union-attr]  # each has one
        assert due == {
            "Pass verlängern": (family["Rania"], family["Rania"]),
            "Verlust melden": (family["Bashar"], family["Bashar"]),
        }
        assert AgendaItem.objects.get(title="Verlust melden").subject_name == "Haddad, Bashar"
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []


def test_what_does_not_fit_is_refused_and_stays_in_the_form(
    house: World, sign_in: SignIn, family: dict[str, UUID]
) -> None:
    client = sign_in(house.here.mentor)
    cases: list[tuple[dict[str, Any], tuple[str, ...], str]] = [
        ({f"own_{family['Omar']}": "Nur für ihn"}, (), "Kreuzen Sie Omar Haddad an"),
        (
            {"follow_0_due": "1.12.2026", "follow_0_title": "Nachfragen", "follow_0_for": str(family["Omar"])},
            ("Bashar",),
            "Kreuzen Sie Omar Haddad an",
        ),
        ({"note": "Lina kam mit."}, ("Bashar",), "Die gemeinsame Notiz nennt Lina Haddad."),
        ({"note": "Mit Bashar gesprochen.", "named": None}, ("Bashar",), "Die gemeinsame Notiz nennt Bashar Haddad"),
        ({f"own_{family['Bashar']}": "x" * 4001}, ("Bashar",), "4000"),
    ]
    for more, also, said in cases:
        page = write(client, family, *also, **more).content.decode()
        assert said in page, said
        assert "Unterlagen bis Freitag bringen" in page
    assert rows(house.here) == {}
    assert write(client, family, "Bashar", note="Bashar und Rania Haddad gesprochen.").status_code == 302


def test_only_members_of_ones_own_project_and_household_can_be_ticked(
    house: World, sign_in: SignIn, family: dict[str, UUID]
) -> None:
    stranger = on_file(house.here, "Aziz", "Karim")
    client = sign_in(house.here.mentor)
    form = client.get(f"/desk/personen/{family['Rania']}/gespraeche/neu/").content.decode()
    assert "Betrifft noch jemanden aus dem Haushalt" in form
    assert "Karim" not in form
    assert write(client, {**family, "Karim": stranger}, "Karim").status_code == 200
    assert rows(house.here) == {}
    alone = client.get(f"/desk/personen/{stranger}/gespraeche/neu/").content.decode()
    assert "aus dem Haushalt" not in alone


def test_the_draft_keeps_who_was_ticked(house: World, sign_in: SignIn, family: dict[str, UUID]) -> None:
    client = sign_in(house.here.mentor)
    typed = {**LETTER, "also": [str(family["Omar"])], f"own_{family['Omar']}": "Nur für ihn"}
    assert client.post(f"/desk/entwurf/gespraech/{family['Rania']}/", typed).status_code == 204
    page = client.get(f"/desk/personen/{family['Rania']}/gespraeche/neu/").content.decode()
    assert f'value="{family["Omar"]}"' in page
    assert "checked" in page.split(f'value="{family["Omar"]}"')[1][:60]
    assert "Nur für ihn" in page


def test_the_form_stays_within_the_budget(house: World, sign_in: SignIn, family: dict[str, UUID]) -> None:
    assert statements(sign_in(house.here.mentor), f"/desk/personen/{family['Rania']}/gespraeche/neu/")[1] <= 14


# ---------- separated ----------


@pytest.mark.parametrize("children", [("Omar",), ()])
def test_a_separation_parts_common_talks(
    house: World, sign_in: SignIn, family: dict[str, UUID], children: tuple[str, ...]
) -> None:
    write(sign_in(house.here.mentor), family, "Bashar", "Omar")
    lead = sign_in(house.here.lead)
    assert "Bashar Haddad" in page_of(lead, rows(house.here)["Rania"])
    with factories.as_staff(house.here.mentor) as scope:
        stay = [
            each.row.pk for each in living.household(scope, family["Rania"]) if each.row.person.given_names in children
        ]
        separation.separate(family["Rania"], family["Bashar"], "Schutz", None, stay)
    written = rows(house.here)
    assert written["Rania"].act != written["Bashar"].act
    assert written["Omar"].act == written["Rania" if children else "Bashar"].act
    for name, other in (("Rania", "Bashar"), ("Bashar", "Rania"), ("Omar", "Bashar" if children else "Rania")):
        assert f"{other} Haddad" not in page_of(lead, written[name])
        listed = lead.get(f"/desk/personen/{family[name]}/gespraeche/").content.decode()
        assert f"{other} Haddad" not in listed
    form = lead.get(f"/desk/personen/{family['Rania']}/gespraeche/neu/").content.decode()
    assert "Bashar" not in form


def test_even_with_one_number_nobody_kept_apart_is_named(
    house: World, sign_in: SignIn, family: dict[str, UUID]
) -> None:
    """As a merge or an undone one may bring it about."""
    write(sign_in(house.here.mentor), family, "Bashar", "Omar")
    act = rows(house.here)["Rania"].act
    with factories.as_staff(house.here.mentor):
        separation.separate(family["Rania"], family["Bashar"], "Schutz")
    with factories.as_staff(house.here.lead) as scope:
        Contact.objects.update(act=act)
        for name in family:
            row = Contact.objects.filter(person_id=family[name]).first()
            if row is not None:
                named = {person.given_names for person in household.concerned(scope, row)}
                assert named == {"Rania": {"Omar"}, "Bashar": {"Omar"}, "Omar": set()}[name]


def test_a_course_with_two_who_are_kept_apart_joins_nothing(
    house: World, sign_in: SignIn, family: dict[str, UUID]
) -> None:
    with factories.as_staff(house.here.mentor):
        separation.separate(family["Rania"], family["Bashar"], "Schutz")
    lead = sign_in(house.here.lead)
    who = [str(family[name]) for name in ("Rania", "Bashar", "Omar", "Lina")]
    named = lead.post(
        "/desk/gespraech-mit-mehreren/", {**LETTER, "who": who, "note": "Rania kam.", "names_meant": "on"}
    )
    assert "Nehmen Sie den Namen Rania Haddad aus der gemeinsamen Notiz." in named.content.decode()
    answer = lead.post("/desk/gespraech-mit-mehreren/", {**LETTER, "who": who}, follow=True)
    assert "überschneidet" not in answer.content.decode()
    written = rows(house.here)
    assert written["Omar"].act == written["Lina"].act
    assert len({written[name].act for name in ("Rania", "Bashar", "Omar")}) == 3
