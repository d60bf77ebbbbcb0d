# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opening a file: who sees it, who doesn't, and what is left behind."""

from __future__ import annotations

import pytest
from django.test import Client

from scharnier.foundation import principals
from scharnier.foundation.models import AccessRecord
from scharnier.network.models import User
from tests import factories


def signed_in(who: User) -> Client:
    client = Client()
    with principals.entering(principals.SIGNIN):
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
def test_a_mentor_opens_the_own_file_and_leaves_a_record() -> None:
    world = factories.world()
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here)
    page = signed_in(world.here.mentor).get(f"/desk/personen/{person.pk}/")
    assert page.status_code == 200
    assert "Nour Haddad" in page.content.decode()
    with factories.as_staff(world.here.mentor):
        record = AccessRecord.objects.get()
    assert (record.subject_id, record.purpose, record.page) == (person.pk, "own_case", "overview")
