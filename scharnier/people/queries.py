# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of a file read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext

from scharnier.foundation import clock
from scharnier.foundation.panels import NavItem
from scharnier.foundation.principals import Scope
from scharnier.people import words
from scharnier.people.models import Enrolment, Person, ResidenceStatus

EXPIRES_SOON = timedelta(days=90)


@dataclass(frozen=True)
class Alert:
    """Something at the head of a file that must not be overlooked; `kind` is a kind of tag (warn, bad, info, line)."""

    text: str
    kind: str = "warn"


@dataclass(frozen=True)
class FileHeader:
    """The head of every page of a file: who, in which project, with what to watch.

    `enrolment` is the participation that the page is about, `enrolments` all that the reader may see, the latest first.
    `tabs`, `actions` and `page` are filled in by `views.open_file`.
    """

    person: Person
    enrolment: Enrolment
    enrolments: Sequence[Enrolment]
    residence: ResidenceStatus | None
    alerts: Sequence[Alert] = ()
    may_edit: bool = False
    page: str = ""
    tabs: Sequence[NavItem] = ()
    actions: Sequence[NavItem] = ()

    @property
    def project(self) -> UUID:
        return self.enrolment.project_id

    @property
    def carrier(self) -> UUID:
        return self.enrolment.carrier_id

    @property
    def staff_ids(self) -> tuple[UUID, ...]:
        """Whose case it is: the first and the second member of staff of this participation."""
        pair = (self.enrolment.staff_id, self.enrolment.second_staff_id)
        return tuple(each for each in pair if each is not None)

    @property
    def staff_names(self) -> str:
        pair = (self.enrolment.staff, self.enrolment.second_staff)
        return ", ".join(each.display_name for each in pair if each is not None)

    @property
    def own_language(self) -> str:
        return words.own_language(self.person)

    @property
    def age(self) -> str:
        return words.show_age(self.person)

    @property
    def left(self) -> bool:
        return self.enrolment.exited_on is not None and self.enrolment.exited_on < clock.today()


def file_header(scope: Scope, person_id: UUID, project: UUID | None = None) -> FileHeader | None:
    """The head of a file, or None when the reader may not see the person; two statements.

    Shown is the participation in `project` if there is one, an open one before an ended one, the latest first.
    """
    found = list(
        Enrolment.objects.visible_to(scope)
        .filter(person_id=person_id)
        .select_related("person", "project", "staff", "second_staff")
        .order_by(F("entered_on").desc(nulls_first=True), "-id")
    )
    if not found:
        return None
    shown = min(found, key=lambda each: (each.project_id != project, each.exited_on is not None))
    residence = current_residences(scope, [person_id]).get(person_id)
    return FileHeader(
        person=shown.person,
        enrolment=shown,
        enrolments=found,
        residence=residence,
        alerts=_alerts(shown, residence),
        may_edit=shown.project_id in scope.writes,
    )


def current_residences(scope: Scope, person_ids: Iterable[UUID], on: date | None = None) -> dict[UUID, ResidenceStatus]:
    """The stay that began last up to a day (today), expired or not, for each person; one statement."""
    day = on or clock.today()
    rows = (
        ResidenceStatus.objects.visible_to(scope)
        .filter(Q(valid_from=None) | Q(valid_from__lte=day), person_id__in=list(person_ids))
        .order_by("person_id", F("valid_from").desc(nulls_last=True), "-id")
        .distinct("person_id")
    )
    return {row.person_id: row for row in rows}


def _alerts(enrolment: Enrolment, residence: ResidenceStatus | None) -> list[Alert]:
    today = clock.today()
    alerts = []
    if residence is not None and residence.valid_to is not None:
        name = words.label("residence_status", residence.code)
        left = (residence.valid_to - today).days
        facts = {"name": name, "day": f"{residence.valid_to:%d.%m.%Y}", "n": left}
        if left < 0:
            alerts.append(Alert(gettext("%(name)s abgelaufen am %(day)s") % facts, "bad"))
        elif left <= EXPIRES_SOON.days:
            alerts.append(Alert(gettext("%(name)s bis %(day)s, noch %(n)s Tage") % facts))
    if enrolment.exited_on is not None:
        facts = {"day": f"{enrolment.exited_on:%d.%m.%Y}"}
        alerts.append(Alert(gettext("ausgetreten am %(day)s") % facts, "line"))
    elif enrolment.support_until is not None and enrolment.support_until - today <= EXPIRES_SOON:
        facts = {"day": f"{enrolment.support_until:%d.%m.%Y}"}
        alerts.append(Alert(gettext("Begleitung befristet bis %(day)s") % facts))
    return alerts
