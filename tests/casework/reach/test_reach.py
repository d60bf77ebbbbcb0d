# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The preview says what a changed setting touches: in plans, on Today, in files, in lists; and when it takes effect."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from scharnier.casework.models import FollowUp, Goal, IntegrationPlan, PlanRevision
from scharnier.foundation import principals, projections
from scharnier.knowledge import settings
from scharnier.network.models import User
from scharnier.people.models import Enrolment
from scharnier.people.questionnaire.models import EntryQuestionnaire
from tests import factories
from tests.factories import World
from tests.network.programmes.test_changing import sent, url
from tests.people.conftest import SignIn, house, sign_in, statements

__all__ = ["house", "sign_in"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: World) -> UUID:
    """Somebody with a plan, a revision and a follow-up; somebody who has left; somebody before the entry."""
    here = house.here
    with factories.as_staff(here.mentor):
        person = factories.person(here)
        keys: dict[str, Any] = {"carrier_id": here.carrier, "project_id": here.project, "person_id": person.pk}
        plan = IntegrationPlan.objects.create(**keys, owner=here.mentor, review_due_on=date(2027, 1, 5))
        Goal.objects.create(**keys, plan=plan, field="finanzen", title="Schulden ordnen", changed_by=here.mentor)
        FollowUp.objects.create(**keys, due_on=date(2026, 12, 1), title="Anrufen", owner=here.mentor)
        factories.person(here, "Neu", entered_on=None)
        gone = factories.person(here, "Weg", entered_on=date(2025, 1, 1))
        Enrolment.objects.filter(person=gone).update(exited_on=date(2026, 9, 1), exit_reason="work")
    with principals.entering(principals.system(here.carrier)):
        projections.rebuild(here.carrier)
    with factories.as_staff(here.mentor):
        PlanRevision.objects.create(**keys, plan=plan, number=1, author=here.mentor, content={}, plan_version=1)
    return person.pk


@pytest.fixture
def preview(house: World, sign_in: SignIn, case: UUID) -> Any:
    def show(key: str, who: User | None = None, since: str = "01.12.2026", **values: str) -> str:
        answer = sign_in(who or house.here.lead).post(url(house, f"{key}/"), sent(since=since, **values))
        assert "So ändern" in answer.text, answer.text
        return answer.text

    return show


def test_a_shorter_rhythm_leaves_the_days_of_running_plans(preview: Any) -> None:
    text = preview("plan.review_months", v_value="3")
    assert "Laufende Pläne: 1" in text
    assert "davon mit einem Tag zum Fortschreiben; er bleibt bis zur nächsten Fassung: 1" in text
    assert "in der Nacht zum 01.12.2026" in text


def test_a_field_that_goes_keeps_its_goals(house: World, preview: Any) -> None:
    places = {f"v_{code}": str(n) for n, code in enumerate(factories.PLAN_FIELDS, 1) if code != "finanzen"}
    text = preview("plan.fields", **places)
    assert "Offene Ziele in Feldern, die wegfallen; sie bleiben im Plan stehen: 1" in text


def test_the_rhythm_of_follow_ups_leaves_the_open_ones(preview: Any) -> None:
    assert "Offene Wiedervorlagen, die ihren Tag behalten: 1" in preview("course.follow_up_days", v_value="21")


def test_new_checks_after_the_exit_count_who_has_them_ahead(preview: Any) -> None:
    text = preview("records.retention_checks", v_value="3 Monate, 6 Monate, 12 Monate, 18 Monate")
    assert "Ausgetretene, bei denen eine neue Nachfrage noch bevorsteht: 1" in text
    assert "bei denen eine Nachfrage entfällt: 1" in preview("records.retention_checks", v_value="3 Monate")


def test_a_limit_counts_who_is_past_it_already(preview: Any) -> None:
    text = preview("support.months", v_value="6")
    assert "Begleitungen, die einen neuen letzten Tag bekommen: 1" in text
    assert "davon am 01.12.2026 schon darüber (ein Hinweis, keine Sperre): 1" in text
    assert "Begleitungen, deren letzter Tag entfällt" not in text


def test_a_warning_that_comes_earlier_counts_the_notes_on_today(house: World, preview: Any, case: UUID) -> None:
    with factories.as_staff(house.here.mentor):
        Enrolment.objects.filter(person_id=case).update(support_until=date(2027, 4, 1))
    assert "bisher 0, dann 1" in preview("support.warning_days", v_value="200")


def test_required_records_say_how_many_files_would_miss_them(preview: Any) -> None:
    text = preview("records.required", v_value="competences")
    assert "Nicht mehr verlangt: unterschriebener Plan. Was vorliegt, bleibt in den Akten." in text


def test_a_record_newly_required_counts_the_files_without_it(house: World, preview: Any) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "records.required", [])
    assert "Akten, in denen dann fehlt: unterschriebener Plan: 2" in preview("records.required", v_value="agreement")


def test_a_questionnaire_newly_required_counts_who_has_entered_without(house: World, preview: Any, case: UUID) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "records.required", [])
    missing = "Akten, in denen dann fehlt: %s"
    label = settings.label("data_set", "entry", "de")
    assert f"{missing % label}: 1" in preview("records.required", v_value="entry")
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.get(person_id=case, project_id=house.here.project)
        EntryQuestionnaire.objects.create(
            carrier_id=row.carrier_id,
            project_id=row.project_id,
            person_id=case,
            enrolment=row,
            code="esf_plus",
            signed_on=date(2026, 11, 20),
        )
    assert missing % label not in preview("records.required", v_value="entry")


def test_what_a_phase_needs_counts_the_files_that_lack_it(preview: Any) -> None:
    text = preview("course.phase_needs", v_clearing=["german", "plan"])
    assert "Akten, in denen dann etwas fehlt: 2" in text


def test_hours_before_the_entry_count_who_waits(preview: Any) -> None:
    assert "Personen vor dem Eintritt: 1" in preview("records.hours_before_entry", v_value="8")


def test_a_module_switched_off_says_what_disappears_and_that_nothing_is_deleted(preview: Any) -> None:
    text = preview("modules.plan", v_value="no")
    assert "Offene Punkte, die von „Heute“ verschwinden: 1" in text
    assert "Gelöscht wird nichts" in text


def test_a_day_in_the_past_shows_what_has_happened_since_and_what_stays(preview: Any) -> None:
    text = preview("words.plan", since="01.01.2026", v_value="Wegweiser")
    assert "Dieser Tag liegt in der Vergangenheit" in text
    assert "Eintritte seit dem 01.01.2026: 1" in text
    assert "Austritte seit dem 01.01.2026: 1" in text
    assert "Seit diesem Tag festgeschriebene Fassungen, die bleiben, wie sie sind: 1" in text
    assert "mit dem Speichern" in text


def test_the_administration_sees_the_same_numbers_and_no_names(house: World, preview: Any) -> None:
    text = preview("plan.review_months", house.here.admin, v_value="3")
    assert "Laufende Pläne: 1" in text
    assert "Haddad" not in text


def test_a_preview_takes_few_statements(house: World, sign_in: SignIn, case: UUID) -> None:
    for key, values in (("support.months", {"v_value": "36"}), ("plan.review_months", {"v_value": "3"})):
        client = sign_in(house.here.lead)
        data = sent(**values)
        _answer, count = statements_of_post(client, url(house, f"{key}/"), data)
        assert count <= 14, key


def statements_of_post(client: Any, address: str, data: dict[str, Any]) -> tuple[Any, int]:
    class Posting:
        def get(self, _url: str) -> Any:
            return client.post(address, data)

    return statements(Posting(), address)  # type: ignore[arg-type]  # posts where statements() gets
