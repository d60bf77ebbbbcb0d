# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of employers: read by every project of the carrier, written by the project whose case it is."""

from django.db.models import Q

from scharnier.directory.organisations.records import business
from scharnier.foundation import locks
from scharnier.foundation.cards import Card, Erase, Merge, keys, register
from scharnier.foundation.locks import Lock
from scharnier.foundation.principals import Scope


def _carrier(scope: Scope) -> Q:
    return Q(carrier_id__in=scope.carriers)


WORK = Lock("work", locks.CARRIERS, locks.PROJECT.insert, locks.PROJECT.change, _carrier)
ROW = "id carrier_id project_id created_at version"

register(
    Card(
        "work_employer",
        WORK,
        Merge.NONE,
        keys(f"{ROW} organisation_id responsible_id last_contact_on name_sort")
        | business(
            "begins concern ends end_reason branch size_class wishes offers note "
            "charter_approached_on charter_signed_on"
        ),
        carrier="carrier_id",
    )
)
register(
    Card(
        "work_employergoal",
        WORK,
        Merge.NONE,
        keys(f"{ROW} employer_id done_at done_by_id") | business("text due done_on"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "work_employercontact",
        WORK,
        Merge.NONE,
        keys(f"{ROW} employer_id contact_id author_id follow_up_owner_id follow_up_done_at follow_up_done_by_id")
        | business("on form minutes")
        | business("with_whom note agreed follow_up_on follow_up", Erase.EMPTY),
        carrier="carrier_id",
    )
)
