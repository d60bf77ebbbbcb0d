# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Packages on the pages: asked for, taken, uploaded, decided about, read in; and who may not."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings

from scharnier.foundation import clock
from scharnier.foundation import tasks as queue
from scharnier.people.models import Person
from scharnier.people.packages import coming, leaving, tasks
from scharnier.people.packages.models import PackagePart, PackageRun, PackageState
from tests import factories
from tests.factories import House, World
from tests.people.caseload.test_list import LIST
from tests.people.conftest import SignIn, statements
from tests.people.documents.conftest import home
from tests.people.packages.test_round_trip import WHY, acting, packed, uploaded, write

pytestmark = pytest.mark.django_db
__all__ = ["home"]
PACKAGES = "/desk/pakete/"


@pytest.fixture(autouse=True)
def deferred(monkeypatch: pytest.MonkeyPatch, house: World) -> list[Any]:
    """What was handed to the queue; run by hand below."""
    found: list[Any] = []
    monkeypatch.setattr(queue, "defer", lambda task, **facts: found.append((task, facts)))
    return found


def work(house: House, deferred: list[Any]) -> None:
    by_task = {tasks.write_package: leaving.write, tasks.check_package: coming.check, tasks.read_package: coming.write}
    task, facts = deferred.pop()
    by_task[task](run_id=facts["run"], acting=acting(house.lead))


def run_of(house: House) -> PackageRun:
    with factories.as_staff(house.lead):
        return PackageRun.objects.order_by("-created_at")[0]


def test_from_the_ticked_rows_to_the_file_and_into_another_project(
    house: World, home: Path, sign_in: SignIn, deferred: list[Any]
) -> None:
    ids = write(house.here, "Bah", "Diallo")
    lead = sign_in(house.here.lead)
    assert "Als Paket ausgeben" in lead.get(LIST + "?fachkraft=alle").content.decode()
    asked = lead.post(PACKAGES + "neu/", {"id": [str(each) for each in ids]}).content.decode()
    assert "2 Akten" in asked
    assert "Bah, Nour" in asked
    sent = {"id": [str(each) for each in ids], "step": "do", "reason": WHY}
    refused = lead.post(PACKAGES + "neu/", {**sent, "reason": "kurz"}).content.decode()
    assert "Begründen Sie" in refused
    url = lead.post(PACKAGES + "neu/", sent)["Location"]
    assert "Akte 0 von 2" in lead.get(url).content.decode()
    work(house.here, deferred)
    assert "2 Akten sind bereit" in lead.get(url).content.decode()
    taken: Any = lead.post(url + "datei/", {"passphrase": ""})
    content = taken.getvalue()
    assert content.startswith(b"PK")

    away = sign_in(house.away.lead)
    file = SimpleUploadedFile("akten.zip", content, "application/zip")
    url = away.post(PACKAGES, {"file": file, "passphrase": ""})["Location"]
    work(house.away, deferred)
    page = away.get(url).content.decode()
    assert "2 Akten aus „Projekt nord“" in page
    assert "Mentor Nord" in page
    assert away.post(url + "einlesen/", {f"staff-{house.here.mentor.pk}": str(house.away.mentor.pk)})["Location"] == url
    work(house.away, deferred)
    assert "2 Akten eingelesen" in away.get(url).content.decode()
    assert "Bah, Nour" in sign_in(house.away.mentor).get(LIST).content.decode()


def test_files_that_may_be_here_stand_side_by_side(
    house: World, home: Path, sign_in: SignIn, deferred: list[Any]
) -> None:
    content = packed(house.here, write(house.here, "Bah", phone="+4917604069031"))
    write(house.away, "Bah", phone="+4917604069031")
    run = uploaded(house.away, content)
    coming.check(run_id=run.pk, acting=acting(house.away.lead))
    lead = sign_in(house.away.lead)
    page, count = statements(lead, f"{PACKAGES}{run.pk}/")
    assert "Vielleicht schon hier" in page.content.decode()
    assert "gleiche Telefonnummer" in page.content.decode()
    assert count <= 8
    old = run_of(house.away).found["known"][0]["id"]
    lead.post(f"{PACKAGES}{run.pk}/einlesen/", {f"file-{old}": "skip", "file-unfug": "keep"})
    work(house.away, deferred)
    with factories.as_staff(house.away.lead):
        assert Person.objects.count() == 1


def test_a_second_click_starts_nothing_twice(house: World, home: Path, sign_in: SignIn, deferred: list[Any]) -> None:
    run = uploaded(house.away, packed(house.here, write(house.here, "Bah")))
    coming.check(run_id=run.pk, acting=acting(house.away.lead))
    lead = sign_in(house.away.lead)
    for _ in range(2):
        lead.post(f"{PACKAGES}{run.pk}/einlesen/")
    assert len(deferred) == 1
    assert "Laden Sie die Seite neu" in lead.get(f"{PACKAGES}{run.pk}/").content.decode()
    lead.post(f"{PACKAGES}{run.pk}/weiter/")
    assert len(deferred) == 2


@pytest.mark.parametrize("who", ["mentor", "auditor", "admin"])
def test_only_leadership_takes_whole_files_out_or_in(house: World, home: Path, sign_in: SignIn, who: str) -> None:
    ids = write(house.here, "Bah")
    packed(house.here, ids)
    url = f"{PACKAGES}{run_of(house.here).pk}/"
    client: Client = sign_in(getattr(house.here, who))
    for address in (PACKAGES, PACKAGES + "neu/", url):
        assert client.get(address).status_code == 403
    for address in (PACKAGES, PACKAGES + "neu/", url + "datei/", url + "einlesen/", url + "vergessen/"):
        assert client.post(address, {"id": str(ids[0]), "step": "do", "reason": WHY}).status_code == 403
    assert "Aktenpakete" not in client.get("/desk/").content.decode()


def test_another_project_has_its_own_packages(house: World, home: Path, sign_in: SignIn) -> None:
    packed(house.here, write(house.here, "Bah"))
    url = f"{PACKAGES}{run_of(house.here).pk}/"
    for stranger in (house.other_project.lead, house.away.lead):
        client = sign_in(stranger)
        assert client.get(url).status_code == 404
        assert client.post(url + "datei/", {}).status_code == 404
        assert "noch kein Paket" in client.get(PACKAGES).content.decode()


def test_nobody_packs_a_file_of_another_project(house: World, home: Path, sign_in: SignIn) -> None:
    (foreign,) = write(house.other_project, "Fremd")
    page = sign_in(house.here.lead).post(PACKAGES + "neu/", {"id": str(foreign), "step": "do", "reason": WHY})
    assert "Wählen Sie mindestens eine Akte." in page.content.decode()


def test_a_package_is_deleted_by_hand_and_after_a_day_whether_the_tidying_ran_or_not(
    house: World, home: Path, sign_in: SignIn
) -> None:
    ids = write(house.here, "Bah")
    packed(house.here, ids)
    url = f"{PACKAGES}{run_of(house.here).pk}/"
    lead = sign_in(house.here.lead)
    assert "Das Paket liegt bis 25.11.2026" in lead.get(url).content.decode()
    lead.post(url + "vergessen/")
    assert lead.post(url + "datei/", {}).status_code == 302
    assert "gibt es nicht mehr" in lead.get(url).content.decode()
    packed(house.here, ids)
    run = run_of(house.here)
    with clock.frozen(clock.now() + timedelta(hours=23)):
        tasks.tidy()
        assert sign_in(house.here.lead).post(f"{PACKAGES}{run.pk}/datei/", {})["Content-Type"] != "text/html"
    with clock.frozen(clock.now() + timedelta(hours=25)):
        lead = sign_in(house.here.lead)
        assert lead.post(f"{PACKAGES}{run.pk}/datei/", {}).status_code == 302
        assert "gibt es nicht mehr" in lead.get(f"{PACKAGES}{run.pk}/").content.decode()
        with factories.as_staff(house.here.lead):
            assert PackagePart.objects.exists()
        tasks.tidy()
    with factories.as_staff(house.here.lead):
        assert not PackagePart.objects.exists()
        assert [each.persons for each in PackageRun.objects.filter(state=PackageState.DONE)] == [[], []]


def test_an_upload_nobody_decides_about_goes_after_three_days_and_its_names_with_it(
    house: World, home: Path, sign_in: SignIn
) -> None:
    content = packed(house.here, write(house.here, "Bah", phone="+4917604069031"))
    write(house.away, "Bah", phone="+4917604069031")
    run = uploaded(house.away, content)
    coming.check(run_id=run.pk, acting=acting(house.away.lead))
    assert run_of(house.away).found["known"]
    lying = coming.folder() / run.pk.hex
    with clock.frozen(clock.now() + timedelta(days=4)):
        os.utime(lying, (time.time(), time.time() - 4 * 86400))
        assert tasks.tidy() == 1
        page = sign_in(house.away.lead).get(f"{PACKAGES}{run.pk}/").content.decode()
    assert "Laden Sie es noch einmal hoch." in page
    assert not lying.exists()
    gone = run_of(house.away)
    assert (gone.state, gone.found, gone.manifest) == (PackageState.FAILED, {}, {})
    with pytest.raises(DatabaseError, match="only the system"), factories.as_staff(house.here.lead):
        connection.cursor().execute("SELECT packages_forget(now(), now(), '')")


@pytest.mark.parametrize(("name", "content"), [("leer.zip", b""), ("bild.zip", b"\xff\xd8\xff"), ("", b"x")])
def test_a_wrong_file_is_told_so_and_nothing_is_kept(
    house: World, home: Path, sign_in: SignIn, name: str, content: bytes
) -> None:
    sent = {"file": SimpleUploadedFile(name, content)} if name else {}
    page = sign_in(house.here.lead).post(PACKAGES, sent)
    assert page.status_code == 200
    with factories.as_staff(house.here.lead):
        assert not PackageRun.objects.exists()
    assert not list(coming.folder().glob("*")) if coming.folder().exists() else True


def test_a_package_beyond_the_limit_is_told_so(house: World, home: Path, sign_in: SignIn, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1000
    sent = {"file": SimpleUploadedFile("gross.zip", b"x" * 5000)}
    page = sign_in(house.here.lead).post(PACKAGES, sent)
    assert "zu groß: Erlaubt sind" in page.content.decode()


def test_the_list_of_packages_takes_few_statements(house: World, home: Path, sign_in: SignIn) -> None:
    ids = write(house.here, "Bah")
    for _ in range(3):
        packed(house.here, ids)
    page, count = statements(sign_in(house.here.lead), PACKAGES)
    assert page.content.decode().count(WHY) == 3
    assert count <= 7


def test_every_file_that_was_uploaded_lies_sealed(house: World, home: Path) -> None:
    (bah,) = write(house.here, "Bah")
    run = uploaded(house.away, packed(house.here, [bah]))
    assert isinstance(bah, UUID)
    lying = (coming.folder() / run.pk.hex).read_bytes()
    assert b"manifest" not in lying
    assert lying[:2] != b"PK"
