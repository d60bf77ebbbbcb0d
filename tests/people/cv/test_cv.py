# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Curricula vitae: put together from the file, kept as they were, read back from DOCX and PDF."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from scharnier.foundation import paper
from scharnier.knowledge import occupations
from scharnier.people.competence import actions as entries
from scharnier.people.competence.models import Education, LanguageLevel, WorkExperience
from scharnier.people.cv import output
from scharnier.people.cv.compose import from_json
from scharnier.people.cv.models import Curriculum
from scharnier.people.documents.models import Document
from scharnier.people.models import Person, ResidenceStatus
from tests import factories
from tests.factories import World
from tests.people.conftest import SignIn, statements
from tests.people.documents.conftest import home, photo, upload  # noqa: F401  # a fixture
from tests.people.test_record import drawn

pytestmark = pytest.mark.django_db
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def nour(house: World) -> Person:
    with factories.as_staff(house.here.mentor):
        person = factories.person(
            house.here, birth_date=date(1988, 5, 12), phone="+491713920023", street="Am Markt 3", place="Bautzen",
            nationality="SY",
        )  # fmt: skip
        ResidenceStatus.objects.create(carrier_id=person.carrier_id, person=person, code="duldung")
        electrician = occupations.find("Elektriker")[0].occupation
        job: dict[str, Any] = {
            "wording": "Elektriker <Baustelle>", "occupation": electrician.id, "code": electrician.code,
            "country": "SY",
            "begun_on": date(2012, 1, 1), "begun_precision": "year", "ended_on": date(2015, 12, 31),
            "ended_precision": "year", "employer": "Familienbetrieb", "tasks": "Leitungen & Zähler",
        }  # fmt: skip
        entries.add(person, WorkExperience, job)
        entries.add(person, WorkExperience, {"wording": "Küchenhilfe", "begun_on": date(2020, 3, 1), "ongoing": True})
        degree = {"kind": "training", "title": "Elektroniker", "country": "SY", "completed": "yes"}
        entries.add(person, Education, {**degree, "recognition": "full"})
        said = {"language": "de", "speaking": "B1", "source": "zertifikat", "certificate": "telc B1"}
        entries.add(person, LanguageLevel, said)
        return person


def page(person: Person, part: str = "") -> str:
    return f"/desk/personen/{person.pk}/kompetenzen/lebenslauf/{part}"


def put_together(house: World, sign_in: SignIn, person: Person, **other: Any) -> tuple[Client, str]:
    client = sign_in(house.here.mentor)
    sent = {**drawn(client, page(person, "neu/")), **other}
    answer = client.post(page(person, "neu/"), {name: value for name, value in sent.items() if value != ""})
    assert answer.status_code == 302, answer.context["form"].errors
    return client, answer["Location"]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], str]:
    def words(made: bytes) -> str:
        path = tmp_path / "cv.pdf"
        path.write_bytes(made)
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
        return done.stdout

    return words


def parsed(made: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        return ElementTree.fromstring(package.read(name))  # noqa: S314  # our own file


def headings(document: ElementTree.Element) -> list[tuple[str, str]]:
    found = []
    for paragraph in document.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val", "").startswith("Heading"):
            text = "".join(each.text or "" for each in paragraph.iter(f"{W}t"))
            found.append((style.get(f"{W}val", ""), text))
    return found


def whole(document: ElementTree.Element) -> str:
    return " ".join(each.text or "" for each in document.iter(f"{W}t"))


FORBIDDEN = ("Duldung", "Syrer", "syrisch", "Staatsangehörigkeit", "1988", "Religion")


@pytest.mark.parametrize("layout", ["plain", "columns"])
def test_the_word_file_has_headings_and_a_language(house: World, sign_in: SignIn, nour: Person, layout: str) -> None:
    client, address = put_together(
        house, sign_in, nour, layout=layout, extra="Ehrenamt\nSchach", profile="Ich baue gern."
    )
    answer = client.get(f"{address}lebenslauf.docx")
    assert "lebenslauf-nour-haddad.docx" in answer["Content-Disposition"]
    document = parsed(answer.content)
    told = headings(document)
    assert told[0] == ("Heading1", "Nour Haddad")
    assert {text for _, text in told} == {
        "Nour Haddad", "Berufserfahrung", "Schule und Abschlüsse", "Sprachen", "Weitere Angaben",
    }  # fmt: skip
    text = whole(document)
    for expected in ("Elektriker <Baustelle>", "Leitungen & Zähler", "2012 – 2015", "seit 01.03.2020", "0171 3920023",
                     "Syrien, in Deutschland voll anerkannt", "B1, telc B1", "Schach", "Ich baue gern."):  # fmt: skip
        assert expected in text, expected
    assert not [word for word in FORBIDDEN if word in text]
    language = parsed(answer.content, "word/styles.xml").find(f".//{W}lang")
    assert language is not None
    assert language.get(f"{W}val") == "de-DE"
    assert (document.find(f".//{W}tbl") is not None) == (layout == "columns")


@pytest.mark.parametrize("layout", ["plain", "columns"])
def test_the_pdf_is_read_back_with_its_tags(
    house: World, sign_in: SignIn, nour: Person, read: Callable[[bytes], str], tmp_path: Path, layout: str
) -> None:
    client, address = put_together(house, sign_in, nour, layout=layout, language="en")
    answer = client.get(f"{address}lebenslauf.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = read(answer.content)
    for expected in (
        "Nour Haddad",
        "Work experience",
        "electrician",
        "2012 – 2015",
        "fully recognised in Germany",
        "Syria",
    ):
        assert expected in text, expected
    assert "Seite" not in text
    assert not [word for word in FORBIDDEN if word in text]
    struct = subprocess.run(
        ["pdfinfo", "-struct", str(tmp_path / "cv.pdf")], capture_output=True, text=True, check=True
    )
    assert "H1" in struct.stdout
    assert "H2" in struct.stdout
    assert b"en" in answer.content


def test_rows_stand_in_the_order_of_their_places_and_without_one_not_at_all(
    house: World, sign_in: SignIn, nour: Person
) -> None:
    with factories.as_staff(house.here.mentor):
        kitchen, electrician = WorkExperience.objects.order_by("-id")
    first = {f"row-{electrician.pk}": "1", f"row-{kitchen.pk}": "2", "place-languages": "", "place-degrees": "1"}
    client, address = put_together(house, sign_in, nour, **first, **{"place-jobs": "2"}, show=["birth"])
    text = whole(parsed(client.get(f"{address}lebenslauf.docx").content))
    assert text.index("Elektroniker") < text.index("Elektriker") < text.index("Küchenhilfe")
    assert "Sprachen" not in text
    assert "12.05.1988" in text
    assert "0171" not in text
    sent = {**drawn(client, address), f"row-{kitchen.pk}": ""}
    client.post(address, {name: value for name, value in sent.items() if value != ""})
    assert "Küchenhilfe" not in whole(parsed(client.get(f"{address}lebenslauf.docx").content))


def test_a_saved_version_stays_as_it_was_until_it_is_saved_again(house: World, sign_in: SignIn, nour: Person) -> None:
    client, address = put_together(house, sign_in, nour)
    with factories.as_staff(house.here.mentor):
        WorkExperience.objects.filter(wording="Küchenhilfe").update(wording="Beikoch")
    assert "Küchenhilfe" in whole(parsed(client.get(f"{address}lebenslauf.docx").content))
    sent = drawn(client, address)
    client.post(address, {name: value for name, value in sent.items() if value != ""})
    assert "Beikoch" in whole(parsed(client.get(f"{address}lebenslauf.docx").content))


def test_a_photograph_is_chosen_on_purpose_and_leaves_small_and_without_traces(
    house: World, sign_in: SignIn, nour: Person
) -> None:
    client = sign_in(house.here.mentor)
    assert "AGG" in client.get(page(nour, "neu/")).text
    for kind in ("photo", "identity"):
        paper_of = {"paper": upload(photo((1200, 1600), turned=6), f"{kind}.jpg"), "category": kind}
        assert client.post(f"/desk/personen/{nour.pk}/dokumente/neu/", paper_of).status_code == 302
    client, plain = put_together(house, sign_in, nour)
    assert "media/image1.jpeg" not in client.get(f"{plain}lebenslauf.docx").content.decode("latin-1")
    assert b"/Image" not in client.get(f"{plain}lebenslauf.pdf").content
    with factories.as_staff(house.here.mentor):
        chosen = {row.category: str(row.pk) for row in Document.objects.all()}
    sent = {name: value for name, value in drawn(client, plain).items() if value != ""}
    assert "photo" in client.post(plain, {**sent, "photo": chosen["identity"]}).context["form"].errors
    for layout in ("plain", "columns"):
        sent = {name: value for name, value in drawn(client, plain).items() if value != ""}
        assert client.post(plain, {**sent, "layout": layout, "photo": chosen["photo"]}).status_code == 302
        made = client.get(f"{plain}lebenslauf.docx").content
        parsed(made)
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            picture = Image.open(io.BytesIO(package.read("word/media/image1.jpeg")))
        assert (max(picture.size) <= 531, picture.width > picture.height, dict(picture.getexif())) == (True, True, {})
        assert "Foto von Nour Haddad" in made_of(made)
        assert b"/Image" in client.get(f"{plain}lebenslauf.pdf").content
    client.post(f"/desk/dokumente/{chosen['photo']}/loeschen/", {"reason": "Will sie nicht mehr."})
    assert b"/Image" not in client.get(f"{plain}lebenslauf.pdf").content


def made_of(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return package.read("word/document.xml").decode()


def test_bad_input_is_told_and_kept(house: World, sign_in: SignIn, nour: Person) -> None:
    client = sign_in(house.here.mentor)
    sent = {**drawn(client, page(nour, "neu/")), "title": "", "profile": "Ich baue gern.", "place-jobs": "0"}
    answer = client.post(page(nour, "neu/"), {name: value for name, value in sent.items() if value != ""})
    assert answer.status_code == 200
    assert "Ich baue gern." in answer.text
    assert set(answer.context["form"].errors) == {"title", "place-jobs"}
    with factories.as_staff(house.here.mentor):
        assert not Curriculum.objects.exists()


def test_both_files_are_made_within_a_second(house: World, sign_in: SignIn, nour: Person) -> None:
    _, address = put_together(house, sign_in, nour)
    with factories.as_staff(house.here.mentor):
        document = from_json(Curriculum.objects.get(pk=address.rstrip("/").rsplit("/", 1)[1]).document)
    paper.prepare()
    for make in (output.as_pdf, output.as_docx):
        make(document, "columns")
        started = time.process_time()
        make(document, "columns")
        assert time.process_time() - started < 1
    assert output.as_docx(document, "plain") == output.as_docx(document, "plain")


def test_pages_stay_within_fourteen_statements(house: World, sign_in: SignIn, nour: Person) -> None:
    client, address = put_together(house, sign_in, nour)
    counts = {url: statements(client, url)[1] for url in (page(nour, "neu/"), address, f"{address}lebenslauf.docx")}
    counts |= {"tab": statements(client, f"/desk/personen/{nour.pk}/kompetenzen/")[1]}
    assert {url: count for url, count in counts.items() if count > 14} == {}


def test_strangers_see_nothing_and_readers_change_nothing(house: World, sign_in: SignIn, nour: Person) -> None:
    client, address = put_together(house, sign_in, nour)
    stranger, auditor = sign_in(house.away.mentor), sign_in(house.here.auditor)
    for part in ("", "lebenslauf.pdf", "lebenslauf.docx"):
        assert stranger.get(f"{address}{part}").status_code == 404
    assert stranger.post(f"{address}entfernen/").status_code == 404
    assert [auditor.get(page(nour, "neu/")).status_code, auditor.get(address).status_code] == [403, 403]
    assert auditor.post(f"{address}entfernen/").status_code == 403
    assert auditor.get(f"{address}lebenslauf.docx").status_code == 403
    assert client.get(page(nour, f"{uuid4()}/lebenslauf.pdf")).status_code == 404
    assert client.post(f"{address}entfernen/").status_code == 302
    assert client.get(address).status_code == 404
