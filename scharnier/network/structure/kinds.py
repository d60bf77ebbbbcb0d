# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be entered for a project and ended again: one entry for each, so that one page serves them all.

A `Kind` says which form is shown, which action writes it, and what a preview tells before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from scharnier.foundation import clock
from scharnier.foundation.principals import Scope
from scharnier.knowledge import districts
from scharnier.network.models import Membership, Project, Site
from scharnier.network.path.models import WorkContact
from scharnier.network.queries import current
from scharnier.network.structure import actions, forms, usage
from scharnier.network.structure.models import (
    Capacity,
    Dated,
    Duty,
    Position,
    PositionPeriod,
    ProgrammePhase,
    Responsibility,
    Room,
    SiteHour,
    Tandem,
    Target,
)

Values = Mapping[str, Any]
OVERVIEW, STAFF, PLACES = "structure_project", "structure_staff", "structure_places"


@dataclass(frozen=True)
class Kind:
    """`tab` is the page to return to; `parent` the table of the row it hangs on; `ended` the table of rows to end."""

    title: str | Promise
    tab: str
    form: type[forms.ShapeForm]
    write: Callable[[Scope, Project, Any, dict[str, Any]], object]
    options: Callable[[Scope, Project, Any], dict[str, Any]] = lambda scope, project, parent: {}
    preview: Callable[[Project, Any, Values], list[str]] | None = None
    parent: type[Site | Position] | None = None
    ended: type[Dated] | None = None


def when(day: date) -> str:
    """»heute«, »in 12 Tagen«, »rückwirkend«, as a preview says when something takes effect."""
    days = (day - clock.today()).days
    if days == 0:
        return _("ab heute")
    if days > 0:
        return ngettext("ab %(day)s, in %(n)s Tag", "ab %(day)s, in %(n)s Tagen", days) % {
            "day": f"{day:%d.%m.%Y}",
            "n": days,
        }
    return _("rückwirkend ab %(day)s; abgeschlossene Berichte bleiben, wie sie sind") % {"day": f"{day:%d.%m.%Y}"}


# ---------- what a change affects ----------


def _capacity_effects(project: Project, _parent: Any, values: Values) -> list[str]:
    begin, places = values["valid_from"], values["places"]
    before = Capacity.objects.filter(project_id=project.pk, valid_from__lt=begin).order_by("-valid_from").first()
    used = usage.taking_part(project.pk, min(begin, clock.today()))
    lines = [_("%(n)s Plätze, %(when)s.") % {"n": places, "when": when(begin)}]
    if before is not None and (before.valid_to is None or before.valid_to >= begin):
        facts = {"n": before.places, "day": f"{begin - actions.DAY:%d.%m.%Y}"}
        lines.append(_("Die bisherigen %(n)s Plätze gelten bis %(day)s.") % facts)
    lines.append(ngettext("Heute nimmt %(n)s Person teil.", "Heute nehmen %(n)s Personen teil.", used) % {"n": used})
    if used > places:
        lines.append(
            ngettext(
                "Das ist eine mehr als Plätze. Niemand scheidet dadurch aus.",
                "Das sind %(n)s mehr als Plätze. Niemand scheidet dadurch aus.",
                used - places,
            )
            % {"n": used - places}
        )
    return lines


def _region_effects(project: Project, _parent: Any, values: Values) -> list[str]:
    facts = {
        "project": project.name,
        "district": districts.name(values["district"]),
        "when": when(values["valid_from"]),
    }
    if values["duty"] == Duty.RESPONSIBLE:
        lines = [_("„%(project)s“ ist für %(district)s zuständig, %(when)s.") % facts]
    else:
        lines = [_("„%(project)s“ ist in %(district)s beteiligt, %(when)s.") % facts]
    other = actions.in_the_way(project, values["district"], values["valid_from"], values["valid_to"])
    if other is not None and other.project != project.name:
        lines.append(
            _("Zuständig ist dort „%(project)s“ (%(carrier)s).") % {"project": other.project, "carrier": other.carrier}
        )
    people = WorkContact.objects.filter(carrier_id=project.carrier_id, published=True)
    n = people.filter(user_id__in=_members(project)).count()
    lines.append(
        ngettext(
            "Im Netzwerk erscheint %(n)s Kontakt dieses Projekts unter diesem Kreis.",
            "Im Netzwerk erscheinen %(n)s Kontakte dieses Projekts unter diesem Kreis.",
            n,
        )
        % {"n": n}
    )
    return lines


def _members(project: Project) -> list[UUID]:
    rows = Membership.objects.filter(current(clock.today()), project_id=project.pk)
    return list(rows.values_list("user_id", flat=True))


def closing_effects(site: Site, last_day: date) -> list[str]:
    """What a site takes with it."""
    hours = SiteHour.objects.filter(site_id=site.pk).exclude(valid_to__lt=last_day).count()
    contacts = WorkContact.objects.filter(carrier_id=site.carrier_id, site_id=site.pk).count()
    facts = {"site": site.name, "day": f"{last_day:%d.%m.%Y}"}
    return [
        _("„%(site)s“ schließt nach dem %(day)s. Was dort war, bleibt im Verlauf.") % facts,
        ngettext("%(n)s Zeile des Zeitplans endet mit.", "%(n)s Zeilen des Zeitplans enden mit.", hours) % {"n": hours},
        ngettext(
            "%(n)s Eintrag im Netzwerk nennt diesen Standort und zeigt ihn danach nicht mehr.",
            "%(n)s Einträge im Netzwerk nennen diesen Standort und zeigen ihn danach nicht mehr.",
            contacts,
        )
        % {"n": contacts},
    ]


def project_effects(project: Project, values: Values) -> list[str]:
    """Who is still there when a project ends."""
    lines = []
    if values["name"] != project.name:
        lines.append(_("Der neue Name steht sofort überall, auch in alten Akten."))
    end = values["valid_to"]
    if end is not None and end != project.valid_to:
        used, working = usage.taking_part(project.pk, clock.today()), len(set(_members(project)))
        lines += [
            _("Das Projekt endet mit dem %(day)s. Akten, Verlauf und Zugänge bleiben.") % {"day": f"{end:%d.%m.%Y}"},
            ngettext(
                "Heute nimmt %(n)s Person teil; tragen Sie bis dahin den Austritt ein oder übergeben Sie sie.",
                "Heute nehmen %(n)s Personen teil; tragen Sie bis dahin den Austritt ein oder übergeben Sie sie.",
                used,
            )
            % {"n": used},
            ngettext("%(n)s Person arbeitet hier.", "%(n)s Personen arbeiten hier.", working) % {"n": working},
        ]
    return lines or [_("Sonst ändert sich nichts.")]


# ---------- choices ----------


def colleagues(scope: Scope, project: Project) -> list[tuple[str, str]]:
    """(user id, name) of who works in a project, by name."""
    rows = (
        Membership.objects.visible_to(scope)
        .filter(current(clock.today()), project_id=project.pk)
        .exclude(role="auditor")
        .order_by("user__display_name")
        .values_list("user_id", "user__display_name")
    )
    return list({str(user): (str(user), name) for user, name in rows}.values())


def _colleagues(scope: Scope, project: Project, _parent: Any) -> dict[str, Any]:
    return {"colleagues": colleagues(scope, project)}


def _phases(scope: Scope, project: Project, _parent: Any) -> dict[str, Any]:
    rows = ProgrammePhase.objects.visible_to(scope).filter(
        carrier_id=project.carrier_id, programme_id=project.programme_id
    )
    return {"phases": [(str(pk), name) for pk, name in rows.order_by("-valid_from").values_list("pk", "name")]}


def _rooms(scope: Scope, _project: Project, parent: Any) -> dict[str, Any]:
    rows = Room.objects.visible_to(scope).filter(site_id=parent.pk).order_by("name")
    return {"rooms": [(str(pk), name) for pk, name in rows.values_list("pk", "name")]}


KINDS: dict[str, Kind] = {
    "kapazitaet": Kind(
        gettext_lazy("Kapazität"),
        OVERVIEW,
        forms.CapacityForm,
        lambda scope, project, _parent, values: actions.set_capacity(scope, project, **values),
        preview=_capacity_effects,
        ended=Capacity,
    ),
    "ziel": Kind(
        gettext_lazy("Zielzahl"),
        OVERVIEW,
        forms.TargetForm,
        lambda scope, project, _parent, values: actions.set_target(scope, project, **values),
        ended=Target,
    ),
    "entscheidung": Kind(
        gettext_lazy("Entscheidung"),
        OVERVIEW,
        forms.DecisionForm,
        lambda scope, project, _parent, values: actions.add_decision(scope, project, values),
        options=_phases,
    ),
    "stelle": Kind(
        pgettext_lazy("Personal", "Stelle"),
        STAFF,
        forms.PositionForm,
        lambda scope, project, _parent, values: actions.add_position(scope, project, **values),
    ),
    "besetzung": Kind(
        gettext_lazy("Besetzung"),
        STAFF,
        forms.HoldingForm,
        lambda scope, project, parent, values: actions.fill_position(scope, project, parent, **values),
        options=_colleagues,
        parent=Position,
        ended=PositionPeriod,
    ),
    "tandem": Kind(
        gettext_lazy("Tandem"),
        STAFF,
        forms.TandemForm,
        lambda scope, project, _parent, values: actions.add_tandem(scope, project, **values),
        options=_colleagues,
        ended=Tandem,
    ),
    "standort": Kind(
        gettext_lazy("Standort"),
        PLACES,
        forms.SiteForm,
        lambda scope, project, _parent, values: actions.keep_site(scope, project, None, values),
    ),
    "raum": Kind(
        gettext_lazy("Raum"),
        PLACES,
        forms.RoomForm,
        lambda scope, project, parent, values: actions.add_room(scope, project, parent, **values),
        parent=Site,
    ),
    "zeit": Kind(
        gettext_lazy("Zeit"),
        PLACES,
        forms.HourForm,
        lambda scope, project, parent, values: actions.add_hour(scope, project, parent, values),
        options=_rooms,
        parent=Site,
        ended=SiteHour,
    ),
    "kreis": Kind(
        gettext_lazy("Kreis"),
        PLACES,
        forms.RegionForm,
        lambda scope, project, _parent, values: actions.add_responsibility(scope, project, **values),
        preview=_region_effects,
        ended=Responsibility,
    ),
}


def kind_of(name: str) -> Kind:
    """The kind of an address; Http404 for any other word."""
    found = KINDS.get(name)
    if found is None:
        raise Http404
    return found


def describe(row: Dated) -> str:
    """A dated row in a few words, for the page that ends it."""
    match row:
        case Capacity():
            return _("%(n)s Plätze") % {"n": row.places}
        case Target():
            return f"{row.get_measure_display()}: {row.value}"
        case PositionPeriod():
            return f"{row.position.name}: {row.holder.display_name if row.holder else _('niemand')}, {row.share} %"
        case Tandem():
            return row.name
        case SiteHour():
            return f"{row.site.name}: {row.get_weekday_display()} {row.begins:%H:%M}–{row.ends:%H:%M}"
        case Responsibility():
            return districts.name(row.district)
        case _:
            return str(row)
