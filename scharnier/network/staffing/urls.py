# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the pages about colleagues."""

from django.urls import URLPattern, URLResolver, path

from scharnier.network.staffing import views

WHO = "desk/team/person/<uuid:user>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/team/verlauf/", views.history, name="team_history"),
    path("desk/team/rechte/", views.rights, name="rights"),
    path("desk/team/einladungen/erneuern/", views.invitations_renew, name="invitations_renew"),
    path("desk/team/<uuid:membership>/beenden/", views.membership_end, name="membership_end"),
    path("desk/team/<uuid:membership>/rolle/", views.change_role, name="change_role"),
    path(WHO, views.colleague, name="colleague"),
    path(f"{WHO}uebergeben/", views.hand_over, name="hand_over"),
    path(f"{WHO}vertretung/", views.substitution_new, name="substitution_new"),
    path(f"{WHO}staendige-vertretung/", views.deputy, name="deputy"),
    path(f"{WHO}abschied/", views.leave, name="leave"),
    path(f"{WHO}zweiter-faktor/", views.reset_factor, name="reset_factor"),
    path("desk/team/uebergabe/<uuid:hand_over>/", views.handed, name="handed"),
    path("desk/vertretung/", views.substitutions, name="substitutions"),
    path("desk/vertretung/<uuid:substitution_id>/beenden/", views.substitution_end, name="substitution_end"),
]
