# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, include, path

from scharnier.network import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("scharnier.network.signin.urls")),
    path("", include("scharnier.network.path.urls")),
    path("", include("scharnier.network.structure.urls")),
    path("desk/projekt/", views.switch_project, name="switch_project"),
    path("desk/konto/", views.settings_page, name="settings"),
    path("desk/konto/anmeldung/<int:session>/beenden/", views.end_session, name="session_end"),
    path("desk/team/", views.staff_list, name="staff_list"),
    path("desk/team/einladen/", views.invite, name="invite"),
    path("desk/team/einladung/<uuid:grant>/zurueckziehen/", views.invitation_revoke, name="invitation_revoke"),
    path("desk/team/einladung/<uuid:grant>/erneut/", views.invitation_resend, name="invitation_resend"),
    path("", include("scharnier.network.programmes.urls")),
    path("", include("scharnier.network.staffing.urls")),
    path("einladung/<str:secret>/", views.invitation, name="invitation"),
]
