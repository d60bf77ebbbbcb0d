# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A firm on the phone becomes a case with everything that follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from scharnier.directory.organisations import actions as organisations
from scharnier.directory.organisations.models import Organisation, OrganisationContact, OrganisationSite
from scharnier.foundation import projections
from scharnier.foundation.models import AgendaItem
from scharnier.work.employers import queries
from scharnier.work.employers.models import Employer, EmployerContact, EmployerGoal
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.factories import House, World
from tests.people.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
CALL, LIST = "/desk/betriebe/anruf/", "/desk/betriebe/"
SAID = {
    "name": "Tischlerei Kiefer",
    "caller": "Ida Kiefer",
    "phone": "030 23125 011",
    "wishes": ["job", "internship"],
    "wording": "Tischler",
    "occupation": "",
    "postal_code": "01067",
    "place": "Dresden",
    "note": "Sucht jemanden für die Werkstatt.",
    "follow_up_on": "30.11.2026",
    "follow_up": "",
}


def called(house: World, sign_in: SignIn, **fields: object) -> Employer:
    from scharnier.knowledge import occupations

    picked = occupations.find("Tischler")[0].occupation.id
    page = sign_in(house.here.mentor).post(CALL, {**SAID, "occupation": picked, **fields}, follow=True)
    assert "Anruf notiert." in page.text, page.context["form"].errors
    with factories.as_staff(house.here.mentor):
        return Employer.objects.select_related("organisation").get(project_id=house.here.project)


def agenda(house: House) -> list[AgendaItem]:
    with factories.as_staff(house.mentor):
        assert projections.compare(house.carrier) == []
        return list(AgendaItem.objects.order_by("due_on", "title"))


def test_one_form_is_enough_for_a_firm_on_the_phone(house: World, sign_in: SignIn) -> None:
    case = called(house, sign_in)
    with factories.as_staff(house.here.mentor):
        caller, site = OrganisationContact.objects.get(), OrganisationSite.objects.get()
        talk, vacancy = EmployerContact.objects.get(), Vacancy.objects.get()
    assert (case.organisation.name, case.wishes, case.responsible_id) == (
        "Tischlerei Kiefer",
        ["job", "internship"],
        house.here.mentor.pk,
    )
    assert (caller.name, caller.phone, caller.preferred, site.place) == ("Ida Kiefer", "+493023125011", True, "Dresden")
    assert (talk.form, talk.contact_id, talk.note) == ("phone", caller.pk, "Sucht jemanden für die Werkstatt.")
    assert case.last_contact_on == TODAY
    assert (vacancy.title, vacancy.occupation[:3], vacancy.employer_id) == ("Tischler", "223", case.pk)
    assert vacancy.lat is not None
    assert 50 < vacancy.lat < 52
    assert vacancy.confirm_until == TODAY + timedelta(days=28)
    items = agenda(house.here)
    assert [(item.title, item.subject_name, item.due_on) for item in items] == [
        ("Zurückrufen", "Tischlerei Kiefer", date(2026, 11, 30)),
        ("Stelle noch offen? Tischler", "Tischlerei Kiefer", TODAY + timedelta(days=21)),
    ]


def test_the_firm_that_is_known_is_chosen_and_its_case_goes_on(house: World, sign_in: SignIn) -> None:
    case = called(house, sign_in)
    again = {**SAID, "name": "Tischlerei Kiefer GmbH", "wording": "", "follow_up_on": "", "wishes": ["trial_day"]}
    client = sign_in(house.here.colleague)
    asked = client.post(CALL, again)
    assert "name" in asked.context["form"].errors
    assert f'value="{case.organisation_id}"' in asked.text
    client.post(CALL, {**again, "existing": str(case.organisation_id), "caller": "ida kiefer"})
    with factories.as_staff(house.here.mentor):
        assert (Organisation.objects.count(), Employer.objects.count(), OrganisationContact.objects.count()) == (
            1,
            1,
            1,
        )
        assert Employer.objects.get().wishes == ["job", "internship", "trial_day"]
        assert EmployerContact.objects.count() == 2


def test_words_that_are_no_occupation_stay_in_the_note(house: World, sign_in: SignIn) -> None:
    called(house, sign_in, wording="Allrounder für alles", occupation="-", note="")
    with factories.as_staff(house.here.mentor):
        assert not Vacancy.objects.exists()
        assert EmployerContact.objects.get().note == "Gesucht: Allrounder für alles"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "ruft zurück"}, "phone"),
        ({"postal_code": "00000"}, None),
        ({"follow_up_on": "31.2.2026"}, "follow_up_on"),
        ({"follow_up_on": "", "follow_up": "Rückruf"}, "follow_up_on"),
        ({"follow_up_on": "01.01.2020", "follow_up": ""}, "follow_up_on"),
        ({"wording": "Xyzzyqua", "occupation": ""}, "wording"),
    ],
)
def test_a_slip_on_the_phone_loses_nothing(
    house: World, sign_in: SignIn, fields: dict[str, str], field: str | None
) -> None:
    client, token = sign_in(house.here.mentor), {"form_token": str(uuid4())}
    page = client.post(CALL, {**SAID, "wording": "", **fields, **token})
    assert (field or "postal_code") in page.context["form"].errors
    assert "Sucht jemanden für die Werkstatt." in page.text
    with factories.as_staff(house.here.mentor):
        assert not Employer.objects.exists()
    client.post(CALL, {**SAID, "wording": "", **token})
    with factories.as_staff(house.here.mentor):
        assert Employer.objects.exists()


def test_talks_goals_and_their_days_stand_on_today(house: World, sign_in: SignIn) -> None:
    case = called(house, sign_in, wording="", follow_up_on="")
    client, page = sign_in(house.here.mentor), f"{LIST}{case.pk}/"
    said = {"on": "24.11.2026", "form": "appointment", "with_whom": "dem Meister", "minutes": "40", "note": "Rundgang"}
    client.post(f"{page}gespraech/", {**said, "follow_up_on": "1.12.2026", "follow_up": "Vertrag mitbringen"})
    assert "follow_up" in client.post(f"{page}gespraech/", {**said, "follow_up_on": "1.12.2026"}).context["form"].errors
    assert "on" in client.post(f"{page}gespraech/", {**said, "on": "25.11.2026"}).context["form"].errors
    client.post(f"{page}ziel/", {"text": "Zwei Praktika", "due": "15.12.2026"})
    items = agenda(house.here)
    assert [item.title for item in items] == ["Vertrag mitbringen", "Zwei Praktika"]
    client.post(f"/desk/punkt/{items[0].pk}/")
    client.post(f"/desk/punkt/{items[1].pk}/", {"later": "2026-12-18"})
    with factories.as_staff(house.here.mentor):
        goal, talk = EmployerGoal.objects.get(), EmployerContact.objects.get(note="Rundgang")
    assert talk.follow_up_done_at is not None
    assert goal.due == date(2026, 12, 18)
    client.post(f"{page}ziel/{goal.pk}/", {"to": "reached"})
    shown, asked = statements(client, page)
    assert asked <= 14, asked
    for word in ("Rundgang", "Zwei Praktika", "Ida Kiefer", "Vertrag mitbringen", "erreicht"):
        assert word in shown.text
    agenda(house.here)


def test_the_list_is_narrowed_counted_and_ends_with_a_reason(house: World, sign_in: SignIn) -> None:
    case = called(house, sign_in)
    client = sign_in(house.here.mentor)
    change = {"begins": "1.11.2026", "size_class": "1-9", "branch": "31", "wishes": ["job"], "offers": ["buddy"]}
    client.post(
        f"{LIST}{case.pk}/bearbeiten/", {**change, "charter_signed_on": "2.11.2026", "version": str(case.version)}
    )
    for query, there in (
        ("", True),
        ("?groesse=klein&wunsch=job&charta=unterzeichnet&branche=31&suche=kiefer", True),
        ("?still=90", False),
        ("?bei=niemand", True),
        ("?stand=beendet", False),
        ("?groesse=250%2B", False),
    ):
        page, asked = statements(client, LIST + query)
        assert ("Tischlerei Kiefer" in page.text) is there, query
        assert asked <= 14
    assert "1" in client.get(f"{LIST}zaehlung/").text
    with factories.as_staff(house.here.mentor) as scope:
        counted = queries.tally(scope, house.here.project, date(2026, 11, 1), TODAY)
    assert (counted.begun, counted.running, counted.talks, counted.signed) == (1, 1, 1, 1)
    assert counted.sizes == [("1 bis 9", 1)]
    assert "reason" in client.post(f"{LIST}{case.pk}/ende/", {"on": "24.11.2026"}).context["form"].errors
    client.post(f"{LIST}{case.pk}/ende/", {"on": "24.11.2026", "reason": "settled"})
    assert "Tischlerei Kiefer" not in client.get(LIST).text
    client.post(f"{LIST}{case.pk}/ende/", {"to": "open"})
    assert "Tischlerei Kiefer" in client.get(LIST).text


def test_a_carrier_reads_its_firms_and_only_the_project_writes(house: World, sign_in: SignIn) -> None:
    case = called(house, sign_in)
    page = f"{LIST}{case.pk}/"
    for who, reads, writes in (
        (house.here.auditor, 200, 403),
        (house.other_project.mentor, 200, 403),
        (house.away.mentor, 404, 404),
    ):
        client = sign_in(who)
        assert client.get(page).status_code == reads, who
        assert client.get(f"{page}bearbeiten/").status_code == writes, who
        assert client.post(f"{page}ziel/", {"text": "fremd"}).status_code == writes, who
    with factories.as_staff(house.here.mentor):
        assert not EmployerGoal.objects.exists()
        organisations.change(case.organisation, None, {"name": "Holzwerkstatt Kiefer"})
        assert {item.subject_name for item in AgendaItem.objects.all()} == {"Holzwerkstatt Kiefer"}
        assert Employer.objects.get().name_sort.startswith("holzwerkstatt")
    sheet = sign_in(house.here.mentor).get(f"{page}blatt/")
    assert sheet["Content-Type"] == "application/pdf"
