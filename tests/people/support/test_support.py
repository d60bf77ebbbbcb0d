# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The limit of support: warned of ahead, extended with a reason, moved by a setting, never a lock."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from scharnier.foundation import principals, projections
from scharnier.foundation.writes import DomainError
from scharnier.network.programmes import effects
from scharnier.people import actions as people
from scharnier.people import rules
from scharnier.people.models import Enrolment
from scharnier.people.support import actions
from scharnier.people.support.models import SupportDecision
from tests import factories
from tests.factories import World
from tests.network.programmes.test_changing import change, sent, url
from tests.people.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
REASON = "Die Anerkennung läuft noch bis zum Sommer."


@pytest.fixture
def limited(house: World) -> Enrolment:
    """Somebody who came almost two years ago, where support lasts two years and in exceptional cases three."""
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "support.months", 24)
        factories.says(house.programme, "support.exceptional_months", 36)
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here, entered_on=date(2024, 12, 20))
        row = Enrolment.objects.get(person=person)
        row.support_until = rules.last_day(row.entered_on, 24)
        row.save()
        return row


def address(row: Enrolment) -> str:
    return f"/desk/personen/{row.person_id}/stammdaten/teilnahme/{row.pk}/verlaengern/"


def test_today_and_the_file_warn_ahead_of_the_limit(house: World, sign_in: SignIn, limited: Enrolment) -> None:
    assert limited.support_until == date(2026, 12, 19)
    client = sign_in(house.here.mentor)
    today, count = statements(client, "/desk/")
    assert "Begleitung endet" in today.text
    assert address(limited) in today.text
    assert count <= 14
    assert "Begleitung befristet bis 19.12.2026" in client.get(f"/desk/personen/{limited.person_id}/").text
    assert "Begleitung endet" not in sign_in(house.here.colleague).get("/desk/").text


def test_how_early_is_a_setting(house: World, sign_in: SignIn, limited: Enrolment) -> None:
    change(house, house.here.lead, "support.warning_days", TODAY, 14)
    client = sign_in(house.here.mentor)
    assert "Begleitung endet" not in client.get("/desk/").text
    assert "befristet" not in client.get(f"/desk/personen/{limited.person_id}/").text


def test_support_is_extended_with_a_reason_that_stays(house: World, sign_in: SignIn, limited: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    page, count = statements(client, address(limited))
    assert "Im begründeten Einzelfall üblich ist höchstens bis 19.12.2027" in page.text
    assert count <= 14
    data = {"until": "30.06.2027", "reason": REASON, "version": str(limited.version)}
    done = client.post(address(limited), data, follow=True)
    assert "Üblich ist höchstens" not in done.text
    with factories.as_staff(house.here.mentor):
        row = Enrolment.objects.get(pk=limited.pk)
        decision = SupportDecision.objects.get()
        assert row.support_until == decision.until == date(2027, 6, 30)
        assert (decision.before, decision.reason, decision.decided_by) == (
            date(2026, 12, 19),
            REASON,
            house.here.mentor,
        )
    assert REASON in client.get(address(limited)).text


def test_beyond_the_usual_there_is_a_warning_and_no_lock(house: World, sign_in: SignIn, limited: Enrolment) -> None:
    data = {"until": "30.06.2029", "reason": REASON, "version": str(limited.version)}
    done = sign_in(house.here.mentor).post(address(limited), data, follow=True)
    assert "Üblich ist höchstens bis 19.12.2027" in done.text
    with factories.as_staff(house.here.mentor):
        assert Enrolment.objects.get(pk=limited.pk).support_until == date(2029, 6, 30)


@pytest.mark.parametrize(
    ("until", "reason", "says"),
    [
        (date(2024, 12, 20), REASON, "Der letzte Tag liegt nach dem Eintritt."),
        (date(2026, 12, 19), REASON, "Das ist schon der letzte Tag."),
        (date(2027, 6, 30), "so", "Begründen Sie"),
    ],
)
def test_what_cannot_be_is_refused(house: World, limited: Enrolment, until: date, reason: str, says: str) -> None:
    with factories.as_staff(house.here.mentor):
        with pytest.raises(DomainError, match=says):
            actions.extend(limited, limited.version, until=until, reason=reason, user=house.here.mentor.pk)
        assert not SupportDecision.objects.exists()


def test_nobody_extends_what_has_ended_or_not_begun(house: World, limited: Enrolment) -> None:
    with factories.as_staff(house.here.mentor):
        later = TODAY + timedelta(days=400)
        people.exit_enrolment(limited, limited.version, exited_on=TODAY, exit_reason="work")
        with pytest.raises(DomainError, match="beendet"):
            actions.extend(limited, limited.version, until=later, reason=REASON, user=house.here.mentor.pk)


def test_the_second_editor_is_told(house: World, sign_in: SignIn, limited: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    data = {"until": "30.06.2027", "reason": REASON, "version": str(limited.version)}
    client.post(address(limited), data)
    again = client.post(address(limited), {**data, "until": "31.07.2027"})
    assert "inzwischen geändert" in again.text


def test_who_only_reads_extends_nothing(house: World, sign_in: SignIn, limited: Enrolment) -> None:
    assert sign_in(house.here.auditor).get(address(limited)).status_code == 403
    assert sign_in(house.away.mentor).get(address(limited)).status_code == 404


def test_a_changed_setting_moves_running_cases_but_no_decision(house: World, limited: Enrolment) -> None:
    with factories.as_staff(house.here.mentor):
        other = factories.person(house.here, "Other", entered_on=date(2025, 2, 28))
        decided = Enrolment.objects.get(person=other)
        actions.extend(decided, decided.version, until=date(2027, 8, 1), reason=REASON, user=house.here.mentor.pk)
    change(house, house.here.lead, "support.months", TODAY, 36)
    effects.in_line(house.here.carrier)
    with factories.as_staff(house.here.mentor):
        assert Enrolment.objects.get(pk=limited.pk).support_until == date(2027, 12, 19)
        assert Enrolment.objects.get(pk=decided.pk).support_until == date(2027, 8, 1)
    change(house, house.here.lead, "support.months", date(2026, 11, 1), None)
    effects.in_line(house.here.carrier, [house.here.project])
    with factories.as_staff(house.here.mentor):
        assert Enrolment.objects.get(pk=limited.pk).support_until is None


def test_the_preview_counts_what_a_new_limit_moves_even_for_the_administration(
    house: World, sign_in: SignIn, limited: Enrolment
) -> None:
    for who in (house.here.lead, house.here.admin):
        text = sign_in(who).post(url(house, "support.months/"), sent(v_value="36", since="24.11.2026")).text
        assert "Begleitungen, die einen neuen letzten Tag bekommen: 1" in text
    with factories.as_staff(house.here.mentor), connection.cursor() as cursor:
        cursor.execute("SELECT people_reach(%s, 'open', '{}', %s)", [[house.here.project], TODAY])
        assert json.loads(cursor.fetchone()[0])["open"] == 0


def test_a_new_word_for_the_plan_reaches_the_reminders(house: World, limited: Enrolment) -> None:
    from scharnier.casework.models import IntegrationPlan
    from scharnier.casework.plans import actions as plans
    from scharnier.casework.projected import REVIEW
    from scharnier.foundation.models import AgendaItem

    with factories.as_staff(house.here.mentor):
        case: dict[str, Any] = {"carrier_id": limited.carrier_id, "project_id": limited.project_id}
        plan = IntegrationPlan.objects.create(
            **case, person_id=limited.person_id, owner=house.here.mentor, review_due_on=TODAY
        )
        plans._project_review(plan)
        assert AgendaItem.objects.get(kind=REVIEW).title == "Integrationsvereinbarung fortschreiben"
    change(house, house.here.lead, "words.plan", TODAY, "Wegweiser")
    effects.in_line(house.here.carrier)
    with factories.as_staff(house.here.mentor):
        assert AgendaItem.objects.get(kind=REVIEW).title == "Wegweiser fortschreiben"
    with principals.entering(principals.system(house.here.carrier)):
        assert [line for line in projections.compare(house.here.carrier) if "review" in line] == []
