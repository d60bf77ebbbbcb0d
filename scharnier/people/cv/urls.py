# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of curricula vitae."""

from django.urls import URLPattern, path

from scharnier.people.cv import views

PAGE = "desk/personen/<uuid:person_id>/kompetenzen/lebenslauf/"
urlpatterns: list[URLPattern] = [
    path(f"{PAGE}neu/", views.cv_new, name="cv_new"),
    path(f"{PAGE}<uuid:row_id>/", views.cv_edit, name="cv_edit"),
    path(f"{PAGE}<uuid:row_id>/entfernen/", views.cv_remove, name="cv_remove"),
    path(f"{PAGE}<uuid:row_id>/lebenslauf.pdf", views.cv_pdf, name="cv_pdf"),
    path(f"{PAGE}<uuid:row_id>/lebenslauf.docx", views.cv_docx, name="cv_docx"),
]
