# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages by which an administrator sets up a project, one step after the other, with a summary at the end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scharnier.foundation import clock, writes
from scharnier.foundation.access import Forbidden, requires
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.knowledge import settings as known
from scharnier.knowledge.settings_file import Content, read
from scharnier.network.middleware import Desk
from scharnier.network.models import Carrier, Programme, Role
from scharnier.network.programmes import setup
from scharnier.network.programmes.file_views import FileForm
from scharnier.network.programmes.setup_forms import CarrierForm, PeopleForm, PlacesForm, ProjectForm, SettingsForm
from scharnier.network.programmes.views import desk_of

CARRIER = ("name", "short_name", "legal_form", "contact_email")


class Wizard:
    """The forms of all steps, filled with what was entered so far."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.kept = setup.kept(desk.user.id)
        self.carriers = list(Carrier.objects.filter(pk__in=desk.scope.admins).order_by("short_name"))
        self.programmes = list(Programme.objects.order_by("name"))
        if not self.carriers:
            raise Forbidden("settings.set_up")
        self.template = _template(self.kept)

    def data(self, step: str) -> QueryDict | None:
        """What a step was sent with, None when it was left out."""
        if step not in self.kept:
            return None
        data = QueryDict(mutable=True)
        for name, values in self.kept[step].items():
            data.setlist(name, values)
        return data

    def form(self, step: str, sent: QueryDict | None = None, *, empty: bool = False) -> KitForm:
        """The form of a step: as sent, as kept, or fresh; `empty` reads a step left out as if sent without a word."""
        data = sent or self.data(step)
        if step == "traeger":
            return CarrierForm(data, carriers=self.carriers, initial=self._carrier_facts())
        if step == "projekt":
            return ProjectForm(data, programmes=self.programmes, initial=self._project_facts())
        if step == "orte":
            return PlacesForm(QueryDict() if empty and data is None else data)
        if step == "einstellungen":
            return SettingsForm(
                data, programme=self.programme_code, day=self.first_day, template=self.template_settings
            )
        if step == "menschen":
            return PeopleForm(QueryDict() if empty and data is None else data)
        raise Http404

    def _carrier_facts(self) -> dict[str, str]:
        return {name: getattr(self.carriers[0], name) for name in CARRIER} if len(self.carriers) == 1 else {}

    def _project_facts(self) -> dict[str, Any]:
        """A file of another project brings programme, phase and state along; name and places are this one's own."""
        facts: dict[str, Any] = {"valid_from": clock.today()}
        if self.template is not None:
            chosen = next((row for row in self.programmes if row.code == self.template.programme), None)
            facts |= {"phase": self.template.phase, "state": self.template.state}
            facts |= {"programme": str(chosen.pk)} if chosen is not None else {}
        return facts

    @property
    def template_settings(self) -> dict[str, Any]:
        """What the file's project says today, as long as the programme is still the file's."""
        if self.template is None or self.template.programme != self.programme_code:
            return {}
        rows = sorted(self.template.settings, key=lambda row: row.since)
        running = {row.key: row for row in rows if row.since <= clock.today()}
        return {key: row.value for key, row in running.items() if not row.inherits}

    def _project(self) -> dict[str, Any]:
        form = self.form("projekt")
        return form.cleaned_data if form.is_bound and form.is_valid() else {}

    @property
    def programme_code(self) -> str:
        chosen = self._project().get("programme")
        return next((row.code for row in self.programmes if str(row.pk) == chosen), "")

    @property
    def first_day(self) -> date:
        begin: date | None = self._project().get("valid_from")
        return min(begin or clock.today(), clock.today())

    def missing(self) -> str | None:
        """The first step that has to be done, or done again, before anything can be made."""
        for step in ("traeger", "projekt", "orte", "einstellungen", "menschen"):
            form = self.form(step)
            if (form.is_bound and not form.is_valid()) or (step == "projekt" and not form.is_bound):
                return step
        return None

    def collected(self) -> setup.NewProject:
        """Everything together; call when nothing is missing."""
        project = self._project()
        carrier, places, people = self.form("traeger"), self.form("orte", empty=True), self.form("menschen", empty=True)
        chosen = self.form("einstellungen")
        stated = carrier.is_bound and carrier.is_valid()
        assert isinstance(places, PlacesForm)  # noqa: S101  # by its step
        assert isinstance(people, PeopleForm)  # noqa: S101  # by its step
        assert isinstance(chosen, SettingsForm)  # noqa: S101  # by its step
        places.is_valid()
        people.is_valid()
        return setup.NewProject(
            carrier=UUID(carrier.cleaned_data["carrier"]) if stated else self.carriers[0].pk,
            carrier_facts={name: carrier.cleaned_data[name] for name in CARRIER} if stated else {},
            programme=UUID(project["programme"]),
            **{name: project[name] for name in "code name phase district state valid_from valid_to places".split()},
            teams=places.team_names(),
            sites=places.sites(),
            settings=self.template_settings | (chosen.chosen if chosen.is_bound and chosen.is_valid() else {}),
            people=people.people(),
        )


def _template(kept: dict[str, dict[str, list[str]]]) -> Content | None:
    """The file that was read in as the template, if any."""
    text = kept.get(setup.TEMPLATE, {}).get("text", [""])[0]
    return read(text)[0] if text else None


@requires("settings.set_up")
def template(request: HttpRequest) -> HttpResponse:
    """The settings file of another project as the template; one that can't be read is refused with line and reason."""
    request.nav_key = "programme_settings"  # type: ignore[attr-defined]  # marks the place in the rail
    wizard = Wizard(desk_of(request))
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    faults: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        content, found = read(form.cleaned_data["text"])
        faults = [(fault.line, fault.text.in_(get_language() or "de")) for fault in found]
        if content is not None and content.programme not in {row.code for row in wizard.programmes}:
            form.add_error("file", _("Das Programm „%(code)s“ gibt es hier nicht.") % {"code": content.programme})
        elif content is not None:
            setup.keep(wizard.desk.user.id, setup.TEMPLATE, {"text": [form.cleaned_data["text"]]})
            messages.success(request, _("Die Datei ist die Vorlage. Namen, Orte und Menschen tragen Sie selbst ein."))
            return redirect("setup_step", setup.NAMES[0])
    crumbs = [{"label": _("Projekt einrichten"), "url": reverse("setup_step", args=[setup.NAMES[0]])}]
    context = {"form": form, "faults": faults, "crumbs": crumbs}
    return render(request, "network/programmes/setup_template.html", context)


@requires("settings.set_up")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where somebody left off, or the first step."""
    wizard = Wizard(desk_of(request))
    undone = [step for step in setup.NAMES[:-1] if step not in wizard.kept]
    return redirect("setup_step", undone[0] if undone else "zusammenfassung")


@requires("settings.set_up")
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One step: what is entered is kept, whether or not the project is made in the end."""
    if name not in setup.STEPS:
        raise Http404
    request.nav_key = "programme_settings"  # type: ignore[attr-defined]  # marks the place in the rail
    desk = desk_of(request)
    wizard = Wizard(desk)
    if name == "zusammenfassung":
        return _summary(request, wizard)
    form = wizard.form(name, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        sent = {key: request.POST.getlist(key) for key in form.fields if key in request.POST and key != "form_token"}
        setup.keep(desk.user.id, name, sent)
        if form.is_valid():
            return redirect("setup_step", setup.beside(name, 1) or "zusammenfassung")
    context = {"form": form, **_around(name), "template": wizard.template}
    context["no_programmes"] = name == "projekt" and not wizard.programmes
    return render(request, "network/programmes/setup.html", context)


def _around(name: str) -> dict[str, Any]:
    before, after = setup.beside(name, -1), setup.beside(name, 1)
    return {
        "name": name,
        "label": setup.STEPS[name],
        "number": setup.NAMES.index(name) + 1,
        "steps": [
            {"url": reverse("setup_step", args=[key]), "label": label, "current": key == name}
            for key, label in setup.STEPS.items()
        ],
        "before": reverse("setup_step", args=[before]) if before else "",
        "after": reverse("setup_step", args=[after]) if after else "",
    }


def _summary(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """What will be made; one click makes all of it."""
    missing = wizard.missing()
    if missing:
        messages.info(request, _("Hier fehlt noch etwas, bevor das Projekt angelegt werden kann."))
        return redirect("setup_step", missing)
    new, form = wizard.collected(), KitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if done := writes.already_sent(form.token):
            return redirect(done)
        user = wizard.desk.user.id
        try:
            project = setup.create(wizard.desk.scope, new, user=user)
        except writes.DomainError as error:
            form.add_error(None, error.message)
        else:
            setup.forget(user)
            messages.success(request, _("Das Projekt ist angelegt, die Einladungen sind unterwegs."))
            return redirect(writes.sent(form.token, reverse("programme_settings", args=[project.pk])))
    context = {"form": form, "new": new, **_around("zusammenfassung"), **_shown(wizard, new)}
    return render(request, "network/programmes/setup_summary.html", context)


def _shown(wizard: Wizard, new: setup.NewProject) -> dict[str, Any]:
    """Names instead of keys, for the summary."""
    lang, roles = get_language() or "de", dict(Role.choices)
    own = next(row for row in wizard.carriers if row.pk == new.carrier)
    return {
        "carrier": new.carrier_facts.get("name") or own.name,
        "programme": next(row.name for row in wizard.programmes if row.pk == new.programme),
        "state": codes.label("german_state", new.state, lang) if new.state else "",
        "differing": [
            (known.setting(key).label.in_(lang), known.show(key, value, lang))
            for key, value in new.settings.items()
            if value != setup.proposed(wizard.programme_code, key, wizard.first_day)
        ],
        "people": [(person.email, roles[person.role]) for person in new.people],
    }
