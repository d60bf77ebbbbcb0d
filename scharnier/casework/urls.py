# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import URLPattern, path

from scharnier.casework.advice import views as advice
from scharnier.casework.confidential import views as confidential
from scharnier.casework.contacts import act_views as acts
from scharnier.casework.contacts import views as contacts
from scharnier.casework.enquiry import views as enquiry
from scharnier.casework.figures import views as figures
from scharnier.casework.letters import views as letters
from scharnier.casework.needs import views as needs
from scharnier.casework.plans import sign_views as signing
from scharnier.casework.plans import views as plans
from scharnier.casework.situations import views as situations
from scharnier.casework.today import hint_views as hints
from scharnier.casework.today import views as today
from scharnier.casework.wordings import views as wordings

_FILE = "desk/personen/<uuid:person_id>"

urlpatterns: list[URLPattern] = [
    path("desk/", today.today, name="today"),
    path("desk/nicht-vergessen/", hints.watching, name="today_watch"),
    path("desk/nicht-vergessen/<uuid:follow_up_id>/zurueck/", hints.hint_undo, name="hint_undo"),
    path("desk/nicht-vergessen/<uuid:person_id>/<slug:kind>/", hints.hint_do, name="hint_do"),
    path("desk/nicht-vergessen/<uuid:person_id>/<slug:kind>/spaeter/", hints.hint_later, name="hint_later"),
    path("desk/nicht-vergessen/<uuid:person_id>/<slug:kind>/abgeben/", hints.hint_hand, name="hint_hand"),
    path("desk/waehrenddessen/", today.meanwhile, name="meanwhile"),
    path("desk/druck/", today.paper, name="today_paper"),
    path("desk/punkt/<uuid:item_id>/", today.agenda_do, name="agenda_do"),
    path("desk/punkt/<uuid:item_id>/zurueck/", today.agenda_undo, name="agenda_undo"),
    path("desk/punkt/<uuid:item_id>/spaeter/", today.agenda_later, name="agenda_later"),
    path("desk/punkt/<uuid:item_id>/abgeben/", today.agenda_hand, name="agenda_hand"),
    path("desk/entwurf/<slug:form>/<uuid:person_id>/", contacts.draft, name="draft"),
    path("desk/kurzberatung/", advice.advice_new, name="advice_new"),
    path("desk/kurzberatung/liste/", advice.advice_list, name="advice_list"),
    path("desk/kurzberatung/zaehlung/", advice.advice_count, name="advice_count"),
    path("desk/kurzberatung/<uuid:advice_id>/zurueck/", advice.advice_undo, name="advice_undo"),
    path("desk/zahlen/", figures.figures, name="figures"),
    path("desk/uebersetzungen/", wordings.wordings, name="wordings"),
    path("desk/uebersetzungen/<slug:language>/", wordings.wording, {"part": "plan"}, name="wording"),
    path(
        "desk/uebersetzungen/<slug:language>/textbausteine/",
        wordings.wording,
        {"part": "messages"},
        name="wording_messages",
    ),
    path("desk/uebersetzungen/<slug:language>/vorschau/", wordings.wording_preview, name="wording_preview"),
    path("desk/anfrage/", enquiry.enquiry_new, name="enquiry_new"),
    path("desk/gespraech-mit-mehreren/", acts.act_new, name="act_new"),
    path("desk/gespraech-mit-mehreren/entwurf/", acts.act_draft, name="act_draft"),
    path(f"{_FILE}/textbausteine/", contacts.blocks, name="blocks"),
    path(f"{_FILE}/gespraeche/", contacts.contacts, name="contacts"),
    path(f"{_FILE}/gespraeche/neu/", contacts.contact_new, name="contact_new"),
    path(f"{_FILE}/gespraeche/<uuid:contact_id>/", contacts.contact, name="contact"),
    path(f"{_FILE}/gespraeche/<uuid:contact_id>/aendern/", contacts.contact_edit, name="contact_edit"),
    path(f"{_FILE}/gespraeche/<uuid:contact_id>/daraus/", contacts.contact_make, name="contact_make"),
    path(f"{_FILE}/wiedervorlage/neu/", contacts.follow_up_new, name="follow_up_new"),
    path(f"{_FILE}/vertraulich/", confidential.confidential, name="confidential"),
    path(f"{_FILE}/vertraulich/vertretung/", confidential.confidential_deputies, name="confidential_deputies"),
    path(f"{_FILE}/vertraulich/<uuid:note_id>/", confidential.confidential_edit, name="confidential_edit"),
    path("desk/briefe/neu/", letters.letter_for, name="letter_for"),
    path("desk/briefe/<uuid:letter_id>/", letters.letter, name="letter"),
    path("desk/briefe/<uuid:letter_id>/erinnern/", letters.letter_follow, name="letter_follow"),
    path("desk/briefe/<uuid:letter_id>/frist/", letters.letter_hint, name="letter_hint"),
    path(f"{_FILE}/briefe/fristen.pdf", letters.letters_paper, name="letters_paper"),
    path(f"{_FILE}/briefe/neu/", letters.letter_new, name="letter_new"),
    path("desk/situation/<uuid:situation_id>/", situations.situation, name="situation"),
    path("desk/situation/<uuid:situation_id>/zurueck/", situations.situation_again, name="situation_again"),
    path(f"{_FILE}/bedarf/", needs.needs, name="needs"),
    path(f"{_FILE}/bedarf/neu/", needs.need_new, name="need_new"),
    path(f"{_FILE}/bedarf/<uuid:need_id>/", needs.need_edit, name="need_edit"),
    path(f"{_FILE}/bedarf/<uuid:need_id>/stand/", needs.need_move, name="need_move"),
    path(f"{_FILE}/plan/", plans.plan, name="plan"),
    path(f"{_FILE}/plan.pdf", plans.plan_pdf, name="plan_pdf"),
    path(f"{_FILE}/plan/ziele/neu/", plans.goal_new, name="goal_new"),
    path(f"{_FILE}/plan/ziele/<uuid:goal_id>/", plans.goal_edit, name="goal_edit"),
    path(f"{_FILE}/plan/ziele/<uuid:goal_id>/stand/", plans.goal_move, name="goal_move"),
    path(f"{_FILE}/plan/ziele/<uuid:goal_id>/schritt/", plans.step_new, name="step_new"),
    path(f"{_FILE}/plan/schritte/<uuid:step_id>/", plans.step_edit, name="step_edit"),
    path(f"{_FILE}/plan/schritte/<uuid:step_id>/stand/", plans.step_mark, name="step_mark"),
    path(f"{_FILE}/plan/fortschreiben/", plans.plan_continue, name="plan_continue"),
    path(f"{_FILE}/plan/vergleich/", plans.plan_compare, name="plan_compare"),
    path(f"{_FILE}/plan/phase/", plans.phase_move, name="phase_move"),
    path(f"{_FILE}/plan/vorlage/", plans.template_use, name="template_use"),
    path(f"{_FILE}/plan/fassung/<int:number>/", plans.plan_revision, name="plan_revision"),
    path(f"{_FILE}/plan/fassung/<int:number>/unterschreiben/", signing.plan_sign, name="plan_sign"),
    path(f"{_FILE}/plan/fassung/<int:number>/scan/", signing.plan_scan, name="plan_scan"),
    path(f"{_FILE}/plan/unterschriften/<uuid:signature_id>/", signing.scan_open, name="scan_open"),
]
