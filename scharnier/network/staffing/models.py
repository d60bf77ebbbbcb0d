# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a substitution covers, standing deputies, hand-overs, and the accounts of participants.

This floor knows no persons: `subject_id` is the id of one, and the room of persons adds the key of the database.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import ProjectRecord, Substitution, User


class SubstitutionCase(ProjectRecord):
    """One of the cases that a substitution for chosen cases covers."""

    substitution = models.ForeignKey(Substitution, models.CASCADE, related_name="chosen", db_constraint=False)
    subject_id = models.UUIDField()

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "substitution", "subject_id"], name="substitution_case_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["substitution"], name="substitution_cases")]


class Deputy(ProjectRecord):
    """Who stands in whenever somebody is on leave; each leave still becomes a substitution with its own days."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="+")
    may_write = models.BooleanField(default=True)
    with_confidential = models.BooleanField(default=False)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "project", "user"], name="deputy_once"),
            models.CheckConstraint(condition=~models.Q(user=models.F("deputy")), name="deputy_somebody_else"),
        ]


class HandOver(ProjectRecord):
    """Cases that went from one colleague to others at one moment, with the note for them."""

    giver = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [*TenantRecord.Meta.constraints]
        indexes: ClassVar = [models.Index(fields=["project", "-at"], name="hand_over_by_project")]


class HandedCase(ProjectRecord):
    """One case of a hand-over: to whom it went; `seen_at` once the new owner has taken note of it."""

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="cases", db_constraint=False)
    subject_id = models.UUIDField()
    taker = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "hand_over", "subject_id"], name="handed_case_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["hand_over"], name="handed_cases")]


class PortalAccount(ProjectRecord):
    """A participant's way to the own file; prepared by the project that invited, used by the portal to come."""

    subject_id = models.UUIDField()
    login = models.CharField(max_length=254)
    language = models.CharField(max_length=8, blank=True)
    password = models.CharField(max_length=128, blank=True, default="")
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["carrier", "subject_id"], condition=models.Q(closed_at=None), name="portal_account_once"
            ),
        ]
