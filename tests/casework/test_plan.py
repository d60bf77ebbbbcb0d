# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan: goals and steps, revisions that never change, a comparison."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client

from scharnier.casework.models import Goal, IntegrationPlan, PlanRevision, Step
from scharnier.casework.plans.actions import add_months
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.network.models import User
from scharnier.people.models import Enrolment, Person
from tests.casework.conftest import NOW, TODAY, measured, participant
from tests.factories import House, World, as_staff

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def nour(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        return participant(house.here, speaks=["kmr", "ar"], reads="ar", own_script_name="نور حداد")


@pytest.fixture
def client(house: World, sign_in: SignIn) -> Client:
    return sign_in(house.here.mentor)


def url(nour: Enrolment, rest: str = "") -> str:
    return f"/desk/personen/{nour.person_id}/plan/{rest}"


def goal_typed(**changes: Any) -> dict[str, Any]:
    return {
        "field": "arbeit",
        "title": "Arbeit als Tischlerin",
        "own_words": "أريد أن أعمل بالخشب، قريباً.",
        "own_language": "ar",
        "wording": "Aufnahme einer Beschäftigung als Tischlerin.",
        "priority": "high",
        "responsible": "Nour Haddad",
        "target_on": "31.3.2027",
        "form_token": str(uuid4()),
    } | changes


def step_typed(**changes: Any) -> dict[str, Any]:
    return {"title": "Lebenslauf schreiben", "who": "", "due_on": "4.12.2026", "form_token": str(uuid4())} | changes


def add_goal(client: Client, nour: Enrolment, **changes: Any) -> UUID:
    answer = client.post(url(nour, "ziele/neu/"), goal_typed(**changes))
    assert answer.status_code == 302
    return UUID(answer["Location"].split("#ziel-")[1])


def add_step(where: House, client: Client, nour: Enrolment, goal: UUID, **changes: Any) -> UUID:
    answer = client.post(url(nour, f"ziele/{goal}/schritt/"), step_typed(**changes))
    assert answer.status_code == 302
    with as_staff(where.mentor):
        return Step.objects.order_by("-created_at", "-pk").values_list("pk", flat=True)[0]


def freeze(where: House, client: Client, nour: Enrolment, **changes: Any) -> Any:
    with as_staff(where.mentor):
        version = IntegrationPlan.objects.values_list("version", flat=True).get(person_id=nour.person_id)
    data = {"took_part": "Nour Haddad, Mentor Nord", "interpreter": "", "version": version, "form_token": str(uuid4())}
    return client.post(url(nour, "fortschreiben/"), data | changes)


def agenda(where: House) -> list[tuple[str, str, date, bool]]:
    with as_staff(where.mentor):
        rows = AgendaItem.objects.order_by("due_on", "pk").values_list("kind", "title", "due_on", "done_at")
        return [(kind, title, due, done is not None) for kind, title, due, done in rows]


def in_step(where: House) -> list[str]:
    with principals.entering(principals.system(where.carrier)):
        return [each for each in projections.compare(where.carrier) if " casework." in each]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_case_without_a_plan_invites_to_a_first_goal(client: Client, nour: Enrolment) -> None:
    page = text(client, url(nour))
    assert "Integrationsvereinbarung: noch kein Ziel." in page
    assert "Erstes Ziel aufschreiben" in page


def test_a_goal_stands_in_its_field_in_both_words(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    page = text(client, url(nour))
    assert '<blockquote lang="ar" dir="rtl">أريد أن أعمل بالخشب، قريباً.</blockquote>' in page
    assert f'id="ziel-{goal}"' in page
    assert "Aufnahme einer Beschäftigung als Tischlerin." in page
    assert in_step(house.here) == []


def test_the_form_offers_the_fields_of_the_programme_and_the_persons_languages(client: Client, nour: Enrolment) -> None:
    form = client.get(url(nour, "ziele/neu/?feld=wohnen")).context["form"]
    assert [code for code, _ in form.fields["field"].choices][:3] == ["sprache", "arbeit", "anerkennung"]
    assert form["field"].value() == "wohnen"
    assert form["own_language"].value() == "ar"


def test_a_double_click_adds_one_goal_and_one_step(house: World, client: Client, nour: Enrolment) -> None:
    data = goal_typed()
    for _ in range(2):
        assert client.post(url(nour, "ziele/neu/"), data).status_code == 302
    with as_staff(house.here.mentor):
        goal = Goal.objects.get()
    step = step_typed()
    for _ in range(2):
        assert client.post(url(nour, f"ziele/{goal.pk}/schritt/"), step).status_code == 302
    with as_staff(house.here.mentor):
        assert Step.objects.count() == 1
        assert IntegrationPlan.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"field": ""},
        {"field": "kochen"},
        {"title": ""},
        {"title": "x" * 201},
        {"own_language": ""},
        {"own_language": "klingonisch"},
        {"own_words": "x" * 2001},
        {"target_on": "31.2.2027"},
        {"priority": "riesig"},
    ],
)
def test_a_goal_that_cannot_be_is_refused_and_stays_in_the_form(
    house: World, client: Client, nour: Enrolment, changes: dict[str, str]
) -> None:
    answer = client.post(url(nour, "ziele/neu/"), goal_typed(**changes))
    assert answer.status_code == 200
    assert "Aufnahme einer Beschäftigung als Tischlerin." in answer.content.decode()
    with as_staff(house.here.mentor):
        assert not Goal.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"title": ""}, {"due_on": "31.2.2027"}, {"who": str(UUID(int=7))}, {"who": "other"}]
)
def test_a_step_that_cannot_be_is_refused(
    house: World, client: Client, nour: Enrolment, changes: dict[str, str]
) -> None:
    goal = add_goal(client, nour)
    answer = client.post(url(nour, f"ziele/{goal}/schritt/"), step_typed(**changes))
    assert answer.status_code == 200
    with as_staff(house.here.mentor):
        assert not Step.objects.exists()


def test_a_step_with_a_day_comes_up_on_today(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    add_step(house.here, client, nour, goal)
    add_step(house.here, client, nour, goal, title="Irgendwann", due_on="")
    assert agenda(house.here) == [("casework.step", "Lebenslauf schreiben", date(2026, 12, 4), False)]
    with as_staff(house.here.mentor):
        item = AgendaItem.objects.get()
    assert item.owner_id == house.here.mentor.pk
    assert item.detail == "Schritt zum Ziel „Arbeit als Tischlerin“ · Nour"
    assert in_step(house.here) == []


def test_a_step_of_a_colleague_comes_up_with_the_colleague(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    add_step(house.here, client, nour, goal, who=str(house.here.colleague.pk))
    with as_staff(house.here.mentor):
        assert AgendaItem.objects.get().owner_id == house.here.colleague.pk
        assert Step.objects.get().responsible == house.here.colleague.display_name


def test_how_a_step_was_done_is_one_click_and_one_takes_it_back(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    step = add_step(house.here, client, nour, goal)
    mark = url(nour, f"schritte/{step}/stand/")
    client.post(mark, {"how": "with_help"})
    assert agenda(house.here)[0][3]
    client.post(mark, {"how": "alone"})
    with as_staff(house.here.mentor):
        done = Step.objects.get()
    assert (done.done_on, done.independence, done.done_by_id) == (TODAY, "alone", house.here.mentor.pk)
    assert in_step(house.here) == []
    client.post(mark, {"how": ""})
    with as_staff(house.here.mentor):
        assert Step.objects.get().done_at is None
    assert not agenda(house.here)[0][3]
    assert in_step(house.here) == []


def test_a_step_answered_on_today_is_answered_in_the_plan(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    add_step(house.here, client, nour, goal)
    with as_staff(house.here.mentor):
        item = AgendaItem.objects.get()
    client.post(f"/desk/punkt/{item.pk}/", {"later": "2026-12-10"})
    client.post(f"/desk/punkt/{item.pk}/abgeben/", {"to": str(house.here.colleague.pk)})
    client.post(f"/desk/punkt/{item.pk}/", {"do": "done"})
    with as_staff(house.here.mentor):
        step = Step.objects.get()
    assert (step.due_on, step.owner_id, step.done_on) == (date(2026, 12, 10), house.here.colleague.pk, TODAY)
    assert in_step(house.here) == []
    client.post(f"/desk/punkt/{item.pk}/zurueck/")
    assert in_step(house.here) == []


def test_a_reached_goal_asks_for_nothing_and_stands_in_the_timeline(
    house: World, client: Client, nour: Enrolment
) -> None:
    goal = add_goal(client, nour)
    add_step(house.here, client, nour, goal)
    move = url(nour, f"ziele/{goal}/stand/")
    client.post(move, {"to": "reached"})
    with as_staff(house.here.mentor):
        assert TimelineEntry.objects.get(kind="casework.goal").title == "Ziel erreicht: Arbeit als Tischlerin"
    assert agenda(house.here) == []
    assert in_step(house.here) == []
    refused = client.post(move, {"to": "dropped"}, follow=True)
    assert "Öffnen Sie das Ziel zuerst wieder." in refused.content.decode()
    client.post(move, {"to": "open"})
    assert len(agenda(house.here)) == 1
    assert in_step(house.here) == []


def test_a_closed_goal_takes_no_step(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    client.post(url(nour, f"ziele/{goal}/stand/"), {"to": "dropped"})
    answer = client.post(url(nour, f"ziele/{goal}/schritt/"), step_typed())
    assert "Das Ziel ist abgeschlossen." in answer.content.decode()


@pytest.mark.parametrize("to", ["", "verschenkt", "open"])
def test_a_goal_moves_only_where_it_can(house: World, client: Client, nour: Enrolment, to: str) -> None:
    goal = add_goal(client, nour)
    client.post(url(nour, f"ziele/{goal}/stand/"), {"to": to})
    with as_staff(house.here.mentor):
        assert Goal.objects.get().state == "open"


def test_a_renamed_goal_renames_what_its_steps_say(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    add_step(house.here, client, nour, goal)
    client.post(url(nour, f"ziele/{goal}/"), goal_typed(title="Tischlerin", version="1"))
    with as_staff(house.here.mentor):
        assert AgendaItem.objects.get().detail.startswith("Schritt zum Ziel „Tischlerin“")
    assert in_step(house.here) == []


def test_the_second_editor_of_a_goal_is_shown_the_firsts_change(
    house: World, sign_in: SignIn, client: Client, nour: Enrolment
) -> None:
    goal = add_goal(client, nour)
    address = url(nour, f"ziele/{goal}/")
    other = sign_in(house.here.colleague)
    assert other.post(address, goal_typed(title="Tischlergesellin", version="1")).status_code == 302
    answer = client.post(address, goal_typed(title="Helferin", version="1"))
    page = answer.content.decode()
    assert "Tischlergesellin" in page
    assert "Helferin" in page
    assert "Nichts wurde überschrieben." in page
    with as_staff(house.here.mentor):
        assert Goal.objects.get().title == "Tischlergesellin"
    client.post(address, goal_typed(title="Helferin", version="2"))
    with as_staff(house.here.mentor):
        assert Goal.objects.get().title == "Helferin"


def test_the_second_editor_of_a_step_is_shown_the_firsts_change(
    house: World, sign_in: SignIn, client: Client, nour: Enrolment
) -> None:
    step = add_step(house.here, client, nour, add_goal(client, nour))
    address = url(nour, f"schritte/{step}/")
    assert "Lebenslauf schreiben" in text(client, address)
    sign_in(house.here.colleague).post(address, step_typed(due_on="10.12.2026", version="1"))
    answer = client.post(address, step_typed(due_on="11.12.2026", version="1"))
    assert "Nichts wurde überschrieben." in answer.content.decode()
    assert agenda(house.here)[0][2] == date(2026, 12, 10)
    assert in_step(house.here) == []


def test_a_step_is_struck_until_it_is_done(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    kept = add_step(house.here, client, nour, goal)
    struck = add_step(house.here, client, nour, goal, title="Irrtum")
    client.post(url(nour, f"schritte/{kept}/stand/"), {"how": "by_staff"})
    for step in (kept, struck):
        client.post(url(nour, f"schritte/{step}/stand/"), {"how": "remove"})
    with as_staff(house.here.mentor):
        assert Step.objects.get().pk == kept
    assert in_step(house.here) == []


def test_a_revision_freezes_what_stands_and_asks_for_the_next_look(
    house: World, client: Client, nour: Enrolment
) -> None:
    goal = add_goal(client, nour)
    add_step(house.here, client, nour, goal)
    assert "Wer war dabei" in text(client, url(nour, "fortschreiben/"))
    answer = freeze(house.here, client, nour, interpreter="Herr Osman")
    assert answer["Location"] == url(nour, "fassung/1/")
    page = text(client, url(nour, "fassung/1/"))
    assert "Integrationsvereinbarung, Fassung 1 vom 24.11.2026" in page
    assert "Herr Osman" in page
    assert ("casework.review", "Integrationsvereinbarung fortschreiben", date(2027, 5, 24), False) in agenda(house.here)
    with as_staff(house.here.mentor):
        entry = TimelineEntry.objects.get(kind="casework.revision")
    assert entry.title == "Integrationsvereinbarung, Fassung 1"
    assert in_step(house.here) == []
    client.post(url(nour, f"ziele/{goal}/"), goal_typed(title="Ganz anders", version="1"))
    assert "Ganz anders" not in text(client, url(nour, "fassung/1/"))
    assert "1 Änderung" in text(client, url(nour))


def test_a_frozen_revision_cannot_be_changed_even_past_the_application(
    house: World, client: Client, nour: Enrolment
) -> None:
    add_goal(client, nour)
    freeze(house.here, client, nour)
    with as_staff(house.here.mentor), connection.cursor() as cursor:
        cursor.execute("UPDATE casework_planrevision SET took_part = 'niemand'")
        changed = cursor.rowcount
        cursor.execute("DELETE FROM casework_planrevision")
        assert (changed, cursor.rowcount) == (0, 0)


def test_a_goal_is_not_due_before_it_begins(house: World, client: Client, nour: Enrolment) -> None:
    page = client.post(url(nour, "ziele/neu/"), goal_typed(target_on="23.11.2026")).content.decode()
    assert "Das liegt vor dem Tag, an dem das Ziel beginnt (24.11.2026)." in page
    goal = add_goal(client, nour, target_on="24.11.2026")
    with clock.frozen(NOW + timedelta(days=9)):
        later = client.post(url(nour, f"ziele/{goal}/"), goal_typed(target_on="23.11.2026", version="1"))
        assert "Das liegt vor dem Tag" in later.content.decode()
        # A day that has passed meanwhile keeps nobody from rewording the goal.
        kept = client.post(url(nour, f"ziele/{goal}/"), goal_typed(target_on="24.11.2026", title="Neu", version="1"))
        assert kept.status_code == 302
    with as_staff(house.here.mentor):
        assert Goal.objects.get().title == "Neu"


def test_a_revision_reads_the_same_while_somebody_continues_the_plan(
    house: World, sign_in: SignIn, client: Client, nour: Enrolment
) -> None:
    goal = add_goal(client, nour)
    freeze(house.here, client, nour)
    before = client.get(url(nour, "fassung/1/")).context["sheet"]
    colleague = sign_in(house.here.colleague)
    colleague.post(url(nour, f"ziele/{goal}/"), goal_typed(title="Helferin", version="1"))
    freeze(house.here, colleague, nour)
    assert client.get(url(nour, "fassung/1/")).context["sheet"] == before
    printed = client.get(f"/desk/personen/{nour.person_id}/plan.pdf?fassung=1")
    assert printed["Content-Type"] == "application/pdf"


def test_the_second_of_two_who_continue_the_plan_sees_the_firsts_change(
    house: World, sign_in: SignIn, client: Client, nour: Enrolment
) -> None:
    goal = add_goal(client, nour)
    with as_staff(house.here.mentor):
        version = IntegrationPlan.objects.get().version
    sign_in(house.here.colleague).post(url(nour, f"ziele/{goal}/"), goal_typed(title="Helferin", version="1"))
    typed = {"took_part": "Nour und ihre Schwester", "form_token": str(uuid4())}
    answer = client.post(url(nour, "fortschreiben/"), {**typed, "version": version})
    assert answer.status_code == 409
    assert "Der Plan wurde inzwischen geändert." in answer.content.decode()
    assert "Helferin" in answer.content.decode()
    assert "Nour und ihre Schwester" in answer.content.decode()
    with as_staff(house.here.mentor):
        assert not PlanRevision.objects.exists()
    # Having seen it, one more click is enough.
    seen = answer.context["form"]["version"].value()
    assert client.post(url(nour, "fortschreiben/"), {**typed, "version": seen}).status_code == 302
    with as_staff(house.here.mentor):
        assert PlanRevision.objects.get().took_part == "Nour und ihre Schwester"


def test_a_double_click_freezes_once(house: World, client: Client, nour: Enrolment) -> None:
    add_goal(client, nour)
    token = str(uuid4())
    first = freeze(house.here, client, nour, form_token=token)
    second = freeze(house.here, client, nour, form_token=token)
    assert first["Location"] == second["Location"]
    with as_staff(house.here.mentor):
        assert PlanRevision.objects.count() == 1


def test_an_empty_plan_is_not_frozen(client: Client, nour: Enrolment) -> None:
    answer = client.post(url(nour, "fortschreiben/"), {"version": "1"}, follow=True)
    assert "Der Plan hat noch kein Ziel." in answer.content.decode()


def test_a_plan_is_gone_through_without_a_new_revision_and_that_is_told(
    house: World, client: Client, nour: Enrolment
) -> None:
    goal = add_goal(client, nour)
    freeze(house.here, client, nour)
    with as_staff(house.here.mentor):
        item, day = AgendaItem.objects.get(kind="casework.review"), IntegrationPlan.objects.get().review_due_on
    undo, do = f"/desk/punkt/{item.pk}/zurueck/", f"/desk/punkt/{item.pk}/"
    told: list[str] = []
    for title in ("", "Umschulung"):  # the second time the plan has changed since its revision
        if title:
            add_step(house.here, client, nour, goal)
        client.post(do, {"do": "done"})
        with as_staff(house.here.mentor):
            told += TimelineEntry.objects.filter(kind="casework.reviewed").values_list("title", flat=True)
            assert [each.due_on for each in AgendaItem.objects.filter(kind="casework.review", done_at=None)] == [day]
        assert in_step(house.here) == []
        client.post(undo)
        assert in_step(house.here) == []
    label = "Integrationsvereinbarung durchgesehen"
    assert told == [f"{label}: nichts geändert", f"{label}: ohne neue Fassung"]
    with as_staff(house.here.mentor):
        assert not TimelineEntry.objects.filter(kind="casework.reviewed").exists()
        assert IntegrationPlan.objects.get().looks == []
    # Continued after it was gone through: that can't be taken back any more.
    client.post(do, {"do": "done"})
    freeze(house.here, client, nour)
    answer = client.post(undo, follow=True)
    assert "Danach ist schon wieder etwas geschehen." in answer.content.decode()
    assert in_step(house.here) == []
    # A plan that has no revision can't be gone through.
    with as_staff(house.here.mentor):
        IntegrationPlan.objects.update(revision_number=0, revised_on=None)
        following = AgendaItem.objects.get(kind="casework.review", done_at=None)
    answer = client.post(f"/desk/punkt/{following.pk}/", {"do": "done"}, follow=True)
    assert "Von diesem Plan gibt es noch keine Fassung." in answer.content.decode()


def test_the_next_look_is_put_off_and_handed_on(house: World, client: Client, nour: Enrolment) -> None:
    add_goal(client, nour)
    freeze(house.here, client, nour)
    with as_staff(house.here.mentor):
        item = AgendaItem.objects.get(kind="casework.review")
    client.post(f"/desk/punkt/{item.pk}/", {"later": "2027-06-01"})
    client.post(f"/desk/punkt/{item.pk}/abgeben/", {"to": str(house.here.colleague.pk)})
    with as_staff(house.here.mentor):
        plan = IntegrationPlan.objects.get()
    assert (plan.review_due_on, plan.owner_id) == (date(2027, 6, 1), house.here.colleague.pk)
    assert in_step(house.here) == []


def test_a_comparison_names_what_is_new_and_what_is_gone(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    step = add_step(house.here, client, nour, goal)
    freeze(house.here, client, nour)
    assert "Nichts hat sich geändert." in text(client, url(nour, "vergleich/"))
    client.post(
        url(nour, f"ziele/{goal}/"), goal_typed(wording="Ausbildung zur Tischlerin.", target_on="", version="1")
    )
    client.post(url(nour, f"schritte/{step}/stand/"), {"how": "remove"})
    add_goal(client, nour, field="sprache", title="Deutsch B2", own_words="")
    page = text(client, url(nour, "vergleich/"))
    for gone in (
        "Aufnahme einer Beschäftigung als Tischlerin.",
        "31.03.2027",
        "Lebenslauf schreiben, bis 04.12.2026, Nour",
    ):
        assert f"<del>{gone}</del>" in page
    for new in ("Ausbildung zur Tischlerin.", "Deutsch B2"):
        assert f"<ins>{new}</ins>" in page
    freeze(house.here, client, nour)
    assert "<ins>Deutsch B2</ins>" in text(client, url(nour, "vergleich/?von=1&zu=2"))
    assert text(client, url(nour, "vergleich/?von=abc&zu=99"))


def test_the_overview_of_the_file_shows_next_steps_and_plan(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    add_step(house.here, client, nour, goal)
    freeze(house.here, client, nour)
    page, statements = measured(client, f"/desk/personen/{nour.person_id}/")
    shown = page.content.decode()
    assert "Nächste Schritte" in shown
    assert "Lebenslauf schreiben" in shown
    assert "Integrationsvereinbarung" in shown
    assert "Fassung 1 vom 24.11.2026" in shown
    assert "0 von 1" in shown
    assert statements <= 14


def _pages(nour: Enrolment, goal: UUID, step: UUID) -> list[tuple[str, str]]:
    reading = ["", "fassung/1/", "vergleich/"]
    writing = ["ziele/neu/", f"ziele/{goal}/", f"ziele/{goal}/schritt/", f"schritte/{step}/", "fortschreiben/"]
    posting = [f"ziele/{goal}/stand/", f"schritte/{step}/stand/"]
    return [
        *(("get", url(nour, each)) for each in reading),
        ("get", f"/desk/personen/{nour.person_id}/plan.pdf"),
        *(("get", url(nour, each)) for each in writing),
        *(("post", url(nour, each)) for each in [*writing, *posting]),
    ]


def test_a_stranger_finds_no_plan_and_a_reader_changes_none(
    house: World, sign_in: SignIn, client: Client, nour: Enrolment
) -> None:
    goal = add_goal(client, nour)
    step = add_step(house.here, client, nour, goal)
    freeze(house.here, client, nour)
    data = {**goal_typed(), **step_typed(), "to": "reached", "how": "alone"}
    pages = _pages(nour, goal, step)
    for stranger in (sign_in(house.other_project.mentor), sign_in(house.away.lead)):
        for method, address in pages:
            assert getattr(stranger, method)(address, data).status_code == 404, address
    reader = sign_in(house.here.auditor)
    for _method, address in pages[:3]:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert "Fortschreiben</a>" not in answer.content.decode(errors="ignore")
    for method, address in pages[3:]:
        assert getattr(reader, method)(address, data).status_code == 403, address
    with as_staff(house.here.mentor):
        assert Goal.objects.get().state == "open"
        assert Step.objects.get().done_at is None


def test_goal_and_step_are_not_found_through_somebody_elses_file(house: World, client: Client, nour: Enrolment) -> None:
    goal = add_goal(client, nour)
    step = add_step(house.here, client, nour, goal)
    with as_staff(house.here.mentor):
        other = participant(house.here, "Noori")
    for rest in (f"ziele/{goal}/", f"schritte/{step}/", f"ziele/{goal}/schritt/", "fassung/1/"):
        assert client.get(url(other, rest)).status_code == 404


def test_a_long_plan_stays_within_the_budget(house: World, client: Client, nour: Enrolment) -> None:
    for field in ("sprache", "arbeit", "wohnen", "familie", "finanzen"):
        goal = add_goal(client, nour, field=field, title=f"Ziel in {field}")
        for number in range(4):
            add_step(house.here, client, nour, goal, title=f"Schritt {number} mit einem Titel üblicher Länge")
    freeze(house.here, client, nour)
    with as_staff(house.here.mentor):
        Person.objects.filter(pk=nour.person_id).update(reads="ar")  # the strip says that nobody has read the Arabic
    for rest in ("", "fassung/1/", "vergleich/"):
        page, statements = measured(client, url(nour, rest))
        assert statements <= 14, rest
        assert "Übersetzung noch ungeprüft" in page.text or rest == "vergleich/"
        assert len(page.content) < 60 * 1024, rest


def test_months_are_counted_to_the_end_of_the_month() -> None:
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
