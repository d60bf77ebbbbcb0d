# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The wizard: kept as it goes, back and forth, made at once or not at all."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.models import Grant, OutboxMail
from scharnier.network.models import Carrier, Programme, Project, Site, Team
from scharnier.network.programmes import files, setup
from scharnier.network.programmes.queries import settings_at
from scharnier.network.structure.models import Capacity, Responsibility
from tests import factories
from tests.factories import World
from tests.network.programmes.conftest import TODAY, SignIn, statements
from tests.network.programmes.test_changing import change

pytestmark = pytest.mark.django_db
STEPS = "/desk/einrichten/"


@pytest.fixture
def programme(house: World) -> Programme:
    with principals.entering(principals.SYSTEM):
        assert setup.load_programmes() == 4  # the fifth is there already
        assert setup.load_programmes() == 0
        return Programme.objects.get(code="integrationsmanagement_bw")


def facts(programme: Programme, **more: Any) -> dict[str, Any]:
    return {
        "programme": str(programme.pk),
        "name": "Integrationsmanagement Neustadt",
        "code": "neustadt",
        "phase": "VwV 2025–2027",
        "state": "BW",
        "district": "08117",
        "valid_from": "01.01.2025",
        "valid_to": "31.12.2027",
        "places": "120",
        **more,
    }


def asked(client: Client, **changed: Any) -> dict[str, Any]:
    """What the step of the settings would send as the template fills it in, with some fields changed."""
    form = client.get(f"{STEPS}einstellungen/").context["form"]
    data = {name: form[name].value() for name in form.fields if name not in ("form_token", "version")}
    return {name: "" if value is None else value for name, value in data.items()} | changed


def fill(client: Client, house: World, programme: Programme) -> None:
    carrier = {"carrier": str(house.here.carrier), "name": "Stadt Neustadt", "short_name": "Neustadt"}
    assert client.post(f"{STEPS}traeger/", carrier).status_code == 302
    assert client.post(f"{STEPS}projekt/", facts(programme)).status_code == 302
    places = {
        "teams": "Team Nord\nTeam Süd",
        "site1_name": "Rathaus",
        "site1_place": "Neustadt",
        "site1_postcode": "73054",
    }
    assert client.post(f"{STEPS}orte/", places).status_code == 302
    basis = {"law_counselling_base": "statute", "law_counselling_citation": "§ 3 LDSG BW"}
    assert client.post(f"{STEPS}einstellungen/", asked(client, **basis)).status_code == 302
    people = {"email1": "leitung@example.org", "role1": "lead", "email2": "fach@example.org", "role2": "caseworker"}
    assert client.post(f"{STEPS}menschen/", people).status_code == 302


def test_the_wizard_makes_everything_at_once(house: World, sign_in: SignIn, programme: Programme) -> None:
    client = sign_in(house.here.admin)
    fill(client, house, programme)
    with factories.as_staff(house.here.admin):
        assert not Project.objects.filter(code="neustadt").exists()
    summary, count = statements(client, f"{STEPS}zusammenfassung/")
    for text in ("Stadt Neustadt", "neustadt", "Team Nord, Team Süd", "Rathaus", "§ 3 LDSG BW", "leitung@example.org"):
        assert text in summary.text
    assert count <= 14
    done = client.post(f"{STEPS}zusammenfassung/", {})
    assert done.status_code == 302
    with factories.as_staff(house.here.admin):
        project = Project.objects.get(code="neustadt")
        assert (project.places, project.district, project.programme_id) == (120, "08117", programme.pk)
        assert list(Team.objects.filter(project_id=project.pk).order_by("name").values_list("name", flat=True)) == [
            "Team Nord",
            "Team Süd",
        ]
        assert Site.objects.get(project_id=project.pk).postcode == "73054"
        assert list(Capacity.objects.filter(project_id=project.pk).values_list("places", "valid_from")) == [
            (120, project.valid_from)
        ]
        duty = Responsibility.objects.get(project_id=project.pk)
        assert (duty.district, duty.duty) == ("08117", "responsible")
        assert Carrier.objects.get(pk=house.here.carrier).name == "Stadt Neustadt"
        found = settings_at(project.pk, TODAY)
        assert (found.legal_basis("counselling").base, found.support_months, found.word("plan")) == (
            "statute",
            36,
            "Integrationsplan",
        )
        assert Grant.objects.filter(project_id=project.pk, purpose="invitation").count() == 2
        assert setup.kept(house.here.admin.pk) == {}
    with principals.entering(principals.SYSTEM):
        assert set(OutboxMail.objects.values_list("to", flat=True)) == {"leitung@example.org", "fach@example.org"}


def test_a_double_click_makes_one_project(house: World, sign_in: SignIn, programme: Programme) -> None:
    client = sign_in(house.here.admin)
    fill(client, house, programme)
    token = {"form_token": str(client.get(f"{STEPS}zusammenfassung/").context["form"]["form_token"].value())}
    first = client.post(f"{STEPS}zusammenfassung/", token)
    client.post(f"{STEPS}projekt/", facts(programme))
    second = client.post(f"{STEPS}zusammenfassung/", token)
    assert first["Location"] == second["Location"]


def test_what_was_entered_is_there_again_and_wrong_things_too(
    house: World, sign_in: SignIn, programme: Programme
) -> None:
    client = sign_in(house.here.admin)
    answer = client.post(f"{STEPS}projekt/", facts(programme, code="Neu Stadt!", valid_to="01.01.2020", district="12"))
    for reason in ("Nur kleine Buchstaben", "Das Ende liegt vor dem Anfang.", "fünf Ziffern"):
        assert reason in answer.text
    assert client.get("/desk/einrichten/")["Location"].endswith("/traeger/")
    assert "Integrationsmanagement Neustadt" in client.get(f"{STEPS}projekt/").text
    back = client.get(f"{STEPS}zusammenfassung/", follow=True)
    assert "Hier fehlt noch etwas" in back.text
    assert back.context["name"] == "projekt"


def test_every_other_step_can_be_skipped(house: World, sign_in: SignIn, programme: Programme) -> None:
    client = sign_in(house.here.admin)
    client.post(f"{STEPS}projekt/", facts(programme))
    assert client.post(f"{STEPS}zusammenfassung/", {}).status_code == 302
    with factories.as_staff(house.here.admin):
        project = Project.objects.get(code="neustadt")
        assert Team.objects.get(project_id=project.pk).name == "Team"
        assert settings_at(project.pk, TODAY).support_months == 36


def test_a_name_taken_meanwhile_leaves_nothing_behind(house: World, sign_in: SignIn, programme: Programme) -> None:
    client = sign_in(house.here.admin)
    fill(client, house, programme)
    client.post(f"{STEPS}projekt/", facts(programme, code="nord"))
    answer = client.post(f"{STEPS}zusammenfassung/", {})
    assert "Kürzel hat schon ein anderes Projekt" in answer.text
    with factories.as_staff(house.here.admin):
        assert Project.objects.filter(carrier_id=house.here.carrier).count() == 2
        assert Carrier.objects.get(pk=house.here.carrier).name == "Träger nord"
        assert not Grant.objects.filter(purpose="invitation").exists()


def test_one_wrong_invitation_keeps_everything_back(house: World, sign_in: SignIn, programme: Programme) -> None:
    client = sign_in(house.here.admin)
    fill(client, house, programme)
    twice = {"email1": "fach@example.org", "role1": "lead", "email2": "fach@example.org", "role2": "lead"}
    assert "steht mit dieser Rolle schon da" in client.post(f"{STEPS}menschen/", twice).text
    assert client.post(f"{STEPS}zusammenfassung/", {})["Location"].endswith("/menschen/")
    with factories.as_staff(house.here.admin):
        assert not Project.objects.filter(code="neustadt").exists()


def test_only_the_administration_sets_up_projects(house: World, sign_in: SignIn, programme: Programme) -> None:
    assert sign_in(house.here.lead).get(f"{STEPS}traeger/").status_code == 403
    client = sign_in(house.away.admin)
    client.post(f"{STEPS}projekt/", facts(programme))
    stranger = {"carrier": str(house.here.carrier), "name": "Fremd", "short_name": "Fremd"}
    assert client.post(f"{STEPS}traeger/", stranger).status_code == 200
    assert client.post(f"{STEPS}zusammenfassung/", {})["Location"].endswith("/traeger/")
    assert client.get(f"{STEPS}nirgends/").status_code == 404


# ---------- the file of another project as the template ----------


def exported(house: World, *, version: str = "") -> SimpleUploadedFile:
    """The settings of `here`, which says otherwise than its programme in three places."""
    change(house, house.here.lead, "words.plan", TODAY, "Wegweiser")
    change(house, house.here.lead, "support.warning_days", TODAY, 30)
    change(house, house.here.lead, "course.follow_up_days", date(2027, 5, 1), 21)
    with factories.as_staff(house.here.lead):
        text = files.export(Project.objects.get(pk=house.here.project))
    if version:
        text = re.sub(r"(?m)^version: \d+", f"version: {version}", text)
    return SimpleUploadedFile("einstellungen.yaml", text.encode())


def test_the_file_of_another_project_is_the_template(house: World, sign_in: SignIn, programme: Programme) -> None:
    client = sign_in(house.here.admin)
    assert "Mit der Einstellungsdatei eines anderen Projekts beginnen" in client.get(f"{STEPS}traeger/").text
    done = client.post(f"{STEPS}vorlage/", {"file": exported(house)}, follow=True)
    assert "Die Datei ist die Vorlage." in done.text
    page = client.get(f"{STEPS}projekt/")
    assert page.context["form"]["programme"].value() == str(house.programme.pk)
    client.post(
        f"{STEPS}projekt/", facts(house.programme, code="zweites", name="Mentoren Zwei", state="SN", district="")
    )
    assert client.get(f"{STEPS}einstellungen/").context["form"]["words_plan_value"].value() == "Wegweiser"
    summary = client.get(f"{STEPS}zusammenfassung/").text
    assert "Wegweiser" in summary
    assert "30 Tage" in summary
    client.post(f"{STEPS}zusammenfassung/", {})
    with factories.as_staff(house.here.admin):
        project = Project.objects.get(code="zweites")
        found = settings_at(project.pk, TODAY)
        assert (found.word("plan"), found.warning_days, found.follow_up_days) == ("Wegweiser", 30, None)
        assert list(Site.objects.filter(project_id=project.pk)) == []


def test_what_the_file_says_gives_way_to_what_is_chosen(house: World, sign_in: SignIn, programme: Programme) -> None:
    client = sign_in(house.here.admin)
    client.post(f"{STEPS}vorlage/", {"file": exported(house)})
    client.post(f"{STEPS}projekt/", facts(house.programme, code="zweites", state="SN", district=""))
    client.post(f"{STEPS}einstellungen/", asked(client, words_plan_value="Fahrplan"))
    client.post(f"{STEPS}zusammenfassung/", {})
    with factories.as_staff(house.here.admin):
        found = settings_at(Project.objects.get(code="zweites").pk, TODAY)
        assert (found.word("plan"), found.warning_days) == ("Fahrplan", 30)


def test_another_programme_takes_nothing_from_the_file(house: World, sign_in: SignIn, programme: Programme) -> None:
    client = sign_in(house.here.admin)
    client.post(f"{STEPS}vorlage/", {"file": exported(house)})
    client.post(f"{STEPS}projekt/", facts(programme))
    client.post(f"{STEPS}zusammenfassung/", {})
    with factories.as_staff(house.here.admin):
        assert settings_at(Project.objects.get(code="neustadt").pk, TODAY).word("plan") == "Integrationsplan"


def test_a_file_of_a_newer_version_is_refused_with_line_and_reason(
    house: World, sign_in: SignIn, programme: Programme
) -> None:
    client = sign_in(house.here.admin)
    refused = client.post(f"{STEPS}vorlage/", {"file": exported(house, version="99")}).text
    assert "Die Datei hat Version 99" in refused
    assert "Zeile" in refused
    assert setup.kept(house.here.admin.pk) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"nur Text", "Die Datei wird nicht eingelesen"),
        (b"", "leer"),
        (b"x" * 300_000, "256 KB"),
    ],
)
def test_a_file_that_is_none_is_refused(
    house: World, sign_in: SignIn, programme: Programme, content: bytes, said: str
) -> None:
    client = sign_in(house.here.admin)
    text = client.post(f"{STEPS}vorlage/", {"file": SimpleUploadedFile("x.yaml", content)}).text
    assert said in text
    with factories.as_staff(house.here.admin):
        assert setup.kept(house.here.admin.pk) == {}


def test_only_the_administration_brings_a_template(house: World, sign_in: SignIn) -> None:
    assert sign_in(house.here.lead).get(f"{STEPS}vorlage/").status_code == 403
