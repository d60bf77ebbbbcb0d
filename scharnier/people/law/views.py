# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of a file that are about the law: the facts the rules need, and another day or status."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from scharnier.foundation.access import signed_in
from scharnier.foundation.writes import Conflict
from scharnier.knowledge.rules import law
from scharnier.people.law import actions, asking, judging, queries, simulating, target_group, wanted
from scharnier.people.law.forms import CriterionForm, FactsForm, OtherDayForm, VerdictForm
from scharnier.people.law.target_group import TargetGroup
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import expected, once, two_editors


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The form that asks what the rules need about this person, and nothing else."""
    header = open_file(request, person_id, "overview", "people.edit", "law")
    stated = queries.stated_about(desk_of(request).scope, person_id)
    asked = wanted.about(header.person, header.residence, stated, target_group.programme_of(header.project).code)
    writing = request.method == "POST"
    form = FactsForm(request.POST if writing else None, questions=asked.questions, version=stated.version)
    conflict = None
    if writing and form.is_valid():
        try:
            url = once(form, lambda: _save(form, header))
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "part", request.path, {})
        if url is not None:
            return redirect(url)
    status = 409 if conflict else 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    context = {"file": header, "form": form, "conflict": conflict, "stated_on": stated.on, "elsewhere": asked.elsewhere}
    return render(request, "people/law/facts.html", context, status=status)


def _save(form: FactsForm, header: FileHeader) -> str:
    actions.save_facts(header.person, expected(form), form.facts())
    return reverse("person", kwargs={"person_id": header.person.pk})


@signed_in
@require_safe
def other_day(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Another day, activity or status: what would hold then. Nothing is stored."""
    header = open_file(request, person_id, "overview", module="law")
    stated = queries.stated_about(desk_of(request).scope, person_id)
    stay = queries.holding(header.residence, stated.held)
    given = judging.inputs(header.person, stay, asking.readable(stated.facts), stated.housing)
    form = OtherDayForm(request.GET or None, initial=simulating.start(given))
    asked = simulating.asked(form, given)
    context = {
        "file": header,
        "form": form,
        "result": simulating.simulate(given, asked, header.residence) if asked.status else None,
        "read_until": law().read_until,
    }
    return render(request, "people/law/other_day.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def belongs(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The target group of the programme: criterion by criterion, and the adviser's judgement on top."""
    writing = request.method == "POST"
    header = open_file(request, person_id, "overview", "people.edit" if writing else "people.view", "law")
    desk = desk_of(request)
    found = target_group.look(desk.scope, header.person, header.residence, header.project, desk.user.id)
    if found is None:
        raise Http404
    form = VerdictForm(request.POST if writing else None, decided=found.overruling is not None)
    if writing and form.is_valid():
        url = once(form, lambda: _decide(form, header, found, desk.user.id))
        if url is not None:
            return redirect(url)
    status = 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    return render(request, "people/law/belongs.html", {"file": header, "form": form, "group": found}, status=status)


def _decide(form: VerdictForm, header: FileHeader, found: TargetGroup, user: UUID) -> str:
    target_group.decide(header.person, header.project, found, by=user, **form.values())
    return reverse("target_group", kwargs={"person_id": header.person.pk})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: HttpRequest, person_id: UUID, key: str) -> HttpResponse:
    """One criterion: what the facts say, and the adviser's judgement on it; the answer follows from both."""
    header = open_file(request, person_id, "overview", "people.edit", "law")
    desk = desk_of(request)
    group = target_group.look(desk.scope, header.person, header.residence, header.project, desk.user.id)
    found = group.criterion(key) if group else None
    if found is None:
        raise Http404
    form = CriterionForm(request.POST if request.method == "POST" else None, judged=found.overruling is not None)
    if request.method == "POST" and form.is_valid():
        url = once(form, lambda: _judge(form, header, key, desk.user.id))
        if url is not None:
            return redirect(url)
    status = 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    context = {"file": header, "form": form, "group": group, "criterion": found}
    return render(request, "people/law/criterion.html", context, status=status)


def _judge(form: CriterionForm, header: FileHeader, key: str, user: UUID) -> str:
    target_group.judge(header.person, header.project, key, by=user, **form.values())
    return reverse("target_group", kwargs={"person_id": header.person.pk})
