# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan: the page, its goals and steps, revisions, comparison, print."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scharnier.casework.cases import colleagues, conflict_of, mine_first
from scharnier.casework.models import Goal, Step
from scharnier.casework.needs import queries as need_queries
from scharnier.casework.plans import actions, pdf, personal, queries
from scharnier.casework.plans.forms import FreezeForm, GoalForm, StepForm
from scharnier.casework.plans.phases import next_phase
from scharnier.casework.plans.sheet import Change, PlanSheet, compare
from scharnier.casework.wordings.queries import spoken
from scharnier.foundation import access, clock, writes
from scharnier.foundation.access import requires
from scharnier.foundation.paper import Unavailable
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.knowledge import paper
from scharnier.network.models import User
from scharnier.people import words
from scharnier.people.actions import change_enrolment
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of, open_file, uuid_or_none

GOAL_FIELDS = (
    "field", "title", "own_words", "own_language", "wording", "priority", "responsible", "target_on", "version"
)  # fmt: skip


def _editor(request: HttpRequest) -> User:
    return User.objects.get(pk=desk_of(request).user.id)


def _plan_url(person_id: UUID, anchor: UUID | None = None) -> str:
    return reverse("plan", args=[person_id]) + (f"#ziel-{anchor}" if anchor else "")


@requires("casework.view")
def plan(request: HttpRequest, person_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, "plan", "casework.view", "plan"), desk_of(request)
    view = queries.plan_view(desk, file)
    may_write = desk.may("casework.write", file.project)
    people = mine_first(colleagues(desk.scope, file.project), desk.user.id) if may_write and view.plan else []
    context = {
        "file": file,
        "view": view,
        "may_write": may_write,
        "step_form": StepForm(enrolment=file.enrolment, people=people),
        "trend": queries.trend(view),
        "needs": need_queries.most_urgent(desk.scope, file),
        "next": next_phase(file, desk.settings_of(file.project), view),
        "may_move": may_write and desk.may("people.edit", file.project),
        "templates": _templates(view) if may_write else [],
        "bars": [("alone", "a"), ("with_help", "h"), ("by_staff", "s")],
    }
    return render(request, "casework/plan.html", context)


def _templates(view: queries.PlanView) -> list[tuple[str, str, str]]:
    """What could begin a field of this plan: code, field, goal; a goal that is there already isn't offered again."""
    here = {goal.title for goal in view.sheet.goals()}
    labels = {each.code: each.label for each in view.sheet.fields}
    return [
        (each.code, labels[each.field], each.goal["de"])
        for each in paper.templates()
        if each.field in labels and each.goal["de"] not in here
    ]


@requires("casework.write")
@require_POST
def template_use(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Begins a goal with its steps from a template: `code`."""
    file = open_file(request, person_id, "plan", "casework.write", "plan")
    token = uuid_or_none(request.POST.get("form_token"))
    try:
        code = request.POST.get("code", "")
        made = actions.add_template(file.enrolment, editor=_editor(request), code=code, token=token)
        return HttpResponseRedirect(_plan_url(person_id, made))
    except DomainError as error:
        messages.warning(request, error.message)
        return HttpResponseRedirect(_plan_url(person_id))


@requires("casework.write")
@require_POST
def phase_move(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """On to another phase (`to`), whatever is missing; `version` is that of the participation on the screen."""
    file, desk = open_file(request, person_id, "plan", "casework.write", "plan"), desk_of(request)
    if not desk.may("people.edit", file.project):
        raise access.Forbidden("people.edit")
    version = request.POST.get("version", "")
    try:
        changes = {"phase": request.POST.get("to", "")}
        change_enrolment(file.enrolment, int(version) if version.isdigit() else None, changes)
        messages.success(request, _("Neue Phase gespeichert."))
    except Conflict:
        messages.warning(request, _("Die Phase wurde inzwischen geändert. Sehen Sie noch einmal hin."))
    except DomainError as error:
        messages.warning(request, error.message)
    return HttpResponseRedirect(_plan_url(person_id))


# ---------- goals ----------


def _goal_form(request: HttpRequest, file: FileHeader, initial: dict[str, Any]) -> GoalForm:
    place = desk_of(request).place(file.project)
    sheet = queries.sheet_of(desk_of(request).scope, None, file.enrolment, place, fields_too=True)
    languages = (file.person.reads, *file.person.speaks)
    return GoalForm(request.POST or None, fields=sheet.fields, languages=languages, initial=initial)


@requires("casework.write")
def goal_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, "plan", "casework.write", "plan")
    language = file.person.reads or (file.person.speaks[0] if file.person.speaks else "de")
    form = _goal_form(request, file, {"field": request.GET.get("feld", ""), "own_language": language})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_goal(file.enrolment, editor=_editor(request), text=form.text(), token=form.token)
            return HttpResponseRedirect(_plan_url(person_id, made))
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/goal_form.html", {"file": file, "form": form})


def _goal(request: HttpRequest, person_id: UUID, goal_id: UUID) -> Goal:
    found = queries.goal(desk_of(request).scope, person_id, goal_id)
    if found is None:
        raise Http404
    return found


@requires("casework.write")
def goal_edit(request: HttpRequest, person_id: UUID, goal_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, "plan", "casework.write", "plan")
    goal, conflict = _goal(request, person_id, goal_id), None
    form = _goal_form(request, file, queries.initial_of(goal, GOAL_FIELDS))
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data.get("version")
            actions.change_goal(goal, editor=_editor(request), text=form.text(), version=version)
            return HttpResponseRedirect(_plan_url(person_id, goal_id))
        except Conflict as clash:
            conflict = conflict_of(clash, "ziel", request.get_full_path())
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/goal_form.html", {"file": file, "form": form, "goal": goal, "conflict": conflict})


@requires("casework.write")
@require_POST
def goal_move(request: HttpRequest, person_id: UUID, goal_id: UUID) -> HttpResponse:
    """`to` is reached, dropped or open."""
    open_file(request, person_id, "plan", "casework.write", "plan")
    try:
        actions.move_goal(_goal(request, person_id, goal_id), editor=_editor(request), to=request.POST.get("to", ""))
    except DomainError as error:
        messages.warning(request, error.message)
    return HttpResponseRedirect(_plan_url(person_id, goal_id))


# ---------- steps ----------


@requires("casework.write")
def step_new(request: HttpRequest, person_id: UUID, goal_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, "plan", "casework.write", "plan"), desk_of(request)
    goal = _goal(request, person_id, goal_id)
    people = mine_first(colleagues(desk.scope, file.project), desk.user.id)
    form = StepForm(request.POST or None, enrolment=file.enrolment, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_step(goal, editor=_editor(request), text=form.text(desk.user.id), token=form.token)
            return HttpResponseRedirect(_plan_url(person_id, goal_id))
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/step_form.html", {"file": file, "form": form, "goal": goal})


def _step(request: HttpRequest, person_id: UUID, step_id: UUID) -> Step:
    found = queries.step(desk_of(request).scope, person_id, step_id)
    if found is None:
        raise Http404
    return found


@requires("casework.write")
def step_edit(request: HttpRequest, person_id: UUID, step_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, "plan", "casework.write", "plan"), desk_of(request)
    step, conflict = _step(request, person_id, step_id), None
    people = mine_first(colleagues(desk.scope, file.project), desk.user.id)
    initial = queries.initial_of(step, ("title", "own_title", "due_on", "version"))
    form = StepForm(request.POST or None, enrolment=file.enrolment, people=people, initial=initial)
    form.initial = {**form.initial, **form.choice_for(step.responsible, step.owner_id)}
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data.get("version")
            actions.change_step(step, editor=_editor(request), text=form.text(desk.user.id), version=version)
            return HttpResponseRedirect(_plan_url(person_id, step.goal_id))
        except Conflict as clash:
            conflict = conflict_of(clash, "schritt", request.get_full_path())
    context = {"file": file, "form": form, "goal": step.goal, "step": step, "conflict": conflict}
    return render(request, "casework/step_form.html", context)


@requires("casework.write")
@require_POST
def step_mark(request: HttpRequest, person_id: UUID, step_id: UUID) -> HttpResponse:
    """`how` is alone, with_help, by_staff, done, remove, or empty to open the step again."""
    open_file(request, person_id, "plan", "casework.write", "plan")
    step = _step(request, person_id, step_id)
    try:
        if request.POST.get("how") == "remove":
            actions.remove_step(step)
        else:
            actions.mark_step(step, editor=_editor(request), how=request.POST.get("how", ""))
    except DomainError as error:
        messages.warning(request, error.message)
    return HttpResponseRedirect(_plan_url(person_id, step.goal_id))


# ---------- revisions ----------


@requires("casework.write")
def plan_continue(request: HttpRequest, person_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, "plan", "casework.write", "plan"), desk_of(request)
    view = queries.plan_view(desk, file)
    names = ", ".join(each for each in (file.person.full_name, desk.user.name) if each)
    printed = personal.chosen(view.plan, desk.place(file.project))
    initial = {"took_part": names, "version": view.plan.version if view.plan else 0, "personal": printed}
    form, clash = FreezeForm(request.POST or None, initial=initial), ""
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.freeze_revision(
                desk.scope,
                file.enrolment,
                author=_editor(request),
                place=desk.place(file.project),
                agreement=form.agreement(),
                version=form.cleaned_data.get("version"),
                personal=form.cleaned_data["personal"],
                token=form.token,
            )
            messages.success(request, _("Fassung %(n)s steht fest.") % {"n": number})
            return HttpResponseRedirect(reverse("plan_revision", args=[person_id, number]))
        except DomainError as error:
            clash = error.message
            # What was typed stays; the next try is for the plan as this page shows it.
            typed = request.POST.copy()
            typed["version"] = str(initial["version"])
            form = FreezeForm(typed, initial=initial)
            form.add_error(None, clash)
    changes: list[Change] = []
    if view.last is not None:
        changes = changes_between(_sheet(desk.scope, file, view.last.number, view), view.sheet)
    context = {"file": file, "form": form, "view": view, "changes": changes, "clash": clash}
    return render(request, "casework/plan_continue.html", context, status=409 if clash else 200)


@requires("casework.view")
def plan_revision(request: HttpRequest, person_id: UUID, number: int) -> HttpResponse:
    file, desk = open_file(request, person_id, "plan", "casework.view", "plan"), desk_of(request)
    found = queries.revision(desk.scope, person_id, file.project, number)
    if found is None:
        raise Http404
    view = queries.plan_view(desk, file)
    context = {
        "file": file,
        "view": view,
        "revision": found,
        "sheet": queries.sheet_of_revision(desk.scope, found),
        "signatures": queries.signatures(desk.scope, found),
        "current": view.last is not None and view.last.number == number and not view.changes,
        "may_write": desk.may("casework.write", file.project),
    }
    return render(request, "casework/plan_revision.html", context)


@requires("casework.view")
def plan_compare(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """`von` and `zu` are numbers of revisions; the draft has none."""
    file, desk = open_file(request, person_id, "plan", "casework.view", "plan"), desk_of(request)
    view = queries.plan_view(desk, file)
    numbers = [each.number for each in view.revisions]
    before = _number(request.GET.get("von"), numbers, numbers[-1] if numbers else None)
    after = _number(request.GET.get("zu"), numbers, None)
    sheets = [_sheet(desk.scope, file, number, view) for number in (before, after)]
    context = {
        "file": file,
        "view": view,
        "before": before,
        "after": after,
        "changes": changes_between(sheets[0], sheets[1]),
    }
    return render(request, "casework/plan_compare.html", context)


def _number(text: str | None, known: list[int], default: int | None) -> int | None:
    return int(text) if text and text.isdigit() and int(text) in known else default


def _sheet(scope: Any, file: FileHeader, number: int | None, view: queries.PlanView) -> PlanSheet:
    found = queries.revision(scope, file.person.pk, file.project, number) if number is not None else None
    return queries.sheet_of_revision(scope, found) if found else view.sheet


def changes_between(before: PlanSheet, after: PlanSheet) -> list[Change]:
    """What changed, with the words of the page's language."""
    labels = {
        "personal": _("Persönliche Angaben"),
        "goal": _("Ziel"), "own_words": _("eigene Worte"), "wording": _("im Plan"), "responsible": _("wer"),
        "target": _("bis"), "state": _("Stand"), "step": _("Schritt"), "until": _("bis"), "done": _("erledigt am"),
        "open": _("offen"), "reached": _("erreicht"), "dropped": _("aufgegeben"),
    }  # fmt: skip
    return compare(
        before,
        after,
        labels | {code: words.label("step_independence", code) for code in ("alone", "with_help", "by_staff")},
    )


@requires("casework.view")
def plan_pdf(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The plan on paper: `fassung` a frozen revision, otherwise the draft; `kurz` on one page; `sprache` beside it."""
    file, desk = open_file(request, person_id, "plan", "casework.export", "plan"), desk_of(request)
    view = queries.plan_view(desk, file, revisions=False)
    number = request.GET.get("fassung", "")
    found = (
        queries.revision(desk.scope, person_id, file.project, int(number))
        if number.isdigit() and len(number) < 6
        else None
    )
    if (number and found is None) or (view.plan is None and found is None):
        raise Http404
    sheet = queries.sheet_of_revision(desk.scope, found) if found else view.sheet
    language = request.GET.get("sprache", "")
    language = language if language in paper.languages() else ""
    writes.note("print", table="casework_integrationplan", carrier=file.carrier, subject=person_id, revision=number)
    try:
        made = pdf.render(
            sheet,
            revision=found,
            on=clock.today(),
            short=bool(request.GET.get("kurz")),
            spoken=spoken(desk.scope, file.carrier, language) if language else None,
            signatures=queries.signatures(desk.scope, found) if found else (),
        )
    except Unavailable:
        return render(request, "people/pdf_missing.html", {"file": file}, status=503)
    answer = HttpResponse(made, content_type="application/pdf")
    name = (
        f"{slugify(sheet.label)}-{sheet.file_number}"
        + (f"-{number}" if number else "")
        + (f"-{language}" if language else "")
    )
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
