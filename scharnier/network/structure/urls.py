# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the structure."""

from django.urls import path

from scharnier.network.structure import changing_views as changing
from scharnier.network.structure import consortium_views as consortia
from scharnier.network.structure import views

PROJECT = "desk/struktur/projekt/<uuid:project>/"
CARRIER = "desk/struktur/traeger/<uuid:carrier>/"
CONSORTIUM = "desk/struktur/verbund/<uuid:consortium>/"

urlpatterns = [
    path("desk/struktur/", views.structure, name="structure"),
    path(PROJECT, views.project, name="structure_project"),
    path(f"{PROJECT}aendern/", views.project_edit, name="project_edit"),
    path(f"{PROJECT}stellen/", views.staff, name="structure_staff"),
    path(f"{PROJECT}orte/", views.places, name="structure_places"),
    path(f"{PROJECT}neu/<slug:kind>/", views.item_new, name="structure_new"),
    path(f"{PROJECT}neu/<slug:kind>/<uuid:of>/", views.item_new, name="structure_new_at"),
    path(f"{PROJECT}ende/<slug:kind>/<uuid:of>/", views.item_end, name="structure_end"),
    path(f"{PROJECT}aendern/<slug:kind>/<uuid:of>/", changing.item_edit, name="structure_edit"),
    path(f"{PROJECT}loeschen/<slug:kind>/<uuid:of>/", changing.item_remove, name="structure_remove"),
    path(f"{PROJECT}standort/<uuid:of>/", views.site_edit, name="site_edit"),
    path(f"{PROJECT}standort/<uuid:of>/schliessen/", views.site_close, name="site_close"),
    path(CARRIER, views.carrier, name="structure_carrier"),
    path(f"{CARRIER}projekt/", views.project_new, name="project_new"),
    path(f"{CARRIER}phase/", views.phase_new, name="phase_new"),
    path(f"{CARRIER}verbund/", consortia.consortium_new, name="consortium_new"),
    path(CONSORTIUM, consortia.consortium, name="consortium"),
    path(f"{CONSORTIUM}partner/", consortia.partner_new, name="partner_new"),
    path(f"{CONSORTIUM}partner/<uuid:member>/", consortia.partner_confirm, name="partner_confirm"),
    path(f"{CONSORTIUM}vereinbarung/", consortia.agreement_new, name="agreement_new"),
    path(f"{CONSORTIUM}ende/", consortia.consortium_end, name="consortium_end"),
]
