# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Talks and follow-ups: written in a minute, never twice, never over somebody else's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from scharnier.casework.contacts.forms import ContactForm, berlin
from scharnier.casework.models import Contact, FollowUp
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, Draft, TimelineEntry
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.network.models import User
from scharnier.people.models import Enrolment
from tests.casework.conftest import NOW, TODAY, measured, participant
from tests.factories import House, World, as_staff

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def nour(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        return participant(house.here, speaks=["kmr", "ar"], reads="ar", german_level="A2")


def url(nour: Enrolment, rest: str = "gespraeche/neu/") -> str:
    return f"/desk/personen/{nour.person_id}/{rest}"


def typed(**changes: Any) -> dict[str, Any]:
    """A talk as somebody types it."""
    return {
        "form": "office_hour",
        "day": "24.11.2026",
        "time": "9:30",
        "minutes": "20",
        "topics": ["arbeit", "aufenthalt"],
        "language": "ar",
        "place": "Raum 1.04",
        "note": "Möchte bald mit Holz arbeiten.",
        "agreed": "Bringt das Zeugnis mit.",
        "form_token": str(uuid4()),
    } | changes


def talks(where: House) -> list[Contact]:
    with as_staff(where.mentor):
        return list(Contact.objects.order_by("pk"))


def in_step(where: House) -> list[str]:
    with principals.entering(principals.system(where.carrier)):
        return [each for each in projections.compare(where.carrier) if " casework." in each]


def test_the_form_begins_with_what_is_known(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    form = sign_in(house.here.mentor).get(url(nour)).context["form"]
    known = {name: form[name].value() for name in ("day", "minutes", "form", "language")}
    assert known == {"day": TODAY, "minutes": 15, "form": "office_hour", "language": "kmr"}
    assert form["time"].value().strftime("%H:%M") == "10:02"
    assert [code for code, _ in form.fields["topics"].choices][:2] == ["sprache", "arbeit"]
    assert [code for code, _ in form.fields["language"].choices][1:4] == ["kmr", "ar", "de"]


def test_the_programme_may_propose_the_day_of_the_next_follow_up(
    house: World, sign_in: SignIn, nour: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProgrammeSettings, "follow_up_days", property(lambda _settings: 14))
    client = sign_in(house.here.mentor)
    due, title, *_rest = client.get(url(nour)).context["form"].follow_rows()[0]
    assert (due.value(), title.value()) == (date(2026, 12, 8), None)
    client.post(url(nour), typed(follow_0_due="08.12.2026"))
    with as_staff(house.here.mentor):
        assert not FollowUp.objects.exists()


def test_a_talk_is_written_and_shown(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    answer = client.post(url(nour), typed(), follow=True)
    assert "Gespräch gespeichert." in answer.content.decode()
    assert "Möchte bald mit Holz arbeiten." in answer.content.decode()
    talk = talks(house.here)[0]
    assert (talk.at, talk.minutes, talk.topics) == (
        datetime(2026, 11, 24, 9, 30, tzinfo=clock.ZONE),
        20,
        ["arbeit", "aufenthalt"],
    )
    page = client.get(url(nour, f"gespraeche/{talk.pk}/")).content.decode()
    assert "Bringt das Zeugnis mit." in page
    with as_staff(house.here.mentor):
        entry = TimelineEntry.objects.get(kind="casework.contact")
        assert Enrolment.objects.get(pk=nour.pk).last_contact_on == TODAY
    assert entry.title == "Offene Sprechstunde, 20 Minuten · Arbeit / Ausbildung, Aufenthalt"
    assert in_step(house.here) == []


def test_follow_ups_land_on_todays_list_of_whoever_shall_do_them(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    rows = {
        "follow_0_due": "01.12.2026",
        "follow_0_title": "Konsulat anrufen",
        "follow_0_owner": "",
        "follow_1_due": "7.12.26",
        "follow_1_title": "Betrieb fragen",
        "follow_1_owner": str(house.here.colleague.pk),
        "follow_2_due": "8.12.26",
        "follow_2_title": "",
    }
    sign_in(house.here.mentor).post(url(nour), typed(**rows))
    with as_staff(house.here.mentor):
        found = list(AgendaItem.objects.order_by("due_on").values_list("title", "due_on", "owner_id", "detail"))
    detail = "Aus dem Gespräch vom 24.11.2026"
    assert found == [
        ("Konsulat anrufen", date(2026, 12, 1), house.here.mentor.pk, detail),
        ("Betrieb fragen", date(2026, 12, 7), house.here.colleague.pk, detail),
    ]
    assert in_step(house.here) == []


def test_a_follow_up_for_somebody_who_left_is_written_with_a_warning(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    with as_staff(house.here.mentor):
        Enrolment.objects.filter(pk=nour.pk).update(exited_on=date(2026, 11, 1), exit_reason="employment")
    data = {"due_on": "1.12.2026", "title": "Zeugnis schicken", "owner": str(house.here.mentor.pk)}
    page = sign_in(house.here.mentor).post(url(nour, "wiedervorlage/neu/"), data, follow=True).content.decode()
    assert "Die Teilnahme ist beendet." in page
    with as_staff(house.here.mentor):
        assert FollowUp.objects.get().title == "Zeugnis schicken"


def test_a_double_click_writes_once(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client, data = sign_in(house.here.mentor), typed(follow_0_due="1.12.26", follow_0_title="Konsulat anrufen")
    first, second = client.post(url(nour), data), client.post(url(nour), data)
    assert first["Location"] == second["Location"]
    assert len(talks(house.here)) == 1
    with as_staff(house.here.mentor):
        assert FollowUp.objects.count() == 1


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"day": "25.11.2028"}, "Das liegt in der Zukunft."),
    ({"attorney": "vielleicht"}, "vielleicht"),
    ({"deadline_on": "32.11.2026"}, "Diesen Tag gibt es in dem Monat nicht."),
    ({"day": "31.11.2026"}, "Diesen Tag gibt es in dem Monat nicht. Meinten Sie 30.11.2026?"),
    ({"day": ""}, "Tragen Sie ein Datum ein."),
    ({"time": "viertel"}, "Schreiben Sie die Uhrzeit so: 10:30."),
    ({"minutes": "viel"}, "Schreiben Sie die Dauer in Minuten"),
    ({"minutes": "2000"}, "1440"),
    ({"form": ""}, "Wählen Sie die Form."),
    ({"form": "séance"}, "séance"),
    ({"topics": ["arbeit", "kochen"]}, "kochen"),
    ({"note": "x" * 20001}, "20000"),
    ({"place": "x" * 121}, "120"),
    ({"note": "", "agreed": "", "topics": []}, "Schreiben Sie ein Stichwort"),
    ({"follow_0_title": "Anrufen", "follow_0_due": ""}, "Bis wann?"),
    ({"follow_0_title": "Anrufen", "follow_0_due": "23.11.2026"}, "Dieser Tag ist schon vorbei."),
    ({"follow_0_title": "Anrufen", "follow_0_due": "1.1.2199"}, "Prüfen Sie das Jahr"),
    ({"follow_0_title": "x" * 201, "follow_0_due": "1.12.2026"}, "200"),
    (
        {"follow_0_title": "Anrufen", "follow_0_due": "1.12.2026", "follow_0_owner": str(UUID(int=7))},
        "Wählbare Auswahl|gültige",
    ),
]


def test_what_cannot_be_is_refused_and_the_text_stays(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    # Nothing that is pasted is cut off by the browser: the form says what is too long.
    assert "maxlength" not in client.get(url(nour)).context["form"].fields["note"].widget.attrs
    for changes, says in REFUSED:
        answer = client.post(url(nour), typed(**{"follow_0_due": "", "follow_0_title": ""} | changes))
        page = answer.content.decode()
        assert answer.status_code == 200, changes
        assert any(each in page for each in says.split("|")), (changes, says)
        assert "Bringt das Zeugnis mit." in page or changes.get("agreed") == "", changes
        assert talks(house.here) == [], changes


def test_a_talk_in_the_future_is_asked_about_once(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client, data = sign_in(house.here.mentor), typed(day="25.11.2026")
    page = client.post(url(nour), data)
    assert "Stimmt es trotzdem, speichern Sie noch einmal." in page.content.decode()
    assert talks(house.here) == []
    sure = page.context["form"]["sure"].value()
    answer = client.post(url(nour), data | {"sure": sure, "form_token": str(uuid4())}, follow=True)
    assert "Das Gespräch liegt in der Zukunft. Prüfen Sie das Datum." in answer.content.decode()
    assert len(talks(house.here)) == 1
    with as_staff(house.here.mentor):
        assert Enrolment.objects.get(pk=nour.pk).last_contact_on is None
    # Another moment is another question.
    client.post(url(nour), typed(day="26.11.2026", sure=sure))
    assert len(talks(house.here)) == 1


def test_a_talk_before_entry_is_written_with_a_warning(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    answer = sign_in(house.here.mentor).post(url(nour), typed(day="10.01.2026"), follow=True)
    assert "Das Gespräch liegt vor dem Eintritt am 14.01.2026." in answer.content.decode()
    assert len(talks(house.here)) == 1


def test_overlapping_talks_of_one_person_are_pointed_out(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(url(nour), typed())
    answer = client.post(url(nour), typed(time="9:45"), follow=True)
    assert "Es überschneidet sich mit Ihrem Gespräch um 09:30 Uhr." in answer.content.decode()
    answer = client.post(url(nour), typed(time="8:00"), follow=True)
    assert "überschneidet" not in answer.content.decode()


def test_in_march_the_skipped_hour_is_refused_and_in_october_the_double_one_is_taken() -> None:
    assert berlin(date(2026, 3, 29), time(2, 30)) is None
    first = berlin(date(2026, 10, 25), time(2, 30))
    assert first is not None
    assert first.utcoffset() == timedelta(hours=2)


def test_the_form_says_that_an_hour_was_skipped() -> None:
    with clock.frozen(NOW):
        form = ContactForm(typed(day="29.03.2026", time="2:30"), rows=0)
        assert not form.is_valid()
    assert "die Uhr wurde vorgestellt" in form.errors["time"][0]


def test_another_line_keeps_everything_that_was_typed(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    data = typed(
        day="gestern oder so", more="7", follow_0_due="", follow_0_title="", follow_1_due="", follow_1_title=""
    )
    page = sign_in(house.here.mentor).post(url(nour), data)
    form = page.context["form"]
    assert form.rows == 3
    assert form["follow_2_due"].value() == date(2026, 12, 1)
    assert form["day"].value() == "gestern oder so"
    assert form["topics"].value() == ["arbeit", "aufenthalt"]
    assert form["form_token"].value() == data["form_token"]
    assert "gestern oder so" in page.content.decode()
    assert talks(house.here) == []


def test_ten_thousand_characters_from_a_word_processor_are_kept_as_they_are(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    note = "„Zeile“ – mit\u00a0Leerzeichen, \u202bعربي\u202c und 𝄞\r\n" * 220
    sign_in(house.here.mentor).post(url(nour), typed(note=note))
    assert talks(house.here)[0].note.split() == note.split()


def test_markup_in_a_note_is_shown_as_text(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    answer = sign_in(house.here.mentor).post(url(nour), typed(note="<script>alert(1)</script>"), follow=True)
    assert "&lt;script&gt;alert(1)" in answer.content.decode()


def test_the_second_editor_is_shown_the_firsts_change(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client, colleague = sign_in(house.here.mentor), sign_in(house.here.colleague)
    client.post(url(nour), typed())
    talk = talks(house.here)[0]
    edit = url(nour, f"gespraeche/{talk.pk}/aendern/")
    assert client.get(edit).status_code == 200
    assert colleague.post(edit, typed(note="Von Jonas ergänzt.", version="1")).status_code == 302
    answer = client.post(edit, typed(note="Von Katrin ergänzt.", version="1"))
    page = answer.content.decode()
    assert "Von Jonas ergänzt." in page
    assert "Von Katrin ergänzt." in page
    assert f"{house.here.colleague.display_name} hat das um 10:02 geändert." in page
    assert talks(house.here)[0].note == "Von Jonas ergänzt."
    assert client.post(edit, typed(note="Von Katrin ergänzt.", version="2")).status_code == 302
    assert talks(house.here)[0].note == "Von Katrin ergänzt."
    assert in_step(house.here) == []


def test_a_corrected_date_moves_timeline_follow_up_and_last_contact(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    client = sign_in(house.here.mentor)
    client.post(url(nour), typed(follow_0_due="1.12.26", follow_0_title="Konsulat anrufen"))
    talk = talks(house.here)[0]
    client.post(url(nour, f"gespraeche/{talk.pk}/aendern/"), typed(day="20.11.2026", version="1"))
    with as_staff(house.here.mentor):
        assert AgendaItem.objects.get().detail == "Aus dem Gespräch vom 20.11.2026"
        assert Enrolment.objects.get(pk=nour.pk).last_contact_on == date(2026, 11, 20)
    assert in_step(house.here) == []


def test_a_draft_is_kept_for_the_writer_alone(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client, key = sign_in(house.here.mentor), f"/desk/entwurf/gespraech/{nour.person_id}/"
    assert (
        client.post(key, typed(note="Halb fertig", follow_0_due="1.12.", follow_0_title="Anrufen")).status_code == 204
    )
    form = client.get(url(nour)).context["form"]
    assert (form["note"].value(), form["time"].value(), form["follow_0_due"].value()) == (
        "Halb fertig",
        "9:30",
        "1.12.",
    )
    assert form["topics"].value() == ["arbeit", "aufenthalt"]
    assert "Gespräch mit Nour Haddad" in client.get("/desk/").content.decode()
    other = sign_in(house.here.colleague)
    assert "Halb fertig" not in other.get(url(nour)).content.decode()
    assert "Gespräch mit Nour Haddad" not in other.get("/desk/").content.decode()


def test_a_draft_goes_when_it_is_saved_or_thrown_away(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client, key = sign_in(house.here.mentor), f"/desk/entwurf/gespraech/{nour.person_id}/"
    client.post(key, typed(note="Halb fertig"))
    client.post(key, {"drop": "1"})
    assert "Halb fertig" not in client.get(url(nour)).content.decode()
    client.post(key, typed(note="Halb fertig"))
    client.post(url(nour), typed())
    with as_staff(house.here.mentor):
        assert not Draft.objects.exists()


def test_a_follow_up_is_added_without_a_talk(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client, data = sign_in(house.here.mentor), {"due_on": "1.12.26", "title": "Konsulat", "form_token": str(uuid4())}
    page = url(nour, "wiedervorlage/neu/")
    assert "01.12.2026" in client.get(page).text  # in a week
    data["owner"] = str(house.here.colleague.pk)
    for _ in range(2):
        assert client.post(page, data).status_code == 302
    with as_staff(house.here.mentor):
        assert FollowUp.objects.get().owner_id == house.here.colleague.pk
    assert in_step(house.here) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"due_on": "23.11.2026"},
        {"due_on": "1.1.2199"},
        {"title": ""},
        {"title": "x" * 201},
        {"owner": str(UUID(int=7))},
    ],
)
def test_a_follow_up_for_yesterday_nothing_or_nobody_is_refused(
    house: World, sign_in: SignIn, nour: Enrolment, changes: dict[str, str]
) -> None:
    data = {"due_on": "1.12.26", "title": "Konsulat", "owner": str(house.here.mentor.pk)} | changes
    assert sign_in(house.here.mentor).post(url(nour, "wiedervorlage/neu/"), data).status_code == 200
    with as_staff(house.here.mentor):
        assert not FollowUp.objects.exists()


def _pages(nour: Enrolment, talk: UUID) -> list[tuple[str, str]]:
    return [
        ("get", url(nour, "gespraeche/")),
        ("get", url(nour, f"gespraeche/{talk}/")),
        ("get", url(nour)),
        ("post", url(nour)),
        ("get", url(nour, f"gespraeche/{talk}/aendern/")),
        ("post", url(nour, f"gespraeche/{talk}/aendern/")),
        ("post", url(nour, "wiedervorlage/neu/")),
        ("post", f"/desk/entwurf/gespraech/{nour.person_id}/"),
    ]


def test_a_stranger_finds_no_file(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    sign_in(house.here.mentor).post(url(nour), typed())
    talk = talks(house.here)[0].pk
    for stranger in (house.other_project.mentor, house.away.lead):
        client = sign_in(stranger)
        for method, page in _pages(nour, talk):
            assert getattr(client, method)(page, typed(version="1")).status_code == 404, page
    assert len(talks(house.here)) == 1


def test_who_may_only_read_reads_and_writes_nothing(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    sign_in(house.here.mentor).post(url(nour), typed())
    talk = talks(house.here)[0].pk
    client = sign_in(house.here.auditor)
    for method, page in _pages(nour, talk)[:2]:
        answer = getattr(client, method)(page)
        assert answer.status_code == 200
        assert "aufschreiben" not in answer.content.decode().split("<main")[1]
    for method, page in _pages(nour, talk)[2:]:
        assert getattr(client, method)(page, typed(version="1")).status_code == 403, page


def test_a_talk_is_not_shown_in_somebody_elses_file(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(url(nour), typed())
    with as_staff(house.here.mentor):
        other = participant(house.here, "Noori")
    talk = talks(house.here)[0]
    assert client.get(url(other, f"gespraeche/{talk.pk}/")).status_code == 404
    assert client.get(url(other, f"gespraeche/{talk.pk}/aendern/")).status_code == 404


def test_an_unknown_draft_is_not_found(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    assert client.post(f"/desk/entwurf/roman/{nour.person_id}/", {"note": "x"}).status_code == 404
    assert client.get(f"/desk/entwurf/gespraech/{nour.person_id}/").status_code == 405


def test_many_talks_stay_within_the_budget(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    with as_staff(house.here.mentor):
        Contact.objects.bulk_create(
            Contact(
                carrier_id=nour.carrier_id,
                project_id=nour.project_id,
                person_id=nour.person_id,
                author=house.here.mentor,
                changed_by=house.here.mentor,
                at=NOW - timedelta(days=number),
                form="phone",
                topics=["arbeit", "sprache", "anerkennung"],
                note=f"Gespräch {number}. " + "Ein langer Satz über die Lage. " * 40,
                agreed="Vereinbart ist viel. " * 20,
            )
            for number in range(60)
        )
    client, seen, after = sign_in(house.here.mentor), 0, ""
    for _ in range(3):
        page, statements = measured(client, url(nour, f"gespraeche/{after}"))
        assert statements <= 14
        assert len(page.content) < 60 * 1024
        seen += len(page.context["page"].rows)
        after = f"?after={page.context['page'].after}"
    assert seen == 60
    form, statements = measured(client, url(nour))
    assert statements <= 14
    assert len(form.content) < 60 * 1024
