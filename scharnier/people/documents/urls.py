# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of documents."""

from django.urls import URLPattern, path

from scharnier.people.documents import views

FILE = "desk/personen/<uuid:person_id>/dokumente/"
PAPER = "desk/dokumente/<uuid:document_id>/"
urlpatterns: list[URLPattern] = [
    path(FILE, views.documents, name="documents"),
    path(f"{FILE}neu/", views.document_new, name="document_new"),
    path(PAPER, views.document, name="document"),
    path(f"{PAPER}datei/", views.document_file, name="document_file"),
    path(f"{PAPER}bild/<int:number>/", views.document_picture, name="document_picture"),
    path(f"{PAPER}loeschen/", views.document_remove, name="document_remove"),
]
