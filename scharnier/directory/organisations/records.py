# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of organisations: the whole carrier reads them, whoever writes in one of its projects writes."""

from django.db.models import Q

from scharnier.foundation.cards import Card, Column, Erase, Merge, keys, register
from scharnier.foundation.locks import CARRIERS, Lock
from scharnier.foundation.principals import Scope
from scharnier.people.locks import WRITER


def _house(scope: Scope) -> Q:
    return Q(carrier_id__in=scope.carriers)


HOUSE = Lock("house", CARRIERS, WRITER, WRITER, _house)
TENANT = "id carrier_id created_at"
EMPLOYER = "employer_contact"


def business(names: str, erase: Erase = Erase.KEEP) -> dict[str, Column]:
    """What is known of an organisation or of whoever speaks for it: it belongs to no participant."""
    return dict.fromkeys(names.split(), Column(erase, EMPLOYER, False, False))


register(
    Card(
        "directory_organisation",
        HOUSE,
        Merge.NONE,
        keys(f"{TENANT} version merged_into_id name_sort folded")
        | business("name legal_form kind phone email website languages note response_days"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "directory_organisationsite",
        HOUSE,
        Merge.NONE,
        keys(f"{TENANT} version organisation_id") | business("name street postal_code place district"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "directory_organisationcontact",
        HOUSE,
        Merge.NONE,
        keys(f"{TENANT} version organisation_id site_id deputy_id")
        | business("name function phone email languages response_days preferred until", Erase.EMPTY),
        carrier="carrier_id",
    )
)
register(
    Card(
        "directory_cooperation",
        HOUSE,
        Merge.NONE,
        keys(f"{TENANT} version organisation_id project_id owner_id reminder") | business("title begins ends note"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "directory_organisationmerge",
        HOUSE,
        Merge.NONE,
        keys(f"{TENANT} organisation_id absorbed_id moved merged_by_id undone_by_id")
        | business("absorbed_name fields merged_at undone_at"),
        carrier="carrier_id",
    )
)
