# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Projections are recounted, and made anew by a command."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, SearchEntry, TimelineEntry
from scharnier.people import actions
from scharnier.people.actions import NewParticipant, NewStay
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_rebuild_mends_what_is_missing_wrong_or_without_a_source(capsys: pytest.CaptureFixture[str]) -> None:
    world = factories.world()
    carrier = world.here.carrier
    with factories.as_staff(world.here.mentor):
        for name in ("Haddad", "Omar", "Tesfay"):
            stay = NewStay(code="duldung", valid_to=clock.today() + timedelta(days=300))
            actions.create_person(
                NewParticipant(
                    carrier=carrier,
                    project=world.here.project,
                    family_name=name,
                    staff=world.here.mentor.pk,
                    stays=(stay,),
                )
            )
    with principals.entering(principals.system(carrier)):
        assert projections.compare(carrier) == []
        before = [model.objects.count() for model in (AgendaItem, TimelineEntry, SearchEntry)]
        SearchEntry.objects.filter(title__startswith="Omar").delete()
        TimelineEntry.objects.update(title="anders")
        AgendaItem.objects.filter(subject_name__startswith="Haddad").update(source_id=uuid4())
        found = projections.compare(carrier)
        assert any("missing" in line for line in found)
        assert any("differs" in line for line in found)
        assert any("no source" in line for line in found)
    call_command("rebuild_projections")
    assert str(carrier) in capsys.readouterr().out
    with principals.entering(principals.system(carrier)):
        assert projections.compare(carrier) == []
        assert [model.objects.count() for model in (AgendaItem, TimelineEntry, SearchEntry)] == before


def test_mending_corrects_what_differs_and_keeps_what_was_postponed() -> None:
    world = factories.world()
    carrier = world.here.carrier
    with factories.as_staff(world.here.mentor):
        for name in ("Haddad", "Omar"):
            factories.person(world.here, family_name=name)
    with principals.entering(principals.system(carrier)):
        projections.mend(carrier)
        kept = set(SearchEntry.objects.filter(title__startswith="Omar").values_list("pk", flat=True))
        TimelineEntry.objects.update(title="anders")
        SearchEntry.objects.filter(title__startswith="Haddad").update(source_id=uuid4())
        wrong = len(projections.compare(carrier))
        assert wrong >= 4
        assert projections.mend(carrier) == wrong
        assert projections.compare(carrier) == []
        assert projections.mend(carrier) == 0
        assert kept <= set(SearchEntry.objects.values_list("pk", flat=True))
