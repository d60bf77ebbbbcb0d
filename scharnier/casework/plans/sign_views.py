# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing a revision on the screen or with a scan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from scharnier.casework.models import PlanRevision
from scharnier.casework.plans import queries, signing
from scharnier.casework.plans.bilingual import in_two, language_of
from scharnier.casework.plans.forms import DrawnForm, ScanForm
from scharnier.casework.plans.signing import ChangedMeanwhile
from scharnier.casework.plans.views import changes_between
from scharnier.casework.wordings.queries import spoken
from scharnier.foundation import clock, writes
from scharnier.foundation.access import requires
from scharnier.foundation.signing import LARGEST_SCAN
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import paper
from scharnier.network.models import User
from scharnier.people.documents import serving
from scharnier.people.documents.models import Document
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file


def _revision(request: HttpRequest, file: FileHeader, number: int) -> PlanRevision:
    found = queries.revision(desk_of(request).scope, file.person.pk, file.project, number)
    if found is None:
        raise Http404
    return found


def _initial(file: FileHeader, revision: PlanRevision) -> dict[str, Any]:
    return {
        "name": file.person.full_name,
        "language": language_of(file.person) or "de",
        "digest": signing.digest_of(revision),
        "signed_on": clock.today(),
    }


def _done(person_id: UUID, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plan_revision", args=[person_id, number]))


@requires("casework.write")
def plan_sign(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    """The revision in both languages, and a pad to sign on. A plan changed meanwhile shows what changed instead."""
    file, desk = open_file(request, person_id, "plan", "casework.write", "plan"), desk_of(request)
    revision = _revision(request, file, number)
    form = DrawnForm(request.POST or None, initial=_initial(file, revision))
    if request.method == "POST" and form.is_valid():
        try:
            signing.sign(
                revision,
                signature=form.signature(),
                strokes=form.cleaned_data["strokes"],
                seen=form.cleaned_data["digest"],
                recorder=User.objects.get(pk=desk.user.id),
                token=form.token,
            )
            messages.success(request, _("Unterschrift gespeichert."))
            return _done(person_id, number)
        except ChangedMeanwhile as refused:
            messages.warning(request, refused.message)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    view, sheet = queries.plan_view(desk, file), queries.sheet_of_revision(desk.scope, revision)
    changed = view.plan is not None and view.plan.version != revision.plan_version
    language = str(form["language"].value())
    context = {
        "file": file,
        "form": form,
        "revision": revision,
        "sheet": sheet,
        "changed": changed,
        "changes": changes_between(sheet, view.sheet) if changed else [],
        "two": in_two(sheet, spoken(desk.scope, file.carrier, language), revision=revision, on=clock.today())
        if language in paper.languages()
        else None,
    }
    return render(request, "casework/plans/sign.html", context)


@requires("casework.write")
def plan_scan(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    """A paper on which this revision was signed."""
    file, desk = open_file(request, person_id, "plan", "casework.write", "plan"), desk_of(request)
    revision = _revision(request, file, number)
    form = ScanForm(request.POST or None, request.FILES or None, initial=_initial(file, revision))
    if request.method == "POST" and form.is_valid():
        try:
            signing.attach_scan(
                revision,
                signature=form.signature(),
                data=form.cleaned_data["scan"].read(LARGEST_SCAN + 1),
                signed_on=form.cleaned_data["signed_on"],
                recorder=User.objects.get(pk=desk.user.id),
                token=form.token,
            )
            messages.success(request, _("Scan gespeichert."))
            return _done(person_id, number)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/plans/scan.html", {"file": file, "form": form, "revision": revision})


@requires("casework.view")
def scan_open(request: HttpRequest, person_id: UUID, signature_id: UUID) -> HttpResponseBase:
    """The scanned paper, to be saved."""
    file = open_file(request, person_id, "plan", "casework.view", "plan")
    found = queries.signature(desk_of(request).scope, person_id, signature_id)
    if found is None or found.document_id is None:
        raise Http404
    papers = Document.objects.visible_to(desk_of(request).scope).filter(removed_at=None)
    paper = papers.filter(pk=found.document_id).first()
    if paper is None:
        raise Http404
    writes.note("export", table="casework_plansignature", row=str(found.pk), carrier=file.carrier, subject=person_id)
    return serving.download(paper)
