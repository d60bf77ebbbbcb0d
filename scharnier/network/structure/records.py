# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of what a network is made of."""

from django.db.models import Q

from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Merge, facts, keys, personal, register, staff_data
from scharnier.foundation.locks import ADMINS, CARRIERS, PROJECTS, Lock
from scharnier.foundation.principals import Scope
from scharnier.network.records import LEADS, STRUCTURE, TENANT

PROJECT_ROW = f"{TENANT} project_id"
PERIOD = "valid_from valid_to"


def _consortium_ids(scope: Scope) -> Q:
    from scharnier.network.structure.models import ConsortiumMember

    mine = ConsortiumMember.objects.filter(partner_id__in=scope.carriers)
    return Q(pk__in=mine.values("consortium_id"))


def _of_consortium(scope: Scope) -> Q:
    from scharnier.network.structure.models import ConsortiumMember

    mine = ConsortiumMember.objects.filter(partner_id__in=scope.carriers)
    return Q(consortium_id__in=mine.values("consortium_id"))


def _tandems(scope: Scope) -> Q:
    if locks.is_system(scope):
        return Q()
    return Q(carrier_id__in=scope.carriers) & (Q(project_id__in=scope.projects) | Q(carrier_id__in=scope.admins))


def _periods(scope: Scope) -> Q:
    if locks.is_system(scope):
        return Q()
    holder = Q(carrier_id__in=scope.carriers, holder_id=scope.principal.id)
    return holder | Q(carrier_id__in=scope.admins) | Q(carrier_id__in=scope.carriers, project_id__in=scope.leads)


# Every partner of a consortium sees it, its partners and its agreements; the lead partner's administrators write.
# app_consortia() looks the partners up as owner, for a policy that asks its own table would never end.
_SETS_UP = f"{ADMINS} OR ({locks.SYSTEM_ALL})"
CONSORTIUM = Lock(
    "consortium",
    f"{locks.CARRIER.read} OR id = ANY ((SELECT app_consortia())::uuid[])",
    _SETS_UP,
    _SETS_UP,
    lambda scope: locks.CARRIER.visible(scope) | _consortium_ids(scope),
)
PARTNERS = Lock(
    "partners",
    f"{locks.CARRIER.read} OR consortium_id = ANY ((SELECT app_consortia())::uuid[])",
    _SETS_UP,
    _SETS_UP,
    lambda scope: locks.CARRIER.visible(scope) | _of_consortium(scope),
)
# An agreement is put on record once; a newer one follows it.
AGREEMENT = Lock("agreement", PARTNERS.read, _SETS_UP, locks.NEVER, PARTNERS.visible, remove=locks.NEVER)
TANDEMS = Lock(
    "tandems",
    f"({CARRIERS} AND ({PROJECTS} OR {ADMINS})) OR ({locks.SYSTEM_ALL})",
    LEADS,
    LEADS,
    _tandems,
)
# Who holds which share of a position is between them and leadership.
POSITIONS = Lock("positions", f"{LEADS} OR ({CARRIERS} AND holder_id = (SELECT app_actor()))", LEADS, LEADS, _periods)

register(
    Card(
        "network_consortium",
        CONSORTIUM,
        Merge.NONE,
        keys(f"{TENANT} version programme_id name target_persons {PERIOD}"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_consortiummember",
        PARTNERS,
        Merge.NONE,
        keys(f"{TENANT} consortium_id partner_id name part sub_project confirmed_at {PERIOD}")
        | staff_data("confirmed_by_id"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_jointagreement",
        AGREEMENT,
        Merge.NONE,
        keys(f"{TENANT} consortium_id agreed_on reference contact_point duties note") | staff_data("recorded_by_id"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_countkey",
        locks.PROJECT,
        Merge.MOVE,
        keys(f"{PROJECT_ROW} consortium_id subject_id")
        | personal("key", "case_file", transfer=False)
        | facts("entered_on", "case_file", transfer=False),
        carrier="carrier_id",
        subject="subject_id",
    )
)
register(
    Card(
        "network_programmephase",
        locks.CARRIER,
        Merge.NONE,
        keys(f"{TENANT} programme_id name successor_id note {PERIOD}"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_projectdecision",
        STRUCTURE,
        Merge.NONE,
        keys(f"{PROJECT_ROW} phase_id decided_on status body reference primary_field further_fields place note"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_tandem",
        TANDEMS,
        Merge.NONE,
        keys(f"{PROJECT_ROW} team_id name") | staff_data(f"case_manager_id placement_officer_id {PERIOD}"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "network_room",
        STRUCTURE,
        Merge.NONE,
        keys(f"{PROJECT_ROW} site_id name seats note"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_sitehour",
        STRUCTURE,
        Merge.NONE,
        keys(f"{PROJECT_ROW} site_id room_id kind weekday rhythm begins ends note {PERIOD}"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_responsibility",
        STRUCTURE,
        Merge.NONE,
        keys(f"{PROJECT_ROW} programme_id district duty note {PERIOD}"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_position",
        STRUCTURE,
        Merge.NONE,
        keys(f"{PROJECT_ROW} name role"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_positionperiod",
        POSITIONS,
        Merge.NONE,
        keys(f"{PROJECT_ROW} position_id") | staff_data(f"holder_id share funding {PERIOD}"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "network_capacity",
        STRUCTURE,
        Merge.NONE,
        keys(f"{PROJECT_ROW} places reason {PERIOD}"),
        carrier="carrier_id",
        personal=False,
    )
)
register(
    Card(
        "network_target",
        STRUCTURE,
        Merge.NONE,
        keys(f"{PROJECT_ROW} measure value note {PERIOD}"),
        carrier="carrier_id",
        personal=False,
    )
)
