# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan signed as the version that was understood, printed in two languages, begun from a template."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from scharnier.casework.models import Goal, PlanRevision, Step
from scharnier.casework.plans import pdf, signing
from scharnier.casework.plans.bilingual import in_two
from scharnier.casework.plans.models import PlanSignature
from scharnier.casework.plans.sheet import from_json
from scharnier.casework.wordings.queries import Spoken
from scharnier.foundation.models import TimelineEntry
from scharnier.network.models import User
from scharnier.people.documents import shelf
from scharnier.people.models import Enrolment
from tests.casework.conftest import TODAY, measured, participant
from tests.casework.test_contacts import in_step
from tests.casework.test_paper import SHEET, catalog, languages, read, words
from tests.casework.test_plan import add_goal, add_step, freeze, url
from tests.factories import World, as_staff
from tests.people.documents.conftest import home
from tests.people.documents.conftest import pdf as scanned

__all__ = ["home"]
pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
NAME = "M10 100L200 40L300 150L500 60"
SIGN, SCAN = "fassung/1/unterschreiben/", "fassung/1/scan/"


@pytest.fixture
def nour(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        return participant(house.here, speaks=["kmr", "ar"], reads="ar", own_script_name="نور حداد")


@pytest.fixture
def client(house: World, sign_in: SignIn, nour: Enrolment) -> Client:
    """The mentor, with a plan of which one revision is frozen."""
    client = sign_in(house.here.mentor)
    add_goal(client, nour)
    freeze(house.here, client, nour)
    return client


def typed(client: Client, nour: Enrolment, **changes: Any) -> dict[str, Any]:
    digest = client.get(url(nour, SIGN)).context["form"]["digest"].value()
    return {
        "role": "person", "name": "Nour Haddad", "language": "ar", "strokes": NAME, "digest": digest,
        "form_token": str(uuid4()),
    } | changes  # fmt: skip


def signed(house: World) -> list[PlanSignature]:
    with as_staff(house.here.mentor):
        return list(PlanSignature.objects.select_related("revision", "document").order_by("pk"))


# ---------- on the screen ----------


def test_the_page_shows_the_plan_in_both_languages(client: Client, nour: Enrolment) -> None:
    page, statements = measured(client, url(nour, SIGN))
    text = page.content.decode()
    assert statements <= 14
    assert 'lang="ar" dir="rtl"' in text
    assert "خطة" in text or "العمل" in text
    assert page.context["form"]["language"].value() == "ar"


def test_a_signature_keeps_who_what_and_in_which_language(house: World, client: Client, nour: Enrolment) -> None:
    answer = client.post(url(nour, SIGN), typed(client, nour), follow=True)
    assert "Unterschrift gespeichert." in answer.content.decode()
    row = signed(house)[0]
    assert (row.name, row.role, row.language, row.strokes) == ("Nour Haddad", "person", "ar", NAME)
    assert row.digest == signing.digest_of(row.revision)
    assert "unterschrieben" in client.get(url(nour)).content.decode()
    page = client.get(url(nour, "fassung/1/")).content.decode()
    assert f'd="{NAME}"' in page
    assert "verstanden auf: Arabisch" in page
    with as_staff(house.here.mentor):
        assert TimelineEntry.objects.get(kind="casework.signature").title.endswith("Fassung 1: unterschrieben")
    assert in_step(house.here) == []


def test_the_digest_tells_every_change_of_what_was_signed(house: World, client: Client) -> None:
    with as_staff(house.here.mentor):
        revision = PlanRevision.objects.get()
    before = signing.digest_of(revision)
    goal = next(goal for each in revision.content["sheet"]["fields"] for goal in each["goals"])
    goal["title"] += "."
    assert signing.digest_of(revision) != before


def test_a_plan_changed_meanwhile_is_not_signed_and_the_change_is_shown(
    house: World, client: Client, nour: Enrolment
) -> None:
    data = typed(client, nour)
    add_goal(client, nour, title="Neues Ziel nebenbei")
    page = client.post(url(nour, SIGN), data).content.decode()
    assert "Diese Fassung wird nicht mehr unterschrieben." in page
    assert "<ins>Neues Ziel nebenbei</ins>" in page
    assert "Neue Fassung" in page
    assert signed(house) == []
    page = client.get(url(nour, SIGN)).content.decode()
    assert "Seit dieser Fassung hat sich der Plan geändert." in page
    assert "data-sign=" not in page


def test_an_old_revision_is_not_signed_on_the_screen(house: World, client: Client, nour: Enrolment) -> None:
    data = typed(client, nour)
    freeze(house.here, client, nour)
    client.post(url(nour, SIGN), data)
    assert signed(house) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"strokes": ""}, "Unterschreiben Sie im Feld"),
        ({"strokes": "M10 10L10 10"}, "Unterschreiben Sie im Feld"),
        ({"strokes": '"/><script>'}, "Unterschreiben Sie im Feld"),
        ({"strokes": "M10 10" + "L20 20" * 20_000}, "60000"),
        ({"name": ""}, "Schreiben Sie, wer unterschreibt."),
        ({"role": "mayor"}, "mayor"),
        ({"language": "tlh"}, "tlh"),
    ],
)
def test_what_is_no_signature_is_refused(
    house: World, client: Client, nour: Enrolment, changes: dict[str, Any], says: str
) -> None:
    assert says in client.post(url(nour, SIGN), typed(client, nour, **changes)).content.decode()
    assert signed(house) == []


def test_a_tampered_digest_is_refused(house: World, client: Client, nour: Enrolment) -> None:
    client.post(url(nour, SIGN), typed(client, nour, digest="0" * 64))
    assert signed(house) == []


def test_a_double_click_signs_once(house: World, client: Client, nour: Enrolment) -> None:
    data = typed(client, nour)
    client.post(url(nour, SIGN), data)
    client.post(url(nour, SIGN), data)
    assert len(signed(house)) == 1


def test_nobody_changes_a_signature(house: World, client: Client, nour: Enrolment) -> None:
    client.post(url(nour, SIGN), typed(client, nour))
    with as_staff(house.here.mentor):
        assert PlanSignature.objects.update(name="Jemand anderes") == 0
        assert PlanSignature.objects.get().name == "Nour Haddad"


def test_who_reads_does_not_sign_and_strangers_find_nothing(
    house: World, sign_in: SignIn, client: Client, nour: Enrolment
) -> None:
    auditor, stranger = sign_in(house.here.auditor), sign_in(house.away.mentor)
    for part in (SIGN, SCAN):
        assert auditor.get(url(nour, part)).status_code == 403
        assert stranger.get(url(nour, part)).status_code == 404
    assert client.get(url(nour, "fassung/7/unterschreiben/")).status_code == 404


def test_a_signature_belongs_to_the_carrier_of_its_revision(house: World, client: Client, nour: Enrolment) -> None:
    with as_staff(house.here.mentor):
        revision = PlanRevision.objects.get()
    with as_staff(house.away.mentor), pytest.raises(DatabaseError), transaction.atomic():
        PlanSignature.objects.create(
            carrier_id=nour.carrier_id, project_id=nour.project_id, person_id=nour.person_id, revision=revision,
            role="person", name="x", language="de", strokes=NAME, recorded_by=house.away.mentor,
        )  # fmt: skip


# ---------- on paper ----------

PDF = scanned()


def upload(data: bytes = PDF, **changes: Any) -> dict[str, Any]:
    scan = SimpleUploadedFile("seite.pdf", data)
    return {
        "role": "person", "name": "Nour Haddad", "language": "ar", "signed_on": "24.11.2026", "scan": scan,
        "form_token": str(uuid4()),
    } | changes  # fmt: skip


@pytest.mark.usefixtures("home")
def test_a_scan_is_kept_and_opened_even_when_the_plan_went_on(house: World, client: Client, nour: Enrolment) -> None:
    add_goal(client, nour, title="Neues Ziel")
    client.post(url(nour, SCAN), upload())
    row = signed(house)[0]
    assert row.document is not None
    assert (row.document.kind, row.document.category, row.signed_on) == ("application/pdf", "plan", TODAY)
    answer = client.get(url(nour, f"unterschriften/{row.pk}/"))
    assert answer.getvalue() == PDF
    stored = shelf.path_of(house.here.carrier, row.document.pk).read_bytes()
    assert PDF not in stored
    assert answer["Content-Disposition"].startswith("attachment")
    assert in_step(house.here) == []


@pytest.mark.parametrize(
    ("data", "changes", "says"),
    [
        (b"MZ program", {}, "Das ist weder PDF noch JPEG noch PNG."),
        (b"", {}, ""),
        (PDF + b"x" * (8 * 1024 * 1024), {}, "größer als 8 MB"),
        (PDF, {"signed_on": "23.11.2026"}, "zwischen der Fassung und heute"),
        (PDF, {"signed_on": "25.11.2026"}, "Das liegt in der Zukunft."),
        (PDF, {"scan": ""}, "Wählen Sie die Datei."),
    ],
)
def test_what_is_no_scan_is_refused(
    house: World, client: Client, nour: Enrolment, data: bytes, changes: dict[str, Any], says: str
) -> None:
    token = {"form_token": "0192a000-0000-7000-8000-000000000001"}
    page = client.post(url(nour, SCAN), upload(data, **changes, **token))
    assert page.status_code == 200
    assert says in page.content.decode()
    assert signed(house) == []
    # Put right, it is written; it doesn't pass for a second click on the form that was refused.
    client.post(url(nour, SCAN), upload(form_token=str(page.context["form"]["form_token"].value())))
    assert len(signed(house)) == 1


@pytest.mark.usefixtures("home")
def test_the_scan_of_another_file_is_not_found(house: World, client: Client, nour: Enrolment) -> None:
    client.post(url(nour, SCAN), upload())
    with as_staff(house.here.mentor):
        other = participant(house.here, "Noori")
    assert client.get(url(other, f"unterschriften/{signed(house)[0].pk}/")).status_code == 404
    assert client.get(url(nour, f"unterschriften/{UUID(int=7)}/")).status_code == 404


# ---------- in two languages ----------


def test_words_and_templates_are_translated_and_peoples_own_words_are_not() -> None:
    two = in_two(SHEET, Spoken("ar"), revision=None, on=TODAY)
    text = "\n".join(pair.other.text for pair in two.rows)
    assert "العمل والتدريب المهني" in text
    assert "أريد أن أعمل بالخشب، قريباً." in text
    assert "نور حداد" in text
    untouched = next(pair for pair in two.rows if "Lebenslauf schreiben" in pair.german.text)
    assert untouched.other.text.startswith("كتابة السيرة الذاتية")
    assert "، " in untouched.other.text  # commas of the language, too
    assert ", " not in untouched.other.text
    assert not untouched.other.german
    own = next(pair for pair in two.rows if pair.german.text.startswith("Zwei Tage Hospitation"))
    assert own.other.german
    assert two.draft


def test_own_words_stand_in_the_column_of_their_language() -> None:
    rows = {language: in_two(SHEET, Spoken(language), revision=None, on=TODAY).rows for language in ("ar", "ti")}
    for language, rest in rows.items():
        arabic = next(pair for pair in rest if "أريد" in pair.german.text + pair.other.text)
        assert (arabic.german.text == "") == (language == "ar")
        # Beside the German they keep their own language and run from right to left.
        assert (arabic.german.language, arabic.german.direction) == (("", "ltr") if language == "ar" else ("ar", "rtl"))
    # Dari is read where Persian is printed.
    goal = replace(SHEET.fields[0].goals[0], own_language="prs")
    dari = replace(SHEET, fields=(replace(SHEET.fields[0], goals=(goal,)),))
    own = next(pair for pair in in_two(dari, Spoken("fa"), revision=None, on=TODAY).rows if pair.kind == "own")
    assert (own.german.text, own.other.text) == ("", goal.own_words)


@pytest.mark.parametrize("language", ["ar", "fa", "uk", "ti", "tr", "fr", "ru", "en"])
def test_the_paper_stands_in_both_languages_with_tags_and_languages(tmp_path: Path, language: str) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf.render(SHEET, revision=None, on=TODAY, spoken=Spoken(language)))
    facts = read("pdfinfo", str(path))
    assert "Tagged:          yes" in facts
    structure = read("pdfinfo", "-struct", str(path))
    for tag in ("H1", "Table", "TH", "TD"):
        assert tag in structure
    assert "pdfuaid" in read("pdfinfo", "-meta", str(path))
    assert catalog(path)["/Lang"] == "de"
    assert language in languages(path)
    said = words(path)
    assert "Integrationsvereinbarung" in said
    assert "04.12.2026" in said
    assert "Seite 1 von" in said
    assert "noch niemand geprüft hat" in " ".join(said.split())


def test_arabic_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf.render(SHEET, revision=None, on=TODAY, spoken=Spoken("ar")))
    said = actual_texts(path)
    for text in ("خطة الاندماج", "العمل والتدريب المهني", "أريد أن أعمل بالخشب، قريباً."):
        assert text in said
    assert any("بمساعدة" in each for each in said)


def actual_texts(path: Path) -> list[str]:
    """What the structure elements say aloud in place of their glyphs."""
    found: list[str] = []
    waiting = [catalog(path)["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += [each for each in element if hasattr(each, "get_object")]
        elif isinstance(element, dict):
            if "/ActualText" in element:
                found.append(str(element["/ActualText"]).strip())
            if "/K" in element and hasattr(element["/K"], "get_object"):
                waiting.append(element["/K"])
    return found


def test_the_bilingual_paper_takes_less_than_a_second(tmp_path: Path) -> None:
    pdf.render(SHEET, revision=None, on=TODAY, spoken=Spoken("ar"))
    started = time.process_time()
    pdf.render(SHEET, revision=None, on=TODAY, spoken=Spoken("ar"))
    assert time.process_time() - started < 1.0


def test_the_signed_revision_is_printed_with_its_signature(client: Client, nour: Enrolment, tmp_path: Path) -> None:
    client.post(url(nour, SIGN), typed(client, nour))
    address = f"/desk/personen/{nour.person_id}/plan.pdf?fassung=1&sprache=ar"
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert "-1-ar.pdf" in answer["Content-Disposition"]
    path = tmp_path / "plan.pdf"
    path.write_bytes(answer.content)
    assert "Figure" in read("pdfinfo", "-struct", str(path))
    assert "Nour Haddad, 24.11.2026" in words(path)


def test_an_unknown_language_prints_german_alone(client: Client, nour: Enrolment) -> None:
    answer = client.get(f"/desk/personen/{nour.person_id}/plan.pdf?sprache=tlh")
    assert answer["Content-Type"] == "application/pdf"
    assert "tlh" not in answer["Content-Disposition"]


# ---------- templates, steps in the language of the person ----------


def test_a_template_brings_a_goal_with_its_steps(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    assert "Eine eigene Wohnung finden" in client.get(url(nour)).content.decode()
    client.post(url(nour, "vorlage/"), {"code": "flat", "form_token": str(uuid4())})
    with as_staff(house.here.mentor):
        assert Goal.objects.get().title == "Eine eigene Wohnung finden"
        assert Step.objects.count() == 2
    page = client.get(url(nour)).context["templates"]
    assert "flat" not in [code for code, _field, _goal in page]
    gone = client.post(url(nour, "vorlage/"), {"code": "castle"}, follow=True).content.decode()
    assert "Diese Vorlage gibt es nicht mehr." in gone


def test_a_step_in_the_language_of_the_person_stands_on_the_paper(
    house: World, client: Client, nour: Enrolment
) -> None:
    with as_staff(house.here.mentor):
        goal = Goal.objects.get()
    add_step(house.here, client, nour, goal.pk, title="Werkstatt ansehen", own_title="زيارة الورشة")
    freeze(house.here, client, nour)
    with as_staff(house.here.mentor):
        content = PlanRevision.objects.get(number=2).content
    assert "زيارة الورشة" in str(content)


def test_continuing_shows_what_changed_since_the_last_revision(client: Client, nour: Enrolment) -> None:
    add_goal(client, nour, title="Neues Ziel")
    page, statements = measured(client, url(nour, "fortschreiben/"))
    assert statements <= 14
    assert "Was sich seit Fassung 1 geändert hat" in page.content.decode()
    assert "<ins>Neues Ziel</ins>" in page.content.decode()


def test_revisions_from_before_can_still_be_read() -> None:
    step = {"id": "1", "title": "x", "responsible": "", "due_on": None, "done_on": None, "independence": ""}
    goal = {
        "id": "1", "title": "Ziel", "own_words": "", "own_language": "", "wording": "", "priority": "",
        "responsible": "", "target_on": None, "state": "open", "closed_on": None, "steps": [step],
    }  # fmt: skip
    sheet = {
        "label": "Plan", "project": "P", "carrier": "", "person": "x", "own_script_name": "", "script_language": "",
        "born": "", "file_number": "1", "staff": [], "review_due_on": None,
        "fields": [{"code": "arbeit", "label": "Arbeit", "goals": [goal]}],
    }  # fmt: skip
    assert from_json({"sheet": sheet}).fields[0].goals[0].steps[0].own_title == ""
