# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Merging two organisations: find the other, see what follows, confirm; and take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scharnier.directory.organisations import queries as organisations
from scharnier.directory.organisations.models import Organisation, OrganisationMerge
from scharnier.directory.organisations.views import NAV, crumbs, organisation_or_404
from scharnier.foundation.access import requires
from scharnier.foundation.writes import DomainError
from scharnier.people.views import desk_of, uuid_or_none
from scharnier.work.employers import queries as employers
from scharnier.work.merging import actions
from scharnier.work.vacancies import queries as vacancies


@requires("directory.merge")
def organisation_merge(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """`mit` names the other one; without it the page helps to find it. POST merges."""
    request.nav_key = NAV  # type: ignore[attr-defined]  # marks the place in the rail
    kept, desk = organisation_or_404(request, organisation_id), desk_of(request)
    wanted = uuid_or_none(request.POST.get("mit") or request.GET.get("mit"))
    other = organisations.organisation(desk.scope, wanted) if wanted else None
    if request.method == "POST" and other is not None:
        try:
            actions.merge(kept, other, user=desk.user.id)
            messages.success(request, _("Zusammengeführt mit %(name)s.") % {"name": other.name})
            return HttpResponseRedirect(reverse("organisation", args=[kept.pk]))
        except DomainError as error:
            messages.warning(request, error.message)
    text = request.GET.get("suche", "").strip()[:80]
    context: dict[str, Any] = {
        "organisation": kept,
        "other": other,
        "text": text,
        "found": [] if other else _candidates(request, kept, text),
        "crumbs": crumbs((reverse("organisation", args=[kept.pk]), kept.name)),
    }
    if other is not None:
        context |= {
            "cases": employers.cases_of(desk.scope, other.pk),
            "vacancies": vacancies.of_organisation(desk.scope, other.pk),
            "facts": organisations.facts(desk.scope, other),
            "fields": [(label(kept, name), after) for name, (_before, after) in actions.filled_in(kept, other).items()],
        }
    return render(request, "work/merging/merge.html", context)


def label(row: Organisation, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a field of its own


def _candidates(request: HttpRequest, kept: Organisation, text: str) -> list[organisations.Alike]:
    scope = desk_of(request).scope
    if not text:
        return [each for each in organisations.alike(scope, kept.name, kept.phone, 8) if each.id != kept.pk]
    rows = Organisation.objects.visible_to(scope).filter(pk__in=organisations.matching(text)[:20]).exclude(pk=kept.pk)
    return [organisations.Alike(row.pk, row.name, "", False) for row in rows.order_by("name_sort")]


@requires("directory.merge")
@require_POST
def organisation_unmerge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Take a merge back."""
    desk = desk_of(request)
    row = OrganisationMerge.objects.visible_to(desk.scope).filter(pk=merge_id).first()
    if row is None:
        raise Http404
    try:
        actions.undo(row, user=desk.user.id)
        messages.success(request, _("Zurückgenommen."))
    except DomainError as error:
        messages.warning(request, error.message)
    return HttpResponseRedirect(reverse("organisation", args=[row.organisation_id]))
