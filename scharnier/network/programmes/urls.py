# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the settings."""

from django.urls import path

from scharnier.network.programmes import file_views, setup_views, views, wide_views

ONE = "desk/einstellungen/<uuid:project_id>/"
urlpatterns = [
    path("desk/programme/", wide_views.choose, name="programmes"),
    path("desk/programme/<uuid:programme_id>/", wide_views.overview, name="programme_wide"),
    path("desk/programme/<uuid:programme_id>/<str:key>/", wide_views.setting, name="programme_wide_setting"),
    path("desk/einstellungen/", views.choose, name="settings_choose"),
    path(ONE, views.overview, name="programme_settings"),
    path(f"{ONE}datei/", file_views.export, name="settings_export"),
    path(f"{ONE}einlesen/", file_views.take, name="settings_import"),
    path("desk/einrichten/", setup_views.start, name="setup"),
    path("desk/einrichten/vorlage/", setup_views.template, name="setup_template"),
    path("desk/einrichten/<slug:name>/", setup_views.step, name="setup_step"),
    path(f"{ONE}zuruecknehmen/<uuid:row_id>/", views.take_back, name="setting_take_back"),
    path(f"{ONE}<str:key>/", views.setting, name="programme_setting"),
]
