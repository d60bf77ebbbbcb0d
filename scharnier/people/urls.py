# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, include, path

from scharnier.people import views
from scharnier.people.finding import views as finding
from scharnier.people.intake import views as intake
from scharnier.people.record import views as record
from scharnier.people.support import views as support

FILE = "desk/personen/<uuid:person_id>/"
DATA = f"{FILE}stammdaten/"
STAY = f"{DATA}aufenthalt/"
PART = f"{DATA}teilnahme/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("scharnier.people.caseload.urls")),
    path("desk/suche/", finding.search, name="find"),
    path("desk/personen/neu/", intake.person_new, name="person_new"),
    path("desk/personen/neu/aehnlich/", intake.person_alike, name="person_alike"),
    path("desk/personen/neu/fragen/", intake.person_asked, name="person_asked"),
    path("desk/personen/neu/antwort/", intake.person_answered, name="person_answered"),
    path(FILE, views.overview, name="person"),
    path(f"{FILE}verlauf/", views.timeline, name="timeline"),
    path(DATA, record.person_edit, name="person_edit"),
    path(f"{STAY}neu/", record.residence_new, name="residence_new"),
    path(f"{STAY}<uuid:stay_id>/", record.residence_edit, name="residence_edit"),
    path(f"{PART}neu/", record.enrolment_new, name="enrolment_new"),
    path(f"{PART}<uuid:enrolment_id>/", record.enrolment_edit, name="enrolment_edit"),
    path(f"{PART}<uuid:enrolment_id>/verlaengern/", support.extend, name="enrolment_extend"),
    path(f"{PART}<uuid:enrolment_id>/austritt/", record.enrolment_exit, name="enrolment_exit"),
    path(f"{PART}<uuid:enrolment_id>/zurueck/", record.enrolment_reopen, name="enrolment_reopen"),
    path("", include("scharnier.people.circumstances.urls")),
    path("", include("scharnier.people.documents.urls")),
    path("", include("scharnier.people.assessing.urls")),
    path("", include("scharnier.people.cv.urls")),
    path("", include("scharnier.people.competence.urls")),
    path("", include("scharnier.people.household.urls")),
    path("", include("scharnier.people.consents.urls")),
    path("", include("scharnier.people.handout.urls")),
    path("", include("scharnier.people.history.urls")),
    path("", include("scharnier.people.housing.urls")),
    path("", include("scharnier.people.law.urls")),
    path("", include("scharnier.people.lists.urls")),
    path("", include("scharnier.people.merging.urls")),
    path("", include("scharnier.people.names.urls")),
    path("", include("scharnier.people.packages.urls")),
    path("", include("scharnier.people.questionnaire.urls")),
    path("", include("scharnier.people.separation.urls")),
    path("", include("scharnier.people.waiting.urls")),
    path("", include("scharnier.people.allocation.urls")),
    path("", include("scharnier.people.wizard.urls")),
    path("", include("scharnier.people.trail.urls")),
    path("", include("scharnier.people.erasing.urls")),
]
