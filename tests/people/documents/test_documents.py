# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papers of a file: kept encrypted, looked at and taken along by those who may, gone when deleted."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from scharnier.foundation import checks, principals, projections, upkeep, vault
from scharnier.foundation.models import AccessRecord, AgendaItem, AuditEvent, TimelineEntry
from scharnier.foundation.sealing import Unreadable
from scharnier.foundation.vault import Part
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes
from scharnier.network.models import User
from scharnier.people import actions as people
from scharnier.people.documents import actions, projected, queries, serving, shelf
from scharnier.people.documents.actions import Details
from scharnier.people.documents.models import Document
from scharnier.people.models import Enrolment
from scharnier.people.projected import refresh
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn, statements
from tests.people.documents.conftest import docx, pdf, photo, upload
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db


def participant(house: World) -> Enrolment:
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here)
        return Enrolment.objects.select_related("person", "project").get(person=person)


def stored(house: World, part: Enrolment, data: bytes | None = None, **details: Any) -> Document:
    with factories.as_staff(house.here.mentor):
        (read,) = actions.read([upload(data or pdf())])
        told = Details(**{"category": "housing", **details})
        return actions.store(part, read, author=house.here.mentor.pk, details=told)


def new(part: Enrolment) -> str:
    return f"/desk/personen/{part.person_id}/dokumente/neu/"


def test_an_upload_is_kept_encrypted_and_comes_back_as_it_was(house: World, sign_in: SignIn, home: Path) -> None:
    part, client, data = participant(house), sign_in(house.here.mentor), docx()
    answer = client.post(
        new(part), {**drawn(client, new(part)), "paper": upload(data, "Vertrag.docx"), "category": "work"}
    )
    page = client.get(answer["Location"])
    assert "Vertrag" in page.content.decode()
    for path in (home / "files").rglob("*.whole"):
        assert b"word/document.xml" not in path.read_bytes()
    taken = client.get(f"{answer['Location']}datei/")
    assert taken.getvalue() == data
    assert taken["Content-Disposition"].startswith('attachment; filename="Vertrag.docx"')
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert taken["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in taken["Cache-Control"]
    with factories.as_staff(house.here.mentor):
        assert AccessRecord.objects.filter(subject_id=part.person_id, page="papers").count() >= 2
    with principals.entering(principals.SYSTEM):
        assert AuditEvent.objects.filter(action="export", table="people_document").exists()


def test_a_wrong_key_a_cut_or_exchanged_file_is_never_shown(house: World, home: Path) -> None:
    part = participant(house)
    one, other = stored(house, part, photo((600, 600))), stored(house, part)
    path = shelf.path_of(one.carrier_id, one.pk)
    whole = path.read_bytes()
    for broken in (whole[:-1], whole[:1], b"\x02" + whole[1:], shelf.path_of(other.carrier_id, other.pk).read_bytes()):
        path.write_bytes(broken)
        if broken[:1] == b"\x01" and len(broken) == 1:
            assert serving.whole(one) == b""
            continue
        with pytest.raises(Unreadable):
            serving.whole(one)
    path.write_bytes(whole)
    one.sealed_key = other.sealed_key
    with pytest.raises(Unreadable):
        serving.whole(one)


def test_large_files_are_sealed_in_chunks_that_cannot_be_rearranged(tmp_path: Path) -> None:
    key, _wrapped = vault.new_key(uuid4())
    data = os.urandom(vault.CHUNK * 2 + 17)
    path = tmp_path / "large"
    assert vault.write(path, [data[:100], data[100:]], key) == len(data)
    assert [len(chunk) for chunk in vault.read(path, key)] == [vault.CHUNK, vault.CHUNK, 17]
    assert b"".join(vault.read(path, key)) == data
    sealed, size = path.read_bytes(), vault.CHUNK + vault.TAG
    for broken in (sealed[: 1 + size], sealed[:1] + sealed[1 + size : 1 + 2 * size] + sealed[1 : 1 + size]):
        path.write_bytes(broken)
        with pytest.raises(Unreadable):
            list(vault.read(path, key))
    path.write_bytes(sealed)
    with pytest.raises(Unreadable):
        list(vault.read(path, key, Part.VIEW))


@pytest.mark.parametrize("route", ["", "datei/", "bild/1/", "bild/0/", "loeschen/"])
def test_strangers_find_nothing_and_auditors_take_nothing_along(house: World, sign_in: SignIn, route: str) -> None:
    row = stored(house, participant(house), photo())
    url = f"/desk/dokumente/{row.pk}/{route}"
    for stranger in (house.other_project.mentor, house.away.mentor):
        assert sign_in(stranger).get(url).status_code == 404
    wanted = 403 if route in ("datei/", "loeschen/") else 200
    assert sign_in(house.here.auditor).get(url).status_code == wanted
    assert sign_in(house.here.auditor).post(f"/desk/dokumente/{row.pk}/", {}).status_code == 403
    with factories.as_staff(house.other_project.mentor):
        assert not Document.objects.exists()


def test_a_file_of_two_hundred_megabytes_is_refused_early_and_the_rest_of_the_form_stays(
    house: World, sign_in: SignIn, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = 64 * 1024
    part, client = participant(house), sign_in(house.here.mentor)
    large = SimpleUploadedFile("film.pdf", b"%PDF-" + b"x" * 400_000)
    answer = client.post(new(part), {**drawn(client, new(part)), "paper": large, "category": "degree"})
    text = answer.content.decode()
    assert "Die Datei ist zu groß: Erlaubt sind 64 kB." in text
    assert answer.context["form"]["category"].value() == "degree"
    with factories.as_staff(house.here.mentor):
        assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "leer"), (b"MZ\x90\x00 setup", "Programm"), (None, "Wählen Sie eine Datei aus")]
)
def test_what_cannot_be_kept_is_said_at_the_field(
    house: World, sign_in: SignIn, data: bytes | None, said: str, home: Path
) -> None:
    part, client = participant(house), sign_in(house.here.mentor)
    papers = {} if data is None else {"paper": SimpleUploadedFile("brief.pdf", data)}
    answer = client.post(new(part), {**drawn(client, new(part)), **papers, "category": "degree"})
    assert said in answer.context["form"].errors["paper"][0]
    assert not list((home / "files").rglob("*.whole"))


def test_several_files_become_several_documents_or_the_pages_of_one(house: World, sign_in: SignIn) -> None:
    part, client = participant(house), sign_in(house.here.mentor)
    for together, count in (("", 2), ("on", 1)):
        two = [upload(photo(), "a.jpg"), upload(photo(), "b.jpg")]
        client.post(new(part), {**drawn(client, new(part)), "paper": two, "category": "other", "together": together})
        with factories.as_staff(house.here.mentor):
            rows = Document.objects.order_by("-pk")[:count]
            assert [row.pages for row in rows] == ([2] if count == 1 else [1, 1])


def test_a_double_click_keeps_one(house: World, sign_in: SignIn) -> None:
    part, client = participant(house), sign_in(house.here.mentor)
    form = drawn(client, new(part))
    first = client.post(new(part), {**form, "paper": upload(pdf()), "category": "other"})
    second = client.post(new(part), {**form, "paper": upload(pdf()), "category": "other"})
    assert first["Location"] == second["Location"]
    with factories.as_staff(house.here.mentor):
        assert Document.objects.count() == 1


def test_a_script_that_sent_the_form_is_told_where_to_go(house: World, sign_in: SignIn) -> None:
    part, client = participant(house), sign_in(house.here.mentor)
    sent = {**drawn(client, new(part)), "paper": upload(pdf()), "category": "other"}
    answer = client.post(new(part), sent, headers={"X-Sent-By": "page"})
    assert answer.status_code == 204
    assert client.get(answer["X-Go"]).status_code == 200


def test_an_expiring_paper_stands_on_the_agenda_until_the_exit(house: World) -> None:
    part = participant(house)
    row = stored(house, part, category="identity", title="Reisepass", valid_until=TODAY + timedelta(days=90))
    with factories.as_staff(house.here.mentor):
        item = AgendaItem.objects.get(kind=projected.EXPIRY)
        assert (item.due_on, item.owner_id) == (TODAY + timedelta(days=30), house.here.mentor.pk)
        assert item.title == "Reisepass läuft ab"
        projections.postpone(item, house.here.mentor.pk, TODAY + timedelta(days=40))
        projections.delegate(item, house.here.mentor.pk, house.here.colleague.pk)
        projections.mark_done(item, house.here.mentor.pk)
        row.refresh_from_db()
        assert (row.remind_on, row.owner_id) == (TODAY + timedelta(days=40), house.here.colleague.pk)
        projections.mark_open(item, house.here.mentor.pk)
        refresh([part.person_id])
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []
    with factories.as_staff(house.here.mentor):
        people.exit_enrolment(part, part.version, exited_on=TODAY, exit_reason=codes.codes("exit_reason")[0])
        assert not AgendaItem.objects.filter(kind=projected.EXPIRY).exists()
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []


def test_a_new_end_reminds_anew_and_an_expired_paper_never(house: World) -> None:
    row = stored(house, participant(house), valid_until=TODAY - timedelta(days=1))
    with factories.as_staff(house.here.mentor):
        assert not AgendaItem.objects.filter(kind=projected.EXPIRY).exists()
        actions.change(row, None, Details("residence", "Aufenthaltstitel", TODAY + timedelta(days=10)))
        assert AgendaItem.objects.get(kind=projected.EXPIRY).due_on == TODAY
        actions.change(row, None, Details("residence", "Aufenthaltstitel"))
        assert not AgendaItem.objects.filter(kind=projected.EXPIRY).exists()


def test_a_deleted_paper_leaves_reason_and_day_and_nothing_to_read(
    house: World, sign_in: SignIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = stored(house, participant(house), photo(), title="Reisepass", valid_until=date(2030, 1, 1))
    client, url = sign_in(house.here.mentor), f"/desk/dokumente/{row.pk}/loeschen/"
    assert "reason" in client.post(url, {**drawn(client, url), "reason": "x"}).context["form"].errors
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {**drawn(client, url), "reason": "Gehört einer anderen Person"}).status_code == 302
    assert not any(shelf.path_of(row.carrier_id, row.pk, part).exists() for part in Part)
    page = client.get(f"/desk/dokumente/{row.pk}/").content.decode()
    assert "Gehört einer anderen Person" in page
    assert "Reisepass" not in page
    assert client.get(f"/desk/dokumente/{row.pk}/datei/").status_code == 404
    assert client.get(f"/desk/dokumente/{row.pk}/bild/1/").status_code == 404
    with factories.as_staff(house.here.mentor):
        kept = Document.objects.get(pk=row.pk)
        assert (bytes(kept.sealed_key), kept.title) == (b"", "")
        assert not TimelineEntry.objects.filter(kind=projected.STORED).exists()
        with pytest.raises(DomainError):
            actions.remove(kept, reason="noch einmal", user=house.here.mentor.pk)


def test_the_check_finds_files_without_rows_and_rows_without_files(house: World, home: Path) -> None:
    row = stored(house, participant(house), photo())
    found = checks._checks["documents"]
    assert list(found()) == []
    stray = shelf.path_of(row.carrier_id, uuid4())
    vault.write(stray, [b"x"], os.urandom(32))
    assert list(found()) == []  # it may be waiting for its row
    os.utime(stray, (0, 0))
    assert [line for line in found() if "no document names it" in line]
    assert shelf.tidy() == 1
    assert list(found()) == []
    shelf.path_of(row.carrier_id, row.pk, Part.VIEW).unlink()
    assert list(found()) == [f"document {row.pk}: its file is missing (view)"]


def broken_off(house: World, part: Enrolment) -> None:
    with transaction.atomic():
        stored(house, part)
        raise RuntimeError


def test_a_transaction_that_fails_leaves_no_row_and_its_file_goes_at_night(house: World, home: Path) -> None:
    part = participant(house)
    with pytest.raises(RuntimeError):
        broken_off(house, part)
    assert not list(shelf._wanted(house.here.carrier))
    for path in (home / "files").rglob("*.*"):
        os.utime(path, (0, 0))
    assert shelf.tidy() > 0
    assert not [path for path in (home / "files").rglob("*") if path.is_file()]


def test_the_second_of_two_editors_is_told(house: World, sign_in: SignIn) -> None:
    row = stored(house, participant(house))
    url = f"/desk/dokumente/{row.pk}/"
    mine, theirs = sign_in(house.here.mentor), sign_in(house.here.colleague)
    my_form, their_form = drawn(mine, url), drawn(theirs, url)
    assert theirs.post(url, {**their_form, "title": "Mietvertrag Gartenweg"}).status_code == 302
    answer = mine.post(url, {**my_form, "title": "Mietvertrag Ufer"})
    assert answer.status_code == 409
    assert "Mietvertrag Gartenweg" in answer.content.decode()


def test_how_long_a_paper_is_kept_follows_the_settings(house: World, sign_in: SignIn) -> None:
    part = participant(house)
    client = sign_in(house.here.mentor)
    for category, said in (("housing", "bis 36 Monate nach dem Austritt"), ("plan", "bis 60 Monate nach dem Austritt")):
        row = stored(house, part, category=category)
        assert said in client.get(f"/desk/dokumente/{row.pk}/").content.decode()


def test_five_hundred_papers_are_listed_in_few_statements_page_by_page(house: World, sign_in: SignIn) -> None:
    part = participant(house)
    usual = {"author_id": house.here.mentor.pk, "kind": "application/pdf", "size": 5}
    case = {"carrier_id": part.carrier_id, "project_id": part.project_id, "person_id": part.person_id}
    with factories.as_staff(house.here.mentor):
        Document.objects.bulk_create(
            Document(**case, **usual, category=("letter", "other")[n % 2], title=f"Papier {n}", for_applications=n == 7)
            for n in range(500)
        )
    client, url = sign_in(house.here.mentor), f"/desk/personen/{part.person_id}/dokumente/"
    answer, count = statements(client, url)
    assert count <= 14
    assert len(answer.content) < 60 * 1024
    page = answer.context["page"]
    older = client.get(f"{url}?after={page.after}").context["page"]
    assert len({line.title for line in [*page.rows, *older.rows]}) == 50
    assert [line.title for line in client.get(f"{url}?before={older.before}").context["page"].rows] == [
        line.title for line in page.rows
    ]
    letters = client.get(f"{url}?art=letter").context["page"]
    assert {line.row.category for line in letters.rows} == {"letter"}
    assert "Papier 7" in client.get(f"{url}?art=applications").content.decode()
    with factories.as_staff(house.here.mentor) as scope:
        assert [each.title for each in queries.for_applications(scope, part.person_id)] == ["Papier 7"]


def test_later_pages_of_a_scan_are_drawn_when_asked_for(house: World, sign_in: SignIn) -> None:
    row = stored(house, participant(house), pdf(3))
    client = sign_in(house.here.mentor)
    url = f"/desk/dokumente/{row.pk}/"
    answer, count = statements(client, f"{url}?seite=3")
    assert count <= 14
    assert f"{url}bild/3/" in answer.content.decode()
    shown = client.get(f"{url}bild/3/")
    assert (shown["Content-Type"], shown.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert client.get(f"{url}bild/4/").status_code == 404
    assert "Seite 1 von 3" in client.get(f"{url}?seite=x").content.decode()


def test_without_poppler_everything_but_the_preview_works(
    house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scharnier.people.documents.pictures.shutil.which", lambda name: None)
    row = stored(house, participant(house))
    client = sign_in(house.here.mentor)
    assert "Von dieser Datei gibt es kein Bild." in client.get(f"/desk/dokumente/{row.pk}/").content.decode()
    assert client.get(f"/desk/dokumente/{row.pk}/datei/").status_code == 200


def test_merged_files_keep_their_papers_readable(house: World, sign_in: SignIn) -> None:
    from scharnier.people.merging import actions as merging

    part = participant(house)
    row = stored(house, part, photo())
    with factories.as_staff(house.here.lead):
        kept = factories.person(house.here, "Hadad", "Nour")
        Enrolment.objects.filter(person=kept).update(exited_on=TODAY, exit_reason="")
        merging.merge(kept, part.person, {"family_name": "mine"}, house.here.lead.pk)
    with factories.as_staff(house.here.mentor):
        moved = Document.objects.get(pk=row.pk)
        assert moved.person_id == kept.pk
        assert serving.whole(moved)[:3] == b"\xff\xd8\xff"


def test_nobody_uploads_into_a_file_that_is_out_of_sight(house: World, sign_in: SignIn) -> None:
    part = participant(house)
    sent = {"paper": upload(pdf()), "category": "other"}
    assert sign_in(house.other_project.mentor).post(new(part), sent).status_code == 404
    assert sign_in(house.here.auditor).post(new(part), {"paper": upload(pdf())}).status_code == 403


def test_papers_lie_apart_by_carrier(house: World) -> None:
    stored(house, participant(house))
    assert house.here.carrier in upkeep.carriers()
    assert [path.name for path in shelf.folder().iterdir()] == [house.here.carrier.hex]


def test_ones_own_papers_are_found_by_their_title(house: World, sign_in: SignIn) -> None:
    part = participant(house)
    row, gone = stored(house, part), stored(house, part)
    with factories.as_staff(house.here.mentor):
        Document.objects.filter(pk__in=[row.pk, gone.pk]).update(title="Mietvertrag Gerberstraße")
    sign_in(house.here.mentor).post(f"/desk/dokumente/{gone.pk}/loeschen/", {"reason": "Doppelt eingelegt."})

    def found(user: User, text: str) -> dict[str, list[str]]:
        groups = sign_in(user).post("/desk/suche/", {"q": text}).context["groups"]
        return {group.label: [hit.url for hit in group.hits] for group in groups}

    assert found(house.here.mentor, "gerberstr")["Ihre Dokumente"] == [f"/desk/dokumente/{row.pk}/"]
    assert "Ihre Dokumente" not in found(house.here.mentor, "ge")
    for other in (house.here.lead, house.other_project.mentor):
        assert "Ihre Dokumente" not in found(other, "gerberstr")
    assert statements(sign_in(house.here.mentor), "/desk/suche/?q=gerberstr")[1] <= 14
