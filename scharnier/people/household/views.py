# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tab Haushalt of a file. The right is checked in the project of the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import clock, projections
from scharnier.foundation.access import signed_in
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import Conflict, DomainError
from scharnier.people import rules, words
from scharnier.people.household import actions, queries
from scharnier.people.household.forms import BelongingForm, HomeForm, RelativeForm, said
from scharnier.people.household.queries import Household, Member
from scharnier.people.intake.forms import LikenessForm, NewPersonForm
from scharnier.people.matching import queries as matching
from scharnier.people.matching.likeness import Facts
from scharnier.people.models import Person
from scharnier.people.queries import FileHeader
from scharnier.people.separation.queries import separated_from
from scharnier.people.views import desk_of, open_file
from scharnier.people.writing import TwoEditors, expected, once, two_editors

TAB = "household"
WRITE = "people.edit"
SHORTEST, LONGEST = 2, 80


def _back(header: FileHeader) -> str:
    return reverse("household", kwargs={"person_id": header.person.pk})


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _answer(request: HttpRequest, header: FileHeader, form: KitForm, **context: Any) -> HttpResponse:
    conflict: TwoEditors | None = context.get("conflict")
    status = 409 if conflict else 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    context |= {"file": header, "form": form, "back": _back(header)}
    return render(request, "people/household/member.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def household(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who belongs to it; a POST searches for somebody to add, so that no name stands in an address."""
    header = open_file(request, person_id, TAB, WRITE if request.method == "POST" else "people.view")
    scope = desk_of(request).scope
    text = request.POST.get("name", "").replace("\x00", " ").strip()[:LONGEST]
    query = words.folded_query(text)
    found = [entry.subject_id for entry in projections.search(query, 40)] if len(query) >= SHORTEST else []
    home = queries.household(scope, person_id)
    there = [each.row.person_id for each in home.on_file]
    context = {
        "file": header,
        "home": home,
        "name": text,
        "found": queries.nameable(scope, person_id, [each for each in found if each not in there]),
    }
    return render(request, "people/household/household.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def household_add(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Somebody who has a file belongs to it."""
    header = open_file(request, person_id, TAB, WRITE)
    scope = desk_of(request).scope
    other = Person.objects.visible_to(scope).filter(pk=other_id, merged_into=None).first()
    if other is None or other_id in separated_from(person_id):
        raise Http404
    home = queries.household(scope, person_id)
    others = [each for each in home.members if each.row.person_id != other_id or not each.row.on_file]
    form = BelongingForm(_typed(request), name=header.person.full_name, others=others)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            actions.add_file(header.person, other, form.belonging())
            return _back(header)

        if (url := once(form, act)) is not None:
            return redirect(url)
    title = gettext("%(name)s in den Haushalt aufnehmen") % {"name": other.full_name}
    return _answer(request, header, form, title=title)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def household_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Somebody without a file. When somebody alike is on file it asks once; `anyway` says that it is another person."""
    header = open_file(request, person_id, TAB, WRITE)
    home = queries.household(desk_of(request).scope, person_id)
    form = RelativeForm(_typed(request), name=header.person.full_name, others=home.members)
    alike: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            actions.add_relative(header.person, form.relative(), form.belonging())
            return _back(header)

        alike = {} if "anyway" in request.POST else _alike(request, form.facts(), person_id)
        if not alike and (url := once(form, act)) is not None:
            return redirect(url)
    return _answer(request, header, form, title=gettext("Person ohne Akte"), ask=bool(alike), add=True, **alike)


def _alike(request: HttpRequest, facts: Facts, person_id: UUID) -> dict[str, Any]:
    """Who may be the same person: files within one's scope, projects to ask beyond it; nothing when there is nobody."""
    if len(facts.family + facts.given) < SHORTEST and not facts.phone:
        return {}
    apart = separated_from(person_id)
    twins = matching.twins(desk_of(request).scope, facts, but={person_id, *apart})
    elsewhere = matching.elsewhere(facts, but=apart)
    return {"twins": twins, "elsewhere": elsewhere} if twins or elsewhere else {}


def _member(request: HttpRequest, person_id: UUID, member_id: UUID) -> tuple[Household, Member]:
    home = queries.household(desk_of(request).scope, person_id)
    for each in home:
        if each.row.pk == member_id:
            return home, each
    raise Http404


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def household_member(request: HttpRequest, person_id: UUID, member_id: UUID) -> HttpResponse:
    """Correct or end somebody's belonging."""
    header = open_file(request, person_id, TAB, WRITE)
    home, member = _member(request, person_id, member_id)
    row = member.row
    others = [each for each in home.members if each.row.pk != member_id]
    of_others = {each.row.pk: queries.relation(each.row, row) for each in others}
    kind = BelongingForm if row.on_file else RelativeForm
    form = kind(
        _typed(request),
        initial=said(row, member.code, of_others),
        name=header.person.full_name,
        others=others,
        ends=True,
    )
    conflict = None
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            who = form.relative() if isinstance(form, RelativeForm) else None
            actions.change(header.person, row, expected(form), form.belonging(), who)
            return _back(header)

        try:
            url = once(form, act)
        except Conflict as found:
            url, conflict = None, two_editors(found, form, "part", request.path, {})
        if url is not None:
            return redirect(url)
    remove = reverse("household_remove", args=[person_id, member_id])
    return _answer(request, header, form, title=row.full_name, conflict=conflict, remove_url=remove, member=member)


@signed_in
@require_POST
def household_remove(request: HttpRequest, person_id: UUID, member_id: UUID) -> HttpResponse:
    header = open_file(request, person_id, TAB, WRITE)
    try:
        actions.remove(_member(request, person_id, member_id)[1].row)
    except DomainError as refused:
        messages.warning(request, refused.message)
    return redirect(_back(header))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def household_file(request: HttpRequest, person_id: UUID, member_id: UUID) -> HttpResponse:
    """A file for somebody who had none, with what is known already."""
    header = open_file(request, person_id, TAB, "people.new")
    row = _member(request, person_id, member_id)[1].row
    if row.on_file:
        return redirect("person", person_id=row.person_id)
    desk = desk_of(request)
    place = desk.place(header.project)
    if place is None:
        raise Http404
    known = {
        "family_name": row.family_name,
        "given_names": row.given_names,
        "birth_date": words.show_birth(row),
        "staff": header.enrolment.staff_id,
        "entered_on": clock.today(),
    }
    form = NewPersonForm(_typed(request), staff=rules.workers_of(header.project), me=desk.user.id, so_far=known)
    alike: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            made = actions.open_file_for(row, form.participant(place, header.project))
            return reverse("person", kwargs={"person_id": made})

        facts = LikenessForm(request.POST).facts()
        alike = {} if "anyway" in request.POST else _alike(request, facts, person_id)
        if not alike and (url := once(form, act)) is not None:
            return redirect(url)
    title = gettext("Akte für %(name)s anlegen") % {"name": row.full_name}
    label = gettext("Anlegen")
    return _answer(request, header, form, title=title, ask=bool(alike), add=True, save_label=label, **alike)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def household_home(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Address and housing of this person for the members that are ticked."""
    header = open_file(request, person_id, TAB, WRITE)
    members = queries.household(desk_of(request).scope, person_id).on_file
    form = HomeForm(_typed(request), members=members)
    if request.method == "POST" and form.is_valid():
        chosen = [each.row for each in members if str(each.row.pk) in form.cleaned_data["who"]]

        def act() -> str:
            n = actions.share_home(header.person, chosen, form.cleaned_data["since"])
            said_so = ngettext("Für %(n)s Person übernommen.", "Für %(n)s Personen übernommen.", n) % {"n": n}
            messages.success(request, said_so if n else gettext("Alle wohnen schon dort."))
            return _back(header)

        if (url := once(form, act)) is not None:
            return redirect(url)
    return _answer(
        request, header, form, title=gettext("Anschrift und Unterbringung übernehmen"), home_of=header.person
    )
