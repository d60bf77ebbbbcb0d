# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the foundation: audit, projections, grants, audiences, drafts, outbox. They know no room by name."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from scharnier.foundation import cards, clock
from scharnier.foundation.ids import uuid7
from scharnier.foundation.principals import Scope

M = TypeVar("M", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[M]):
    """Every read says for whom; the condition comes from the lock class on the table's record card."""

    def visible_to(self, scope: Scope) -> Self:
        return self.filter(cards.visible(self.model._meta.db_table, scope))


class DerivedText(models.GeneratedField):
    """A generated column that an insert doesn't read back: a row may be written before its writer can see it."""

    db_returning = False  # type: ignore[assignment]  # the stubs pin it to True


class Record(models.Model):
    """A row with an identifier of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class TenantRecord(Record):
    """A row of one carrier. No row ever changes its carrier."""

    carrier_id: UUID
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["carrier", "id"], name="%(app_label)s_%(class)s_tenant")
        ]


class Versioned(models.Model):
    """Counts its changes, so that the second of two people editing is told."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class AuditEvent(models.Model):
    """What happened to which row, by whom. Written by `audit_row` and `audit_note` only, partitioned by month.

    `digest` is sha256(salt ‖ payload); erasure empties salt and payload and leaves the digest.
    """

    pk = models.CompositePrimaryKey("at", "id")
    id = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    behalf_id = models.UUIDField(null=True)
    request = models.TextField()
    action = models.TextField()
    carrier_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    table = models.TextField(db_column="table_name")
    row_id = models.TextField()
    columns = ArrayField(models.TextField())
    salt = models.UUIDField(null=True)
    payload = models.JSONField(null=True)
    digest = models.BinaryField()
    project_id = models.UUIDField(null=True)  # with the audience the lock of the event, not part of its chain
    audience_id = models.UUIDField(null=True)

    class Meta:
        managed = False
        db_table = "audit_event"


class AuditSeal(models.Model):
    """A link of the chain: the events of about one minute, their joint digest and the head so far."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    event_ids = ArrayField(models.BigIntegerField())
    digest = models.BinaryField()
    head = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_seal"


class AccessRecord(Record):
    """Who opened what and why. The participant sees these as *Wer hat meine Akte gesehen?*."""

    carrier_id = models.UUIDField()
    project_id = models.UUIDField()
    subject_id = models.UUIDField()
    user_id = models.UUIDField()
    user_name = models.TextField()
    function = models.TextField()
    at = models.DateTimeField(default=clock.now)
    purpose = models.TextField()
    reason = models.TextField(blank=True, default="")
    page = models.TextField()
    behalf_id = models.UUIDField(null=True)  # the colleague for whom somebody stood in
    behalf_name = models.TextField(blank=True, default="", db_default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "-at"], name="access_by_subject")]


class Projection(Record):
    """A row derived from a room's own rows, in the same transaction; carries the lock of its source."""

    carrier_id = models.UUIDField()
    project_id = models.UUIDField()
    subject_id = models.UUIDField()
    audience_id = models.UUIDField(null=True)
    kind = models.TextField()
    source_id = models.UUIDField()

    class Meta:
        abstract = True


class AgendaItem(Projection):
    """Something due: what, for whom, by whom, when. `key` tells items of one source apart."""

    key = models.TextField(blank=True, default="")
    owner_id = models.UUIDField(null=True)
    due_on = models.DateField()
    subject_name = models.TextField()
    title = models.TextField()
    detail = models.TextField(blank=True, default="")
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    postponed_from = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["carrier_id", "kind", "source_id", "key"], name="agenda_once")
        ]
        indexes: ClassVar = [
            # The project stands before the day: every question names both, and without it PostgreSQL takes the index of
            # the project and leafs through everybody's rows.
            models.Index(
                fields=["owner_id", "project_id", "due_on", "id"],
                condition=models.Q(done_at=None),
                name="agenda_open_by_owner",
            ),
            models.Index(
                fields=["project_id", "due_on", "id"],
                # All that the locks ask for: whom something is due for is read from the index alone.
                include=["subject_id", "carrier_id", "audience_id"],
                condition=models.Q(done_at=None),
                name="agenda_open_by_project",
            ),
            models.Index(
                fields=["subject_id", "due_on"],
                condition=models.Q(done_at=None),
                name="agenda_open_by_subject",
            ),
            models.Index(fields=["owner_id", "-done_at"], name="agenda_done_by_owner"),
        ]


class TimelineEntry(Projection):
    """Something that happened in a file."""

    at = models.DateTimeField()
    title = models.TextField()
    text = models.TextField(blank=True, default="")
    author_id = models.UUIDField(null=True)
    author_name = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["carrier_id", "kind", "source_id", "project_id"],
                name="timeline_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["subject_id", "project_id", "-at", "-id"], name="timeline_by_file")]


class SearchEntry(Projection):
    """What can be found: folded text with trigrams, read only through the function `app_search`."""

    title = models.TextField()
    text = models.TextField(blank=True, default="")
    folded = DerivedText(
        expression=models.Func("title", "text", function="search_fold", output_field=models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["carrier_id", "kind", "source_id", "project_id"],
                name="search_once",
            )
        ]


class Audience(Record):
    """A circle of people outside the project's rule: confidential notes, the rooms of a mediation."""

    carrier_id = models.UUIDField()
    purpose = models.TextField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["carrier_id", "id"], name="foundation_audience_tenant")
        ]


class AudienceMember(Record):
    """Membership in an audience, dated."""

    carrier_id = models.UUIDField()
    audience = models.ForeignKey(Audience, models.CASCADE, db_constraint=False)
    user_id = models.UUIDField()
    valid_from = models.DateField(default=clock.today)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="audience_member_period",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["user_id"], name="audience_member_user")]


class Grant(Record):
    """A right that travels by link, code or feed; only its secret's digest is stored, and a GET never acts."""

    carrier_id = models.UUIDField()
    project_id = models.UUIDField(null=True)
    purpose = models.TextField()
    recipient = models.TextField()
    record_table = models.TextField(blank=True, default="")
    record_id = models.UUIDField(null=True)
    rights = ArrayField(models.TextField(), default=list)
    secret_digest = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)
    created_by_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["secret_digest"], name="grant_by_secret")]


class Draft(Record):
    """What somebody has typed and not yet saved; nobody else ever reads it."""

    user_id = models.UUIDField()
    key = models.TextField()
    content = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user_id", "key"], name="draft_once")]


class Submission(models.Model):
    """A form sent once: the second click with the same token gets the first one's answer."""

    token = models.UUIDField(primary_key=True)
    user_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    result = models.TextField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="submission_age")]


class OutboxMail(Record):
    """A mail written in the transaction that caused it and sent after its commit."""

    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sent_at=None),
                name="outbox_waiting",
            )
        ]
