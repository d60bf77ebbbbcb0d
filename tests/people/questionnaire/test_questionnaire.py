# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The funder's questionnaire at the entry: mandatory apart from its refusable part, printed, signed, scanned."""

from __future__ import annotations

import html
import re
import subprocess
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from scharnier.foundation import clock, principals
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import codes
from scharnier.knowledge import questionnaires as texts
from scharnier.knowledge.files import load
from scharnier.knowledge.questionnaires import KINDS, entry_on, questionnaires
from scharnier.network.programmes.models import ProgrammeSetting
from scharnier.people import actions as people
from scharnier.people.documents import actions as documents
from scharnier.people.documents import serving
from scharnier.people.documents.models import Document
from scharnier.people.models import Enrolment, Person
from scharnier.people.queries import file_header
from scharnier.people.questionnaire import actions, printed
from scharnier.people.questionnaire.models import EntryQuestionnaire
from tests import factories
from tests.factories import World
from tests.people.caseload.test_list import LIST, names
from tests.people.conftest import TODAY, SignIn, statements
from tests.people.documents.conftest import home, pdf, photo, upload

__all__ = ["home"]
pytestmark = pytest.mark.django_db
ANSWERS = {
    "registered_unemployed_entry": "yes",
    "unemployed_since": "01.02.2026",
    "paid_work_entry": "no",
    "in_education_training_entry": "no",
    "isced_entry": "2",
    "foreign_background": "yes",
    "disability": "refused",
    "minority": "no",
    "homeless": "no",
}


@pytest.fixture
def case(house: World) -> Enrolment:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "records.required", ["entry"])
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here, nationality="SY", reads="ar", entered_on=date(2026, 11, 2))
        return Enrolment.objects.select_related("person").get(person=person)


def page(row: Enrolment, what: str = "fragebogen/") -> str:
    return f"/desk/personen/{row.person_id}/stammdaten/teilnahme/{row.pk}/{what}"


def kept(house: World) -> EntryQuestionnaire:
    with factories.as_staff(house.here.mentor):
        return EntryQuestionnaire.objects.get()


def test_every_item_is_a_data_item_of_the_indicators_and_refusable_as_they_say() -> None:
    known = {row["code"] for row in load("esf-indicators.yaml")["data_items"]}
    for asks in questionnaires():
        yesno = {item.code for item in asks.items if item.kind == "yesno"}
        for item in asks.items:
            assert item.code in known
            assert item.kind in KINDS
            assert not item.list or item.list in codes.lists()
            assert not item.only_if or item.only_if in yesno
    old, new = (entry_on(day) for day in (date(2018, 1, 1), date(2026, 1, 1)))
    assert old is not None
    assert new is not None
    assert {item.code for item in new.items if item.refusable} == {"disability", "minority"}
    assert old.item("foreign_background").refusable
    assert entry_on(date(2010, 1, 1)) is None
    with pytest.raises(LookupError):
        new.item("haustier")


def test_the_file_leads_to_the_questionnaire_only_where_the_programme_wants_it(
    house: World, sign_in: SignIn, case: Enrolment
) -> None:
    client = sign_in(house.here.mentor)
    assert page(case) in client.get(f"/desk/personen/{case.person_id}/").text
    with factories.as_staff(house.other_project.mentor):
        other = factories.person(house.other_project, "Anderswo")
    assert "fragebogen" in sign_in(house.other_project.mentor).get(f"/desk/personen/{other.pk}/").text


def test_the_caseload_lists_whose_questionnaire_is_missing_unsigned_or_signed(
    house: World, sign_in: SignIn, case: Enrolment
) -> None:
    """25 to a page by keyset, with everything else that the list can do."""
    client = sign_in(house.here.mentor)
    with factories.as_staff(house.here.mentor):
        for number in range(26):
            factories.person(house.here, f"Ohne {number:02}", entered_on=TODAY)
    assert "nachweis=offen" in client.get(LIST).text
    first = client.get(LIST + "?nachweis=fehlt")
    cursor = re.findall(r'href="([^"]*after=[^"]*)"', first.text)[0]
    second, count = statements(client, LIST + html.unescape(cursor))
    found = [*names(client, LIST + "?nachweis=fehlt"), *re.findall(r'data-key="enter">([^<,]+),', second.text)]
    assert found == ["Haddad", *(f"Ohne {number:02}" for number in range(26))]
    assert count <= 14
    client.post(page(case), ANSWERS)
    assert names(client, LIST + "?nachweis=offen") == ["Haddad"]
    client.post(page(case, "fragebogen/papier/"), {"signed_on": "24.11.2026", "version": kept(house).version})
    assert names(client, LIST + "?nachweis=unterschrieben") == ["Haddad"]
    assert names(client, LIST + "?nachweis=offen") == []
    with principals.entering(principals.SYSTEM):
        ProgrammeSetting.objects.update(withdrawn_at=clock.now())
    assert "nachweis=" not in client.get(LIST).text


def test_answers_are_kept_as_far_as_they_go_and_what_is_missing_is_said(
    house: World, sign_in: SignIn, case: Enrolment
) -> None:
    client = sign_in(house.here.mentor)
    first = client.get(page(case))
    assert first.context["form"]["foreign_background"].value() == "yes"
    assert client.post(page(case), {"registered_unemployed_entry": "yes"}).status_code == 302
    again = client.get(page(case)).text
    assert "Es fehlen 8 Antworten" in again
    assert "Seit wann ohne Unterbrechung?" in again
    assert client.post(page(case), {**ANSWERS, "version": kept(house).version}).status_code == 302
    row = kept(house)
    assert row.answers["unemployed_since"] == "2026-02-01"
    assert (row.refused, row.answers.get("disability")) == (["disability"], None)
    assert "Es fehl" not in client.get(page(case)).text


def test_what_may_not_be_refused_is_no_choice_and_no_signature_without_it(
    house: World, sign_in: SignIn, case: Enrolment
) -> None:
    client = sign_in(house.here.mentor)
    answer = client.post(page(case), {**ANSWERS, "homeless": "refused"})
    assert "homeless" in answer.context["form"].errors
    client.post(page(case), {**ANSWERS, "homeless": ""})
    sent = {"signed_on": "24.11.2026", "version": kept(house).version}
    refused = client.post(page(case, "fragebogen/papier/"), sent)
    assert "die nicht verweigert werden können" in refused.text
    client.post(page(case), {**ANSWERS, "version": kept(house).version})
    version = kept(house).version
    done = {"printed_on": "23.11.2026", "signed_on": "24.11.2026", "scanned_on": "24.11.2026", "version": version}
    assert client.post(page(case, "fragebogen/papier/"), done).status_code == 302
    row = kept(house)
    assert (row.printed_on, row.signed_on, row.scanned_on) == (date(2026, 11, 23), TODAY, TODAY)
    assert "unterschrieben" in client.get(page(case)).text


def test_a_change_after_the_signature_takes_it_away(house: World, sign_in: SignIn, case: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(page(case), ANSWERS)
    signed = {"signed_on": "24.11.2026", "version": kept(house).version}
    client.post(page(case, "fragebogen/papier/"), signed)
    client.post(page(case), {**ANSWERS, "version": kept(house).version})
    assert kept(house).signed_on == TODAY
    client.post(page(case), {**ANSWERS, "minority": "refused", "version": kept(house).version})
    assert kept(house).signed_on is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"unemployed_since": "31.02.2026"}, "unemployed_since"),
        ({"unemployed_since": "20.11.2026"}, "unemployed_since"),
        ({"isced_entry": "12"}, "isced_entry"),
        ({"paid_work_entry": "vielleicht"}, "paid_work_entry"),
    ],
)
def test_bad_answers_are_named(
    house: World, sign_in: SignIn, case: Enrolment, fields: dict[str, str], field: str
) -> None:
    answer = sign_in(house.here.mentor).post(page(case), {**ANSWERS, **fields})
    assert field in answer.context["form"].errors
    with factories.as_staff(house.here.mentor):
        assert not EntryQuestionnaire.objects.exists()


def test_paper_follows_its_order(house: World, sign_in: SignIn, case: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(page(case), ANSWERS)
    version = kept(house).version
    for sent in ({"scanned_on": "24.11.2026"}, {"signed_on": "25.11.2026"}):
        answer = client.post(page(case, "fragebogen/papier/"), {**sent, "version": version})
        assert answer.context["on_paper"].errors
    with factories.as_staff(house.here.mentor), pytest.raises(DomainError):
        actions.paper(EntryQuestionnaire.objects.get(), None, printed_on=None, signed_on=None, scanned_on=TODAY)


def test_the_sheet_is_printed_in_the_frame_of_the_person_s_language(
    house: World, sign_in: SignIn, case: Enrolment
) -> None:
    answer = sign_in(house.here.mentor).get(page(case, "fragebogen.pdf"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    drawn = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=answer.content, capture_output=True, check=True)
    ends = [float(end) for end in re.findall(r'<word [^>]*xMax="([\d.]+)"', drawn.stdout.decode())]
    # A4 is 595 points wide, 51 of them margin: the boxes of the last column stand on the paper.
    assert ends
    assert max(ends) < 595 - 45


def test_the_questions_stand_in_the_language_the_person_reads_marked_as_a_draft(
    house: World, sign_in: SignIn, case: Enrolment
) -> None:
    client, asks = sign_in(house.here.mentor), entry_on(TODAY)
    assert asks is not None
    for reads in ("ar", "fa", "uk", "ti", "tr", "fr", "ru", "prs"):
        language = "fa" if reads == "prs" else reads  # Dari reads the Persian questions
        with factories.as_staff(house.here.mentor):
            Person.objects.filter(pk=case.person_id).update(reads=reads)
            file = file_header(principals.scope(), case.person_id)
        assert file is not None
        assert all(texts.question(language, item.code) for edition in questionnaires() for item in edition.items)
        shown, drawn = client.get(page(case)).text, printed.html(file, asks, None)
        assert f'lang="{language}" dir="{codes.direction(language)}"' in shown
        assert escape(texts.question(language, "disability")) in shown
        assert texts.is_draft(language)
        for text in (texts.question(language, "homeless"), texts.word(language, "draft"), texts.word(language, "yes")):
            assert escape(text) in drawn, text
        assert "Haben Sie eine Behinderung?" in drawn
        assert "Es gilt der deutsche Text." in drawn


def signed(house: World, client: Client, case: Enrolment, **more: Any) -> dict[str, Any]:
    """What the form of the paper sends once everything is answered."""
    client.post(page(case), ANSWERS)
    return {"signed_on": "23.11.2026", "version": kept(house).version, **more}


def test_the_signed_sheet_becomes_a_document_of_the_file(house: World, sign_in: SignIn, case: Enrolment) -> None:
    client, scan = sign_in(house.here.mentor), pdf(2)
    sent = signed(house, client, case, paper=upload(scan, "Scan_0001.pdf"))
    assert client.post(page(case, "fragebogen/papier/"), sent).status_code == 302
    row = kept(house)
    assert row.scanned_on == TODAY
    with factories.as_staff(house.here.mentor):
        paper = Document.objects.get()
        assert (row.document_id, paper.person_id, paper.category) == (paper.pk, case.person_id, "questionnaire")
        assert (paper.project_id, paper.pages, serving.whole(paper)) == (case.project_id, 2, scan)
    link = f"/desk/dokumente/{paper.pk}/"
    assert link in client.get(page(case)).text
    assert client.get(link).status_code == 200
    assert statements(client, page(case))[1] <= 14
    assert "Fragebogen" in client.get(f"/desk/personen/{case.person_id}/dokumente/").text


def test_photographs_of_the_sheet_become_one_document(house: World, sign_in: SignIn, case: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    sent = signed(house, client, case, paper=[upload(photo(), "1.jpg"), upload(photo(), "2.jpg")])
    sent["scanned_on"] = "23.11.2026"
    client.post(page(case, "fragebogen/papier/"), sent)
    with factories.as_staff(house.here.mentor):
        assert Document.objects.get().pages == 2
    assert kept(house).scanned_on == date(2026, 11, 23)


def test_what_is_no_paper_or_not_signed_is_refused_and_the_days_stay(
    house: World, sign_in: SignIn, case: Enrolment
) -> None:
    client = sign_in(house.here.mentor)
    sent = signed(house, client, case, printed_on="22.11.2026", paper=upload(b"MZ ein Programm"))
    refused = client.post(page(case, "fragebogen/papier/"), sent)
    assert "Das ist ein Programm" in refused.text
    assert "22.11.2026" in refused.text or "2026-11-22" in refused.text
    unsigned = client.post(page(case, "fragebogen/papier/"), {**sent, "signed_on": "", "paper": upload(pdf())})
    assert "signed_on" in unsigned.context["on_paper"].errors
    stale = client.post(page(case, "fragebogen/papier/"), {**sent, "version": 77, "paper": upload(pdf())})
    assert "inzwischen geändert" in stale.text
    assert kept(house).document_id is None
    with factories.as_staff(house.here.mentor):
        assert not Document.objects.exists()


def test_a_changed_answer_or_a_deleted_scan_leads_nowhere(house: World, sign_in: SignIn, case: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(page(case, "fragebogen/papier/"), signed(house, client, case, paper=upload(pdf())))
    with factories.as_staff(house.here.mentor):
        paper = Document.objects.get()
        documents.remove(paper, reason="falsch gescannt", user=house.here.mentor.pk)
    again = client.get(page(case)).text
    assert "Der Scan wurde gelöscht." in again
    assert str(paper.pk) not in again
    client.post(page(case), {**ANSWERS, "minority": "refused", "version": kept(house).version})
    assert kept(house).document_id is None
    assert "Der Scan wurde gelöscht." not in client.get(page(case)).text


def test_only_whoever_writes_here_attaches_and_readers_find_the_scan(
    house: World, sign_in: SignIn, case: Enrolment
) -> None:
    client = sign_in(house.here.mentor)
    sent = signed(house, client, case)
    for who, status in ((house.here.auditor, 403), (house.other_project.mentor, 404), (house.away.mentor, 404)):
        answer = sign_in(who).post(page(case, "fragebogen/papier/"), {**sent, "paper": upload(pdf())})
        assert answer.status_code == status
    assert kept(house).document_id is None
    client.post(page(case, "fragebogen/papier/"), {**sent, "paper": upload(pdf())})
    seen = sign_in(house.here.auditor).get(page(case)).text
    assert f"/desk/dokumente/{kept(house).document_id}/" in seen
    assert 'name="paper"' not in seen
    stranger = sign_in(house.other_project.mentor)
    assert stranger.get(f"/desk/dokumente/{kept(house).document_id}/").status_code == 404


def test_strangers_and_readers_do_not_write(house: World, sign_in: SignIn, case: Enrolment) -> None:
    auditor = sign_in(house.here.auditor)
    assert auditor.get(page(case)).status_code == 200
    assert auditor.post(page(case), ANSWERS).status_code == 403
    assert auditor.get(page(case, "fragebogen.pdf")).status_code == 403
    assert sign_in(house.other_project.mentor).get(page(case)).status_code == 404
    assert sign_in(house.here.mentor).post(page(case, "fragebogen/papier/"), {}).status_code == 404


def test_the_second_of_two_editors_is_told(house: World, sign_in: SignIn, case: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(page(case), {"paid_work_entry": "no"})
    seen = kept(house).version
    client.post(page(case), {**ANSWERS, "version": seen})
    answer = client.post(page(case), {"paid_work_entry": "yes", "version": seen})
    assert "inzwischen geändert" in answer.text


def test_the_page_takes_few_statements(house: World, sign_in: SignIn, case: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(page(case), ANSWERS)
    client.get("/desk/suche/")
    assert statements(client, page(case))[1] <= 14


def test_the_exit_keeps_the_situation_on_that_day(house: World, sign_in: SignIn, case: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    url = page(case, "austritt/")
    sent: dict[str, Any] = {
        "exited_on": "24.11.2026",
        "exit_reason": "work",
        "exit_situation": "employed_insured",
        "version": case.version,
    }
    assert "exit_situation" in client.post(url, {**sent, "exit_situation": "reich"}).context["form"].errors
    assert client.post(url, sent).status_code == 302
    assert "sozialversicherungspflichtig beschäftigt" in client.get(f"/desk/personen/{case.person_id}/stammdaten/").text
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.get(pk=case.pk)
        assert row.exit_situation == "employed_insured"
        people.reopen_enrolment(row, row.version)
        assert Enrolment.objects.get(pk=case.pk).exit_situation == ""
