# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of a consortium: partners, agreement, and how many persons it has reached, each counted once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scharnier.foundation.access import requires
from scharnier.network.pages import desk_of
from scharnier.network.structure import actions, consortia, counting, forms, queries
from scharnier.network.structure.views import Crumb, administered, answer, mark, programmes


def _partners(request: HttpRequest, key: UUID) -> queries.Partners:
    mark(request)
    found = queries.partners(desk_of(request).scope, key)
    if found is None:
        raise Http404
    return found


def _crumb(found: queries.Partners) -> list[Crumb]:
    return [{"url": reverse("consortium", args=[found.consortium.pk]), "label": found.consortium.name}]


@requires("network.structure")
@require_safe
def consortium(request: HttpRequest, consortium: UUID) -> HttpResponse:
    found = _partners(request, consortium)
    desk = desk_of(request)
    numbers = None
    partner = _partner(request, found) if desk.may("network.shape") else None
    if partner and found.agreements:
        numbers = counting.numbers(found.consortium.pk)
        consortia.note_count(found.consortium, partner)
    context = {"found": found, "numbers": numbers, "counts": partner is not None}
    return render(request, "network/structure/consortium.html", context)


def _partner(request: HttpRequest, found: queries.Partners) -> UUID | None:
    """The caller's carrier that is a confirmed partner."""
    carriers = desk_of(request).scope.carriers
    rows = [*found.members.now, *found.members.coming, *found.members.past]
    return next((row.partner_id for row in rows if row.partner_id in carriers and row.confirmed_at is not None), None)


@requires("network.shape")
def consortium_new(request: HttpRequest, carrier: UUID) -> HttpResponse:
    crumb, scope = administered(request, carrier), desk_of(request).scope
    form = forms.ConsortiumForm(request.POST or None, programmes=programmes())
    return answer(
        request,
        form,
        lambda values: consortia.create_consortium(scope, carrier=carrier, **values),
        title=_("Neuer Verbund"),
        back=crumb["url"],
        crumbs=[crumb],
        lead=_("Ihr Träger ist federführend. Die Partner tragen Sie danach ein; jeder bestätigt selbst."),
        button=_("Anlegen"),
    )


@requires("network.shape")
def partner_new(request: HttpRequest, consortium: UUID) -> HttpResponse:
    found, scope = _partners(request, consortium), desk_of(request).scope
    actions.may_administer(scope, found.consortium.carrier_id)
    carriers = [(str(pk), name) for pk, name in queries.carriers_of_the_network()]
    initial = {"valid_from": found.consortium.valid_from, "valid_to": found.consortium.valid_to}
    return answer(
        request,
        forms.PartnerForm(request.POST or None, initial=initial, carriers=carriers),
        lambda values: consortia.add_partner(scope, found.consortium, **values),
        title=_("Partner eintragen"),
        back=reverse("consortium", args=[consortium]),
        crumbs=_crumb(found),
        lead=_("Personen eines Partners zählen erst, wenn seine Verwaltung den Verbund bestätigt hat."),
    )


@requires("network.shape")
def agreement_new(request: HttpRequest, consortium: UUID) -> HttpResponse:
    found, scope = _partners(request, consortium), desk_of(request).scope
    actions.may_administer(scope, found.consortium.carrier_id)
    parties = [row.name for row in found.members.now or found.members.coming]
    return answer(
        request,
        forms.AgreementForm(request.POST or None, parties=parties),
        lambda values: consortia.record_agreement(scope, found.consortium, **values),
        title=_("Vereinbarung eintragen"),
        back=reverse("consortium", args=[consortium]),
        crumbs=_crumb(found),
        lead=_(
            "Gemeinsam Verantwortliche legen fest, wer welche Pflicht erfüllt (Art. 26 DSGVO). "
            "Eine eingetragene Vereinbarung bleibt stehen; eine neue folgt ihr."
        ),
    )


@requires("network.shape")
def consortium_end(request: HttpRequest, consortium: UUID) -> HttpResponse:
    found, scope = _partners(request, consortium), desk_of(request).scope
    actions.may_administer(scope, found.consortium.carrier_id)
    running = len(found.members.now) + len(found.members.coming)
    return answer(
        request,
        forms.LastDayForm(request.POST or None),
        lambda values: consortia.end_consortium(scope, found.consortium, values["last_day"]),
        title=_("Verbund beenden"),
        back=reverse("consortium", args=[consortium]),
        crumbs=_crumb(found),
        effects=lambda values: [
            _("„%(name)s“ endet mit dem %(day)s, für alle %(n)s Partner.")
            % {"name": found.consortium.name, "day": f"{values['last_day']:%d.%m.%Y}", "n": running},
            _("Wer danach aufgenommen wird, zählt nicht mehr. Was bis dahin gezählt ist, bleibt."),
            _("Projekte, Akten und Zugänge der Partner ändern sich nicht."),
        ],
        button=_("Beenden"),
    )


@require_POST
@requires("network.shape")
def partner_confirm(request: HttpRequest, consortium: UUID, member: UUID) -> HttpResponse:
    """The partner's own administration confirms, or takes it back (`answer` is no)."""
    belongs = request.POST.get("answer") != "no"
    consortia.confirm_partner(desk_of(request).scope, member, belongs=belongs)
    messages.success(
        request, _("Bestätigt. Ihre Personen zählen ab heute Nacht mit.") if belongs else _("Zurückgenommen.")
    )
    return redirect("consortium", consortium)
