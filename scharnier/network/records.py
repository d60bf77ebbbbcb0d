# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of the network and of the sign-in tables."""

from django.db.models import Exists, OuterRef, Q

from scharnier.foundation import locks
from scharnier.foundation.cards import (
    Card,
    Column,
    Erase,
    Merge,
    keys,
    register,
    staff_data,
)
from scharnier.foundation.locks import ADMINS, CARRIERS, Lock
from scharnier.foundation.principals import Kind, Scope

ON_THE_WAY_IN = "(SELECT app_kind()) IN ('signin', 'system')"
_WAY_IN = (Kind.SIGNIN, Kind.SYSTEM)


def _users(scope: Scope) -> Q:
    from scharnier.network.models import Membership

    if scope.principal.kind in _WAY_IN:
        return Q()
    colleagues = Membership.objects.filter(user_id=OuterRef("pk"), carrier_id__in=scope.carriers)
    return Q(pk=scope.principal.id) | Q(Exists(colleagues))


def _own_sign_in(scope: Scope) -> Q:
    return Q() if scope.principal.kind in _WAY_IN else Q(user_id=scope.principal.id)


def _sessions(scope: Scope) -> Q:
    return Q()


def _carriers(scope: Scope) -> Q:
    return Q() if locks.is_system(scope) else Q(id__in=scope.carriers)


USERS = Lock(
    "users",
    f"{ON_THE_WAY_IN} OR id = (SELECT app_actor()) OR EXISTS (SELECT 1 FROM network_membership m "  # noqa: S608  # constants only
    "WHERE m.user_id = network_user.id AND m.carrier_id = ANY ((SELECT app_carriers())::uuid[]))",
    ON_THE_WAY_IN,
    f"{ON_THE_WAY_IN} OR id = (SELECT app_actor())",
    _users,
    remove=locks.SYSTEM_ALL,
)
_SIGN_IN = f"{ON_THE_WAY_IN} OR user_id = (SELECT app_actor())"
SIGN_IN = Lock("sign_in", _SIGN_IN, _SIGN_IN, _SIGN_IN, _own_sign_in)
SESSIONS = Lock("sessions", locks.ANYBODY, locks.ANYBODY, locks.ANYBODY, _sessions)
CARRIER_SELF = Lock(
    "carrier_self",
    f"id = ANY ((SELECT app_carriers())::uuid[]) OR ({locks.SYSTEM_ALL})",
    locks.SYSTEM_ALL,
    f"id = ANY ((SELECT app_admins())::uuid[]) OR ({locks.SYSTEM_ALL})",
    _carriers,
    remove=locks.SYSTEM_ALL,
)
LEADS = f"({CARRIERS} AND ({ADMINS} OR project_id = ANY ((SELECT app_leads())::uuid[]))) OR ({locks.SYSTEM_ALL})"
# Inviting is leadership; accepting happens on the way in, where the gate function membership_accept writes the row.
MEMBERSHIPS = Lock("memberships", locks.CARRIER.read, LEADS, LEADS, locks.CARRIER.visible)
# What a project is made of: its carrier sees it, its lead and the carrier's administrators change it.
STRUCTURE = Lock("structure", locks.CARRIER.read, LEADS, LEADS, locks.CARRIER.visible)

TENANT = "id carrier_id created_at"
register(
    Card(
        "network_user",
        USERS,
        Merge.NONE,
        keys("id is_active created_at")
        | staff_data("display_name email phone language theme single_keys last_login")
        | {"password": Column(Erase.EMPTY, "employment", False, False)},
        carrier="",
    )
)
register(
    Card(
        "network_programme",
        locks.REFERENCE,
        Merge.NONE,
        keys("id code name funder state valid_from valid_to"),
        personal=False,
    )
)
register(
    Card(
        "network_carrier",
        CARRIER_SELF,
        Merge.NONE,
        keys("id name short_name legal_form contact_email created_at"),
        carrier="id",
        personal=False,
    )
)
register(
    Card(
        "network_project",
        locks.CARRIER,
        Merge.NONE,
        keys(f"{TENANT} programme_id code name phase district state valid_from valid_to places"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_team",
        locks.CARRIER,
        Merge.NONE,
        keys(f"{TENANT} project_id name"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_site",
        STRUCTURE,
        Merge.NONE,
        keys(
            f"{TENANT} project_id name street postcode place district mobile step_free directions valid_from valid_to"
        ),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_membership",
        MEMBERSHIPS,
        Merge.NONE,
        keys(f"{TENANT} project_id programme_id team_id user_id") | staff_data("role valid_from valid_to"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "django_session",
        SESSIONS,
        Merge.NONE,
        keys("session_key expire_date") | staff_data("session_data"),
        audited=False,
    )
)
register(
    Card(
        "account_emailaddress",
        SIGN_IN,
        Merge.NONE,
        keys("id user_id verified primary") | staff_data("email"),
        audited=False,
    )
)
register(
    Card(
        "account_emailconfirmation",
        Lock(
            "confirmation",
            ON_THE_WAY_IN,
            ON_THE_WAY_IN,
            ON_THE_WAY_IN,
            lambda s: Q() if s.principal.kind in _WAY_IN else locks.NOBODY,
        ),
        Merge.NONE,
        keys("id created sent key email_address_id"),
        audited=False,
    )
)
register(
    Card(
        "mfa_authenticator",
        SIGN_IN,
        Merge.NONE,
        keys("id user_id type created_at last_used_at") | {"data": Column(Erase.ROW, "employment", False, False)},
        audited=False,
    )
)
register(
    Card(
        "usersessions_usersession",
        SIGN_IN,
        Merge.NONE,
        keys("id user_id created_at session_key last_seen_at data") | staff_data("ip user_agent"),
        audited=False,
    )
)
