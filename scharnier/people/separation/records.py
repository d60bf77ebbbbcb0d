# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of separations: read and lifted by leads of a project of either person, set through a gate."""

from django.db.models import Exists, OuterRef, Q

from scharnier.foundation.cards import Card, Erase, Merge, keys, personal, register, staff_data
from scharnier.foundation.locks import CARRIERS, NEVER, Lock
from scharnier.foundation.principals import Scope

_LED = (
    f"{CARRIERS} AND EXISTS (SELECT 1 FROM people_enrolment e WHERE e.person_id IN (people_separation.person_id, "  # noqa: S608  # names of ours
    "people_separation.other_id) AND e.carrier_id = people_separation.carrier_id "
    "AND e.project_id = ANY ((SELECT app_leads())::uuid[]))"
)


def _led(scope: Scope) -> Q:
    from scharnier.people.models import Enrolment

    led = Enrolment.objects.filter(project_id__in=scope.leads, carrier_id=OuterRef("carrier_id"))
    either = Exists(led.filter(person_id=OuterRef("person_id"))) | Exists(led.filter(person_id=OuterRef("other_id")))
    return Q(carrier_id__in=scope.carriers) & Q(either)


register(
    Card(
        "people_separation",
        Lock("separation", _LED, NEVER, _LED, _led, remove=NEVER),
        Merge.STAY,
        keys("id carrier_id person_id other_id created_at set_at lifted_at")
        | personal("reason lift_reason", "protection", Erase.ROW, transfer=False)
        | staff_data("set_by_id lifted_by_id"),
        carrier="carrier_id",
    )
)
