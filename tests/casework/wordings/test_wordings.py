# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The administration of a carrier has the words of the printed plan read, and replaces drafts by reviewed wording."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import OuterRef
from django.test import Client

from scharnier.casework.plans import pdf
from scharnier.casework.plans.bilingual import in_two
from scharnier.casework.wordings import actions, parts, queries
from scharnier.casework.wordings.models import Wording
from scharnier.casework.wordings.queries import Message
from scharnier.casework.wordings.sample import plan_in
from scharnier.foundation import clock, principals
from scharnier.knowledge import messages, paper
from scharnier.network.models import Carrier, User
from scharnier.people.models import Person
from tests.casework.conftest import NOW, TODAY, measured, participant
from tests.casework.test_paper import SHEET
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST, ARABIC = "/desk/uebersetzungen/", "/desk/uebersetzungen/ar/"
PLAN = "word.plan"


def sent(**changes: str) -> dict[str, Any]:
    """The form as it stands, every text as the draft has it."""
    texts = {each.key: each.text for each in paper.phrases("ar")}
    return {**texts, "reviewer": "Samira Nasser, vereidigte Übersetzerin", "reviewed_on": "20.11.2026", **changes}


def kept(world: World) -> dict[str, Wording]:
    with as_staff(world.here.admin):
        return {row.key: row for row in Wording.objects.all()}


def drafted(world: World, user: User, language: str = "ar") -> bool:
    with as_staff(user):
        scope = principals.scope()
        return in_two(SHEET, queries.spoken(scope, world.here.carrier, language), revision=None, on=TODAY).draft


def test_every_text_that_is_printed_can_be_read_and_replaced() -> None:
    spoken = queries.Spoken("ar", {each.key: f"<{each.key}>" for each in paper.phrases("ar") if "{" not in each.german})
    two = in_two(plan_in("ar"), spoken, revision=None, on=TODAY, short=False)
    said = " ".join([*two.titles, two.understood, *(pair.other.text for pair in two.rows if not pair.other.german)])
    assert "<word.plan>" in said
    assert "<word.understood>" in said
    assert all(f"<field.{each.field}>" in said for each in paper.templates())
    assert all(f"<text.{each.code}.0>" in said for each in paper.templates())
    for language in paper.languages():
        assert actions.problems(paper.phrases(language), {e.key: e.text for e in paper.phrases(language)}) == {}
    for language in messages.languages():
        lines = parts.phrases(parts.MESSAGES, language, {})
        assert actions.problems(lines, {each.key: each.text for each in lines}) == {}


def test_a_reviewed_wording_is_printed_and_what_was_read_is_no_draft_any_more(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.admin)
    assert "0" in client.get(LIST).text
    page, statements = measured(client, ARABIC)
    assert statements <= 14
    assert len(page.content) <= 60 * 1024
    assert "خطة الاندماج" in page.text
    client.post(ARABIC, sent(**{PLAN: "خطة  شخصية"}))
    row = kept(house)[PLAN]
    assert (row.text, row.reviewer, row.reviewed_on.day) == ("خطة شخصية", "Samira Nasser, vereidigte Übersetzerin", 20)
    assert len(kept(house)) == 1
    assert "Samira Nasser" in client.get(ARABIC).text
    assert drafted(house, house.here.mentor)  # the rest is still unread
    with as_staff(house.here.mentor):  # everybody of the carrier prints it
        spoken = queries.spoken(principals.scope(), house.here.carrier, "ar")
        assert in_two(SHEET, spoken, revision=None, on=TODAY).titles[1] == "خطة شخصية"
        assert read_through(house) == []
    stand = {"stand": page_stand(client)}
    client.post(ARABIC, {**sent(**{PLAN: "خطة شخصية"}), **stand, "all": "1", "reviewer": "Jamal Khatib"})
    rows = kept(house)
    assert len(rows) == len(paper.phrases("ar"))
    assert (rows[PLAN].reviewer, rows["word.until"].reviewer) == (
        row.reviewer,
        "Jamal Khatib",
    )
    assert not drafted(house, house.here.mentor)
    with as_staff(house.here.mentor):
        assert read_through(house) == ["ar"]
    assert drafted(house, house.here.mentor, "fr")
    with as_staff(house.away.mentor):  # another carrier has read nothing
        assert queries.spoken(principals.scope(), house.here.carrier, "ar").own == {}
    # Cleared or without its tick, a text is the draft again.
    stand = {"stand": page_stand(client)}
    read = [key for key in rows if key != "word.until"]
    client.post(ARABIC, {**sent(**{PLAN: ""}), **stand, "read": read})
    assert rows.keys() - kept(house).keys() == {PLAN, "word.until"}


def read_through(house: World) -> list[str]:
    carriers = Carrier.objects.filter(pk=house.here.carrier)
    found: list[str] = carriers.annotate(read=queries.read_through(OuterRef("pk"))).values_list("read", flat=True)[0]
    return found


def page_stand(client: Client) -> str:
    return str(client.get(ARABIC).context["sheet"].stand)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({PLAN: "نص", "reviewer": " "}, "Schreiben Sie, wer die Texte geprüft hat."),
        ({PLAN: "نص", "reviewed_on": "25.11.2026"}, "25.11.2026"),
        ({PLAN: "نص {day}"}, "kein Platzhalter"),
        ({"word.until": "حتى"}, "{day}"),
        ({"word.until": "حتى {day.__class__}"}, "{day}"),
        ({"word.until": "حتى {day"}, "{day}"),
        ({PLAN: "ن" * 401}, "Höchstens 400 Zeichen."),
        ({PLAN: "نص", "stand": "2026-11-01/3"}, "Inzwischen hat jemand anderes gespeichert."),
    ],
)
def test_what_can_not_be_printed_is_refused_and_stays_in_the_form(
    house: World, sign_in: SignIn, changes: dict[str, str], said: str
) -> None:
    answer = sign_in(house.here.admin).post(ARABIC, sent(**changes))
    assert said in answer.text
    for key in changes.keys() & {PLAN, "word.until"}:
        assert changes[key] in answer.text
    assert kept(house) == {}


def blocks(person: Person, client: Client, language: str = "ar") -> dict[str, Message]:
    """The messages as a mentor gets them beside the file, by what they are about."""
    page, statements = measured(client, f"/desk/personen/{person.pk}/textbausteine/?sprache={language}")
    assert statements <= 14
    return {line.title: line for line in page.context["blocks"].lines}


def test_messages_are_worded_otherwise_added_and_read_anew_when_the_german_changes(
    house: World, sign_in: SignIn
) -> None:
    with as_staff(house.here.mentor):
        mahmoud = participant(house.here).person
    admin, mentor = sign_in(house.here.admin), sign_in(house.here.mentor)
    german, arabic, who = f"{LIST}de/textbausteine/", f"{ARABIC}textbausteine/", {"reviewer": "Samira Nasser"}
    day = {"reviewed_on": "20.11.2026"}

    def send(url: str, texts: dict[str, str], hours: int = 0) -> str:
        sheet = admin.get(url).context["sheet"]
        stands = {line.key: line.text for line in sheet.lines}
        with clock.frozen(NOW + timedelta(hours=hours)):
            return admin.post(url, {**stands, **day, **who, "stand": sheet.stand, **texts}, follow=True).text

    before = blocks(mahmoud, mentor)
    assert before["Um Rückruf bitten"].draft
    assert "Geändert: 1" in send(arabic, {"message.call_back": "مرحباً، معك {staff}.\r\nاتصل بي"})
    now = blocks(mahmoud, mentor)["Um Rückruf bitten"]
    assert (now.draft, now.text) == (False, f"مرحباً، معك {house.here.mentor.display_name}.\nاتصل بي")
    assert blocks(mahmoud, mentor)["Termin absagen"].draft
    # In German: one worded otherwise, one of the carrier's own. The Arabic of the first has to be read again.
    own = {"own.1.title": "Sommerfest", "own.1.text": "Wir feiern am …. Ort: {place}. {staff}"}
    assert "Geändert: 3" in send(german, {"message.call_back": "Hier ist {staff}. Bitte rufen Sie an.", **own}, 1)
    there = blocks(mahmoud, mentor)
    assert there["Um Rückruf bitten"].draft
    assert there["Um Rückruf bitten"].german == f"Hier ist {house.here.mentor.display_name}. Bitte rufen Sie an."
    assert (there["Sommerfest"].language, there["Sommerfest"].german) == ("de", "")
    assert "Ort: …." in blocks(mahmoud, mentor, "de")["Sommerfest"].text
    assert "Deutsch seitdem geändert" in admin.get(arabic).text
    send(arabic, {"read": "message.call_back", "own.1.text": "نحتفل"}, 2)
    there = blocks(mahmoud, mentor)
    assert not there["Um Rückruf bitten"].draft
    assert (there["Sommerfest"].language, there["Sommerfest"].text) == ("ar", "نحتفل")
    assert "2 von 8 geprüft" in admin.get(LIST).text
    # Other placeholders than who writes and where would end up in somebody's phone.
    for wrong in ("{day}", "{staff.email}", "{", "{staff!r}"):
        assert "nur diese Platzhalter stehen: {place} {staff}" in send(arabic, {"own.1.text": wrong})
    assert "kein Platzhalter" in send(german, {"own.1.title": "{staff}"})
    # Cleared, the German that comes with the software is back; the plan of the carrier knows nothing of all this.
    send(german, {"message.call_back": "", "own.1.title": "", "own.1.text": ""})
    assert blocks(mahmoud, mentor, "de").keys() == before.keys()
    assert blocks(mahmoud, mentor).keys() == before.keys()
    with as_staff(house.here.mentor):
        assert read_through(house) == []
    assert blocks(mahmoud, sign_in(house.here.colleague), "fr")["Termin absagen"].draft


def test_the_preview_shows_what_stands_in_the_form_and_keeps_nothing(
    house: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[queries.Spoken] = []

    def render(*_sheet: Any, spoken: queries.Spoken, **_options: Any) -> bytes:
        printed.append(spoken)
        return b"%PDF"

    monkeypatch.setattr(pdf, "render", render)
    client = sign_in(house.here.admin)
    answer = client.post(f"{ARABIC}vorschau/", sent(**{PLAN: "خطة شخصية"}))
    assert answer["Content-Type"] == "application/pdf"
    assert printed[0].word("plan") == "خطة شخصية"
    assert kept(house) == {}
    assert client.post(f"{ARABIC}vorschau/", sent(**{PLAN: "{"})).status_code == 302
    assert len(printed) == 1


def test_only_the_administration_of_the_carrier_replaces_wording(house: World, sign_in: SignIn) -> None:
    for user in (house.here.mentor, house.here.lead, house.here.auditor):
        for url in (LIST, ARABIC, f"{ARABIC}textbausteine/"):
            assert sign_in(user).get(url).status_code == 403
        assert sign_in(user).post(ARABIC, sent(**{PLAN: "x"})).status_code == 403
    client = sign_in(house.here.admin)
    assert client.get("/desk/uebersetzungen/xx/").status_code == 404
    assert client.get("/desk/uebersetzungen/de/").status_code == 404
    assert client.get(f"{ARABIC}vorschau/").status_code == 405
    with as_staff(house.here.mentor), pytest.raises(Exception, match="row-level security"):
        Wording.objects.create(
            carrier_id=house.here.carrier,
            language="ar",
            key=PLAN,
            text="x",
            reviewer="x",
            changed_by=house.here.mentor,
        )
