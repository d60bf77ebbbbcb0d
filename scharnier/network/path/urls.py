# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the short path."""

from django.urls import path

from scharnier.network.path import views

urlpatterns = [
    path("desk/netzwerk/", views.directory, name="network"),
    path("desk/netzwerk/mein-eintrag/", views.entry, name="network_entry"),
    path("desk/netzwerk/<uuid:contact>/", views.contact, name="network_contact"),
    path("desk/netzwerk/<uuid:contact>/kontakt.vcf", views.card, name="network_card"),
]
