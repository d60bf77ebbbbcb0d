# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of the foundation's tables and of the libraries' machinery."""

from django.db.models import Q

from scharnier.foundation import locks
from scharnier.foundation.cards import (
    Card,
    Erase,
    Merge,
    keys,
    personal,
    register,
    staff_data,
    technical,
)
from scharnier.foundation.locks import CARRIERS, NEVER, PROJECTS, Lock
from scharnier.foundation.principals import Scope

PROJECTION_KEYS = "id carrier_id project_id subject_id audience_id kind source_id"


def _audience_visible(scope: Scope) -> Q:
    return Q(id__in=scope.audiences)


def _member_visible(scope: Scope) -> Q:
    return Q(audience_id__in=scope.audiences)


def _grant_visible(scope: Scope) -> Q:
    invitation = Q(purpose=MEMBERSHIP_PURPOSE)
    if locks.is_system(scope):
        return invitation
    leadership = Q(carrier_id__in=scope.admins) | Q(project_id__in=scope.leads)
    within = Q(project_id__in=scope.projects) | Q(project_id__isnull=True, carrier_id__in=scope.admins)
    return Q(carrier_id__in=scope.carriers) & ((invitation & leadership) | (~invitation & within))


IN_AUDIENCE = "audience_id = ANY ((SELECT app_audiences())::uuid[])"
# Audiences come into being through the gate function audience_open, which makes the creator the first member.
AUDIENCES = Lock(
    "audiences",
    "id = ANY ((SELECT app_audiences())::uuid[])",
    NEVER,
    NEVER,
    _audience_visible,
)
# Whoever reads by substitution lets nobody in: that would outlast the substitution.
_LETS_IN = f"{IN_AUDIENCE} AND (audience_id = ANY ((SELECT app_list('cover_audiences'))::uuid[])) IS NOT TRUE"
MEMBERS = Lock("audience_members", IN_AUDIENCE, _LETS_IN, _LETS_IN, _member_visible)
# Whoever may read a file must leave a record of having opened it, and nobody changes one.
OPENINGS = Lock(
    "openings",
    locks.PROJECT.read,
    f"{CARRIERS} AND {PROJECTS} AND user_id = (SELECT app_actor())",
    NEVER,
    locks.PROJECT.visible,
    narrow=True,
)
# A grant that makes somebody a member is a matter of leadership; every other one belongs to its project.
MEMBERSHIP_PURPOSE = "invitation"
_INVITES = f"purpose = '{MEMBERSHIP_PURPOSE}' AND ({locks.ADMINS} OR project_id = ANY ((SELECT app_leads())::uuid[]))"


def _grants(projects: str) -> str:
    other = f"purpose <> '{MEMBERSHIP_PURPOSE}' AND ({projects} OR (project_id IS NULL AND {locks.ADMINS}))"
    return f"({CARRIERS} AND (({_INVITES}) OR ({other}))) OR ({locks.SYSTEM_ALL} AND purpose = '{MEMBERSHIP_PURPOSE}')"


GRANTS = Lock("grants", _grants(PROJECTS), _grants(locks.WRITES), _grants(locks.WRITES), _grant_visible, narrow=True)

register(
    Card(
        "foundation_accessrecord",
        OPENINGS,
        Merge.STAY,
        keys("id carrier_id project_id subject_id user_id behalf_id")
        | staff_data("user_name behalf_name")
        | personal("function at purpose reason page", "access_log", Erase.KEEP, transfer=False),
        carrier="carrier_id",
        subject="subject_id",
    )
)
register(
    Card(
        "foundation_agendaitem",
        locks.AUDIENCE,
        Merge.REBUILD,
        keys(PROJECTION_KEYS + " key owner_id due_on done_at done_by_id postponed_from")
        | personal("subject_name title detail", "case_file", Erase.ROW, transfer=False),
        carrier="carrier_id",
        subject="subject_id",
        audited=False,
    )
)
register(
    Card(
        "foundation_timelineentry",
        locks.AUDIENCE,
        Merge.REBUILD,
        keys(PROJECTION_KEYS + " at author_id author_name")
        | personal("title text", "case_file", Erase.ROW, transfer=False),
        carrier="carrier_id",
        subject="subject_id",
        audited=False,
    )
)
register(
    Card(
        "foundation_searchentry",
        locks.AUDIENCE,
        Merge.REBUILD,
        keys(PROJECTION_KEYS) | personal("title text folded", "case_file", Erase.ROW, transfer=False),
        carrier="carrier_id",
        subject="subject_id",
        audited=False,
    )
)
register(
    Card(
        "foundation_audience",
        AUDIENCES,
        Merge.NONE,
        keys("id carrier_id purpose created_at"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "foundation_audiencemember",
        MEMBERS,
        Merge.NONE,
        keys("id carrier_id audience_id user_id") | staff_data("valid_from valid_to"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "foundation_grant",
        GRANTS,
        Merge.MOVE,
        keys(
            "id carrier_id project_id purpose record_table record_id rights secret_digest created_at created_by_id "
            "expires_at revoked_at used_at"
        )
        | personal("recipient", "disclosure", transfer=False),
        carrier="carrier_id",
    )
)
register(
    Card(
        "foundation_draft",
        locks.OWN,
        Merge.NONE,
        keys("id user_id key updated_at") | personal("content", "draft", Erase.ROW, transfer=False),
        audited=False,
    )
)
register(
    Card(
        "foundation_submission",
        locks.OWN,
        Merge.NONE,
        keys("token user_id at result"),
        audited=False,
    )
)
register(
    Card(
        "foundation_outboxmail",
        locks.OUTBOX,
        Merge.NONE,
        keys("id created_at sent_at attempts failed") | personal("to subject body", "mail", Erase.ROW, transfer=False),
        audited=False,
    )
)
register(
    Card(
        "audit_event",
        locks.LOG,
        Merge.STAY,
        keys("at id kind actor_id behalf_id request action carrier_id subject_id table_name row_id columns digest")
        | keys("project_id audience_id")
        | personal("salt payload", "audit", transfer=False),
        carrier="carrier_id",
        subject="subject_id",
        audited=False,
    )
)
register(
    Card(
        "audit_seal",
        locks.LOG,
        Merge.STAY,
        keys("number sealed_at event_ids digest head"),
        audited=False,
        personal=False,
    )
)
register(
    Card(
        "audit_pending",
        locks.LOG,
        Merge.STAY,
        keys("event_id event_at"),
        audited=False,
        personal=False,
    )
)

register(technical("django_migrations", "id app name applied", locks.TECHNICAL))
register(technical("django_content_type", "id app_label model", locks.TECHNICAL))
register(technical("auth_group", "id name", locks.TECHNICAL))
register(technical("auth_group_permissions", "id group_id permission_id", locks.TECHNICAL))
register(technical("auth_permission", "id name content_type_id codename", locks.TECHNICAL))
register(technical("foundation_cache", "cache_key value expires", locks.TECHNICAL))
# Tasks carry identifiers only (a rule of the house, and a test), never names or texts.
register(
    technical(
        "procrastinate_jobs",
        "id queue_name task_name priority lock queueing_lock args status scheduled_at attempts abort_requested "
        "worker_id",
        locks.TECHNICAL,
    )
)
register(technical("procrastinate_events", "id job_id type at", locks.TECHNICAL))
register(
    technical(
        "procrastinate_periodic_defers",
        "id task_name defer_timestamp job_id periodic_id",
        locks.TECHNICAL,
    )
)
register(technical("procrastinate_workers", "id last_heartbeat", locks.TECHNICAL))
