# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody agreed to, and whom they released from professional secrecy."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.models import TenantRecord, Versioned
from scharnier.network.models import ProjectRecord, User


class Kind(models.TextChoices):
    CONSENT = "consent", _("Einwilligung")
    RELEASE = "release", _("Entbindung von der Schweigepflicht")


class Form(models.TextChoices):
    """How it was given; a release needs writing, and what is special (health) an express statement in writing."""

    SCREEN = "screen", _("am Bildschirm unterschrieben")
    SCAN = "scan", _("auf Papier unterschrieben, Scan liegt hier")
    PAPER = "paper", _("auf Papier unterschrieben, Original im Ordner")
    SPOKEN = "spoken", _("mündlich")


class Signer(models.TextChoices):
    PERSON = "person", _("die Person selbst")
    GUARDIAN = "guardian", _("gesetzliche Vertretung")


class Consent(ProjectRecord, Versioned):
    """A consent for one purpose, or a release from secrecy as an act of its own.

    Asked for (the words stand from then on), given in one of the forms, withdrawn. `wording` is what was signed, in
    German, `wording_own` in `language`; `text_version` says of which day the sentences are.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="consents", db_constraint=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CONSENT)
    purpose = models.CharField(_("Wofür"), max_length=20)
    recipient = models.CharField(_("Gegenüber wem"), max_length=200, blank=True)
    matter = models.CharField(_("Worum es geht"), max_length=500, blank=True)
    released = models.CharField(_("Wer entbunden wird"), max_length=300, blank=True)
    language = models.CharField(_("Sprache"), max_length=8, blank=True)
    wording = models.TextField(_("Wortlaut"))
    wording_own = models.TextField(_("Wortlaut in der Sprache der Person"), blank=True)
    text_version = models.CharField(_("Fassung des Textes"), max_length=20)
    valid_until = models.DateField(_("Gilt bis"), null=True, blank=True)
    given_on = models.DateField(_("Gegeben am"), null=True, blank=True)
    form = models.CharField(_("Form"), max_length=8, choices=Form.choices, blank=True)
    signer = models.CharField(_("Wer unterschreibt"), max_length=10, choices=Signer.choices, blank=True)
    signed_by = models.CharField(_("Name"), max_length=160, blank=True)
    strokes = models.TextField(blank=True, default="")
    document = models.ForeignKey("people.Document", models.PROTECT, null=True, related_name="+", db_constraint=False)
    withdrawn_at = models.DateTimeField(_("Widerrufen am"), null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawal = models.CharField(_("Wie widerrufen"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Who is reminded before it ends, and what became of the reminder.
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    remind_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(given_on=None, form="") | (models.Q(given_on__isnull=False) & ~models.Q(form="")),
                name="consent_given_in_a_form",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, given_on__isnull=False),
                name="consent_withdrawn_after_given",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="release")
                | (~models.Q(recipient="") & ~models.Q(matter="") & ~models.Q(released="") & ~models.Q(form="spoken")),
                name="release_is_written_and_complete",
            ),
            models.CheckConstraint(
                condition=(models.Q(form="screen") & ~models.Q(strokes=""))
                | (models.Q(form="scan", strokes="", document__isnull=False))
                | (models.Q(form__in=["", "paper", "spoken"], strokes="", document=None)),
                name="consent_signed_as_its_form_says",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(given_on=None)
                | models.Q(valid_until__gte=models.F("given_on")),
                name="consent_period",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "project"], name="consent_by_person")]

    @property
    def asked(self) -> bool:
        """Prepared and not signed yet."""
        return self.given_on is None

    @property
    def title(self) -> str:
        return str(Kind(self.kind).label)
