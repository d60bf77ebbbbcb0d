# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A change ends the row that runs and begins another; who may, what is refused, how it is taken back."""

from datetime import date
from typing import Any

import pytest

from scharnier.foundation.access import Forbidden
from scharnier.foundation.writes import DomainError
from scharnier.network.models import Project, User
from scharnier.network.programmes import actions
from scharnier.network.programmes.actions import Change
from scharnier.network.programmes.models import ProjectSetting
from scharnier.network.programmes.queries import settings_at
from tests import factories
from tests.factories import World
from tests.network.programmes.conftest import TODAY, SignIn, statements

pytestmark = pytest.mark.django_db
REASON = "Bescheid vom 3. November"


def change(house: World, who: User, key: str, since: date, value: Any, **more: Any) -> ProjectSetting:
    with factories.as_staff(who) as scope:
        project = Project.objects.get(pk=house.here.project)
        return actions.change_setting(scope, project, Change(key, since, REASON, value, **more), user=who.pk)


def months(house: World, day: date) -> int | None:
    with factories.as_staff(house.here.lead):
        return settings_at(house.here.project, day).support_months


def test_a_change_ends_what_runs_and_begins_on_its_day(house: World) -> None:
    change(house, house.here.lead, "support.months", date(2026, 1, 1), 24)
    change(house, house.here.lead, "support.months", date(2027, 1, 1), 36)
    assert [months(house, day) for day in (date(2025, 12, 31), TODAY, date(2026, 12, 31), date(2027, 1, 1))] == [
        None,
        24,
        24,
        36,
    ]
    with factories.as_staff(house.here.lead):
        rows = ProjectSetting.objects.order_by("valid_from").values_list("value", "valid_to", "reason", "changed_by")
        lead = house.here.lead.pk
        assert list(rows) == [(24, date(2026, 12, 31), REASON, lead), (36, None, REASON, lead)]


def test_a_change_for_an_earlier_day_takes_the_later_ones_back_and_deletes_nothing(house: World) -> None:
    change(house, house.here.lead, "support.months", date(2026, 6, 1), 24)
    change(house, house.here.lead, "support.months", date(2027, 1, 1), 36)
    change(house, house.here.lead, "support.months", date(2026, 2, 1), 48)
    assert months(house, date(2027, 2, 1)) == 48
    with factories.as_staff(house.here.lead):
        assert ProjectSetting.objects.count() == 3
        assert ProjectSetting.objects.filter(withdrawn_at=None).count() == 1


def test_the_way_back_to_the_programme_is_dated_too(house: World) -> None:
    change(house, house.here.lead, "words.plan", date(2026, 1, 1), "Begleitplan")
    change(house, house.here.lead, "words.plan", date(2027, 1, 1), None, inherits=True)
    with factories.as_staff(house.here.lead):
        assert settings_at(house.here.project, TODAY).word("plan") == "Begleitplan"
        assert settings_at(house.here.project, date(2027, 1, 1)).word("plan") == "Integrationsvereinbarung"


def test_a_coming_change_can_be_taken_back_and_what_runs_goes_on(house: World) -> None:
    change(house, house.here.lead, "support.months", date(2026, 1, 1), 24)
    coming = change(house, house.here.lead, "support.months", date(2027, 1, 1), 36)
    with factories.as_staff(house.here.lead) as scope:
        project = Project.objects.get(pk=house.here.project)
        actions.take_back(scope, project, coming.pk)
        with pytest.raises(DomainError, match="gilt schon oder ist zurückgenommen"):
            actions.take_back(scope, project, coming.pk)
    assert months(house, date(2028, 1, 1)) == 24


@pytest.mark.parametrize(
    ("key", "since", "value", "reason", "says"),
    [
        ("support.months", TODAY, 0, REASON, "Erlaubt sind 1 bis 120."),
        ("support.months", date(2014, 12, 31), 24, REASON, "Der Tag liegt zwischen 2015"),
        ("support.months", date(2040, 1, 1), 24, REASON, "Der Tag liegt zwischen 2015"),
        ("support.months", TODAY, 24, "so", "Nennen Sie, worauf"),
        ("support.months", TODAY, None, REASON, "Das gilt an diesem Tag schon."),
        ("words.plan", TODAY, "Integrationsvereinbarung", REASON, None),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    house: World, key: str, since: date, value: Any, reason: str, says: str | None
) -> None:
    with factories.as_staff(house.here.lead) as scope:
        project = Project.objects.get(pk=house.here.project)
        wanted = Change(key, since, reason, value, inherits=value is None)
        if says is None:  # to fix the template's word for good is a decision
            actions.change_setting(scope, project, wanted, user=house.here.lead.pk)
            return
        with pytest.raises(DomainError, match=says):
            actions.change_setting(scope, project, wanted, user=house.here.lead.pk)
        assert not ProjectSetting.objects.exists()


def test_the_second_of_two_who_change_a_setting_is_told(house: World) -> None:
    with factories.as_staff(house.here.lead) as scope:
        project = Project.objects.get(pk=house.here.project)
        seen = actions.stand(project.pk, "support.months")
        first = Change("support.months", TODAY, REASON, 24)
        actions.change_setting(scope, project, first, user=house.here.lead.pk, seen=seen)
        second = Change("support.months", TODAY, REASON, 36)
        with pytest.raises(DomainError, match="inzwischen geändert"):
            actions.change_setting(scope, project, second, user=house.here.lead.pk, seen=seen)


def test_caseworkers_and_other_houses_decide_nothing(house: World) -> None:
    for who in (house.here.mentor, house.here.auditor, house.other_project.lead):
        with pytest.raises(Forbidden):
            change(house, who, "support.months", TODAY, 24)


def test_the_legal_basis_is_for_the_administration_to_decide(house: World) -> None:
    basis = {"base": "statute", "citation": "§ 3 LDSG"}
    with pytest.raises(Forbidden):
        change(house, house.here.lead, "law.counselling", TODAY, basis)
    change(house, house.here.admin, "law.counselling", TODAY, basis)
    with factories.as_staff(house.here.admin):
        assert settings_at(house.here.project, TODAY).legal_basis("counselling").citation == "§ 3 LDSG"


# ---------- pages ----------


def url(house: World, rest: str = "") -> str:
    return f"/desk/einstellungen/{house.here.project}/{rest}"


def sent(**values: Any) -> dict[str, Any]:
    return {"whose": "own", "v_value": "24", "since": "01.12.2026", "reason": REASON, **values}


def test_the_overview_shows_value_origin_and_what_comes_in_few_statements(house: World, sign_in: SignIn) -> None:
    change(house, house.here.lead, "support.months", date(2027, 1, 1), 36)
    answer, count = statements(sign_in(house.here.lead), url(house))
    text = answer.text
    assert "Integrationsvereinbarung" in text
    assert "Beschreibung des Programms" in text
    assert "ab 01.01.2027: 36 Monate" in text
    assert count <= 14
    assert len(answer.content) < 61_440


def test_a_change_is_shown_before_it_is_made(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.lead)
    seen = client.get(url(house, "support.months/")).context["seen"]
    preview = client.post(url(house, "support.months/"), sent(seen=seen))
    assert "Vorschau" in preview.text
    assert "24 Monate" in preview.text
    assert "liegt in der Vergangenheit" not in preview.text
    with factories.as_staff(house.here.lead):
        assert not ProjectSetting.objects.exists()
    done = client.post(url(house, "support.months/"), sent(seen=seen, confirmed="1"))
    assert done.status_code == 302
    assert months(house, date(2026, 12, 1)) == 24


def test_a_day_in_the_past_shows_what_changes_in_retrospect(house: World, sign_in: SignIn) -> None:
    change(house, house.here.lead, "support.months", date(2027, 1, 1), 36)
    client = sign_in(house.here.lead)
    preview = client.post(url(house, "support.months/"), sent(since="01.02.2026")).text
    assert "liegt in der Vergangenheit" in preview
    assert "eingefrorene Berichte bleiben" in preview
    assert "Diese späteren Änderungen entfallen" in preview
    assert "ab 01.01.2027: 36 Monate" in preview


def test_a_wrong_value_stands_in_the_form_again_with_the_reason(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.lead)
    answer = client.post(url(house, "support.months/"), sent(v_value="viele"))
    assert "Hier steht eine ganze Zahl." in answer.text
    assert 'value="viele"' in answer.text


@pytest.mark.parametrize(
    ("key", "values", "stored"),
    [
        ("plan.fields", {"v_arbeit": "2", "v_sprache": "1"}, ["sprache", "arbeit"]),
        ("records.retention_checks", {"v_value": "28 Tage, 6 Monate; 12m"}, ["28d", "6m", "12m"]),
        ("course.phase_needs", {"v_placement": ["plan", "german"]}, {"placement": ["plan", "german"]}),
        ("plan.field_words", {"v_arbeit": "Beruf"}, {"arbeit": "Beruf"}),
        ("modules.law", {"v_value": "no"}, False),
        ("records.required", {"v_value": ["entry", "exit"]}, ["entry", "exit"]),
    ],
)
def test_every_kind_of_setting_has_a_form(
    house: World, sign_in: SignIn, key: str, values: dict[str, Any], stored: Any
) -> None:
    client = sign_in(house.here.lead)
    assert client.get(url(house, f"{key}/")).status_code == 200
    data = {"whose": "own", "since": "24.11.2026", "reason": REASON, "confirmed": "1", **values}
    assert client.post(url(house, f"{key}/"), data).status_code == 302
    with factories.as_staff(house.here.lead):
        assert ProjectSetting.objects.get(key=key).value == stored


def test_who_may_not_decide_reads_and_gets_no_form(house: World, sign_in: SignIn) -> None:
    client = sign_in(house.here.mentor)
    assert client.get(url(house)).status_code == 200
    page = client.get(url(house, "support.months/"))
    assert "Weiter zur Vorschau" not in page.text
    assert client.post(url(house, "support.months/"), sent()).status_code == 403
    assert client.get(f"/desk/einstellungen/{house.away.project}/").status_code == 404
    assert client.get(url(house, "support.years/")).status_code == 404


def test_a_coming_change_is_taken_back_with_one_click(house: World, sign_in: SignIn) -> None:
    row = change(house, house.here.lead, "support.months", date(2027, 1, 1), 36)
    client = sign_in(house.here.lead)
    assert "Zurücknehmen" in client.get(url(house, "support.months/")).text
    assert client.post(url(house, f"zuruecknehmen/{row.pk}/")).status_code == 302
    assert "ab 01.01.2027" not in client.get(url(house)).text
    again = client.post(url(house, f"zuruecknehmen/{row.pk}/"), follow=True)
    assert "gilt schon oder ist zurückgenommen" in again.text
