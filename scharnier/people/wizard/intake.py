# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""An intake as it stands: which steps it has, what is filled in, what the rules say to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict

from scharnier.foundation import clock, writes
from scharnier.foundation.access import Forbidden
from scharnier.foundation.ui.forms import KitForm
from scharnier.network.middleware import Desk, Place
from scharnier.people import rules
from scharnier.people.consents.closing import closed_for
from scharnier.people.consents.queries import Basis
from scharnier.people.intake import asking
from scharnier.people.law import target_group
from scharnier.people.models import Person, Precision
from scharnier.people.queries import FileHeader, file_header
from scharnier.people.views import desk_of, open_file
from scharnier.people.wizard import drafts, steps
from scharnier.people.wizard.drafts import Fields
from scharnier.people.wizard.forms import FORMS, NameStep
from scharnier.people.wizard.living import BY_KEY, MOST_ROWS, PARTS, ROWS, rows_of
from scharnier.people.wizard.steps import ENTRY, LIVING, NAME, STAY, Asked

REASON = "stay-group_reason"
HOMES = ("stay-kind", "stay-municipality", "stay-state")


@dataclass
class Wizard:
    """One intake of one colleague. `file`: somebody who is on file already, as an enquiry or from before."""

    id: UUID
    desk: Desk
    place: Place
    project: UUID
    fields: Fields
    saved_at: datetime | None
    file: FileHeader | None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def sent(self) -> QueryDict:
        return drafts.as_query(self.fields)

    @cached_property
    def law(self) -> asking.Intake:
        """What the rules ask and say; asks one statement."""
        return asking.read(self.sent, target_group.programme_of(self.project))

    @cached_property
    def person(self) -> Person:
        """As much of the person as can be read already."""
        form = NameStep(self.sent)
        form.is_valid()
        known = form.cleaned_data
        precision = known.get("birth_precision") or Precision.DAY
        return Person(birth_date=known.get("birth_date"), birth_precision=precision)

    @cached_property
    def asked(self) -> Asked:
        has_stay = self.file is not None and self.file.residence is not None
        return steps.asked(
            self.place.settings,
            self.person,
            law=self.desk.has("law", self.project),
            homes=bool(self.fields.get("code")) and self.law.homes,
            has_stay=has_stay,
        )

    @property
    def steps(self) -> list[str]:
        return self.asked.steps

    @cached_property
    def closed(self) -> dict[str, Basis]:
        """Facts that have no basis yet, and why: they are not asked for."""
        return closed_for(self.desk.scope, self.file.person.pk if self.file else self.id, self.project)

    def options(self, step: str) -> dict[str, Any]:
        if step == LIVING:
            return {"asked": self.asked}
        return {"staff": rules.workers_of(self.project)} if step == ENTRY else {}

    def form(self, step: str, sent: QueryDict | None = None, **more: Any) -> KitForm:
        """The form of a step: as sent, else as the draft knows it, else empty."""
        made = FORMS[step](sent, **self.options(step), **more)
        if step == ENTRY and self.file is not None and not self.desk.may("people.assign", self.project):
            del made.fields["staff"]
        for name in set(self.closed) & set(made.fields):
            del made.fields[name]
        return made

    def closed_at(self, step: str) -> list[Basis]:
        """Why a step doesn't ask for what it could."""
        return [basis for name, basis in self.closed.items() if name in FORMS[step].base_fields]

    def known(self, step: str) -> QueryDict | None:
        """What the draft has for a step, None for one that nobody has begun."""
        names = FORMS[step].base_fields
        if not any(name in names or (step == LIVING and name.startswith(ROWS)) for name in self.fields):
            return None
        sent = self.sent
        if step == ENTRY and self.file is not None and "entered_on" not in sent and "entry_seen" not in self.more:
            sent["entered_on"] = f"{self.proposed_entry:%d.%m.%Y}" if self.proposed_entry else ""
        return sent

    @property
    def proposed_entry(self) -> date | None:
        """Today; nothing where the programme counts hours before the entry."""
        return None if self.place.settings.hours_before_entry is not None else clock.today()

    def owned(self, step: str) -> list[str]:
        """The names of a step; see drafts.taken."""
        names = [name for name in self.form(step).fields if name not in ("form_token", "version")]
        if step == STAY:
            return [*names, "law-", "stay-endorsement", *HOMES]
        if step == LIVING:
            return [*names, *(f"{name}-" for part in PARTS for name in (*part.names, *part.later))]
        return [*names, REASON] if step == ENTRY else names

    def another(self, key: str) -> None:
        """A further row of a part of a life; what was typed stays."""
        rows = min(rows_of(self.sent, BY_KEY[key]) + 1, MOST_ROWS)
        self.fields = {**self.fields, ROWS + key: [str(rows)]}
        self.save(LIVING)

    def take(self, step: str, sent: QueryDict) -> None:
        """Keep what a step sent, whatever it says."""
        self.fields = drafts.taken(self.fields, sent, self.owned(step))
        if step == ENTRY:
            self.more["entry_seen"] = True
        for name in ("law", "person", "asked"):
            self.__dict__.pop(name, None)
        self.save(step)

    def save(self, step: str) -> None:
        more = {**self.more, "project": str(self.project)}
        if self.file is not None:
            more["versions"] = self.versions
        drafts.keep(self.desk.user.id, self.id, step, self.fields, more)

    @property
    def versions(self) -> Mapping[str, int]:
        """The versions that the writer saw when the intake began."""
        if self.file is None:
            return {}
        seen: dict[str, int] = self.more.get("versions") or {
            "person": self.file.person.version,
            "enrolment": self.file.enrolment.version,
        }
        return seen

    def see(self) -> None:
        """From now on the writer has seen the file as it is."""
        self.more.pop("versions", None)

    def wrong(self) -> tuple[str, dict[str, KitForm]]:
        """The first step with something that can't be (empty: none), and the forms of all steps, bound."""
        forms = {step: self.form(step, self.sent) for step in self.steps}
        for step, form in forms.items():
            if not form.is_valid() or (step == STAY and not self.law.is_valid()):
                return step, forms
        return "", forms


def opened(request: HttpRequest, draft: UUID) -> Wizard:
    """The intake of this id: as its draft stands, or from the file of the person with this id, or empty."""
    desk = desk_of(request)
    row = writes.draft_of(desk.user.id, drafts.key(draft))
    content: dict[str, Any] = row.content if row else {}
    here = desk.project
    if content.get("project"):
        here = desk.place(UUID(content["project"]))
    if here is None or here.project is None or not desk.may("people.new", here.project):
        raise Forbidden("people.new")
    known = file_header(desk.scope, draft, here.project)
    if known is None and "versions" in content:
        raise Http404
    file = open_file(request, draft, "data", "people.edit") if known is not None else None
    if file is not None and file.project != here.project:
        raise Http404
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    fields: Fields = content.get("fields") or (drafts.on_file(file) if file is not None else {})
    more: dict[str, Any] = {name: content[name] for name in ("versions", "entry_seen") if name in content}
    return Wizard(draft, desk, here, here.project, fields, row.updated_at if row else None, file, more)


def first_step(wizard: Wizard) -> str:
    return next(iter(wizard.steps), NAME)
