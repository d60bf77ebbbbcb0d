# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of a whole programme: who decides, what the preview shows for each project, what changes."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from scharnier.foundation import principals
from scharnier.foundation.models import AuditEvent
from scharnier.network.models import Programme
from scharnier.network.programmes import actions, wide
from scharnier.network.programmes.models import ProgrammeSetting
from scharnier.network.programmes.queries import settings_at
from scharnier.network.structure.models import Consortium
from tests import factories
from tests.factories import World
from tests.network.programmes.conftest import TODAY, SignIn, statements
from tests.network.programmes.test_changing import REASON, change

pytestmark = pytest.mark.django_db
LIST = "/desk/programme/"


@pytest.fixture
def leading(house: World) -> World:
    """The carrier of `here` leads a consortium of the programme; `away` has a project of it too."""
    with principals.entering(principals.SYSTEM):
        Consortium.objects.create(
            carrier_id=house.here.carrier, programme=house.programme, name="Verbund", valid_from=date(2026, 1, 1)
        )
    return house


def at(house: World, key: str = "") -> str:
    return f"{LIST}{house.programme.pk}/{key}"


def sent(**values: Any) -> dict[str, Any]:
    return {"whose": "own", "v_value": "24", "since": "24.11.2026", "reason": REASON, **values}


def test_the_lead_partners_administration_decides_for_every_project(leading: World, sign_in: SignIn) -> None:
    client = sign_in(leading.here.admin)
    assert client.get(LIST).url == at(leading)  # type: ignore[attr-defined]  # a redirect
    shown = client.post(at(leading, "support.months/"), sent())
    assert "Projekt fern" in shown.text
    assert "folgt dem Programm" in shown.text
    with factories.as_staff(leading.away.lead):
        assert settings_at(leading.away.project, TODAY).support_months is None  # a preview changes nothing
    done = client.post(at(leading, "support.months/"), sent(confirmed="1"))
    assert done.status_code == 302
    for house in (leading.here, leading.other_project, leading.away):
        with factories.as_staff(house.lead):
            assert settings_at(house.project, TODAY).support_months == 24
    with principals.entering(principals.SYSTEM):
        event = AuditEvent.objects.filter(table="network_programmesetting", action="insert").latest("at")
        assert event.actor_id == leading.here.admin.pk


def test_the_preview_names_projects_that_say_otherwise_and_they_keep_it(leading: World, sign_in: SignIn) -> None:
    change(leading, leading.here.lead, "support.months", date(2026, 6, 1), 36)
    client = sign_in(leading.here.admin)
    assert "1 Projekt weicht ab" in client.get(at(leading)).text
    assert "eigener Wert: 36 Monate" in client.get(at(leading, "support.months/")).text
    assert (
        "hat einen eigenen Wert (36 Monate) und behält ihn" in client.post(at(leading, "support.months/"), sent()).text
    )
    client.post(at(leading, "support.months/"), sent(confirmed="1"))
    with factories.as_staff(leading.here.lead):
        assert settings_at(leading.here.project, TODAY).support_months == 36


def test_numbers_reach_other_carriers_projects_and_names_do_not(leading: World, sign_in: SignIn) -> None:
    with factories.as_staff(leading.away.mentor):
        factories.person(leading.away, "Fremd")
    text = sign_in(leading.here.admin).post(at(leading, "support.months/"), sent()).text
    assert "Begleitungen, die einen neuen letzten Tag bekommen: 1" in text
    assert "Fremd" not in text


@pytest.mark.parametrize("who", ["mentor", "lead", "auditor"])
def test_nobody_else_gets_there(leading: World, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(leading.here, who))
    assert client.get(LIST).status_code == 403
    assert client.post(at(leading, "support.months/"), sent(confirmed="1")).status_code == 403


def test_another_partners_administration_is_told_who_decides(leading: World, sign_in: SignIn) -> None:
    client = sign_in(leading.away.admin)
    assert "Sie entscheiden für kein ganzes Programm." in client.get(LIST).text
    assert client.get(at(leading)).status_code == 404
    assert client.post(at(leading, "support.months/"), sent(confirmed="1")).status_code == 404


def test_the_gate_holds_without_the_page_and_after_the_consortium_ended(leading: World) -> None:
    wanted = actions.Change("support.months", TODAY, REASON, 24)
    gate = "SELECT programme_setting_change(gen_random_uuid(), %s, 'words.plan', '12', false, %s, 'x', NULL, %s, now())"
    with (
        factories.as_staff(leading.away.admin),
        pytest.raises(DatabaseError, match="out of scope"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(gate, [leading.programme.pk, TODAY, TODAY])
    with principals.entering(principals.SYSTEM):
        Consortium.objects.update(valid_to=date(2026, 10, 31))
    with factories.as_staff(leading.here.admin):
        assert wide.decided() == []
        with pytest.raises(Exception, match=r"settings\.programme"):
            wide.change(leading.programme, wanted, seen="")


def test_a_carrier_that_carries_a_programme_out_alone_decides_for_it(house: World) -> None:
    with factories.as_staff(house.here.admin):
        assert wide.decided() == []
    with principals.entering(principals.SYSTEM):
        alone = factories.house(Programme.objects.create(code="ifdm_mv", name="IFDM"), "allein")
    with factories.as_staff(alone.admin):
        assert [row.code for row in wide.decided()] == ["ifdm_mv"]


def test_a_change_follows_what_runs_and_takes_back_what_would_come(leading: World, sign_in: SignIn) -> None:
    client = sign_in(leading.here.admin)
    page = at(leading, "support.months/")
    client.post(page, sent(v_value="24", since="01.01.2027", confirmed="1"))
    with principals.entering(principals.SYSTEM):
        seen = str(ProgrammeSetting.objects.get(key="support.months").pk)
    shown = client.post(page, sent(v_value="36", since="01.12.2026", seen=seen)).text
    assert "Diese späteren Änderungen entfallen" in shown
    client.post(page, sent(v_value="36", since="01.12.2026", seen=seen, confirmed="1"))
    with principals.entering(principals.SYSTEM):
        assert ProgrammeSetting.objects.filter(key="support.months").count() == 2
        assert ProgrammeSetting.objects.filter(key="support.months", withdrawn_at=None).count() == 1


def test_two_people_at_one_setting_and_bad_values_are_refused_and_nothing_typed_is_lost(
    leading: World, sign_in: SignIn
) -> None:
    client = sign_in(leading.here.admin)
    page = at(leading, "support.months/")
    client.post(page, sent(confirmed="1"))
    late = client.post(page, sent(v_value="48", seen="", confirmed="1")).text
    assert "Jemand anderes hat diese Einstellung inzwischen geändert" in late
    assert 'value="48"' in late
    bad = client.post(page, sent(v_value="viel")).text
    assert 'value="viel"' in bad
    assert "So ändern" not in bad
    assert "Nennen Sie, worauf die Änderung beruht" in client.post(page, sent(reason="ja")).text
    assert client.get(at(leading, "quatsch/")).status_code == 404


def test_a_past_day_says_what_it_changes(leading: World, sign_in: SignIn) -> None:
    shown = sign_in(leading.here.admin).post(at(leading, "support.months/"), sent(since="01.02.2026")).text
    assert "Dieser Tag liegt in der Vergangenheit" in shown
    assert "eingefrorene Berichte bleiben" in shown


def test_the_way_back_to_the_template(leading: World, sign_in: SignIn) -> None:
    client = sign_in(leading.here.admin)
    client.post(at(leading, "words.plan/"), sent(v_value="Wegweiser", confirmed="1"))
    with principals.entering(principals.SYSTEM):
        seen = str(ProgrammeSetting.objects.get(key="words.plan").pk)
    client.post(at(leading, "words.plan/"), sent(whose="programme", since="25.11.2026", seen=seen, confirmed="1"))
    with factories.as_staff(leading.here.lead):
        assert settings_at(leading.here.project, TODAY).word("plan") == "Wegweiser"
        assert settings_at(leading.here.project, date(2026, 11, 25)).word("plan") == "Integrationsvereinbarung"


def test_the_pages_take_few_statements(leading: World, sign_in: SignIn) -> None:
    client = sign_in(leading.here.admin)
    for page in (at(leading), at(leading, "support.months/")):
        answer, count = statements(client, page)
        assert answer.status_code == 200
        assert count <= 14, page


def test_the_operator_changes_a_programme_by_command_after_having_seen_it(house: World) -> None:
    out = StringIO()
    words = [
        "change_programme",
        "arbeitsmarktmentoren_sn",
        "support.months",
        "24",
        "--reason",
        "Bescheid vom 3. November",
    ]
    call_command(*words, stdout=out)
    assert "Nothing was changed." in out.getvalue()
    call_command(*words, "--yes", "--since", "2026-11-01", stdout=out)
    with factories.as_staff(house.here.lead):
        assert settings_at(house.here.project, TODAY).support_months == 24


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nirgends", "support.months", "24"], "There is no programme"),
        (["arbeitsmarktmentoren_sn", "support.moths", "24"], "There is no setting"),
        (["arbeitsmarktmentoren_sn", "support.months", "viel"], "."),
        (["arbeitsmarktmentoren_sn", "support.months", "24", "--since", "gestern"], "is no day"),
    ],
)
def test_the_command_refuses_what_it_does_not_know(house: World, words: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("change_programme", *words, "--reason", "Bescheid vom 3. November")
