# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Access under Art. 15 GDPR, and the file on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scharnier.foundation import paper, tasks, writes
from scharnier.foundation.access import signed_in
from scharnier.foundation.sealing import Unreadable
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import DomainError
from scharnier.people.consents import known
from scharnier.people.consents import queries as bases
from scharnier.people.consents.closing import closed_rows, shut_columns
from scharnier.people.fields import text
from scharnier.people.handout import actions, gather, package
from scharnier.people.handout.models import SubjectAccess
from scharnier.people.handout.tasks import make_package
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import once

TAB = "basis"


def _page(header: FileHeader) -> str:
    return reverse("subject_access", args=[header.person.pk])


class HandOutForm(KitForm):
    """The check before a package leaves the house."""

    checked = forms.BooleanField(
        label=gettext_lazy("Ich habe geprüft, dass die Auskunft an die Person selbst geht"),
        error_messages={"required": gettext_lazy("Prüfen Sie zuerst, wer die Auskunft bekommt.")},
    )
    read = forms.BooleanField(
        label=gettext_lazy("Ich habe freie Texte auf Angaben über andere durchgesehen"),
        error_messages={"required": gettext_lazy("Sehen Sie zuerst die freien Texte durch.")},
    )


class PrintForm(KitForm):
    """Which parts of a file, for whom."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Teile der Akte"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": gettext_lazy("Wählen Sie, was gedruckt wird.")},
    )
    recipient = text(
        gettext_lazy("Für eine andere Stelle"),
        200,
        hint=gettext_lazy("Leer: für die Person oder die Akte. Für andere braucht es eine Grundlage zur Weitergabe."),
    )

    def __init__(self, *args: Any, parts: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["parts"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = parts


@signed_in
@require_safe
def subject_access(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Packages made for this person, the latest first, and the button for another."""
    header = open_file(request, person_id, TAB, "people.hand_out")
    rows = SubjectAccess.objects.visible_to(desk_of(request).scope).filter(person_id=person_id)
    found = list(rows.select_related("asked_by").defer("content").order_by("-id")[:20])
    waiting = any(row.state == "queued" for row in found)
    context = {"file": header, "rows": found, "form": KitForm(), "waiting": waiting, "days": actions.DAYS}
    return render(request, "people/handout/page.html", context)


@signed_in
@require_POST
def subject_access_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    header, desk = open_file(request, person_id, TAB, "people.hand_out"), desk_of(request)
    form = KitForm(request.POST)
    if form.is_valid():
        once(form, lambda: _order(header, desk.user.id))
    return redirect(_page(header))


def _order(header: FileHeader, user: UUID) -> str:
    row = actions.ask(header.enrolment, user)
    tasks.defer(make_package, project=header.project, package=row.pk)
    return _page(header)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def subject_access_take(request: HttpRequest, person_id: UUID, package_id: UUID) -> HttpResponse:
    """The check, then the package; nothing of it is kept between."""
    header = open_file(request, person_id, TAB, "people.hand_out")
    rows = SubjectAccess.objects.visible_to(desk_of(request).scope)
    row = rows.filter(pk=package_id, person_id=person_id).first()
    if row is None:
        raise Http404
    form = HandOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.hand_out(row)
        except (DomainError, Unreadable) as refused:
            form.add_error(None, getattr(refused, "message", _("Die Auskunft lässt sich nicht öffnen.")))
        else:
            answer = HttpResponse(made, content_type="application/zip")
            answer["Content-Disposition"] = f'attachment; filename="auskunft-{header.person.file_number}.zip"'
            answer["Cache-Control"] = "no-store"
            return answer
    return render(
        request, "people/handout/take.html", {"file": header, "row": row, "form": form, "back": _page(header)}
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def file_print(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The file on paper: chosen parts; for somebody else only with a basis, and without other people's names."""
    header = open_file(request, person_id, TAB, "casework.export")
    parts = [(each.table, f"{each.label} ({each.count})") for each in known.counts(person_id)]
    usual = [table for table, _label in parts if table != "foundation_accessrecord"]
    form = PrintForm(request.POST or None, parts=parts, initial={"parts": usual})
    if request.method == "POST" and form.is_valid():
        try:
            return _printed(request, header, form.cleaned_data["parts"], form.cleaned_data["recipient"].strip())
        except DomainError as refused:
            form.add_error(refused.field or None, refused.message)
        except paper.Unavailable:
            return render(request, "people/pdf_missing.html", {"file": header}, status=503)
    context = {"file": header, "form": form, "back": reverse("legal_bases", args=[person_id])}
    return render(request, "people/handout/print.html", context)


def _printed(request: HttpRequest, header: FileHeader, wanted: list[str], recipient: str) -> HttpResponse:
    """Raises NoBasis for a recipient without one, paper.Unavailable."""
    desk = desk_of(request)
    scope, person = desk.scope, header.person.pk
    if recipient:
        bases.require(scope, person, header.project, "disclosure", recipient=recipient, field_name="recipient")
    shut = shut_columns(scope, header)
    place = desk.place(header.project)
    with translation.override("de"):
        rows = closed_rows(scope, header, wanted)
        found = gather.sections(scope, person, wanted=wanted, closed=shut, closed_rows=rows, blacken=bool(recipient))
        said = package.context(scope, header.enrolment, place.carrier_name if place else "", found)
        html = render_to_string("people/handout/paper.html", {**said, "access": False, "recipient": recipient})
        made = paper.pdf([html])
    writes.note("print", carrier=header.carrier, subject=person, table="people_person", parts=len(found))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="akte-{header.person.file_number}.pdf"'
    return answer
