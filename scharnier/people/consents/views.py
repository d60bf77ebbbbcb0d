# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of a file about what it rests on: bases, consents, releases from secrecy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import clock, paper, writes
from scharnier.foundation.access import signed_in
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import DomainError
from scharnier.people.consents import actions, known, printed, queries
from scharnier.people.consents.forms import AskForm, PaperForm, ScreenForm, WithdrawForm
from scharnier.people.consents.models import Consent
from scharnier.people.documents import serving
from scharnier.people.documents.models import Document
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import once

TAB = "basis"
READ, WRITE = ["GET", "HEAD"], ["GET", "HEAD", "POST"]


def _page(header: FileHeader) -> str:
    return reverse("legal_bases", args=[header.person.pk])


def _row(request: HttpRequest, header: FileHeader, consent_id: UUID) -> Consent:
    found = queries.act(desk_of(request).scope, header.person.pk, consent_id)
    if found is None:
        raise Http404
    return found


def _pdf(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@signed_in
@require_http_methods(READ)
def legal_bases(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What is known on what basis, which consents there are, what is closed and how to open it."""
    header, scope = open_file(request, person_id, TAB), desk_of(request).scope
    today = clock.today()
    context = {
        "file": header,
        "bases": queries.bases(scope, person_id, header.project),
        "lines": queries.lines(queries.acts(scope, person_id), today),
        "known": known.counts(person_id),
        "other": printed.other_of(printed.language_of(header.person)),
        "kept": queries.kept(header.project, header.enrolment.exited_on),
        "may_hand_out": desk_of(request).may("people.hand_out", header.project),
        "may_print": desk_of(request).may("casework.export", header.project),
    }
    return render(request, "people/consents/page.html", context)


@signed_in
@require_http_methods(READ)
def legal_bases_print(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The same on paper, for the person; `sprache` beside German."""
    header, desk = open_file(request, person_id, TAB), desk_of(request)
    writes.note("print", table="people_consent", carrier=header.carrier, subject=person_id)
    place = desk.place(header.project)
    found = queries.bases(desk.scope, person_id, header.project)
    try:
        made = printed.sheet(
            header, found, known.counts(person_id), request.GET.get("sprache", ""), place.carrier_name if place else ""
        )
    except paper.Unavailable:
        return render(request, "people/pdf_missing.html", {"file": header}, status=503)
    return _pdf(made, f"grundlagen-{header.person.file_number}")


@signed_in
@require_http_methods(WRITE)
def consent_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask for a consent or a release; `was` and `gegenueber` choose, `wie` begins with an earlier one."""
    header, desk = open_file(request, person_id, TAB, "people.edit"), desk_of(request)
    askable = queries.askable(desk.settings_of(header.project))
    if not askable:
        return render(request, "people/consents/nothing.html", {"file": header, "back": _page(header)})
    form = AskForm(request.POST or None, askable=askable, initial=_initial(request, header))
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _ask(form, header, desk.user.id))
        if url is not None:
            return redirect(url)
    context = {"file": header, "form": form, "title": _("Einwilligung erfragen"), "back": _page(header)}
    return render(request, "people/consents/form.html", context)


def _initial(request: HttpRequest, header: FileHeader) -> dict[str, Any]:
    language = printed.language_of(header.person)
    released = ", ".join(part for part in (header.staff_names, header.enrolment.project.name) if part)
    initial = {
        "what": request.GET.get("was", ""),
        "recipient": request.GET.get("gegenueber", "")[:200],
        "language": language,
        "released": released[:300],
    }
    wanted = request.GET.get("wie", "")
    try:
        earlier = queries.act(desk_of(request).scope, header.person.pk, UUID(wanted)) if wanted else None
    except ValueError:
        earlier = None
    if earlier is not None:
        facts = actions.facts_of(earlier)
        initial |= {**facts, "what": f"{facts['kind']}:{facts['purpose']}"}
    return initial


def _ask(form: AskForm, header: FileHeader, user: UUID) -> str:
    row = actions.ask(header.enrolment, form.new(), user)
    return reverse("consent", args=[header.person.pk, row.pk])


@signed_in
@require_http_methods(READ)
def consent(request: HttpRequest, person_id: UUID, consent_id: UUID) -> HttpResponse:
    """One act: its words, who signed it, what can be done."""
    header = open_file(request, person_id, TAB)
    row = _row(request, header, consent_id)
    tag, state = queries.standing(row, clock.today())
    context = {
        "file": header,
        "row": row,
        "tag": tag,
        "state": state,
        "other": printed.other_of(row.language),
        "pairs": printed.pairs(row),
        "holds": tag == "ok",
        "back": _page(header),
    }
    return render(request, "people/consents/one.html", context)


@signed_in
@require_http_methods(READ)
def consent_print(request: HttpRequest, person_id: UUID, consent_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, TAB)
    row = _row(request, header, consent_id)
    writes.note("print", table="people_consent", row=str(row.pk), carrier=header.carrier, subject=person_id)
    try:
        made = printed.consent(row, header)
    except paper.Unavailable:
        return render(request, "people/pdf_missing.html", {"file": header}, status=503)
    return _pdf(made, f"{row.kind}-{header.person.file_number}")


@signed_in
@require_http_methods(WRITE)
def consent_sign(request: HttpRequest, person_id: UUID, consent_id: UUID) -> HttpResponse:
    """The words in both languages, and a pad."""
    header = open_file(request, person_id, TAB, "people.edit")
    row = _row(request, header, consent_id)
    form = ScreenForm(request.POST or None, initial={"signed_by": header.person.full_name})
    return _give(request, header, row, form, "people/consents/sign.html")


@signed_in
@require_http_methods(WRITE)
def consent_paper(request: HttpRequest, person_id: UUID, consent_id: UUID) -> HttpResponse:
    """Signed on paper: the scan, or where the original lies; or said."""
    header = open_file(request, person_id, TAB, "people.edit")
    row = _row(request, header, consent_id)
    initial = {"signed_by": header.person.full_name, "given_on": clock.today()}
    form = PaperForm(request.POST or None, request.FILES or None, initial=initial)
    return _give(request, header, row, form, "people/consents/signed_paper.html")


def _give(
    request: HttpRequest, header: FileHeader, row: Consent, form: ScreenForm | PaperForm, template: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _given(form, header, row))
        if url is not None:
            messages.success(request, _("Gespeichert. Es gilt ab jetzt."))
            return redirect(url)
    context = {
        "file": header,
        "form": form,
        "row": row,
        "other": printed.other_of(row.language),
        "pairs": printed.pairs(row),
    }
    return render(request, template, context)


def _given(form: ScreenForm | PaperForm, header: FileHeader, row: Consent) -> str:
    actions.give(row, form.given())
    return _page(header)


@signed_in
@require_http_methods(WRITE)
def consent_withdraw(request: HttpRequest, person_id: UUID, consent_id: UUID) -> HttpResponse:
    """Asks first and says what will be gone; the withdrawal itself needs no reason."""
    header, desk = open_file(request, person_id, TAB, "people.edit"), desk_of(request)
    row = _row(request, header, consent_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _withdraw(form, header, row, desk.user.id))
        if url is not None:
            messages.success(request, _("Widerrufen. Was darauf beruhte, ist ab sofort verschlossen."))
            return redirect(url)
    return render(request, "people/consents/withdraw.html", {"file": header, "form": form, "row": row})


def _withdraw(form: WithdrawForm, header: FileHeader, row: Consent, user: UUID) -> str:
    actions.withdraw(row, user, form.cleaned_data["withdrawal"])
    return _page(header)


@signed_in
@require_POST
def consent_discard(request: HttpRequest, person_id: UUID, consent_id: UUID) -> HttpResponse:
    """A paper that nobody signed goes."""
    header = open_file(request, person_id, TAB, "people.edit")
    row = _row(request, header, consent_id)
    form = KitForm(request.POST)
    try:
        if form.is_valid():
            actions.discard(row)
    except DomainError as refused:
        messages.warning(request, refused.message)
    return redirect(_page(header))


@signed_in
@require_http_methods(READ)
def consent_scan(request: HttpRequest, person_id: UUID, consent_id: UUID) -> HttpResponseBase:
    """The scanned paper, to be saved."""
    header = open_file(request, person_id, TAB)
    row = _row(request, header, consent_id)
    papers = Document.objects.visible_to(desk_of(request).scope).filter(removed_at=None)
    scan = papers.filter(pk=row.document_id).first() if row.document_id else None
    if scan is None:
        raise Http404
    writes.note("export", table="people_consent", row=str(row.pk), carrier=header.carrier, subject=person_id)
    return serving.download(scan)
