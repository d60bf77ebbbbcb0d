# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of an intake: what was begun, the steps, saving by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from scharnier.foundation import writes
from scharnier.foundation.access import requires
from scharnier.foundation.ids import uuid7
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.writes import Conflict
from scharnier.knowledge import settings as known
from scharnier.people.intake.views import NOBODY, Alike, alike
from scharnier.people.views import desk_of
from scharnier.people.waiting import queries as places
from scharnier.people.wizard import actions, drafts
from scharnier.people.wizard.forms import EntryStep
from scharnier.people.wizard.intake import Wizard, first_step, opened
from scharnier.people.wizard.living import BY_KEY, LivingStep
from scharnier.people.wizard.steps import ENTRY, LIVING, NAME, STAY, TITLES
from scharnier.people.writing import once


@requires("people.new")
def intakes(request: HttpRequest) -> HttpResponse:
    """What one has begun; the first step of a new one when there is nothing."""
    desk = desk_of(request)
    request.nav_key = "cases"  # type: ignore[attr-defined]  # marks the place in the rail
    begun = drafts.begun(desk.scope, desk.user.id)
    if not begun:
        return redirect("intake_new")
    return render(request, "people/wizard/begun.html", {"begun": begun})


@requires("people.new")
def intake_new(request: HttpRequest) -> HttpResponse:
    """The first step under a number of its own; nothing is written before something is typed."""
    return redirect("intake_step", draft_id=uuid7(), step=NAME)


@requires("people.new")
@require_http_methods(["GET", "HEAD", "POST"])
def intake_step(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """One step. Whatever is sent is kept first; `to` goes to another step unchecked, `finish` makes the file."""
    wizard = opened(request, draft_id)
    if step not in wizard.steps:
        return redirect("intake_step", draft_id=draft_id, step=first_step(wizard))
    if request.method != "POST":
        form = wizard.form(step, wizard.known(step), initial=_usual(wizard, step))
        return _page(request, wizard, step, form)
    # A second click on the last button finds the draft gone and the file made.
    if earlier := writes.answer_to(request.POST.get("form_token", "")):
        return redirect(earlier)
    wizard.take(step, request.POST)
    if request.POST.get("to") in wizard.steps:
        return redirect("intake_step", draft_id=draft_id, step=request.POST["to"])
    if step == LIVING and request.POST.get("more") in BY_KEY:
        wizard.another(request.POST["more"])
        return redirect(f"{request.path}#{request.POST['more']}")
    form = wizard.form(step, request.POST)
    if not form.is_valid() or (step == STAY and not wizard.law.is_valid()):
        return _page(request, wizard, step, form)
    if step != ENTRY:
        following = wizard.steps[wizard.steps.index(step) + 1]
        return redirect("intake_step", draft_id=draft_id, step=following)
    return _finish(request, wizard, form)


def _usual(wizard: Wizard, step: str) -> dict[str, Any]:
    """What the last step proposes; before the entry nothing where hours are counted first."""
    if step != ENTRY:
        return {}
    return {"entered_on": wizard.proposed_entry, "staff": wizard.desk.user.id}


def _finish(request: HttpRequest, wizard: Wizard, form: KitForm) -> HttpResponse:
    wrong, forms = wizard.wrong()
    if wrong and wrong != ENTRY:
        messages.warning(request, gettext("Hier stimmt noch etwas nicht. Alles andere ist gespeichert."))
        return redirect("intake_step", draft_id=wizard.id, step=wrong)
    found = NOBODY
    if wizard.file is None and not request.POST.get("anyway"):
        found = alike(request, wizard.sent)
    if not found:
        try:
            url = once(form, lambda: reverse("person", args=[actions.finish(wizard, {**forms, ENTRY: form})]))
        except Conflict:
            url = None
            wizard.see()
            wizard.save(ENTRY)
            form.add_error(
                None,
                gettext("Jemand anderes hat die Akte inzwischen geändert. Sehen Sie die Schritte noch einmal durch."),
            )
        if url is not None:
            return redirect(url)
    return _page(request, wizard, ENTRY, form, found)


def _page(request: HttpRequest, wizard: Wizard, step: str, form: KitForm, found: Alike = NOBODY) -> HttpResponse:
    lang = get_language() or "de"
    position = wizard.steps.index(step)
    known_as = wizard.file.person.pk if wizard.file else None
    room = places.room(wizard.project, person=known_as) if step == ENTRY else None
    if isinstance(form, EntryStep):
        form.fit(room)
    context = {
        "wizard": wizard,
        "form": form,
        "law": wizard.law if step in (STAY, ENTRY) else None,
        "step": step,
        "title": TITLES[step],
        "number": position + 1,
        "steps": [(each, TITLES[each], each == step) for each in wizard.steps],
        "back": wizard.steps[position - 1] if position else "",
        "closed": wizard.closed_at(step),
        "parts": form.parts if isinstance(form, LivingStep) else None,
        "is_name": step == NAME,
        "is_stay": step == STAY,
        "is_last": step == ENTRY,
        "ask_guardian": wizard.asked.guardian and not wizard.fields.get("guardian_kind") and step in (LIVING, ENTRY),
        "records": [known.label("data_set", code, lang) for code in wizard.place.settings.required_records],
        "hours": wizard.place.settings.hours_before_entry,
        "room": room,
        "twins": found.twins,
        "elsewhere": found.elsewhere,
        "ask": bool(found),
    }
    status = 422 if form.errors and request.htmx else 200  # type: ignore[attr-defined]  # django_htmx
    return render(request, "people/wizard/step.html", context, status=status)


@requires("people.new")
@require_POST
def intake_draft(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """Keeps what has been typed so far, for nobody but the writer. Answers 204; `drop` throws the intake away."""
    if "drop" in request.POST:
        writes.drop_draft(desk_of(request).user.id, drafts.key(draft_id))
        messages.success(request, gettext("Entwurf verworfen."))
        return redirect("caseload")
    wizard = opened(request, draft_id)
    if step in wizard.steps:
        wizard.take(step, request.POST)
    return HttpResponse(status=204)
