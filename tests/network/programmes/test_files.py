# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings out to a file and in again: shown first, refused as a whole, nothing half done."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from scharnier.knowledge.settings_file import read
from scharnier.network.models import Project, Site, Team
from scharnier.network.programmes import files
from scharnier.network.programmes.models import ProjectSetting
from tests import factories
from tests.factories import World
from tests.network.programmes.conftest import TODAY, SignIn
from tests.network.programmes.test_changing import change, months, url

pytestmark = pytest.mark.django_db
HEAD = (
    "format: scharnier-settings\nversion: 1\n"
    "project: {programme: arbeitsmarktmentoren_sn, code: nord, name: Projekt nord}\n"
)


def test_what_was_exported_reads_back_the_same(house: World) -> None:
    change(house, house.here.lead, "support.months", date(2026, 1, 1), 24)
    change(house, house.here.lead, "support.months", date(2027, 1, 1), None, inherits=True)
    change(house, house.here.lead, "plan.field_words", TODAY, {"arbeit": "Beruf: Weg"})
    change(
        house, house.here.admin, "law.counselling", TODAY, {"base": "statute", "citation": "§ 3 LDSG", "text": "a\nb"}
    )
    with factories.as_staff(house.here.lead) as scope:
        project = Project.objects.select_related("programme").get(pk=house.here.project)
        text = files.export(project)
        content, faults = read(text)
        assert faults == []
        assert content is not None
        assert "# Begrenzung der Begleitung" in text
        assert [row.since for row in content.settings if row.key == "support.months"] == [
            date(2026, 1, 1),
            date(2027, 1, 1),
        ]
        assert files.compare(scope, project, content).nothing


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("hello", 1, "Das ist keine Datei mit Einstellungen"),
        ("a: [", 1, "kein lesbares YAML"),
        ("format: scharnier-settings\nversion: 2\n", 2, "liest bis Version 1"),
        ("format: scharnier-settings\nversion: neu\n", 2, "Die Version ist eine Zahl"),
        (HEAD + "weather: sun\n", 4, "„weather“ gibt es hier nicht."),
        (HEAD + "settings:\n  support.years: []\n", 5, "Die Einstellung „support.years“ gibt es nicht."),
        (
            HEAD + "settings:\n  support.months:\n    - {from: 2026-01-01, value: viele, reason: Bescheid}\n",
            6,
            "Hier steht eine ganze Zahl.",
        ),
        (
            HEAD + "settings:\n  support.months:\n    - {from: bald, value: 24, reason: Bescheid}\n",
            6,
            "Hier steht ein Tag",
        ),
        (
            HEAD + "settings:\n  support.months:\n    - {from: 2026-02-30, value: 24, reason: Bescheid}\n",
            6,
            "kein Wert, den es gibt",
        ),
        (HEAD + "settings:\n  support.months:\n    - {from: 2026-01-01, value: 24}\n", 6, "„reason“ fehlt."),
        (
            HEAD + "settings:\n  support.months:\n    - {from: 2026-01-01, reason: Bescheid}\n",
            6,
            "entweder value oder inherits",
        ),
        (
            HEAD + "settings:\n  support.months:\n    - {from: 2026-02-01, value: 24, reason: Bescheid}\n"
            "    - {from: 2026-01-01, value: 36, reason: Bescheid}\n",
            7,
            "Die Tage stehen nacheinander.",
        ),
        (HEAD + "teams: Team\n", 4, "Hier steht eine Liste."),
        (HEAD + "sites: [{name: Büro, postcode: '123456'}]\n", 4, "Höchstens 5 Zeichen."),
        (HEAD + "teams: &a [x]\nsites: *a\n", 5, "Verweise (*name) sind hier nicht erlaubt."),
        (HEAD + "teams: []\nteams: []\n", 5, "„teams“ steht zweimal da."),
        ("x" * 300_000, 1, "größer als 256 KB"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_line_and_reason(text: str, line: int, says: str) -> None:
    content, faults = read(text)
    assert content is None
    assert any(fault.line == line and says in fault.text.de for fault in faults), faults


def upload(text: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("einstellungen.yaml", text.encode())}


NEW = (
    HEAD
    + "teams: [Tandem Ost]\nsites:\n  - {name: Büro Mitte, postcode: '01067', place: Dresden}\nsettings:\n"
    + "  support.months:\n    - {from: 2026-02-01, value: 24, reason: Bescheid}\n"
    + "    - {from: 2027-01-01, value: 36, reason: Neuer Bescheid}\n"
)


def test_a_file_is_shown_first_and_then_taken(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.admin)
    shown = client.post(url(house, "einlesen/"), upload(NEW)).text
    for text in ("Tandem Ost", "Büro Mitte", "24 Monate", "36 Monate", "rückwirkend"):
        assert text in shown
    with factories.as_staff(house.here.admin):
        assert not ProjectSetting.objects.exists()
    assert client.post(url(house, "einlesen/"), {"text": NEW, "confirmed": "1"}).status_code == 302
    assert (months(house, TODAY), months(house, date(2027, 1, 1))) == (24, 36)
    with factories.as_staff(house.here.admin):
        assert Team.objects.filter(project_id=house.here.project, name="Tandem Ost").exists()
        assert Site.objects.get(project_id=house.here.project).place == "Dresden"
    again = client.post(url(house, "einlesen/"), upload(NEW)).text
    assert "sagt nichts anderes" in again


def test_a_newer_file_says_so_and_nothing_is_written(house: World, sign_in: SignIn) -> None:
    answer = sign_in(house.here.admin).post(url(house, "einlesen/"), upload(NEW.replace("version: 1", "version: 9")))
    assert "Zeile 2: Die Datei hat Version 9" in answer.text
    with factories.as_staff(house.here.admin):
        assert not ProjectSetting.objects.exists()


def test_what_the_lead_may_not_change_keeps_the_whole_file_out(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.lead)
    assert "nur die Verwaltung" in client.post(url(house, "einlesen/"), upload(NEW)).text
    answer = client.post(url(house, "einlesen/"), {"text": NEW, "confirmed": "1"})
    assert "nur die Verwaltung des Trägers" in answer.text
    assert months(house, TODAY) is None


def test_a_file_of_another_programme_is_refused(house: World, sign_in: SignIn) -> None:
    text = NEW.replace("arbeitsmarktmentoren_sn", "ifdm_mv")
    assert "gehört zum Programm „ifdm_mv“" in sign_in(house.here.admin).post(url(house, "einlesen/"), upload(text)).text


def test_what_the_file_does_not_know_ends_visibly(house: World, sign_in: SignIn) -> None:
    change(house, house.here.lead, "support.months", date(2026, 6, 1), 48)
    shown = sign_in(house.here.admin).post(url(house, "einlesen/"), upload(NEW)).text
    assert "entfällt" in shown
    assert "48 Monate" in shown


def test_only_who_decides_gets_files(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    assert client.get(url(house, "datei/")).status_code == 403
    assert client.get(url(house, "einlesen/")).status_code == 403
    answer = sign_in(house.here.lead).get(url(house, "datei/"))
    assert "einstellungen-nord-2026-11-24.yaml" in answer["Content-Disposition"]
    assert sign_in(house.here.admin).post(url(house, "einlesen/"), {}).context["form"].errors["file"]


def test_the_command_writes_and_reads_the_file(house: World, tmp_path: Path, capsys: Any) -> None:
    path, lead = tmp_path / "nord.yaml", house.here.lead.email
    call_command("settings_file", "export", str(path), project="nord", email=lead)
    text = path.read_text() + "  support.months:\n    - {from: 2026-02-01, value: 24, reason: Bescheid}\n"
    path.write_text(text.replace("settings: {}", "settings:"))
    call_command("settings_file", "import", str(path), project="nord", email=lead, dry_run=True)
    assert months(house, TODAY) is None
    call_command("settings_file", "import", str(path), project="nord", email=lead)
    assert months(house, TODAY) == 24
    for wrong in ({"project": "sued"}, {"email": "nobody@example.org"}):
        with pytest.raises(CommandError):
            call_command("settings_file", "export", str(path), **{"project": "nord", "email": lead, **wrong})
    path.write_text("version: 3")
    with pytest.raises(CommandError, match="line 1"):
        call_command("settings_file", "import", str(path), project="nord", email=lead)
