# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Talks: the list, the form, one talk; follow-ups; drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scharnier.casework.cases import colleagues, conflict_of, mine_first
from scharnier.casework.confidential import queries as confidential
from scharnier.casework.contacts import actions, lines, queries
from scharnier.casework.contacts.actions import Made, Reminder, Sprout
from scharnier.casework.contacts.blocks import blocks_for
from scharnier.casework.contacts.forms import ABOUT_AUTHORITY, EMPTY_ROWS, ContactForm, FollowUpForm
from scharnier.casework.contacts.household import HouseholdContactForm, company, concerned
from scharnier.casework.contacts.words import sentences
from scharnier.casework.models import Contact
from scharnier.casework.plans import closed
from scharnier.foundation import access, clock, principals, writes
from scharnier.foundation.access import requires
from scharnier.foundation.ui.context import optional_url
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.network.models import User
from scharnier.people.models import Enrolment
from scharnier.people.queries import FileHeader, file_header
from scharnier.people.views import desk_of, open_file


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@requires("casework.view")
def contacts(request: HttpRequest, person_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, "contacts", "casework.view")
    desk = desk_of(request)
    page = queries.contacts(desk.scope, file, _uuid(request.GET.get("after")))
    closed.open_topics(desk.scope, page.rows)
    context = {
        "file": file,
        "page": page,
        "may_write": desk.may("casework.write", file.project),
        "sealed": confidential.sealed(person_id, file.project),
    }
    return render(request, "casework/contacts.html", context)


def _form(request: HttpRequest, file: FileHeader, *args: Any, **kwargs: Any) -> ContactForm:
    return ContactForm(*args, **_choices(request, file, **kwargs))


def _shared_form(
    request: HttpRequest, file: FileHeader, home: list[Enrolment], *args: Any, **kwargs: Any
) -> HouseholdContactForm:
    people = [each.person for each in home]
    return HouseholdContactForm(*args, person=file.person, household=people, **_choices(request, file, **kwargs))


def _choices(request: HttpRequest, file: FileHeader, **kwargs: Any) -> dict[str, Any]:
    desk = desk_of(request)
    place = desk.place(file.project)
    return {
        "settings": place.settings if place else None,
        "languages": (*file.person.speaks, file.person.reads),
        "people": mine_first(colleagues(desk.scope, file.project), desk.user.id) if kwargs.get("rows") else (),
        "goals": queries.open_goals(desk.scope, file) if "step" in kwargs.get("sprouts", ()) else (),
        **kwargs,
    }


@requires("casework.write")
def contact_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The form of a talk. `more` and `make` add a line, `sentences` shows the sentences, everything else saves."""
    file, desk = open_file(request, person_id, "contacts", "casework.write"), desk_of(request)
    start, home = queries.beginning(desk, file), company(desk.scope, file)
    if request.method != "POST":
        rows = max(EMPTY_ROWS, start.rows)
        return _show(
            request,
            file,
            _shared_form(request, file, home, initial=start.initial, rows=rows, sprouts=start.sprouts),
            start,
        )
    typed = lines.typed(request.POST)
    if lines.asked(request.POST):
        grown = lines.grown(request.POST, typed, rows=max(EMPTY_ROWS, queries.follow_lines(typed)))
        form = _shared_form(
            request, file, home, initial=grown.initial, rows=grown.rows, sprouts=queries.sprout_kinds(grown.initial)
        )
        return _show(request, file, form, start, found=grown.sentences, focus=grown.focus)
    rows = max(EMPTY_ROWS, queries.follow_lines(typed))
    form = _shared_form(request, file, home, request.POST, rows=rows, sprouts=queries.sprout_kinds(typed))
    if form.is_valid():
        try:
            return _save(request, file, home, form)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return _show(request, file, form, start)


def _save(request: HttpRequest, file: FileHeader, home: list[Enrolment], form: HouseholdContactForm) -> HttpResponse:
    author = User.objects.get(pk=desk_of(request).user.id)
    also = [each for each in home if each.person_id in form.ticked()]
    shared = actions.Shared(also, form.own(), bool(form.cleaned_data.get("named")))
    written = actions.write_contact(
        file.enrolment,
        author=author,
        talk=form.talk(),
        reminders=form.reminders(author.pk),
        sprouts=form.sprouts(),
        secret=form.cleaned_data["secret"],
        shared=shared,
        token=form.token,
    )
    if written.contact is not None:
        several = _("Gespräch in %(n)s Akten gespeichert.") % {"n": len(also) + 1}
        messages.success(request, several if also else _("Gespräch gespeichert."))
    for warning in written.warnings:
        messages.warning(request, warning)
    return HttpResponseRedirect(optional_url("find") if "next" in request.POST else written.url)


def _show(
    request: HttpRequest,
    file: FileHeader,
    form: ContactForm,
    start: queries.Beginning,
    found: Sequence[str] = (),
    focus: str = "",
) -> HttpResponse:
    desk = desk_of(request)
    if focus in form.fields:
        form.fields[focus].widget.attrs["data-focus"] = True
    context = {
        "file": file,
        "form": form,
        "start": start,
        "sentences": found,
        "items": queries.open_items(desk.scope, file),
        "blocks": blocks_for(
            desk.scope, file.carrier, file.person, desk.user.name, place=start.initial.get("place", "")
        ),
        "draft_url": reverse("draft", args=["gespraech", file.person.pk]),
    }
    page = "casework/contact_part.html" if request.headers.get("HX-Request") else "casework/contact_form.html"
    return render(request, page, context)


def _contact(request: HttpRequest, person_id: UUID, contact_id: UUID) -> Any:
    found = queries.contact(desk_of(request).scope, contact_id)
    if found is None or found.person_id != person_id:
        raise Http404
    return found


@requires("casework.view")
def contact(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, "contacts", "casework.view")
    found = _contact(request, person_id, contact_id)
    may_write = desk_of(request).may("casework.write", found.project_id)
    closed.open_topics(desk_of(request).scope, [found])
    context = {
        "file": file,
        "contact": found,
        "follow_ups": found.follow_ups.select_related("owner"),
        "came": queries.came_of(desk_of(request).scope, contact_id),
        "concerned": concerned(desk_of(request).scope, found),
        "sentences": _sentences(found) if may_write else [],
        "goals": queries.open_goals(desk_of(request).scope, file) if may_write else [],
        "may_write": may_write,
    }
    return render(request, "casework/contact.html", context)


@requires("casework.write")
def contact_edit(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    file = open_file(request, person_id, "contacts", "casework.write")
    found, desk = _contact(request, person_id, contact_id), desk_of(request)
    conflict = None
    form = _form(request, file, request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            editor = User.objects.get(pk=desk.user.id)
            actions.change_contact(found, editor=editor, talk=form.talk(), version=form.cleaned_data.get("version"))
            return HttpResponseRedirect(reverse("contact", args=[person_id, contact_id]))
        except Conflict as clash:
            conflict = conflict_of(clash, "gespraech", request.get_full_path())
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(
        request, "casework/contact_edit.html", {"file": file, "contact": found, "form": form, "conflict": conflict}
    )


def _initial(found: Any) -> dict[str, Any]:
    local = found.at.astimezone(clock.ZONE)
    shut = closed.fields(principals.scope(), found.person_id, found.project_id) if found.topics else {}
    names = ("form", "minutes", "topics", "language", "interpreter", "place", "took_part", "note", "agreed", "version")
    return {
        "day": local.date(),
        "time": local.time(),
        **{name: getattr(found, name) for name in (*names, *ABOUT_AUTHORITY)},
        "topics": [each for each in found.topics if each not in shut],
    }


def _sentences(found: Contact) -> list[str]:
    return sentences(f"{found.note}\n{found.agreed}")


@requires("casework.write")
@require_POST
def contact_make(request: HttpRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    """Makes a goal, a step, a need or a follow-up of a sentence: `make` is the kind, `sentence` the text.

    Without script `make` carries the number of the sentence as well: need:3.
    """
    file = open_file(request, person_id, "contacts", "casework.write")
    found = _contact(request, person_id, contact_id)
    editor = User.objects.get(pk=desk_of(request).user.id)
    here = reverse("contact", args=[person_id, contact_id])
    try:
        kind, sentence = lines.chosen(request.POST, _sentences(found))
        if queries.came_already(desk_of(request).scope, found, kind, sentence):
            messages.warning(request, _("Das ist aus diesem Satz schon entstanden."))
        elif kind == actions.FOLLOW:
            due = clock.today() + lines.USUAL_WAIT
            actions.follow_up_from(file.enrolment, contact=found, reminder=Reminder(due, sentence[:200], editor.pk))
            messages.success(request, _("Wiedervorlage in einer Woche."))
        else:
            where = (
                request.POST.get("goal", "")
                if kind == Made.STEP
                else lines.first_field(found.topics, desk_of(request).settings_of(file.project).plan_fields)
            )
            actions.sprout_from(
                file.enrolment, editor=editor, contact=found.pk, sprout=Sprout(Made(kind), sentence, where)
            )
            messages.success(request, lines.DONE[Made(kind)])
    except DomainError as error:
        messages.warning(request, error.message)
    return HttpResponseRedirect(here)


@requires("casework.write")
def follow_up_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    file, desk = open_file(request, person_id, "overview", "casework.write"), desk_of(request)
    people = mine_first(colleagues(desk.scope, file.project), desk.user.id)
    usual = {"owner": str(desk.user.id), "due_on": queries.usual_day(desk.settings_of(file.project))}
    form = FollowUpForm(request.POST or None, people=people, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            url = reverse("person", kwargs={"person_id": person_id})
            to = actions.add_follow_up(file.enrolment, reminder=form.reminder(), token=form.token, url=url)
            messages.success(request, _("Wiedervorlage gespeichert."))
            if file.left:
                messages.warning(
                    request, _("Die Teilnahme ist beendet. Prüfen Sie, ob die Wiedervorlage noch nötig ist.")
                )
            return HttpResponseRedirect(to)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "casework/follow_up.html", {"file": file, "form": form})


@requires("casework.view")
def blocks(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Messages to copy, in the person's language or another one."""
    file, desk = open_file(request, person_id, "contacts", "casework.view"), desk_of(request)
    language = request.GET.get("sprache", "")
    found = blocks_for(desk.scope, file.carrier, file.person, desk.user.name, language=language)
    return render(request, "casework/contacts/blocks.html", {"file": file, "blocks": found})


DRAFTS = {"gespraech": ("contact_new", actions.draft_key)}


@requires("casework.write")
@require_POST
def draft(request: HttpRequest, form: str, person_id: UUID) -> HttpResponse:
    """Keeps what has been typed so far, for nobody but the writer. Answers 204; `drop` throws it away."""
    desk = desk_of(request)
    if form not in DRAFTS:
        raise Http404
    here = desk.project.project if desk.project else None
    file = file_header(desk.scope, person_id, here)
    if file is None:
        raise Http404
    if not desk.may("casework.write", file.project):
        raise access.Forbidden("casework.write")
    page, key = DRAFTS[form]
    if "drop" in request.POST:
        writes.drop_draft(desk.user.id, key(person_id))
        return HttpResponseRedirect(reverse("contacts", args=[person_id]))
    actions.keep_draft(desk.user.id, key(person_id), file.person, reverse(page, args=[person_id]), request.POST)
    return HttpResponse(status=204)
