# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two organisations that were one: everything follows, in every project of the carrier, and comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scharnier.directory.organisations import actions as organisations
from scharnier.directory.organisations.models import Organisation, OrganisationContact, OrganisationMerge
from scharnier.foundation import principals, projections
from scharnier.work.employers import actions as employers
from scharnier.work.employers.actions import Talk
from scharnier.work.employers.models import Employer, EmployerContact
from scharnier.work.vacancies import actions as vacancies
from scharnier.work.vacancies.models import Vacancy
from tests import factories
from tests.factories import House, World
from tests.people.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
ALL = "/desk/organisationen/"


def firm(house: House, name: str, **fields: Any) -> Organisation:
    return organisations.add_organisation(house.carrier, {"name": name, **fields}, {"place": f"bei {name}"})


def accompanied(house: House, organisation: Organisation, number: str) -> Employer:
    """A case with a talk, a follow-up, a goal and a vacancy."""
    case = employers.open_case(house.project, organisation, responsible=house.mentor.pk, begins=date(2026, 3, 1))
    due = date(2026, 12, 1)
    talk = Talk(TODAY, "phone", note=number, follow_up_on=due, follow_up=f"Rückruf {number}")
    employers.note_talk(case, author=house.mentor.pk, talk=talk)
    employers.add_goal(case, text=f"Ziel {number}", due=due)
    values = {"title": f"Stelle {number}", "occupation": "22302", "external_number": "N-1" if number != "drei" else ""}
    vacancies.add_vacancy(house.project, organisation, values, owner=house.mentor.pk, days=28)
    return case


def agenda_agrees(house: World) -> None:
    """In all projects of the carrier the agenda says what its rows say."""
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []


def test_everything_follows_in_every_project_and_comes_back(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        kept = firm(house.here, "Tischlerei Kiefer")
        gone = firm(house.here, "Tischlerei Kiefer GmbH", phone="+493023125011", languages=["ru"], note="Hof links")
        organisations.add_contact(gone, {"name": "Ida Kiefer"})
        stays = accompanied(house.here, kept, "eins")
        double = accompanied(house.here, gone, "zwei")
    with factories.as_staff(house.other_project.mentor):
        elsewhere = accompanied(house.other_project, gone, "drei")
    client = sign_in(house.here.mentor)
    page = f"{ALL}{kept.pk}/zusammenfuehren/"
    assert str(gone.pk) in client.get(page).text
    assert str(gone.pk) in client.get(f"{page}?suche=gmbh").text
    shown, asked = statements(client, f"{page}?mit={gone.pk}")
    assert asked <= 14
    for word in ("Ida Kiefer", "Stelle zwei", "Stelle drei", "Hof links", "bei Tischlerei Kiefer GmbH"):
        assert word in shown.text
    answer = client.post(page, {"mit": str(gone.pk)}, follow=True)
    assert "Zusammengeführt mit Tischlerei Kiefer GmbH." in answer.text
    assert client.get(f"{ALL}{gone.pk}/")["Location"].endswith(f"{kept.pk}/")
    with factories.as_staff(house.here.mentor):
        kept.refresh_from_db()
        assert (kept.phone, kept.languages, kept.note) == ("+493023125011", ["ru"], "Hof links")
        assert set(Vacancy.objects.values_list("organisation_id", flat=True)) == {kept.pk}
        assert OrganisationContact.objects.get().organisation_id == kept.pk
        assert set(EmployerContact.objects.filter(project=house.here.project).values_list("employer", flat=True)) == {
            stays.pk
        }
        double.refresh_from_db()
        elsewhere.refresh_from_db()
        assert (double.ends, double.end_reason, elsewhere.ends) == (TODAY, "merged", None)
        assert elsewhere.organisation_id == kept.pk
        merge = OrganisationMerge.objects.get()
    agenda_agrees(house)
    assert "schon zusammengeführt" in client.post(page, {"mit": str(gone.pk)}, follow=True).text
    client.post(f"{ALL}zusammenfuehrung/{merge.pk}/zurueck/")
    with factories.as_staff(house.here.mentor):
        for row in (kept, double, elsewhere):
            row.refresh_from_db()
        assert (kept.phone, kept.languages, kept.note) == ("", [], "")
        assert (double.ends, double.organisation_id, elsewhere.organisation_id) == (None, gone.pk, gone.pk)
        assert EmployerContact.objects.filter(employer=double).count() == 1
        assert Vacancy.objects.filter(organisation=gone).count() == 2
    agenda_agrees(house)
    assert client.get(f"{ALL}{gone.pk}/").status_code == 200


def test_only_who_writes_for_the_carrier_merges_its_organisations(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        kept, gone = firm(house.here, "Eins"), firm(house.here, "Zwei")
    with factories.as_staff(house.away.mentor):
        foreign = firm(house.away, "Drei")
    page = f"{ALL}{kept.pk}/zusammenfuehren/"
    assert sign_in(house.here.auditor).post(page, {"mit": str(gone.pk)}).status_code == 403
    assert sign_in(house.away.mentor).post(page, {"mit": str(gone.pk)}).status_code == 404
    client = sign_in(house.here.mentor)
    for other in (kept.pk, foreign.pk, "unsinn"):
        client.post(page, {"mit": str(other)})
    with factories.as_staff(house.here.mentor):
        assert not OrganisationMerge.objects.exists()
        assert not Organisation.objects.filter(merged_into__isnull=False).exists()
