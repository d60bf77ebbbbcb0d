# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of substitutions, hand-overs and participants' accounts."""

from dataclasses import replace

from django.db.models import Q

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Column, Erase, Merge, keys, personal, register, staff_data
from scharnier.foundation.locks import CARRIERS, PROJECTS, WRITES, Lock
from scharnier.foundation.principals import Scope
from scharnier.network.records import LEADS, TENANT


def _covers(scope: Scope) -> Q:
    me = Q(absent_id=scope.principal.id) | Q(cover_id=scope.principal.id)
    return Q(carrier_id__in=scope.carriers) & (Q(project_id__in=scope.projects) | Q(carrier_id__in=scope.admins) | me)


def _deputies(scope: Scope) -> Q:
    me = Q(user_id=scope.principal.id) | Q(deputy_id=scope.principal.id)
    return Q(carrier_id__in=scope.carriers) & (Q(project_id__in=scope.projects) | Q(carrier_id__in=scope.admins) | me)


def _of(absent: str) -> str:
    """Oneself where one works, or whoever leads there."""
    return f"({CARRIERS} AND {WRITES} AND {absent} = (SELECT app_actor())) OR {LEADS}"


_SEEN = f"{PROJECTS} OR {locks.ADMINS}"
# A trigger (migrations/staffing.sql) adds: confidential notes are for the absent alone to open.
COVER = Lock(
    "cover",
    f"{CARRIERS} AND ({_SEEN} OR absent_id = (SELECT app_actor()) OR cover_id = (SELECT app_actor()))",
    _of("absent_id"),
    _of("absent_id"),
    _covers,
)
_NAMED = f"({_of('user_id')}) AND (with_confidential = false OR user_id = (SELECT app_actor()))"
DEPUTIES = Lock(
    "deputies",
    f"{CARRIERS} AND ({_SEEN} OR user_id = (SELECT app_actor()) OR deputy_id = (SELECT app_actor()))",
    _NAMED,
    _NAMED,
    _deputies,
    remove=_of("user_id"),
)
# A hand-over is history; only that somebody has taken note is added.
HANDED = replace(locks.PROJECT, remove=locks.NEVER)

register(
    Card(
        "network_substitution",
        COVER,
        Merge.NONE,
        keys(f"{TENANT} project_id absent_id cover_id entered_by_id")
        | staff_data("valid_from valid_to may_write with_confidential all_cases"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "network_substitutioncase",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{TENANT} project_id substitution_id subject_id"),
        carrier="carrier_id",
        subject="subject_id",
    )
)
register(
    Card(
        "network_deputy",
        DEPUTIES,
        Merge.NONE,
        keys(f"{TENANT} project_id user_id deputy_id") | staff_data("may_write with_confidential"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "network_handover",
        replace(HANDED, change=locks.NEVER),
        Merge.NONE,
        keys(f"{TENANT} project_id giver_id given_by_id at") | staff_data("note"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "network_handedcase",
        HANDED,
        Merge.MOVE,
        keys(f"{TENANT} project_id hand_over_id subject_id taker_id seen_at"),
        carrier="carrier_id",
        subject="subject_id",
    )
)
register(
    Card(
        "network_portalaccount",
        locks.PROJECT,
        Merge.NONE,
        keys(f"{TENANT} project_id subject_id closed_at invited_by_id")
        | personal("login language", "portal", Erase.ROW, transfer=False)
        | {"password": Column(Erase.ROW, "portal", False, False)},
        carrier="carrier_id",
        subject="subject_id",
    )
)
