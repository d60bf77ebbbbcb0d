# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Persons, their participation in projects and their residence, dated."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from scharnier.foundation import clock
from scharnier.foundation.models import DerivedText, TenantRecord, Versioned
from scharnier.network.models import CarrierRecord, ProjectRecord, User, period_check


class Precision(models.TextChoices):
    """How exactly a date of birth is known; documents often show only a year."""

    DAY = "day", _("auf den Tag")
    MONTH = "month", _("nur Monat und Jahr")
    YEAR = "year", _("nur das Jahr")
    ESTIMATED = "estimated", _("geschätzt")


class Person(CarrierRecord, Versioned):
    """A participant as one carrier knows them. `name_sort` is DIN 5007-2."""

    file_number = models.CharField(_("Aktenzeichen"), max_length=20)
    family_name = models.CharField(_("Familienname"), max_length=80, blank=True)
    given_names = models.CharField(_("Vornamen"), max_length=80, blank=True)
    own_script_name = models.CharField(_("Name in eigener Schrift"), max_length=160, blank=True)
    # A copy of the rows of FormerName, so that search and likeness read one table.
    former_names = models.CharField(_("Frühere Namen"), max_length=4000, blank=True, editable=False)
    birth_date = models.DateField(_("Geburtsdatum"), null=True, blank=True)
    birth_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.DAY)
    sex = models.CharField(_("Geschlecht"), max_length=10, blank=True)
    nationality = models.CharField(_("Staatsangehörigkeit"), max_length=20, blank=True)
    further_nationalities = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    channel = models.CharField(_("Bevorzugter Weg"), max_length=20, blank=True)
    messenger = models.CharField(_("Messenger"), max_length=80, blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    place = models.CharField(_("Ort"), max_length=80, blank=True)
    speaks = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    reads = models.CharField(_("Liest"), max_length=8, blank=True)
    also_reads = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    german_level = models.CharField(_("Deutsch"), max_length=10, blank=True)
    german_note = models.CharField(max_length=120, blank=True)
    schooling = models.CharField(_("Schule und Abschluss"), max_length=200, blank=True)
    occupation = models.CharField(_("Beruf und Erfahrung"), max_length=200, blank=True)
    entered_germany_on = models.DateField(_("Einreise"), null=True, blank=True)
    remark = models.TextField(_("Bemerkung"), max_length=4000, blank=True)
    erased_on = models.DateField(null=True, editable=False)  # what described the person is gone (people/erasing)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_constraint=False)
    name_sort = DerivedText(
        expression=models.Func(
            "family_name",
            "given_names",
            function="name_sort",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "file_number"], name="file_number_once"),
            models.CheckConstraint(
                condition=~models.Q(family_name="", given_names="") | models.Q(erased_on__isnull=False),
                name="person_has_some_name",
            ),
            models.CheckConstraint(
                condition=models.Q(birth_date=None) | models.Q(birth_date__gte="1900-01-01"),
                name="person_birth_after_1900",
            ),
            models.CheckConstraint(
                condition=models.Q(birth_date=None)
                | models.Q(entered_germany_on=None)
                | models.Q(entered_germany_on__gte=models.F("birth_date")),
                name="person_entered_after_birth",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")),
                name="person_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(further_nationalities=[])
                | ~models.Q(nationality__in=["", "stateless", "unresolved"]),
                name="person_further_nationality_after_a_first",
            ),
            models.CheckConstraint(
                condition=models.Q(birth_precision__in=[p.value for p in Precision]),
                name="person_precision_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["carrier", "name_sort", "id"], name="person_by_name"),
            models.Index(fields=["carrier", "birth_date"], name="person_by_birth"),
            models.Index(
                fields=["carrier", "phone"],
                condition=~models.Q(phone=""),
                name="person_by_phone",
            ),
            models.Index(
                fields=["carrier", "id"],
                include=["sex", "birth_date", "place", "postcode"],
                name="person_by_description",
            ),
            models.Index(
                fields=["carrier", "postcode"],
                include=["id"],
                condition=~models.Q(postcode=""),
                name="person_by_postcode",
            ),
        ]

    @property
    def list_name(self) -> str:
        """Family name first, as in lists."""
        return ", ".join(part for part in (self.family_name, self.given_names) if part)

    @property
    def full_name(self) -> str:
        """Given names first, as in titles and letters."""
        return " ".join(part for part in (self.given_names, self.family_name) if part)

    def __str__(self) -> str:
        return self.list_name


class Phase(models.TextChoices):
    """Where the accompaniment stands; consecutive and goal-oriented, never blocking."""

    CLEARING = "clearing", _("Clearing")
    ORIENTATION = "orientation", _("Orientierung")
    QUALIFICATION = "qualification", _("Qualifizierung")
    PLACEMENT = "placement", _("Vermittlung")
    RETENTION = "retention", _("Nachbetreuung")


class Enrolment(ProjectRecord, Versioned):
    """A person's participation in a project. `name_sort` copies the person's, so that one index gives a caseload.

    Without an entry it is an enquiry; one that has come to its end has an exit and a reason, and never took part.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", db_constraint=False)
    staff = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    second_staff = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    phase = models.CharField(_("Phase"), max_length=20, choices=Phase.choices, default=Phase.CLEARING)
    entered_on = models.DateField(_("Eintritt"), null=True, blank=True)
    exited_on = models.DateField(_("Austritt"), null=True, blank=True)
    exit_reason = models.CharField(_("Grund des Austritts"), max_length=40, blank=True)
    exit_situation = models.CharField(
        _("Situation beim Austritt"), max_length=40, blank=True, default="", db_default=""
    )
    # Why somebody was taken in although no place was free.
    over_places = models.CharField(
        _("Trotz voller Plätze, weil"), max_length=300, blank=True, default="", db_default=""
    )
    concern = models.CharField(_("Anliegen"), max_length=200, blank=True, default="", db_default="")
    external_number = models.CharField(_("Nummer in der alten Liste"), max_length=40, blank=True)
    support_until = models.DateField(null=True, blank=True)
    # What became of the reminder that support ends: until (the day it is about), due_on, owner, done_at, done_by.
    support_reminder = models.JSONField(default=dict, db_default={}, blank=True)
    last_contact_on = models.DateField(null=True, blank=True, editable=False)
    erased_on = models.DateField(null=True, editable=False)  # the file is gone; the participation still counts
    name_sort = models.TextField(db_collation="C", editable=False, default="")

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            period_check("enrolment_period", "entered_on", "exited_on"),
            models.CheckConstraint(
                condition=models.Q(exited_on=None) | models.Q(entered_on__isnull=False) | ~models.Q(exit_reason=""),
                name="enrolment_exit_needs_entry_or_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(exit_reason="") | models.Q(exited_on__isnull=False),
                name="enrolment_reason_needs_exit",
            ),
            models.CheckConstraint(
                condition=models.Q(phase__in=[p.value for p in Phase]),
                name="enrolment_phase_known",
            ),
            models.UniqueConstraint(
                fields=["carrier", "project", "person"],
                condition=models.Q(exited_on=None),
                name="enrolment_open_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "name_sort", "id"], name="enrolment_by_project"),
            models.Index(fields=["staff", "name_sort", "id"], name="enrolment_by_staff"),
            models.Index(fields=["person", "project"], name="enrolment_by_person"),
        ]


class ResidenceStatus(CarrierRecord, Versioned):
    """A stay in Germany from one day to another; what the document says is kept word for word."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences", db_constraint=False)
    code = models.CharField(_("Aufenthaltsstatus"), max_length=40)
    valid_from = models.DateField(_("gilt seit"), null=True, blank=True)
    valid_to = models.DateField(_("gültig bis"), null=True, blank=True)
    endorsement = models.TextField(_("Nebenbestimmung, wörtlich"), max_length=1000, blank=True)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    document = models.CharField(_("Dokument"), max_length=120, blank=True, db_default="")
    obligation = models.CharField(_("Wohnsitzauflage"), max_length=160, blank=True, db_default="")
    # Why days are missing before it, or stand in two stays.
    irregular = models.CharField(_("Grund der Lücke oder Überschneidung"), max_length=200, blank=True, db_default="")
    # What became of each reminder of the expiry, by its key: done_at, done_by, due_on, owner (see projected.py).
    reminders = models.JSONField(default=dict, blank=True)
    # No column: the last status by the day that was more than a paper, where a query has put it (law.queries.held_on).
    held: str | None = None

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="residence_period",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-valid_from"], name="residence_by_person")]


class FileCounter(CarrierRecord):
    """The last number given to a file, for each prefix (`NB-2026`). Counting up holds back only others with it."""

    prefix = models.CharField(max_length=14)
    last = models.PositiveIntegerField(default=0)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "prefix"], name="file_counter_once"),
        ]


class ImportState(models.TextChoices):
    """Steps of reading a list; permitted moves are in `IMPORT_MOVES`."""

    UPLOADED = "uploaded", _("hochgeladen")
    CHECKED = "checked", _("geprüft")
    RUNNING = "running", _("wird eingelesen")
    DONE = "done", _("fertig")
    FAILED = "failed", _("abgebrochen")


IMPORT_MOVES: dict[str, tuple[str, ...]] = {
    ImportState.UPLOADED: (ImportState.CHECKED, ImportState.FAILED),
    ImportState.CHECKED: (ImportState.CHECKED, ImportState.RUNNING, ImportState.FAILED),
    ImportState.RUNNING: (ImportState.RUNNING, ImportState.DONE, ImportState.FAILED),
    ImportState.DONE: (),
    ImportState.FAILED: (),
}


class ImportRun(ProjectRecord):
    """A list on its way into files: the file itself, the mapping, what was found and how far the writing got."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: the operator, by command
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    accepted = models.BinaryField(default=b"")  # the rows as checked (lists/kept.py), until they are files
    mapping = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_created = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    summary = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in ImportState]),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(rows_done__lte=models.F("rows_total")),
                name="import_not_past_the_end",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "-created_at"], name="import_by_project")]


class ImportedRow(ProjectRecord):
    """Which row of which list became which file, so that a run that was cut off writes nothing twice."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_constraint=False)
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)

    class Meta(ProjectRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "run", "sheet", "row"], name="imported_row_once"),
        ]


class ImportMapping(CarrierRecord):
    """How a carrier's lists with these columns were understood last time."""

    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta(CarrierRecord.Meta):
        constraints: ClassVar = [
            *TenantRecord.Meta.constraints,
            models.UniqueConstraint(fields=["carrier", "signature"], name="import_mapping_once"),
        ]


# The tables of housing and of the law hang on the ones above; Django finds models only from here.
from scharnier.people.assessing import models as assessing  # noqa: E402, F401
from scharnier.people.caseload import models as caseload  # noqa: E402, F401
from scharnier.people.circumstances import models as circumstances  # noqa: E402, F401
from scharnier.people.competence import models as competence  # noqa: E402, F401
from scharnier.people.consents import models as consents  # noqa: E402, F401
from scharnier.people.cv import models as cv  # noqa: E402, F401
from scharnier.people.documents import models as documents  # noqa: E402, F401
from scharnier.people.erasing import models as erasing  # noqa: E402, F401
from scharnier.people.handout import models as handout  # noqa: E402, F401
from scharnier.people.household import models as household  # noqa: E402, F401
from scharnier.people.housing import models as housing  # noqa: E402, F401
from scharnier.people.law import models as law  # noqa: E402, F401
from scharnier.people.matching import models as matching  # noqa: E402, F401
from scharnier.people.merging import models as merging  # noqa: E402, F401
from scharnier.people.names import models as names  # noqa: E402, F401
from scharnier.people.packages import models as packages  # noqa: E402, F401
from scharnier.people.questionnaire import models as questionnaire  # noqa: E402, F401
from scharnier.people.separation import models as separation  # noqa: E402, F401
from scharnier.people.support import models as support  # noqa: E402, F401
from scharnier.people.waiting import models as waiting  # noqa: E402, F401
