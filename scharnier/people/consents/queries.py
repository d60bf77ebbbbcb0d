# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate: whether something may be known, shown or passed on, and on what basis.

    basis = queries.basis(scope, person, project, "placement", recipient="Tischlerei Wendt")
    if not basis.allowed: show basis.why

What law or agreement allows (settings of the programme, dated) needs no statement; where it takes a consent or a
release from secrecy, one statement reads what is in force, once in a transaction. See docs/legal-bases.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import purposes, settings
from scharnier.knowledge.settings import ProgrammeSettings
from scharnier.knowledge.workdays import add_months
from scharnier.network.programmes.queries import today_in
from scharnier.people.consents.models import Consent, Kind

CONSENT, UNDECIDED = "consent", "undecided"
CACHE = "consents"


@dataclass(frozen=True)
class Given:
    """A consent or release in force."""

    id: UUID
    kind: str
    purpose: str
    recipient: str
    given_on: date
    valid_until: date | None

    def towards(self, recipient: str) -> bool:
        """Whether it covers this recipient; without one, whether it is there at all."""
        return not recipient or not self.recipient or self.recipient.casefold() == recipient.strip().casefold()


@dataclass(frozen=True)
class Basis:
    """On what a purpose rests in a case today. `why` says why it is closed, empty when it is open."""

    purpose: str
    base: str
    citation: str
    told: str
    allowed: bool
    why: str = ""
    consent: Given | None = None
    release: Given | None = None
    wants_release: bool = False
    asks: str = ""  # consent or release: what to ask for

    @property
    def name(self) -> str:
        return purposes.name(_lang(), self.purpose)

    @property
    def base_name(self) -> str:
        return settings.label("base", self.base, _lang())


class NoBasis(DomainError):
    """Something needs a basis that isn't there."""

    def __init__(self, basis: Basis, field_name: str = "") -> None:
        super().__init__(basis.why, field_name)
        self.basis = basis


@dataclass
class _Kept:
    """What a transaction has read: consents in force by case."""

    cases: dict[tuple[UUID, UUID], Sequence[Given]] = field(default_factory=dict)


def _lang() -> str:
    return "de" if (get_language() or "de").startswith("de") else "en"


def in_force(day: date) -> Q:
    """Given, not withdrawn, not over."""
    return Q(given_on__lte=day, withdrawn_at=None) & (Q(valid_until=None) | Q(valid_until__gte=day))


def _kept(scope: Scope) -> _Kept:
    kept: _Kept = scope.facts.setdefault(CACHE, _Kept())
    return kept


def forget(scope: Scope, person: UUID) -> None:
    """Something was given or withdrawn: read it again."""
    kept = _kept(scope)
    for key in [each for each in kept.cases if each[0] == person]:
        del kept.cases[key]


def _given(rows: QuerySet[Consent]) -> Iterable[tuple[UUID, Given]]:
    names = ("person_id", "pk", "kind", "purpose", "recipient", "given_on", "valid_until")
    for person, *values in rows.order_by("-given_on", "-pk").values_list(*names):
        yield person, Given(*values)


def given(scope: Scope, person: UUID, project: UUID) -> Sequence[Given]:
    """What is in force in a case today; one statement, once in a transaction."""
    kept = _kept(scope)
    if (person, project) not in kept.cases:
        rows = Consent.objects.visible_to(scope).filter(in_force(clock.today()), person_id=person, project_id=project)
        kept.cases[person, project] = [each for _person, each in _given(rows)]
    return kept.cases[person, project]


def basis(
    scope: Scope,
    person: UUID,
    project: UUID,
    purpose: str,
    *,
    recipient: str = "",
    at: ProgrammeSettings | None = None,
) -> Basis:
    """On what a purpose rests in a case; asks for a statement only where consent or release decide.

    `at`: the settings, where they are known already.
    """
    known, rule = at or today_in(project), purposes.purpose(purpose)
    law = known.legal_basis(purpose)
    secret = rule.outside and known.secrecy
    by_consent = law.base == CONSENT or (law.base == UNDECIDED and not rule.open_undecided)
    rows = given(scope, person, project) if by_consent or secret else ()
    consent = _first(rows, Kind.CONSENT, purpose, recipient) if by_consent else None
    release = _first(rows, Kind.RELEASE, purpose, recipient) if secret else None
    says = partial(Basis, purpose, law.base, law.citation, law.text, wants_release=secret)
    if by_consent and consent is None:
        return says(allowed=False, why=_no_consent(law.base, recipient), asks=Kind.CONSENT)
    if secret and release is None:
        return says(allowed=False, why=_no_release(recipient), consent=consent, asks=Kind.RELEASE)
    return says(allowed=True, consent=consent, release=release)


def _first(rows: Sequence[Given], kind: str, purpose: str, recipient: str) -> Given | None:
    return next(
        (each for each in rows if (each.kind, each.purpose) == (kind, purpose) and each.towards(recipient)), None
    )


def _no_consent(base: str, recipient: str) -> str:
    facts = {"recipient": recipient}
    if base == UNDECIDED:
        return gettext(
            "Für diesen Zweck hat das Projekt keine Rechtsgrundlage festgelegt. Bis dahin braucht es eine Einwilligung."
        )
    if recipient:
        return gettext("Dafür braucht es eine Einwilligung gegenüber %(recipient)s, und es gibt keine.") % facts
    return gettext("Dafür braucht es eine Einwilligung der Person, und es gibt keine, die gilt.")


def _no_release(recipient: str) -> str:
    if recipient:
        text = gettext("Hier gilt die Schweigepflicht (§ 203 StGB). Gegenüber %(recipient)s fehlt die Entbindung.")
        return text % {"recipient": recipient}
    return gettext("Hier gilt die Schweigepflicht (§ 203 StGB). Es fehlt eine schriftliche Entbindung.")


def allowed(scope: Scope, person: UUID, project: UUID, purpose: str, *, recipient: str = "") -> bool:
    """Whether a purpose has a basis in a case today."""
    return basis(scope, person, project, purpose, recipient=recipient).allowed


def require(
    scope: Scope, person: UUID, project: UUID, purpose: str, *, recipient: str = "", field_name: str = ""
) -> Basis:
    """The basis. Raises NoBasis, which says what to ask for."""
    found = basis(scope, person, project, purpose, recipient=recipient)
    if not found.allowed:
        raise NoBasis(found, field_name)
    return found


def without_basis(persons: Iterable[UUID], project: UUID, purpose: str) -> set[UUID]:
    """Which of these persons of one project have no basis for a purpose that needs nothing but a consent.

    For work with many files; one statement where consent decides, none elsewhere.
    """
    law, rule = today_in(project).legal_basis(purpose), purposes.purpose(purpose)
    if law.base != CONSENT and not (law.base == UNDECIDED and not rule.open_undecided):
        return set()
    wanted = set(persons)
    rows = Consent.objects.filter(
        in_force(clock.today()), person_id__in=wanted, project_id=project, kind=Kind.CONSENT, purpose=purpose
    )
    return wanted - set(rows.values_list("person_id", flat=True))


# ---------- the page ----------

KEPT = ("statute", "church_law", "consent")


@dataclass(frozen=True)
class Kept:
    """How long a file is kept after the exit; `until` is there once somebody has left."""

    months: int
    until: date | None

    @property
    def over(self) -> bool:
        return self.until is not None and self.until < clock.today()


def kept(project: UUID, exited_on: date | None) -> Kept:
    """The period by the basis of counselling (settings keeping.*); a file without a decided basis as one on statute."""
    known = today_in(project)
    base = known.legal_basis("counselling").base
    months = known.kept_months(base if base in KEPT else KEPT[0])
    return Kept(months, add_months(exited_on, months) if exited_on else None)


def bases(scope: Scope, person: UUID, project: UUID) -> list[Basis]:
    """Every purpose with its basis, in the order of the catalogue; one statement."""
    known = today_in(project)
    return [basis(scope, person, project, code, at=known) for code in purposes.purposes()]


def acts(scope: Scope, person: UUID) -> list[Consent]:
    """All consents and releases of a person, the latest first, without scans; one statement."""
    rows = Consent.objects.visible_to(scope).filter(person_id=person).select_related("project", "recorded_by")
    return list(rows.defer("strokes").order_by("-created_at", "-pk"))


def act(scope: Scope, person: UUID, consent: UUID) -> Consent | None:
    """One of them; a statement."""
    rows = Consent.objects.visible_to(scope).select_related("project", "recorded_by", "withdrawn_by", "person")
    return rows.filter(pk=consent, person_id=person).first()


def askable(known: ProgrammeSettings) -> list[tuple[str, str]]:
    """(kind, purpose) that may be asked for: a consent where law already allows it would only mislead."""
    found: list[tuple[str, str]] = []
    for code, rule in purposes.purposes().items():
        law = known.legal_basis(code)
        if law.base == CONSENT or (law.base == UNDECIDED and not rule.open_undecided):
            found.append((Kind.CONSENT, code))
        if rule.outside and known.secrecy:
            found.append((Kind.RELEASE, code))
    return found


def standing(row: Consent, day: date) -> tuple[str, str]:
    """(tag kind, word): asked for, in force, over, withdrawn."""
    if row.asked:
        return "info", gettext("noch nicht unterschrieben")
    if row.withdrawn_at is not None:
        return "bad", gettext("widerrufen am %(day)s") % {"day": f"{row.withdrawn_at.astimezone(clock.ZONE):%d.%m.%Y}"}
    if row.valid_until is not None and row.valid_until < day:
        return "warn", gettext("abgelaufen am %(day)s") % {"day": f"{row.valid_until:%d.%m.%Y}"}
    return "ok", gettext("gilt seit %(day)s") % {"day": f"{row.given_on:%d.%m.%Y}"}


def lines(rows: Sequence[Consent], day: date) -> list[dict[str, Any]]:
    """The acts as a list shows them."""
    return [
        {"row": row, "tag": tag, "state": word, "name": purposes.name(_lang(), row.purpose)}
        for row in rows
        for tag, word in [standing(row, day)]
    ]
