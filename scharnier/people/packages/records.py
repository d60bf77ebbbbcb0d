# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record cards of packages: whoever leads the project, nobody else."""

from django.db.models import Q

from scharnier.foundation.cards import Card, Erase, Merge, keys, personal, register, staff_data
from scharnier.foundation.locks import CARRIERS, SYSTEM, Lock
from scharnier.foundation.principals import Kind, Scope

_LED = f"{CARRIERS} AND project_id = ANY ((SELECT app_leads())::uuid[])"
# The hourly tidying of a carrier throws away what has lain long enough.
_TIDIED = f"{CARRIERS} AND (project_id = ANY ((SELECT app_leads())::uuid[]) OR {SYSTEM})"


def _led(scope: Scope) -> Q:
    here = Q(carrier_id__in=scope.carriers)
    return here if scope.principal.kind is Kind.SYSTEM else here & Q(project_id__in=scope.leads)


PACKAGE = Lock("package", _TIDIED, _LED, _LED, _led, remove=_TIDIED, narrow=True)
_MACHINERY = "id carrier_id project_id created_at"
register(
    Card(
        "people_packagerun",
        PACKAGE,
        Merge.NONE,
        keys(f"{_MACHINERY} direction state whole sealed_key total done parts_done updated_at")
        | personal("persons manifest found decisions message", "import", Erase.ROW, transfer=False)
        | staff_data("user_id reason"),
        carrier="carrier_id",
    )
)
register(
    Card(
        "people_packagepart",
        PACKAGE,
        Merge.NONE,
        keys(f"{_MACHINERY} run_id number") | personal("content", "import", Erase.ROW, transfer=False),
        carrier="carrier_id",
        audited=False,
    )
)
