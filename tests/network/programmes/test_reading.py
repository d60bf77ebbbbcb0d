# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of today come with the principal; those of other days with one statement."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from scharnier.foundation import clock, principals
from scharnier.network.middleware import build_desk
from scharnier.network.programmes.models import ProjectSetting
from scharnier.network.programmes.queries import settings_at, today_in
from tests import factories
from tests.factories import House, World
from tests.network.programmes.conftest import SignIn

pytestmark = pytest.mark.django_db


def project_says(where: House, key: str, value: Any, since: date, until: date | None = None) -> ProjectSetting:
    with factories.as_staff(where.lead):
        return ProjectSetting.objects.create(
            carrier_id=where.carrier,
            project_id=where.project,
            key=key,
            value=value,
            valid_from=since,
            valid_to=until,
            reason="Bescheid",
            changed_by=where.lead,
        )


def test_the_desk_has_todays_settings_without_a_further_statement(house: World, django_assert_num_queries: Any) -> None:
    project_says(house.here, "support.months", 24, date(2026, 1, 1))
    with factories.as_staff(house.here.mentor) as scope, django_assert_num_queries(0):
        desk = build_desk(scope, None)
        assert desk is not None
        assert desk.settings.support_months == 24
        assert desk.word("participant") == "Mentee"
        assert today_in(house.here.project).support_months == 24


def test_the_projects_word_counts_over_the_programmes(house: World) -> None:
    with principals.entering(principals.SYSTEM):
        factories.says(house.programme, "support.months", 36)
    project_says(house.here, "support.months", 24, date(2026, 1, 1))
    with factories.as_staff(house.here.mentor):
        assert today_in(house.here.project).support_months == 24
        assert settings_at(house.here.project, date(2025, 12, 31)).support_months == 36
    with factories.as_staff(house.other_project.mentor):
        assert today_in(house.other_project.project).support_months == 36


def test_work_in_the_background_has_them_too(house: World, django_assert_num_queries: Any) -> None:
    with principals.entering(principals.system(house.here.carrier)), django_assert_num_queries(0):
        assert today_in(house.here.project).word("plan") == "Integrationsvereinbarung"


def test_no_day_has_two_values_of_one_setting(house: World) -> None:
    project_says(house.here, "support.months", 24, date(2026, 1, 1), date(2026, 6, 30))
    project_says(house.here, "support.months", 36, date(2026, 7, 1))
    with pytest.raises(IntegrityError, match="project_setting_once"), transaction.atomic():
        project_says(house.here, "support.months", 48, date(2026, 6, 30))


def test_a_caseworker_changes_no_setting(house: World) -> None:
    row = project_says(house.here, "support.months", 24, date(2026, 1, 1))
    with factories.as_staff(house.here.mentor):
        assert ProjectSetting.objects.filter(pk=row.pk).update(value=36) == 0
    with factories.as_staff(house.here.lead):
        assert ProjectSetting.objects.filter(pk=row.pk).delete()[0] == 0


def test_a_module_switched_off_hides_its_pages_and_says_whom_to_ask(house: World, sign_in: SignIn) -> None:
    with factories.as_staff(house.here.mentor):
        person = factories.person(house.here)
    client = sign_in(house.here.mentor)
    file = f"/desk/personen/{person.pk}/"
    assert client.get(file + "plan/").status_code == 200
    project_says(house.here, "modules.plan", False, clock.today())
    project_says(house.here, "modules.lists", False, clock.today())
    answer = client.get(file + "plan/")
    assert answer.status_code == 404
    assert "Plan mit Zielen und Schritten" in answer.text
    assert "Lead Nord" in answer.text
    assert client.get("/desk/listen/").status_code == 404
    page = client.get(file).text
    assert "plan/" not in page
