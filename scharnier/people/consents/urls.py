# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of legal bases, consents and releases."""

from django.urls import URLPattern, path

from scharnier.people.consents import views

BASES = "desk/personen/<uuid:person_id>/grundlagen/"
ONE = f"{BASES}<uuid:consent_id>/"
urlpatterns: list[URLPattern] = [
    path(BASES, views.legal_bases, name="legal_bases"),
    path(f"{BASES}druck.pdf", views.legal_bases_print, name="legal_bases_print"),
    path(f"{BASES}neu/", views.consent_new, name="consent_new"),
    path(ONE, views.consent, name="consent"),
    path(f"{ONE}druck.pdf", views.consent_print, name="consent_print"),
    path(f"{ONE}unterschreiben/", views.consent_sign, name="consent_sign"),
    path(f"{ONE}papier/", views.consent_paper, name="consent_paper"),
    path(f"{ONE}widerrufen/", views.consent_withdraw, name="consent_withdraw"),
    path(f"{ONE}verwerfen/", views.consent_discard, name="consent_discard"),
    path(f"{ONE}scan/", views.consent_scan, name="consent_scan"),
]
