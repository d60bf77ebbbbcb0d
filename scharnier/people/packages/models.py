# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A package on its way: files that leave in one, or that came in one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import ProjectRecord, User


class Direction(models.TextChoices):
    OUT = "out"
    IN = "in"


class PackageState(models.TextChoices):
    WAITING = "waiting"  # for the worker: an export to be written, an import to be checked
    CHECKED = "checked"  # an import that may be read in
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


MOVES: dict[str, tuple[str, ...]] = {
    PackageState.WAITING: (PackageState.CHECKED, PackageState.DONE, PackageState.FAILED),
    PackageState.CHECKED: (PackageState.RUNNING, PackageState.FAILED),
    PackageState.RUNNING: (PackageState.DONE, PackageState.FAILED),
    PackageState.DONE: (),
    PackageState.FAILED: (),
}


class PackageRun(ProjectRecord):
    """One export or import of whole files.

    `persons` are the files to write (export); `manifest` says what is inside; `found` what the check found (import):
    files that may be here already, and what stands against it; `decisions` per file: keep, merge, skip, and staff.
    The uploaded package lies encrypted on the disk, its key in `sealed_key`. `parts_done` is how far the work got.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    state = models.CharField(max_length=8, choices=PackageState.choices, default=PackageState.WAITING)
    reason = models.CharField(max_length=1000, blank=True)
    whole = models.BooleanField(default=False)
    persons = models.JSONField(default=list)
    manifest = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    sealed_key = models.BinaryField(default=b"")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    parts_done = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=[each.value for each in PackageState]), name="package_state_known"
            ),
            models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="package_not_past_the_end"),
            models.CheckConstraint(
                condition=models.Q(direction=Direction.IN) | ~models.Q(reason=""), name="package_leaves_with_reason"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "-created_at"], name="package_by_project")]


class PackagePart(ProjectRecord):
    """Fifty files of an export, compressed: what is written stays written when the worker is killed."""

    run = models.ForeignKey(PackageRun, models.CASCADE, related_name="parts", db_constraint=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "run", "number"], name="package_part_once"),
        ]
