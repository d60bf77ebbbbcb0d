# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters: taken in with a photograph, sorted beside it, their deadlines on Today, their senders remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pypdf import PdfReader

from scharnier.casework.letters import actions, projected, queries, words
from scharnier.casework.letters.actions import Told
from scharnier.casework.letters.models import Letter, LetterState
from scharnier.foundation import principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Project, User
from scharnier.people.documents import actions as papers
from scharnier.people.documents.models import Document
from scharnier.people.models import Enrolment
from scharnier.people.projected import refresh
from tests import factories
from tests.casework.conftest import TODAY, measured, participant
from tests.casework.test_signing import actual_texts
from tests.factories import World
from tests.people.documents.conftest import pdf, photo, upload
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def nour(house: World) -> Enrolment:
    with principals.entering(principals.SYSTEM):
        Project.objects.filter(pk=house.here.project).update(state="SN")
    with factories.as_staff(house.here.mentor):
        return participant(house.here, speaks=["kmr"], reads="ar")


def new(part: Enrolment) -> str:
    return f"/desk/personen/{part.person_id}/briefe/neu/"


def taken(house: World, part: Enrolment, **told: Any) -> Letter:
    with factories.as_staff(house.here.mentor):
        (row,) = actions.take_in(part, [upload(photo(), "IMG_1.jpg")], author=house.here.mentor)
        if told:
            actions.tell(row, None, Told(**told), editor=house.here.mentor)
        return row


def sent(client: Client, row: Letter, **fields: Any) -> Any:
    url = f"/desk/briefe/{row.pk}/"
    return client.post(url, {**drawn(client, url), **fields})


def test_a_photograph_is_a_letter_on_the_agenda_until_somebody_sorts_it(
    house: World, nour: Enrolment, sign_in: SignIn
) -> None:
    client = sign_in(house.here.mentor)
    form = {**drawn(client, new(nour)), "together": "one"}
    answer = client.post(new(nour), {**form, "paper": upload(photo(), "IMG_1.jpg")})
    again = client.post(new(nour), {**form, "paper": upload(photo(), "IMG_1.jpg")})
    assert again["Location"] == answer["Location"]
    with factories.as_staff(house.here.mentor):
        row = Letter.objects.select_related("document").get()
        assert row.document is not None
        assert row.document.category == "letter"
        item = AgendaItem.objects.get()
        assert (item.title, item.due_on, item.owner_id) == ("Brief einordnen", TODAY, house.here.mentor.pk)
    page, count = measured(client, answer["Location"])
    assert count <= 14
    assert f"/desk/dokumente/{row.document_id}/bild/1/" in page.content.decode()


def test_the_deadline_is_suggested_with_its_reasons_and_becomes_a_reminder(
    house: World, nour: Enrolment, sign_in: SignIn
) -> None:
    row, client = taken(house, nour), sign_in(house.here.mentor)
    basics = {"sender": "jobcenter", "matter": "sgb2_bescheid", "dated": "09.11.2026"}
    first = sent(client, row, **basics)
    text = first.content.decode()
    assert first.status_code == 200
    for said in ("Prüfen Sie die vorgeschlagene Frist", "§ 84 Abs. 1 SGG", "gilt am 4. Tag danach", "Rechtsberatung"):
        assert said in text
    form = first.context["form"]
    day = date(2026, 12, 14)  # known on 13 November, a month on is a Sunday, so the Monday after
    assert form["deadline_on"].value() == f"{day:%d.%m.%Y}"
    assert form["follow_up_on"].value() == "07.12.2026"
    shown = {name: form[name].value() for name in ("deadline_on", "follow_up_on", "suggested")}
    assert sent(client, row, **basics, **shown).status_code == 302
    with factories.as_staff(house.here.mentor):
        item = AgendaItem.objects.get()
        assert item.due_on == date(2026, 12, 7)
        assert item.title == "Jobcenter: Bescheid über Bürgergeld, Aufhebung oder Rückforderung"
        assert item.detail.startswith("Frist 14.12.2026 · Widerspruch einlegen")
        assert TimelineEntry.objects.get(kind=projected.LETTER).title.startswith("Brief: Jobcenter")
        row.refresh_from_db()
        assert row.answer["citation"]
        refresh([nour.person_id])
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []


def test_who_has_seen_the_suggestion_may_leave_the_deadline_out_or_write_another(
    house: World, nour: Enrolment, sign_in: SignIn
) -> None:
    row, client = taken(house, nour), sign_in(house.here.mentor)
    basics = {"sender": "jobcenter", "matter": "sgb2_bescheid", "dated": "09.11.2026"}
    assert sent(client, row, **basics, deadline_on="", suggested="2026-12-14").status_code == 302
    with factories.as_staff(house.here.mentor):
        assert not AgendaItem.objects.exists()
    assert sent(client, row, **basics, deadline_on="01.12.2026", suggested="2026-12-14").status_code == 302
    with factories.as_staff(house.here.mentor):
        assert AgendaItem.objects.get().due_on == TODAY


def test_the_hint_follows_what_is_filled_in(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    row, client = taken(house, nour), sign_in(house.here.mentor)
    url = f"/desk/briefe/{row.pk}/frist/"
    missing = client.post(url, {"sender": "jobcenter", "matter": "sgb2_bescheid"}).content.decode()
    assert "Für die Frist fehlt" in missing
    full = {"sender": "jobcenter", "matter": "sgb2_bescheid", "dated": "09.11.2026"}
    assert 'value="14.12.2026"' in client.post(url, full).content.decode()
    kept = client.post(url, {**full, "deadline_on": "01.12.2026", "suggested": "2026-12-14"}).content.decode()
    assert 'value="01.12.2026"' in kept
    moved = {**full, "dated": "10.11.2026", "deadline_on": "14.12.2026", "suggested": "2026-12-13"}
    assert 'value="14.12.2026"' in client.post(url, moved).content.decode()
    assert client.post(url, {**full, "dated": "morgen"}).status_code == 200
    assert client.post(url, {**full, "served": "01.11.2026"}).status_code == 200
    nothing = client.post(url, {"sender": "agentur_fuer_arbeit", "matter": "beschluss_asyl_eil"}).content.decode()
    assert "Frist" in nothing
    assert client.get(url).status_code == 405


def test_senders_and_their_usual_matters_are_learnt_by_the_project(
    house: World, nour: Enrolment, sign_in: SignIn
) -> None:
    for _n in range(2):
        taken(house, nour, sender="familienkasse", matter="kindergeld_bescheid")
    taken(house, nour, sender_name="Wohnbau Süd", subject="Schlüssel")
    client = sign_in(house.here.mentor)
    row = taken(house, nour)
    page = client.get(f"/desk/briefe/{row.pk}/")
    groups = dict(page.context["form"].fields["sender"].choices[1:])
    assert [code for code, _label in groups["Häufig"]] == ["familienkasse", "=Wohnbau Süd"]
    hint = client.post(f"/desk/briefe/{row.pk}/frist/?teil=worum", {"sender": "familienkasse"}).content.decode()
    assert '<option value="kindergeld_bescheid" selected>' in hint
    assert "mietkuendigung" not in hint
    assert sent(client, row, sender="=Wohnbau Süd", subject="Nebenkosten").status_code == 302
    with factories.as_staff(house.here.mentor):
        row.refresh_from_db()
        assert (row.sender, row.sender_name) == ("", "Wohnbau Süd")
    with factories.as_staff(house.away.mentor) as scope:
        assert queries.habits(scope, house.away.project, uuid4()).senders == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"sender": ""}, "sender"),
        ({"sender": "papst"}, "sender"),
        ({"matter": "x"}, "matter"),
        ({"dated": "24.12.2026"}, "dated"),
        ({"dated": "20.11.2026", "served": "19.11.2026"}, "served"),
        ({"served": "25.11.2026"}, "served"),
        ({"deadline_on": "31.02.2026"}, "deadline_on"),
        ({"deadline_on": "01.12.2026", "follow_up_on": "02.12.2026"}, "follow_up_on"),
        ({"deadline_on": "01.12.2039"}, "deadline_on"),
        ({"state": "verloren"}, "state"),
        ({"sender_name": "x" * 121}, "sender_name"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_what_was_typed_stays(
    house: World, nour: Enrolment, sign_in: SignIn, fields: dict[str, str], field: str
) -> None:
    row, client = taken(house, nour), sign_in(house.here.mentor)
    answer = sent(client, row, **{"sender": "jobcenter", "outcome": "Widerspruch geschrieben", **fields})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "Widerspruch geschrieben" in answer.content.decode()


def test_several_letters_in_one_go_follow_each_other(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    two = [upload(photo(), "a.jpg"), upload(pdf(), "b.pdf")]
    first = client.post(new(nour), {**drawn(client, new(nour)), "paper": two, "together": "many"})["Location"]
    with factories.as_staff(house.here.mentor):
        one, other = Letter.objects.order_by("pk")
    assert str(one.pk) in first
    assert sent(client, one, sender="polizei")["Location"] == f"/desk/briefe/{other.pk}/"
    assert sent(client, other, sender="schule")["Location"].endswith("/dokumente/")


def test_several_photographs_are_one_letter_of_several_pages(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    two = [upload(photo(), "a.jpg"), upload(photo(), "b.jpg")]
    client.post(new(nour), {**drawn(client, new(nour)), "paper": two, "together": "one"})
    with factories.as_staff(house.here.mentor):
        assert Document.objects.get().pages == 2
        assert Letter.objects.count() == 1


def test_a_letter_without_a_picture_is_taken_in_on_purpose_only(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    assert "paper" in client.post(new(nour), drawn(client, new(nour))).context["form"].errors
    answer = client.post(new(nour), {**drawn(client, new(nour)), "without": "1"})
    assert "ohne Bild eingetragen" in client.get(answer["Location"]).content.decode()


def test_what_became_of_a_letter_takes_it_off_today_and_back(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    row = taken(house, nour, sender="jobcenter", deadline_on=TODAY + timedelta(days=20))
    client = sign_in(house.here.mentor)
    with factories.as_staff(house.here.mentor):
        item = AgendaItem.objects.get()
        projections.mark_done(item, house.here.mentor.pk)
        row.refresh_from_db()
        assert row.state == LetterState.DONE
        projections.mark_open(item, house.here.mentor.pk)
        projections.postpone(item, house.here.mentor.pk, TODAY + timedelta(days=5))
        projections.delegate(item, house.here.mentor.pk, house.here.colleague.pk)
        row.refresh_from_db()
        assert (row.state, row.owner_id, row.follow_up_on) == (
            LetterState.OPEN,
            house.here.colleague.pk,
            TODAY + timedelta(days=5),
        )
    assert sent(client, row, state="objected", outcome="Widerspruch am 24.11. zur Post").status_code == 302
    with factories.as_staff(house.here.mentor):
        assert AgendaItem.objects.get().done_at is not None
        refresh([nour.person_id])
    with principals.entering(principals.system(house.here.carrier)):
        assert projections.compare(house.here.carrier) == []


def test_that_it_was_explained_is_kept_with_language_and_day(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    row, client = taken(house, nour), sign_in(house.here.mentor)
    sent(client, row, sender="bamf", explained="on", language="kmr", interpreter="Frau Demir")
    with factories.as_staff(house.here.mentor):
        row.refresh_from_db()
        assert (row.explained_on, row.language, row.interpreter) == (TODAY, "kmr", "Frau Demir")


def test_the_second_of_two_editors_is_told(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    row = taken(house, nour, sender="bamf")
    url = f"/desk/briefe/{row.pk}/"
    mine, theirs = sign_in(house.here.mentor), sign_in(house.here.colleague)
    my_form, their_form = drawn(mine, url), drawn(theirs, url)
    assert theirs.post(url, {**their_form, "subject": "Ladung am Montag"}).status_code == 302
    answer = mine.post(url, {**my_form, "subject": "Ladung"})
    assert answer.status_code == 409
    assert "Ladung am Montag" in answer.content.decode()


def test_only_those_with_rights_in_the_file_open_a_letter(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    row = taken(house, nour, sender="bamf")
    url = f"/desk/briefe/{row.pk}/"
    for stranger in (house.other_project.mentor, house.away.mentor):
        client = sign_in(stranger)
        assert client.get(url).status_code == 404
        assert client.post(f"{url}frist/", {}).status_code == 404
        assert client.get(new(nour)).status_code == 404
    auditor = sign_in(house.here.auditor)
    page = auditor.get(url)
    assert page.status_code == 200
    assert "Bundesamt" in page.content.decode()
    assert '<form class="sh-form sh-form--letter"' not in page.content.decode()
    for address in (url, f"{url}frist/", new(nour)):
        assert auditor.post(address, {}).status_code == 403
    with factories.as_staff(house.other_project.mentor):
        assert not Letter.objects.exists()


def test_the_list_of_documents_says_what_a_letter_is_and_when_it_is_due(
    house: World, nour: Enrolment, sign_in: SignIn
) -> None:
    taken(house, nour, sender="jobcenter", deadline_on=TODAY + timedelta(days=3))
    taken(house, nour)
    client = sign_in(house.here.mentor)
    page, count = measured(client, f"/desk/personen/{nour.person_id}/dokumente/")
    text = page.content.decode()
    assert count <= 14
    for said in ("Jobcenter", "Frist 27.11.2026", "noch einordnen"):
        assert said in text


def test_letters_without_a_picture_stand_below_the_documents(
    house: World, nour: Enrolment, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, client = f"/desk/personen/{nour.person_id}/dokumente/", sign_in(house.here.mentor)
    pictured = taken(house, nour, sender="bamf")
    assert "Briefe ohne Bild" not in client.get(url).text
    gone = taken(house, nour, sender="jobcenter", deadline_on=TODAY + timedelta(days=3))
    with factories.as_staff(house.here.mentor):
        (bare,) = actions.take_in(nour, [], author=house.here.mentor)
        assert gone.document is not None
        papers.remove(gone.document, reason="unleserlich", user=house.here.mentor.pk)
    page, count = measured(client, url)
    assert count <= 14
    cut = page.text.index("Briefe ohne Bild")
    documents, below = page.text[:cut], page.text[cut:]
    assert f"/desk/briefe/{pictured.pk}/" in documents
    assert f"/desk/briefe/{pictured.pk}/" not in below
    for said in (f"/desk/briefe/{bare.pk}/", "noch einordnen", f"/desk/briefe/{gone.pk}/", "Frist 27.11.2026"):
        assert said in below
    assert "Briefe ohne Bild" in client.get(f"{url}?art=letter").text
    assert "Briefe ohne Bild" in sign_in(house.here.auditor).get(url).text
    assert sign_in(house.other_project.mentor).get(url).status_code == 404
    monkeypatch.setattr(queries, "PAGE", 1)
    first = client.get(url).text
    assert f"/desk/briefe/{gone.pk}/" not in first
    assert f"?briefe={bare.pk}" in first
    older = client.get(f"{url}?briefe={bare.pk}").text
    assert f"/desk/briefe/{gone.pk}/" in older
    assert f"/desk/briefe/{bare.pk}/" not in older
    with factories.as_staff(house.other_project.mentor) as scope:
        seen = queries.without_paper(scope, nour.person_id)
    assert seen == ([], None)


def test_for_whom_a_letter_is_can_be_found_without_a_file_open(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    with factories.as_staff(house.here.mentor):
        refresh([nour.person_id])
    page, count = measured(client, "/desk/briefe/neu/")
    assert count <= 14
    assert new(nour) in page.content.decode()
    assert new(nour) in client.get("/desk/briefe/neu/?q=hadda").content.decode()
    assert new(nour) not in sign_in(house.away.mentor).get("/desk/briefe/neu/?q=hadda").content.decode()
    assert sign_in(house.here.auditor).get("/desk/briefe/neu/").status_code == 403


def test_a_deleted_picture_leaves_the_letter(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    row = taken(house, nour, sender="jobcenter")
    with factories.as_staff(house.here.mentor):
        assert row.document is not None
        papers.remove(row.document, reason="unleserlich", user=house.here.mentor.pk)
    text = sign_in(house.here.mentor).get(f"/desk/briefe/{row.pk}/").content.decode()
    assert "Das Bild dieses Briefs wurde gelöscht." in text


def test_a_letter_that_says_nothing_is_no_letter(house: World, nour: Enrolment) -> None:
    row = taken(house, nour)
    with factories.as_staff(house.here.mentor), pytest.raises(DomainError):
        actions.tell(row, None, Told(outcome="x"), editor=house.here.mentor)


def test_the_careful_day_decides_when_somebody_is_reminded(house: World) -> None:
    found = words.suggestion(
        "aufenthalt_bescheid", dated=date(2026, 11, 12), served=None, stated=None, no_notice=False, land="BY"
    )
    assert found.day is not None
    assert found.careful is not None
    assert found.careful < found.day
    assert found.follow_up == found.careful - words.AHEAD


def test_open_deadlines_go_home_on_paper_in_the_language_of_the_person(
    house: World, nour: Enrolment, sign_in: SignIn, tmp_path: Path
) -> None:
    taken(house, nour, sender="familienkasse", matter="kindergeld_bescheid", deadline_on=TODAY + timedelta(days=9))
    taken(house, nour, sender="jobcenter", deadline_on=TODAY + timedelta(days=3))
    taken(house, nour, sender="polizei", deadline_on=TODAY + timedelta(days=1), state="done")
    url = f"/desk/personen/{nour.person_id}/briefe/fristen.pdf"
    client = sign_in(house.here.mentor)
    assert url in client.get(f"/desk/personen/{nour.person_id}/dokumente/").content.decode()
    answer = client.get(url)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert text.index("27.11.2026") < text.index("03.12.2026")
    for said in ("Ihre Fristen", "Jobcenter", "Familienkasse", "Bescheid über Kindergeld"):
        assert said in text
    assert "Polizei" not in text
    paper = tmp_path / "fristen.pdf"
    paper.write_bytes(answer.content)
    assert "مواعيدك النهائية" in actual_texts(paper)
    assert sign_in(house.other_project.mentor).get(url).status_code == 404
    assert sign_in(house.here.auditor).get(url).status_code == 403


def test_a_sheet_without_deadlines_says_so(house: World, nour: Enrolment, sign_in: SignIn) -> None:
    answer = sign_in(house.here.mentor).get(f"/desk/personen/{nour.person_id}/briefe/fristen.pdf")
    assert "Zurzeit ist keine Frist offen." in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
