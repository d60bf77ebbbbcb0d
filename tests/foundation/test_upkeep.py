# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit shows every tampering; what is old goes; what is projected is recounted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from scharnier.config import environment as env
from scharnier.config.embedded import Embedded
from scharnier.foundation import checks, clock, principals, projections, upkeep, writes
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import AgendaItem, AuditEvent, AuditSeal, Draft
from tests import factories, plugin
from tests.factories import World


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@contextmanager
def owner() -> Iterator[psycopg.Connection[Any]]:
    """Somebody with the keys of the database, past all locks."""
    with Embedded(env.embedded_root()).connect(plugin.worker_database()) as hand:
        yield hand


@contextmanager
def refused(why: str) -> Iterator[None]:
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        yield


def events_and_seals() -> World:
    """A few sealed events, some of them about one person."""
    world = factories.world()
    with factories.as_staff(world.here.mentor):
        factories.person(world.here)
    upkeep.seal_audit()
    with factories.as_staff(world.here.mentor):
        factories.person(world.here, "Tesfay", "Selam")
        writes.note("export", carrier=world.here.carrier, rows=2)
    upkeep.seal_audit()
    return world


def problems() -> list[str]:
    return list(upkeep.check_audit())


@pytest.mark.django_db(transaction=True)
def test_a_changed_removed_or_inserted_event_and_a_cut_off_end_are_found() -> None:
    events_and_seals()
    assert problems() == []
    with owner() as hand:
        [(event,)] = hand.execute("SELECT max(id) FROM audit_event WHERE table_name = 'people_person'").fetchall()
        hand.execute("CREATE TABLE kept AS SELECT * FROM audit_event WHERE id = %s", [event])

        hand.execute('UPDATE audit_event SET payload = payload || \'{"given_names": "X"}\' WHERE id = %s', [event])
        hand.commit()
        assert problems() == [f"payload changed, event {event}"]

        hand.execute(
            "UPDATE audit_event SET payload = kept.payload, actor_id = %s FROM kept WHERE kept.id = audit_event.id",
            [uuid7()],
        )
        hand.commit()
        assert problems() == ["events changed, seal 2"]

        hand.execute("DELETE FROM audit_event WHERE id = %s", [event])
        hand.commit()
        assert set(problems()) == {f"event removed, event {event}, seal 2", "events changed, seal 2"}

        hand.execute("INSERT INTO audit_event SELECT * FROM kept")
        hand.commit()
        assert problems() == []

        hand.execute(
            "INSERT INTO audit_event SELECT at, id + 100000, kind, actor_id, behalf_id, request, action, carrier_id, "
            "subject_id, table_name, row_id, columns, salt, payload, digest FROM kept"
        )
        hand.commit()
        assert problems() == [f"event inserted, event {event + 100000}"]

        hand.execute("DELETE FROM audit_event WHERE id > 100000")
        hand.execute("UPDATE audit_seal SET digest = sha256('x') WHERE number = 1")
        hand.commit()
        assert {"events changed, seal 1", "chain broken, seal 1"} <= set(problems())


@pytest.mark.django_db(transaction=True)
def test_cutting_off_the_end_of_the_chain_is_found_through_the_file_of_heads() -> None:
    events_and_seals()
    with owner() as hand:
        hand.execute("DELETE FROM audit_event WHERE id IN (SELECT unnest(event_ids) FROM audit_seal WHERE number = 2)")
        hand.execute("DELETE FROM audit_seal WHERE number = 2")
        hand.commit()
    assert problems() == ["seal 2 is in audit-heads.jsonl and not in the database"]
    with owner() as hand:
        hand.execute("INSERT INTO audit_seal SELECT 2, sealed_at, '{}', digest, sha256(head || digest) FROM audit_seal")
        hand.commit()
    assert "seal 2 has another head than in audit-heads.jsonl" in problems()


@pytest.mark.django_db
def test_nobody_empties_the_audit_of_a_person_at_will() -> None:
    """Erasing a file whose period is over does, see tests/people/erasing; a role of its own can't."""
    world = events_and_seals()
    with principals.entering(principals.SYSTEM):
        subject = AuditEvent.objects.filter(table="people_person").values_list("subject_id", flat=True).first()
    with factories.as_staff(world.here.lead), refused("permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT audit_erase(%s, %s)", [subject, world.here.carrier])
    with principals.entering(principals.SYSTEM):
        assert not AuditEvent.objects.filter(subject_id=subject, payload=None).exists()


@pytest.mark.django_db
def test_sealing_takes_every_event_once_and_writes_each_head_to_the_file() -> None:
    events_and_seals()
    assert upkeep.seal_audit() == 0
    with principals.entering(principals.SYSTEM):
        seals = {seal.number: bytes(seal.head).hex() for seal in AuditSeal.objects.all()}
    assert upkeep.read_heads() == seals
    assert len(seals) == 2
    upkeep.heads_file().write_text(upkeep.heads_file().read_text() + '{"number": 3, "he', encoding="utf-8")
    assert upkeep.read_heads() == seals


@pytest.mark.django_db
def test_a_lost_file_of_heads_is_written_again() -> None:
    events_and_seals()
    before = upkeep.read_heads()
    upkeep.heads_file().unlink()
    upkeep.write_heads()
    assert upkeep.read_heads() == before


@pytest.mark.django_db
def test_only_the_system_seals_and_tidies_up() -> None:
    for statement in ("SELECT * FROM audit_seal_pending()", "SELECT forms_forget(now(), now())"):
        with principals.entering(principals.PUBLIC), refused("only the system"), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_missing_months_ahead_are_found_before_they_are_needed() -> None:
    with clock.frozen(clock.now() + timedelta(days=365 * 4)):
        assert any("partitions end before" in problem for problem in problems())


@pytest.mark.django_db
def test_every_night_expired_sessions_and_old_drafts_go() -> None:
    world = factories.world()
    with factories.as_staff(world.here.mentor):
        writes.keep_draft(world.here.mentor.pk, "new", {"note": "…"})
        with clock.frozen(clock.now() - timedelta(days=90)):
            writes.keep_draft(world.here.mentor.pk, "old", {"note": "…"})
    with principals.entering(principals.SIGNIN):
        now = clock.now()
        Session.objects.create(session_key="gone", session_data="", expire_date=now - timedelta(days=1))
        Session.objects.create(session_key="here", session_data="", expire_date=now + timedelta(days=1))
    upkeep.tidy_up()
    with factories.as_staff(world.here.mentor):
        assert [draft.key for draft in Draft.objects.all()] == ["new"]
        assert [session.session_key for session in Session.objects.all()] == ["here"]


@pytest.mark.django_db
def test_a_projection_without_source_is_found_for_its_carrier() -> None:
    world = factories.world()
    with factories.as_staff(world.here.mentor):
        person = factories.person(world.here)
        AgendaItem.objects.create(
            carrier_id=world.here.carrier,
            project_id=world.here.project,
            subject_id=person.pk,
            kind=next(iter(projections.sources())).kind,
            source_id=uuid7(),
            due_on=clock.today(),
            subject_name="Haddad, Nour",
            title="…",
        )
    found = [line for line in upkeep.check_projections() if "has no source" in line]
    assert len(found) == 1
    assert UUID(found[0].split(":")[0].removeprefix("carrier ")) == world.here.carrier


def test_scharnier_check_knows_audit_projections_and_mail() -> None:
    assert {"audit", "projections", "mail"} <= set(checks._checks)
