# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One table of all places at which two files could still touch: before the separation they do, afterwards none does."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from scharnier.casework.contacts import actions as talks
from scharnier.casework.contacts.actions import Reminder, Shared, Talk
from scharnier.casework.letters import actions as letters
from scharnier.casework.letters.actions import Told
from scharnier.casework.letters.models import Letter
from scharnier.casework.models import Contact
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AuditEvent
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Role, User
from scharnier.people.documents.models import Document
from scharnier.people.finding.queries import find
from scharnier.people.handout import actions as access
from scharnier.people.handout import gather
from scharnier.people.handout.models import SubjectAccess
from scharnier.people.household import actions as households
from scharnier.people.household.actions import Belonging
from scharnier.people.models import Enrolment, Person
from scharnier.people.packages import leaving
from scharnier.people.packages.models import PackagePart, PackageRun
from scharnier.people.projected import refresh
from scharnier.people.separation import actions
from tests import factories
from tests.factories import World
from tests.people.conftest import TODAY, SignIn
from tests.people.consents.conftest import rests
from tests.people.documents.conftest import home, photo, upload
from tests.people.packages.test_round_trip import WHY, acting
from tests.people.separation.test_separation import HUSBAND, WIFE, on_file

pytestmark = pytest.mark.django_db
__all__ = ["home"]
LAWYER = "Kanzlei Wunderlich"
OWN_SCRIPT = "بشار حداد"
# What was written about him for her file alone is hers: it stays, and no search brings it up any more.
HERS = f"Angst vor {HUSBAND}"
SAID = f"{WIFE} und {HUSBAND} haben die Wohnung besichtigt. {HUSBAND}s Termin folgt."


@dataclass
class Home:
    """She is the mentor's case, he the colleague's; a third colleague sees both. `twin` is a second file of hers."""

    house: World
    third: User
    sign_in: SignIn
    wife: UUID = field(default_factory=uuid4)
    husband: UUID = field(default_factory=uuid4)
    twin: UUID = field(default_factory=uuid4)
    run: UUID = field(default_factory=uuid4)
    package: UUID = field(default_factory=uuid4)
    clients: dict[UUID, Client] = field(default_factory=dict)

    def client(self, who: User) -> Client:
        return self.clients.setdefault(who.pk, self.sign_in(who))

    def page(self, url: str, who: User | None = None, **typed: Any) -> str:
        client = self.client(who or self.third)
        answer: Any = client.post(url, typed) if typed else client.get(url)
        return b"".join(answer).decode("utf-8", "replace") if answer.status_code == 200 else ""

    def file(self, path: str, who: User | None = None, **typed: Any) -> str:
        return self.page(f"/desk/personen/{self.wife}/{path}", who, **typed)


def _write(home: Home) -> None:
    """A life together: a household, talks, a letter and papers that concern both, words about one in the other's."""
    here, third = home.house.here, home.third
    home.wife, home.husband = on_file(here, WIFE, here.mentor), on_file(here, HUSBAND, here.colleague)
    home.twin = on_file(here, f"{WIFE} Samira", here.mentor)
    with factories.as_staff(third):
        Person.objects.filter(pk=home.husband).update(own_script_name=OWN_SCRIPT)
        parts = {row.person_id: row for row in Enrolment.objects.select_related("person", "project")}
        wife, husband, twin = (parts[pk] for pk in (home.wife, home.husband, home.twin))
        households.add_file(wife.person, husband.person, Belonging("spouse"))
        households.add_file(husband.person, twin.person, Belonging("spouse"))
        talk = Talk(at=clock.now(), form="appointment", note=SAID, agreed=f"{HUSBAND} ruft an", took_part=OWN_SCRIPT)
        later = TODAY + timedelta(days=3)
        after = [
            Reminder(later, f"{HUSBAND} wegen der Kaution fragen", here.mentor.pk, home.wife),
            Reminder(later, f"{WIFE} wegen des Mietvertrags fragen", here.colleague.pk, home.husband),
        ]
        shared = Shared([husband], {home.wife: "Sie rechnet."}, named=True)
        talks.write_contact(wife, author=third, talk=talk, reminders=after, shared=shared)
        talks.write_act(
            [wife, husband], author=third, talk=Talk(at=clock.now(), form="outreach", note="Hausbesuch"), own={}
        )
        own = Talk(at=clock.now(), form="phone", note=f"Sie hat {HERS}.")
        talks.write_contact(wife, author=third, talk=own)
        (row,) = letters.take_in(wife, [upload(photo(), f"Mietvertrag {WIFE} {HUSBAND}.jpg")], author=third)
        told = Told(
            sender_name=f"Vermieter von {HUSBAND}", subject=f"Zusage an {WIFE} und {HUSBAND}", deadline_on=later
        )
        letters.tell(row, None, told, editor=third)
        letters.share(row, [husband], author=third)
        (alone,) = letters.take_in(husband, [], author=third)
        letters.tell(alone, None, Told(sender_name=LAWYER, subject="Scheidung"), editor=third)
        refresh([home.wife, home.husband, home.twin])
    with factories.as_staff(here.lead) as scope:
        asked = [home.wife, home.husband]
        run = leaving.ask(scope, here.carrier, here.project, persons=asked, whole=False, reason=WHY)
        home.run = run.pk
    leaving.write(run_id=home.run, acting=acting(here.lead))
    with factories.as_staff(here.mentor) as scope:
        home.package = access.ask(wife, here.mentor.pk).pk
        access.make(scope, home.package)
    with principals.entering(principals.system(here.carrier)):
        projections.rebuild(here.carrier)


@pytest.fixture
def together(house: World, home: Any, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("scharnier.people.handout.package.paper.pdf", lambda pages: b"")
    rests(house, "counselling", "statute", "§ 4 LDSG")
    rests(house, "transfer", "statute", "§ 5 LDSG")
    with principals.entering(principals.SYSTEM):
        third = factories.user("third.nord")
        factories.member(third, house.here.carrier, house.here.project, Role.CASEWORKER)
    made = Home(house, third, sign_in)
    _write(made)
    return made


# ---------- the places: what each says about her, to somebody who sees both unless it names a reader ----------


def _letter_form(home: Home) -> str:
    with factories.as_staff(home.third):
        row = Letter.objects.filter(person_id=home.wife).order_by("-pk")[0]
    hint = home.page(f"/desk/briefe/{row.pk}/frist/?teil=worum", sender="jobcenter")
    return home.page(f"/desk/briefe/{row.pk}/") + hint


def _talks(home: Home) -> str:
    with factories.as_staff(home.third):
        rows = list(Contact.objects.filter(person_id=home.wife).exclude(act=None).values_list("pk", flat=True))
    paths = ["gespraeche/neu/", *(f"gespraeche/{pk}/" for pk in rows), f"gespraeche/{rows[0]}/aendern/"]
    return "".join(home.file(path) for path in paths)


def _acts(home: Home) -> str:
    """The number under which two talks are one, if there is one."""
    with principals.entering(principals.system(home.house.here.carrier)):
        hers, his = (
            set(Contact.objects.filter(person_id=pk).values_list("act", flat=True)) for pk in (home.wife, home.husband)
        )
    return HUSBAND if (hers & his) - {None} else ""


def _hits(home: Home) -> str:
    """What stands beside her in the search, and talks of hers that a search for him brings."""
    with factories.as_staff(home.third) as scope:
        groups = [group for text in ("haddad", HUSBAND) for group in find(scope, text)]
        lines = [f"{hit.label} {hit.detail}" for group in groups for hit in group.hits]
    return "\n".join(line for line in lines if WIFE in line and "Samira" not in line)


def _hint(home: Home) -> str:
    """Somebody types her data again: nobody stands beside her who is like her by family name and telephone."""
    typed = {"family_name": "Haddad", "given_names": WIFE, "birth_date": "3.5.1990", "phone": "0176 04069031"}
    page = home.client(home.third).post("/desk/personen/neu/aehnlich/", typed, headers={"HX-Request": "true"})
    return page.content.decode() if WIFE in page.content.decode() else ""


def _relative(home: Home) -> str:
    """His data typed as a relative of hers."""
    typed: dict[str, Any] = {
        "family_name": "Haddad",
        "given_names": "Baschar",
        "birth_date": "3.5.1990",
        "relation": "spouse",
    }
    return home.file("haushalt/ohne-akte/", **typed)


def _merging(home: Home) -> str:
    return home.file("dubletten/") + home.file(f"dubletten/{home.twin}/")


def _package(home: Home) -> str:
    """What the package says that was asked for before."""
    with factories.as_staff(home.house.here.lead) as scope:
        run = PackageRun.objects.get(pk=home.run)
        try:
            made = leaving.take(scope, run, "", "Lead", "lead")
        except DomainError:
            assert not PackagePart.objects.filter(run_id=home.run).exists()
            return ""
        made.close()
        return HUSBAND


def _access(home: Home) -> str:
    """What was put together for her to take along before."""
    with factories.as_staff(home.house.here.mentor):
        row = SubjectAccess.objects.get(pk=home.package)
        try:
            return HUSBAND if access.hand_out(row) else ""
        except DomainError:
            return ""


def _whole(home: Home) -> str:
    """Everything that print and access contain, without anything blackened for others."""
    with factories.as_staff(home.house.here.mentor) as scope:
        found = gather.sections(scope, home.wife, blacken=False)
    return "\n".join(value.text for each in found for item in each.items for value in item.values)


def _table(home: Home) -> str:
    page = home.client(home.house.here.mentor).post(
        "/desk/faelle/tabelle/?fachkraft=alle&stand=alle",
        {"kind": "csv", "columns": ["family", "given", "number", "next"]},
    )
    text = b"".join(page).decode("utf-8-sig")
    return "\n".join(" ".join(row) for row in csv.reader(io.StringIO(text), delimiter=";"))


def _log(home: Home) -> str:
    """What the log repeats of rows in which both were named."""
    with principals.entering(principals.SYSTEM):
        events = AuditEvent.objects.filter(subject_id=home.wife).exclude(payload=None)
        told = [
            str(event.payload)
            for event in events.filter(
                table__in=[
                    "casework_contact",
                    "casework_letter",
                    "casework_followup",
                    "people_document",
                    "people_householdmember",
                ]
            )
        ]
    return "\n".join(told)


PLACES: Mapping[str, Callable[[Home], str]] = {
    "file": lambda home: home.file(""),
    "household": lambda home: home.file("haushalt/"),
    "timeline": lambda home: home.file("verlauf/"),
    "history": lambda home: home.file("verlauf/angaben/"),
    "letter": _letter_form,
    "talks": _talks,
    "acts": _acts,
    "documents": lambda home: home.file("dokumente/"),
    "search": _hits,
    "hint": _hint,
    "relative": _relative,
    "merging": _merging,
    "package": _package,
    "access": _access,
    "whole file": _whole,
    "log": _log,
    "own cases": lambda home: home.page("/desk/faelle/?fachkraft=alle&stand=alle", home.house.here.mentor),
    "export": _table,
    "today": lambda home: home.page("/desk/", home.house.here.mentor),
    "advice": lambda home: home.page("/desk/kurzberatung/") + home.page("/desk/kurzberatung/zaehlung/"),
}
# A count of questions names nobody, before as little as afterwards.
NEVER = {"advice"}


def shown(home: Home, number: str) -> dict[str, list[str]]:
    marks = (HUSBAND, str(home.husband), number, OWN_SCRIPT, LAWYER)
    said = {name: place(home) for name, place in PLACES.items()}
    said = {name: text if name == "search" else text.replace(HERS, "") for name, text in said.items()}
    return {name: found for name, text in said.items() if (found := [mark for mark in marks if mark in text])}


def test_after_a_separation_no_place_connects_the_two(together: Home) -> None:
    here = together.house.here
    with factories.as_staff(here.lead):
        number = Person.objects.get(pk=together.husband).file_number
    assert set(PLACES) - set(shown(together, number)) == NEVER
    with factories.as_staff(here.mentor):
        actions.separate(together.wife, together.husband, "Frauenhaus seit heute")
    assert shown(together, number) == {}
    with factories.as_staff(together.third):
        hers, his = (Contact.objects.filter(person_id=pk).order_by("pk")[0] for pk in (together.wife, together.husband))
        assert hers.note == f"{WIFE} und ██████ haben die Wohnung besichtigt. ██████s Termin folgt.\nSie rechnet."
        assert his.note == f"█████ und {HUSBAND} haben die Wohnung besichtigt. {HUSBAND}s Termin folgt."
        assert Contact.objects.get(note__startswith="Sie hat Angst").note.endswith(f"{HUSBAND}.")
        assert {row.subject for row in Letter.objects.all()} >= {
            f"Zusage an {WIFE} und ██████",
            f"Zusage an █████ und {HUSBAND}",
        }
        assert not Document.objects.filter(person_id=together.wife, title__contains=HUSBAND).exists()
    with principals.entering(principals.system(here.carrier)):
        assert projections.compare(here.carrier) == []
