# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A letter that somebody brought to the office hour."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.casework.models import CaseRecord, Signed
from scharnier.foundation.models import TenantRecord
from scharnier.network.models import User
from scharnier.people.documents.models import Document


class LetterState(models.TextChoices):
    """What became of a letter; every move is permitted, since people correct themselves."""

    OPEN = "open", _("offen")
    ANSWERED = "answered", _("beantwortet")
    OBJECTED = "objected", _("Widerspruch oder Klage erhoben")
    DONE = "done", _("erledigt")


class Letter(CaseRecord, Signed):
    """Who wrote, what about, until when something must be done, whether the person has understood it.

    `sender` and `matter` are codes of `knowledge.deadlines`; `sender_name` is a sender that stands in no list. `answer`
    is the suggestion as it was shown when the deadline was written down. `owner` is reminded on `follow_up_on`.
    """

    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", db_constraint=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    sender = models.CharField(_("Absender"), max_length=30, blank=True)
    sender_name = models.CharField(_("Anderer Absender"), max_length=120, blank=True)
    matter = models.CharField(_("Worum es geht"), max_length=50, blank=True)
    subject = models.CharField(_("Stichwort"), max_length=160, blank=True)
    dated = models.DateField(_("Datum des Briefs"), null=True, blank=True)
    served = models.DateField(_("Angekommen am"), null=True, blank=True)
    stated = models.DateField(_("Tag, den der Brief nennt"), null=True, blank=True)
    no_notice = models.BooleanField(_("Ohne Rechtsbehelfsbelehrung"), default=False)
    deadline_on = models.DateField(_("Frist"), null=True, blank=True)
    follow_up_on = models.DateField(_("Erinnern am"), null=True, blank=True)
    elsewhere = models.BooleanField(default=False)  # it came into several files; another one follows the deadline
    answer = models.JSONField(default=dict, blank=True)
    explained_on = models.DateField(_("Erklärt am"), null=True, blank=True)
    language = models.CharField(_("Sprache"), max_length=8, blank=True)
    interpreter = models.CharField(_("Sprachmittlung"), max_length=120, blank=True)
    state = models.CharField(_("Stand"), max_length=10, choices=LetterState.choices, default=LetterState.OPEN)
    outcome = models.TextField(_("Ergebnis"), max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(CaseRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state=LetterState.OPEN, closed_at=None)
                | (~models.Q(state=LetterState.OPEN) & models.Q(closed_at__isnull=False)),
                name="letter_closed_or_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[each.value for each in LetterState]), name="letter_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(dated=None) | models.Q(served=None) | models.Q(served__gte=models.F("dated")),
                name="letter_arrives_after_it_was_written",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="letter_by_person"),
            models.Index(fields=["project", "sender"], name="letter_by_sender"),
            models.Index(fields=["document"], name="letter_by_document"),
        ]

    @property
    def named(self) -> bool:
        """Whether anybody has said yet who wrote or what about."""
        return bool(self.sender or self.sender_name or self.matter or self.subject)
