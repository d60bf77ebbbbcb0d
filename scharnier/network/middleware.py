# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The desk: in which project somebody works at the moment, and whether the page may be opened at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from scharnier.foundation import access, clock, principals, resend, writes
from scharnier.foundation.principals import Kind, Scope
from scharnier.knowledge.settings import ProgrammeSettings, resolve
from scharnier.network.access import COVER, STAND_IN
from scharnier.network.signin import second_factor


@dataclass(frozen=True)
class Place:
    """A project in which somebody works, or a carrier for which they administer (`project` is None)."""

    carrier: UUID
    carrier_name: str
    project: UUID | None
    code: str
    name: str
    phase: str
    roles: frozenset[str]
    settings: ProgrammeSettings = field(compare=False)

    @property
    def key(self) -> str:
        return str(self.project or self.carrier)


@dataclass(frozen=True)
class Cover:
    """A colleague for whom somebody stands in; `cases` are the persons it is about, None for all."""

    absent: UUID
    name: str
    project: UUID
    until: str
    may_write: bool
    with_confidential: bool = False
    cases: frozenset[UUID] | None = None

    def about(self, subject: UUID) -> bool:
        """Whether the case of this person is covered."""
        return self.cases is None or subject in self.cases


@dataclass(frozen=True)
class DeskUser:
    id: UUID
    name: str
    language: str
    theme: str
    single_keys: bool


@dataclass(frozen=True)
class Desk:
    """Everything the frame of a page needs to know; comes with `app_enter`, without a further statement."""

    user: DeskUser
    project: Place | None
    projects: list[Place]
    covering: list[Cover]
    scope: Scope

    def may(self, permission: str, project: UUID | None = None) -> bool:
        """Whether a role held in `project` (or in the present one) gives `permission`."""
        wanted = project if project is not None else (self.project.project if self.project else None)
        return any(
            access.holds(role, permission)
            for place in self.projects
            if place.project == wanted or place.project is None
            for role in place.roles
        )

    def act_for(self, owners: Iterable[UUID | None], project: UUID, subject: UUID) -> Cover | None:
        """Do what follows in this transaction on behalf of whoever of `owners` one stands in for in this case, if any.

        One statement when there is somebody; the audit names both from here on.
        """
        wanted = set(owners)
        found = next(
            (
                each
                for each in self.covering
                if each.absent in wanted and each.project == project and each.about(subject)
            ),
            None,
        )
        if found is not None:
            principals.act_for(found.absent)
        return found

    def place(self, project: UUID) -> Place | None:
        return next((place for place in self.projects if place.project == project), None)

    def audits(self, project: UUID) -> bool:
        """Whether somebody is there to examine the project, and for nothing else."""
        place = self.place(project)
        return place is not None and place.roles == {"auditor"}

    @property
    def settings(self) -> ProgrammeSettings:
        """What the present project's programme says today; the defaults where somebody works in no project."""
        return self.project.settings if self.project else resolve("", clock.today())

    def settings_of(self, project: UUID) -> ProgrammeSettings:
        """The settings of one of one's projects (a file may belong to another one than the present)."""
        place = self.place(project)
        return place.settings if place else self.settings

    def word(self, key: str) -> str:
        """A word as the programme says it (participant: Mentee, plan: Integrationsvereinbarung)."""
        return self.settings.word(key)

    def has(self, module: str, project: UUID | None = None) -> bool:
        """Whether a module is switched on in `project` (or in the present one); no name, no module: always."""
        return not module or (self.settings_of(project) if project else self.settings).has(module)


def _covering_role(cover: dict[str, Any]) -> str:
    if not cover["may_write"]:
        return COVER
    return "caseworker" if cover["cases"] is None else STAND_IN


def _places(facts: dict[str, Any]) -> list[Place]:
    merged: dict[tuple[str, str | None], Place] = {}
    today = clock.today()
    covers = [
        {
            **cover,
            "role": _covering_role(cover),
            "name": cover["project_name"],
        }
        for cover in facts.get("covering", [])
    ]
    for row in [*facts.get("memberships", []), *covers]:
        key = (row["carrier"], row["project"])
        known = merged.get(key)
        roles = (known.roles if known else frozenset()) | {row["role"]}
        merged[key] = Place(
            carrier=UUID(row["carrier"]),
            carrier_name=row["carrier_name"],
            project=UUID(row["project"]) if row["project"] else None,
            code=row["code"] or "",
            name=row["name"] or row["carrier_name"],
            phase=row["phase"] or "",
            roles=roles,
            settings=resolve(row["programme"] or "", today, row["settings"]),
        )
    return list(merged.values())


def build_desk(scope: Scope, chosen: str | None) -> Desk | None:
    """The desk of a signed-in member of staff; `chosen` is the key of the place picked last."""
    facts = scope.facts
    if scope.principal.kind is not Kind.STAFF or "user" not in facts:
        return None
    places = _places(facts)
    user = facts["user"]
    present = next((p for p in places if p.key == chosen), None) or next((p for p in places if p.project), None)
    return Desk(
        user=DeskUser(
            UUID(user["id"]),
            user["name"],
            user["language"],
            user["theme"],
            user["single_keys"],
        ),
        project=present or (places[0] if places else None),
        projects=places,
        covering=[
            Cover(
                UUID(c["absent"]),
                c["name"],
                UUID(c["project"]),
                c["until"],
                c["may_write"],
                c["with_confidential"],
                None if c["cases"] is None else frozenset(UUID(case) for case in c["cases"]),
            )
            for c in facts.get("covering", [])
        ],
        scope=scope,
    )


class DeskMiddleware:
    """Default deny: a view without a declared permission is refused, a signed-out request goes to the sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scope: Scope | None = getattr(request, "scope", None)
        desk = None
        if scope is not None and scope.principal.kind is Kind.STAFF:
            desk = build_desk(scope, request.session.get("place"))
        # The sign-in library's pages look like the desk to whoever may use it, like the entrance to everybody else.
        request.frame = "public.html"  # type: ignore[attr-defined]  # their templates extend it
        if desk is not None:
            request.desk = desk  # type: ignore[attr-defined]  # the frame of every desk page reads it
            if not second_factor.missing(request):
                request.frame = "desk.html"  # type: ignore[attr-defined]  # see above
            _speak(request, desk.user.language)
        response = self.get_response(request)
        if desk is not None and getattr(request, "guarded", False) and _leaves_the_house(response):
            _refuse_to_take_away(request, desk)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        permission = getattr(view, "permission", None) or getattr(getattr(view, "view_class", None), "permission", None)
        if permission == "public" or view.__module__.startswith("allauth."):
            return None
        desk: Desk | None = getattr(request, "desk", None)
        if desk is None:
            return _signed_out(request)
        if second_factor.missing(request):
            return _without_second_factor(request, desk)
        if permission is None:
            raise access.Forbidden("undeclared")
        if not desk.projects and permission != "signed_in":
            return render(request, "network/no_place.html", status=403)
        if permission != "signed_in" and not desk.may(permission):
            raise access.Forbidden(permission)
        module = getattr(view, "module", "")
        if not desk.has(module):
            raise access.SwitchedOff(module)
        if getattr(view, "to_take_away", False):
            _refuse_to_take_away(request, desk)
        request.guarded = True  # type: ignore[attr-defined]  # what it answers is looked at once more
        _note_audit(request, desk, kwargs)
        return None


def _leaves_the_house(response: HttpResponse) -> bool:
    """Whether an answer is a file for somebody's own machine: no page, no fragment, no picture within a page."""
    if "attachment" in response.get("Content-Disposition", ""):
        return True
    kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
    seen = kind.startswith(("image/", "text/html")) or kind in ("", "application/json", "text/plain", "text/javascript")
    return response.status_code == HTTPStatus.OK and not seen


def _refuse_to_take_away(request: HttpRequest, desk: Desk) -> None:
    """An audit reads and takes nothing along, whichever page it comes from."""
    if not desk.may("network.take_away", getattr(request, "page_project", None)):
        raise access.Forbidden("network.take_away")


def _note_audit(request: HttpRequest, desk: Desk, kwargs: dict[str, Any]) -> None:
    """Whatever somebody opens who is there to examine a project stands in the audit (one statement)."""
    place = desk.project
    if place is not None and place.roles == {"auditor"} and request.resolver_match is not None:
        page = request.resolver_match.url_name or ""
        writes.note("audit_opened", carrier=place.carrier, subject=kwargs.get("person_id"), page=page)


def _speak(request: HttpRequest, language: str) -> None:
    """The account's language, unless another was chosen on this machine."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language


def _signed_out(request: HttpRequest) -> HttpResponse:
    """To the sign-in; what somebody had written meanwhile is shown, so that it can be copied."""
    htmx = request.headers.get("HX-Request") == "true"
    if request.method != "POST" or htmx:
        return redirect_to_login(request.get_full_path())
    typed = [
        value
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "form_token") and "assword" not in name
        for value in request.POST.getlist(name)
        if len(value.strip()) > 20
    ]
    return render(request, "network/expired.html", {"typed": typed, "again": resend.seal(request)}, status=401)


def _without_second_factor(request: HttpRequest, desk: Desk) -> HttpResponse:
    """To the page where one is set up. A sign-in from before it was set up elsewhere has to be done again."""
    if second_factor.of_user(desk.user.id).exists():
        logout(request)
        return redirect_to_login(request.get_full_path())
    return redirect("mfa_index")
