# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of introduction, placement and after-care: what they do, in how many statements, for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from scharnier.network.models import User
from scharnier.people.models import Enrolment
from scharnier.work.introductions.models import Introduction, IntroductionStep
from scharnier.work.placements.models import PermissionRound, Placement, SupportApplication, WayStep
from scharnier.work.retention.models import RetentionCheck
from scharnier.work.vacancies.models import Vacancy
from tests.casework.conftest import measured
from tests.factories import World, as_staff
from tests.work.on_the_way import firm, nour, vacancy

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
NEW = "/desk/vermittlung/neu/"


@pytest.fixture
def case(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        return nour(house.here)


@pytest.fixture
def offered(house: World) -> Vacancy:
    with as_staff(house.here.mentor):
        return vacancy(house.here)


def sent(**changes: Any) -> dict[str, Any]:
    return {"form_token": str(uuid4()), "on": "24.11.2026"} | changes


def _work(case: Enrolment, rest: str = "") -> str:
    return f"/desk/personen/{case.person_id}/arbeit/{rest}"


def _placed(**changes: Any) -> dict[str, Any]:
    return (
        sent(
            kind="beschaeftigung_sv",
            where="Tischlerei Kiefer",
            wording="Tischler",
            begins="01.12.2026",
            hours="39",
            pay_amount="2.450,50",
            pay_unit="month",
            insured="on",
            adequate="",
        )
        | changes
    )


def test_somebody_is_chosen_then_a_vacancy_then_proposed_once(
    house: World, sign_in: SignIn, case: Enrolment, offered: Vacancy
) -> None:
    client = sign_in(house.here.mentor)
    who, statements = measured(client, NEW)
    assert statements <= 14
    assert f"?person={case.person_id}" in who.text
    with as_staff(house.here.mentor):
        other = nour(house.here, name="Tandem")
        Enrolment.objects.filter(pk=other.pk).update(staff=house.here.lead, second_staff=house.here.mentor)
    assert f"?person={other.person_id}" in client.get(NEW).text
    where, statements = measured(client, f"{NEW}?person={case.person_id}&q=tischler")
    assert statements <= 14
    assert f"vacancy={offered.pk}" in where.text
    assert "Betriebe, auch ohne Stelle" in where.text
    url = f"{NEW}?person={case.person_id}&vacancy={offered.pk}"
    page, statements = measured(client, url)
    assert statements <= 14
    assert "Vorschlagen bei Tischlerei Kiefer" in page.text
    data = sent(work="Tischlerin", note="hat gefragt")
    answers = [client.post(url, data), client.post(url, data)]
    with as_staff(house.here.mentor):
        row = Introduction.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/desk/vermittlung/{row.pk}/"] * 2
    again = client.post(url, sent(work="Tischlerin"))
    assert "läuft schon ein Vermittlungsvorschlag" in again.text


def test_an_introduction_is_recorded_shown_and_handed_to_the_firm_without_a_name(
    house: World, sign_in: SignIn, case: Enrolment, offered: Vacancy
) -> None:
    client = sign_in(house.here.mentor)
    client.post(f"{NEW}?person={case.person_id}&vacancy={offered.pk}", sent(work="Tischlerin"))
    with as_staff(house.here.mentor):
        row = Introduction.objects.get()
    url = f"/desk/vermittlung/{row.pk}/"
    refused = client.post(url, sent(to="sent", version=row.version, note="angerufen"))
    assert "muss die Person einverstanden sein" in refused.text
    assert "angerufen" in refused.text
    assert client.post(url, sent(to="agreed", version=row.version)).status_code == 302
    composed, statements = measured(client, f"{url}profil/")
    assert statements <= 14
    assert "Tischlerin · 6 Jahre" in composed.text.replace(" / Tischler", "")
    named = client.post(f"{url}profil/", sent(note="Frau Haddad kann viel"))
    assert "Im Satz steht der Name (haddad)" in named.text
    assert client.post(f"{url}profil/", sent(note="Arbeitet genau")).status_code == 302
    profile, statements = measured(client, f"{url}profil/")
    assert statements <= 14
    assert "Arbeitet genau" in profile.text
    paper = client.get(f"{url}profil.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert "Haddad" not in str(profile.context["profile"])
    client.post(f"{url}name/")
    page, statements = measured(client, url)
    assert statements <= 14
    assert "Der Name ist dem Betrieb nicht genannt" in page.text
    with as_staff(house.here.mentor):
        row.refresh_from_db()
        assert (row.state, row.identified_on) == ("sent", None)
        Vacancy.objects.filter(pk=offered.pk).update(status="withdrawn", closed_on="2026-11-24")
    assert "Diese Stelle ist nicht mehr offen" in client.get(url).text
    conflict = client.post(url, sent(to="interview", version=1))
    assert conflict.status_code == 409
    no = client.post(url, sent(to="no_employer", version=row.version, reason_employer="", note="leider"))
    assert "Wählen Sie einen Grund" in no.text
    client.post(url, sent(to="no_employer", version=row.version, reason_employer="filled"))
    board, statements = measured(client, "/desk/vermittlung/?stand=no_employer")
    assert statements <= 14
    assert "Stelle anders besetzt" in board.text
    counted, statements = measured(client, "/desk/vermittlung/zaehlung/")
    assert statements <= 14
    assert "Stelle anders besetzt" in counted.text
    assert "Hier steht gerade niemand" in client.get("/desk/vermittlung/").text


def test_a_placement_is_entered_ticked_supported_asked_after_and_ended(
    house: World, sign_in: SignIn, case: Enrolment
) -> None:
    client = sign_in(house.here.mentor)
    unsure = client.post(_work(case, "neu/"), _placed(wording="Tischler", occupation=""))
    if unsure.status_code == 200:
        picked = unsure.context["form"].suggestions[0].id
        unsure = client.post(_work(case, "neu/"), _placed(occupation=picked))
    with as_staff(house.here.mentor):
        row = Placement.objects.get()
        assert (str(row.pay_amount), row.insured, str(row.hours)) == ("2450.50", True, "39.0")
    url = f"/desk/arbeit/{row.pk}/"
    assert unsure["Location"] == url
    client.post(f"{url}erlaubnis/", {"step": "read_document"})
    client.post(f"{url}foerderung/", {"instrument": "egz"})
    page, statements = measured(client, url)
    assert statements <= 14
    for said in ("Weg zur Erlaubnis", "24.11.2026", "Eingliederungszuschuss", "nach einer Woche", "2.450,50 EUR"):
        assert said in page.text, said
    paper = client.get(f"{url}erklaerung.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    with as_staff(house.here.mentor):
        support, check = SupportApplication.objects.get(), RetentionCheck.objects.get(mark="w1")
        assert PermissionRound.objects.get().done["read_document"]["on"] == "2026-11-24"
    asked, statements = measured(client, f"/desk/foerderung/{support.pk}/")
    assert statements <= 14
    assert "spätestens am 30.11.2026" in asked.text
    client.post(f"/desk/foerderung/{support.pk}/", sent(to="applied", note="Online"))
    _page, statements = measured(client, f"/desk/nachbetreuung/{check.pk}/")
    assert statements <= 14
    early = client.post(f"/desk/nachbetreuung/{check.pk}/", sent(still_there="yes", note="läuft"))
    assert "Gefragt wurde zwischen" in early.text
    assert "läuft" in early.text
    client.post(f"/desk/nachbetreuung/{check.pk}/spaeter/")
    client.post(f"{url}aendern/", _placed(version=row.version, occupation="-", hours="30", adequate="yes"))
    ended = client.post(f"{url}ende/", sent(ended_on="30.11.2026", end_reason="never_started"))
    assert ended.status_code == 302
    with as_staff(house.here.mentor):
        row.refresh_from_db()
        support.refresh_from_db()
        assert (row.end_reason, support.state, RetentionCheck.objects.count()) == ("never_started", "applied", 0)
    client.post(f"{url}weiter/")
    with as_staff(house.here.mentor):
        assert Placement.objects.get().ended_on is None


def test_the_tab_shows_the_whole_way_in_few_statements(house: World, sign_in: SignIn, case: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(_work(case, "schritt/?von=schule"), sent(leaves="09.07.2027", starts="01.09.2027"))
    client.post(_work(case, "schritt/"), sent(kind="interview", text="Bäckerei"))
    client.post(_work(case, "neu/"), _placed(kind="hospitation", occupation="-", ends="01.12.2026", hours=""))
    with as_staff(house.here.mentor):
        step = WayStep.objects.get(kind="interview")
    client.post(_work(case, f"schritt/{step.pk}/"))
    page, statements = measured(client, _work(case))
    assert statements <= 14
    for said in ("Berufsorientierung", "letzter Schultag", "Hospitation", "Bäckerei", "Wieder offen", "am Ende"):
        assert said in page.text, said
    wrong = client.post(_work(case, "schritt/?von=schule"), sent(leaves="09.07.2027", starts="01.07.2027"))
    assert "Die Ausbildung beginnt nach dem letzten Schultag" in wrong.text


def test_who_reads_writes_nothing_and_strangers_see_nothing(
    house: World, sign_in: SignIn, case: Enrolment, offered: Vacancy
) -> None:
    mentor = sign_in(house.here.mentor)
    mentor.post(f"{NEW}?person={case.person_id}&vacancy={offered.pk}", sent(work="Tischlerin", agreed="on"))
    mentor.post(_work(case, "neu/"), _placed(occupation="-", begins="16.11.2026"))
    with as_staff(house.here.mentor):
        row, job, check = Introduction.objects.get(), Placement.objects.get(), RetentionCheck.objects.get(mark="w1")
        steps = IntroductionStep.objects.count()
    read = [
        _work(case),
        f"/desk/vermittlung/{row.pk}/",
        f"/desk/vermittlung/{row.pk}/profil/",
        f"/desk/arbeit/{job.pk}/",
        f"/desk/nachbetreuung/{check.pk}/",
    ]
    write = [
        (f"{NEW}?person={case.person_id}", {}),
        (f"/desk/vermittlung/{row.pk}/", sent(to="interview")),
        (f"/desk/vermittlung/{row.pk}/name/", {}),
        (_work(case, "neu/"), _placed()),
        (f"/desk/arbeit/{job.pk}/ende/", sent(ended_on="24.11.2026", end_reason="quit")),
        (f"/desk/arbeit/{job.pk}/erlaubnis/", {"step": "read_document"}),
        (f"/desk/nachbetreuung/{check.pk}/", sent(still_there="yes")),
    ]
    auditor, stranger = sign_in(house.here.auditor), sign_in(house.away.mentor)
    for url in read:
        assert auditor.get(url).status_code == 200, url
        assert stranger.get(url).status_code == 404, url
    for url, data in write:
        assert auditor.post(url, data).status_code == 403, url
        assert stranger.post(url, data).status_code in (403, 404), url
    assert auditor.get(f"/desk/arbeit/{job.pk}/erklaerung.pdf").status_code == 403
    with as_staff(house.here.mentor):
        assert IntroductionStep.objects.count() == steps
        assert Placement.objects.get().ended_on is None
        other = firm(house.here, "Andere")
    assert mentor.get(f"{NEW}?person={uuid4()}&firm={other.pk}").status_code == 404
