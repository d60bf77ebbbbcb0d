# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An introduction (Vermittlungsvorschlag) and every step it took, with its day."""

from __future__ import annotations

import functools
import operator
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scharnier.casework.models import CaseRecord, Signed
from scharnier.directory.organisations.models import Organisation, OrganisationContact
from scharnier.foundation import clock
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import User
from scharnier.work.introductions.moves import ENDS, OPEN, REFUSED, TOLD, WAY, State, pairs
from scharnier.work.vacancies.models import Vacancy


class Introduction(CaseRecord, Signed):
    """Somebody on the way to a firm, for one of its vacancies or on the off chance.

    `profile` is what the firm was given without a name, as it was sent; `identified_on` the day on which it got the
    name, `basis` on what that rested. `next_on` is the day on which somebody asks again.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="introductions", db_constraint=False)
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, related_name="introductions", db_constraint=False)
    contact = models.ForeignKey(OrganisationContact, models.PROTECT, null=True, related_name="+", db_constraint=False)
    # As the firm was called when it began: what agenda and timeline say.
    where = models.CharField(_("Betrieb"), max_length=160, default="", db_default="")
    work = models.CharField(_("Tätigkeit"), max_length=160)
    state = models.CharField(_("Stand"), max_length=12, choices=State.choices, default=State.PROPOSED)
    state_on = models.DateField(_("seit"), default=clock.today)
    from_suggestion = models.BooleanField(default=False)
    agreed_on = models.DateField(_("einverstanden seit"), null=True, blank=True)
    profile = models.JSONField(default=dict, db_default={}, blank=True)
    sent_on = models.DateField(_("Profil gegeben am"), null=True, blank=True)
    identified_on = models.DateField(_("Name genannt am"), null=True, blank=True)
    basis = models.CharField(_("Grundlage"), max_length=300, blank=True, default="", db_default="")
    reason = models.CharField(_("Grund"), max_length=20, blank=True, default="", db_default="")
    reason_text = models.CharField(_("Dazu"), max_length=300, blank=True, default="", db_default="")
    closed_on = models.DateField(_("beendet am"), null=True, blank=True)
    next_on = models.DateField(_("Nachfassen am"), null=True, blank=True)
    looks = models.JSONField(_("Nachgefasst"), default=list, db_default=[], editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=[*WAY, *REFUSED]), name="introduction_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_on=None) | Q(state__in=ENDS, closed_on__isnull=False),
                name="introduction_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=REFUSED) & ~Q(reason="") | Q(state__in=WAY, reason=""),
                name="introduction_reason_for_a_no",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TOLD) | Q(agreed_on__isnull=False), name="introduction_told_with_agreement"
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None, identified_on=None) | Q(agreed_on__isnull=False),
                name="introduction_profile_with_agreement",
            ),
            models.CheckConstraint(
                condition=Q(identified_on=None) | ~Q(basis=""), name="introduction_name_with_a_basis"
            ),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(closed_on=None), name="introduction_nothing_next_when_closed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="introduction_by_person"),
            models.Index(fields=["vacancy", "-id"], name="introduction_by_vacancy"),
            models.Index(fields=["organisation", "-id"], name="introduction_by_firm"),
            models.Index(
                fields=["project", "state", "state_on", "id"],
                condition=Q(closed_on=None),
                name="introduction_board",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class IntroductionStep(CaseRecord):
    """A state on a day. `late`: recorded afterwards, the introduction had been further on already."""

    introduction = models.ForeignKey(Introduction, models.PROTECT, related_name="steps", db_constraint=False)
    before = models.CharField(max_length=12, blank=True)
    state = models.CharField(_("Stand"), max_length=12, choices=State.choices)
    on = models.DateField(_("Tag"), default=clock.today)
    late = models.BooleanField(default=False)
    note = models.CharField(_("Notiz"), max_length=500, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(late=True, state__in=WAY)
                | Q(late=False)
                & functools.reduce(operator.or_, (Q(before=before, state=after) for before, after in sorted(pairs()))),
                name="introduction_step_permitted",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["introduction", "on", "id"], name="introduction_step_of")]
