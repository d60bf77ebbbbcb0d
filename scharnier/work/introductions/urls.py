# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of introduction, placement and after-care."""

from django.urls import URLPattern, path

from scharnier.work.introductions import views as introductions
from scharnier.work.placements import views as placements
from scharnier.work.placements import way_views as way
from scharnier.work.retention import views as retention

_FILE, _WORK = "desk/personen/<uuid:person_id>/arbeit", "desk/arbeit/<uuid:placement_id>"
_ONE = "desk/vermittlung/<uuid:introduction_id>"

urlpatterns: list[URLPattern] = [
    path("desk/vermittlung/", introductions.introductions, name="introductions"),
    path("desk/vermittlung/zaehlung/", retention.placement_count, name="placement_count"),
    path("desk/vermittlung/ergebnisse/", retention.placement_results, name="placement_results"),
    path("desk/vermittlung/neu/", introductions.introduction_new, name="introduction_new"),
    path(f"{_ONE}/", introductions.introduction, name="introduction"),
    path(f"{_ONE}/profil/", introductions.introduction_profile, name="introduction_profile"),
    path(f"{_ONE}/profil.pdf", introductions.introduction_paper, name="introduction_paper"),
    path(f"{_ONE}/name/", introductions.introduction_name, name="introduction_name"),
    path(f"{_FILE}/", placements.work_file, name="work_file"),
    path(f"{_FILE}/neu/", placements.placement_new, name="placement_new"),
    path(f"{_FILE}/schritt/", way.way_new, name="way_new"),
    path(f"{_FILE}/schritt/<uuid:step_id>/", way.way_done, name="way_done"),
    path(f"{_WORK}/", placements.placement, name="placement"),
    path(f"{_WORK}/aendern/", placements.placement_edit, name="placement_edit"),
    path(f"{_WORK}/ende/", placements.placement_end, name="placement_end"),
    path(f"{_WORK}/weiter/", placements.placement_reopen, name="placement_reopen"),
    path(f"{_WORK}/erlaubnis/", placements.round_tick, name="round_tick"),
    path(f"{_WORK}/erklaerung.pdf", placements.placement_declaration, name="placement_declaration"),
    path(f"{_WORK}/foerderung/", way.support_new, name="support_new"),
    path("desk/foerderung/<uuid:support_id>/", way.support_application, name="support_application"),
    path("desk/nachbetreuung/<uuid:check_id>/", retention.retention_check, name="retention_check"),
    path("desk/nachbetreuung/<uuid:check_id>/spaeter/", retention.retention_again, name="retention_again"),
]
