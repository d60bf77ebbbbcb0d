# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping a view of the list under a name, sharing it, beginning with it, dropping it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from scharnier.foundation.access import Forbidden
from scharnier.foundation.prepared import Read
from scharnier.foundation.principals import Scope, identity
from scharnier.foundation.writes import DomainError
from scharnier.people.caseload.models import CaseloadView

MOST = 30


def views_of(scope: Scope, project: UUID) -> list[CaseloadView]:
    """Shared ones first, then one's own, each by name; one statement."""
    return _VIEWS(scope, project=project)


_VIEWS = Read(
    lambda scope, project: (
        CaseloadView.objects.visible_to(scope).filter(project_id=project).order_by("-shared", "name", "id")
    )
)


def start_of(views: list[CaseloadView]) -> CaseloadView | None:
    """With which of these the list begins: an own one before the project's."""
    starts = [view for view in views if view.start]
    return next((view for view in starts if not view.shared), starts[0] if starts else None)


def may_change(scope: Scope, view: CaseloadView) -> bool:
    return view.project_id in scope.leads if view.shared else view.owner_id == scope.principal.id


def save(scope: Scope, carrier: UUID, project: UUID, *, name: str, filters: Mapping[str, str], shared: bool) -> UUID:
    """A new view. Raises Forbidden when a non-lead shares, DomainError for a name in use."""
    if shared and project not in scope.leads:
        raise Forbidden("people.assign")
    if CaseloadView.objects.visible_to(scope).filter(project_id=project, owner_id=scope.principal.id).count() >= MOST:
        raise DomainError(gettext("Sie haben schon %(n)s Ansichten. Löschen Sie zuerst eine.") % {"n": MOST})
    view = CaseloadView(
        carrier_id=carrier, project_id=project, owner_id=identity(scope), filters=dict(filters), shared=shared
    )
    _named(view, name)
    return view.pk


def rename(scope: Scope, view: CaseloadView, name: str) -> None:
    _check(scope, view)
    _named(view, name)


def begin_with(scope: Scope, view: CaseloadView, *, start: bool) -> None:
    """One view at most is the start: of its owner, or of the project."""
    _check(scope, view)
    others = CaseloadView.objects.filter(project_id=view.project_id, shared=view.shared, start=True)
    (others if view.shared else others.filter(owner_id=view.owner_id)).exclude(pk=view.pk).update(start=False)
    view.start = start
    view.save(update_fields=["start"])


def drop(scope: Scope, view: CaseloadView) -> None:
    _check(scope, view)
    view.delete()


def _check(scope: Scope, view: CaseloadView) -> None:
    if not may_change(scope, view):
        raise Forbidden("people.assign")


def _named(view: CaseloadView, name: str) -> None:
    view.name = " ".join(name.split())
    if not view.name:
        raise DomainError(gettext("Geben Sie der Ansicht einen Namen."), "name")
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as twice:
        raise DomainError(gettext("So heißt hier schon eine Ansicht."), "name") from twice
