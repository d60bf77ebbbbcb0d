# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Suggestions in a file and at a vacancy, and what people say to them."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.writes import DomainError
from scharnier.people.queries import FileHeader, file_header
from scharnier.people.views import desk_of, open_file, uuid_or_none
from scharnier.work.matching import actions, near, persons, queries
from scharnier.work.matching.forms import BlockForm, RuleForm
from scharnier.work.matching.models import MatchRuling, RulingKind
from scharnier.work.vacancies.models import Vacancy

PAGE = "matching"
START = re.compile(r"[0-9]{1,3}")


@requires("matching.view")
def matching(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What fits a person; every list that is shown is kept."""
    file, desk = open_file(request, person_id, PAGE, "matching.view"), desk_of(request)
    sort = request.GET.get("art", "")
    sort, after = sort if sort in queries.SORTS else "", request.GET.get("nach", "")
    found, asked = queries.suggestions(desk.scope, file, sort, after)
    lines = actions.answer_of([*(line for line, _ruling in found.pinned), *found.lines])
    may_decide = desk.may("matching.decide", file.project)
    if may_decide and lines:
        actions.keep_list(file.enrolment, shown_to=desk.user.id, asked=asked, answer={"lines": lines})
    context = {
        "file": file,
        "found": found,
        "sorts": [(key, name) for key, (name, _kinds) in queries.SORTS.items()],
        "sort": sort,
        "after": after,
        "may_decide": may_decide,
    }
    return render(request, "work/matching/suggestions.html", context)


@requires("matching.view")
def matching_opens(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What one thing alone keeps closed; htmx puts it into the page of suggestions, which counted as the opening."""
    desk, part = desk_of(request), "HX-Request" in request.headers
    file = _header(request, person_id) if part else open_file(request, person_id, PAGE, "matching.view")
    sort = request.GET.get("art", "")
    sort = sort if sort in queries.SORTS else ""
    found, asked = near.openings(desk.scope, file, sort)
    may_decide = desk.may("matching.decide", file.project)
    if may_decide and found.near:
        actions.keep_list(file.enrolment, shown_to=desk.user.id, asked=asked, answer=actions.answer_near(found))
    page = "work/matching/opens_part.html" if part else "work/matching/opens.html"
    return render(request, page, {"file": file, "near": found, "sort": sort, "may_decide": may_decide})


def _header(request: HttpRequest, person_id: UUID) -> FileHeader:
    """Whose part of a page it is, asked as for a page of its own. Raises Http404 and Forbidden as open_file does."""
    desk = desk_of(request)
    file = file_header(desk.scope, person_id, desk.project.project if desk.project else None)
    if file is None:
        raise Http404
    if not desk.may("matching.view", file.project):
        raise Forbidden("matching.view")
    return file


def _back(person_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(PAGE, args=[person_id]))


def _vacancy(request: HttpRequest, vacancy_id: UUID) -> Vacancy:
    found = queries.vacancy(desk_of(request).scope, vacancy_id)
    if found is None:
        raise Http404
    return found


@requires("matching.decide")
@require_POST
def matching_pin(request: HttpRequest, person_id: UUID, vacancy_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, PAGE, "matching.decide")
    vacancy = _vacancy(request, vacancy_id)
    actions.say(file.enrolment, vacancy.pk, editor=desk_of(request).user.id, word=actions.Word(RulingKind.PIN))
    messages.success(request, _("Gemerkt."))
    return _back(person_id)


@requires("matching.decide")
def matching_block(request: HttpRequest, person_id: UUID, vacancy_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, PAGE, "matching.decide")
    form = BlockForm(request.POST or None)
    return _said(request, file, _vacancy(request, vacancy_id), form, _("Passt nicht"))


@requires("matching.decide")
def matching_rule(request: HttpRequest, person_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, PAGE, "matching.decide")
    vacancy_id = uuid_or_none(request.GET.get("stelle"))
    vacancy = _vacancy(request, vacancy_id) if vacancy_id else None
    form = RuleForm(request.POST or None, with_vacancy=vacancy is not None)
    return _said(request, file, vacancy, form, _("Regel gilt hier nicht"))


def _said(
    request: HttpRequest,
    file: FileHeader,
    vacancy: Vacancy | None,
    form: BlockForm | RuleForm,
    title: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            actions.say(
                file.enrolment,
                vacancy.pk if vacancy else None,
                editor=desk_of(request).user.id,
                word=form.word(),
                token=form.token,
            )
            messages.success(request, _("Notiert."))
            return _back(file.person.pk)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "work/matching/say.html", {"file": file, "form": form, "vacancy": vacancy, "heading": title})


@requires("matching.decide")
@require_POST
def matching_end(request: HttpRequest, person_id: UUID, ruling_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, PAGE, "matching.decide")
    row = get_object_or_404(MatchRuling.objects.visible_to(desk_of(request).scope), pk=ruling_id)
    if row.person_id not in (None, file.person.pk) or row.project_id != file.project:
        raise Http404
    actions.end(row, editor=desk_of(request).user.id)
    messages.success(request, _("Zurückgenommen."))
    return _back(person_id)


@requires("matching.view")
def matching_shown(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Which lists were shown, and one of them as it was."""
    file, scope = open_file(request, person_id, PAGE, "matching.view"), desk_of(request).scope
    chosen = uuid_or_none(request.GET.get("liste"))
    one = queries.shown_one(scope, person_id, chosen) if chosen else None
    if chosen and one is None:
        raise Http404
    context = {"file": file, "lists": queries.shown(scope, person_id), "one": one}
    return render(request, "work/matching/shown.html", context)


@requires("matching.view")
def vacancy_persons(request: HttpRequest, vacancy_id: UUID) -> HttpResponse:
    """Whom a vacancy fits, among the own cases or those of the project."""
    desk, vacancy = desk_of(request), _vacancy(request, vacancy_id)
    whole = {"projekt": True, "ich": False}.get(request.GET.get("wer", ""))
    start = request.GET.get("ab", "")
    where = persons.Where(uuid_or_none(request.GET.get("nach")), int(start) if START.fullmatch(start) else 0)
    found = persons.suggestions(desk, vacancy, whole=whole, where=where)
    crumbs = [
        {"label": _("Stellen"), "url": reverse("vacancies")},
        {"label": vacancy.title, "url": reverse("vacancy", args=[vacancy.pk])},
    ]
    context = {"vacancy": vacancy, "found": found, "whole": found.whole, "crumbs": crumbs}
    return render(request, "work/matching/persons.html", context)
