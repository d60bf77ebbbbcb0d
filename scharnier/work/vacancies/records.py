# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Record card of vacancies: read by every project of the carrier, written by the project that looks after them."""

from scharnier.directory.organisations.records import business
from scharnier.foundation.cards import Card, Merge, keys, register
from scharnier.work.employers.records import ROW, WORK

register(
    Card(
        "work_vacancy",
        WORK,
        Merge.NONE,
        keys(f"{ROW} organisation_id employer_id contact_id site_id owner_id lat lon remind_on looks")
        | business(
            "kind title description occupation level german starts_on hours_from hours_to shifts licences places "
            "filled pay_amount pay_unit training_permission postal_code place district offers status closed_on "
            "closed_reason confirmed_on confirm_until public external_number"
        ),
        carrier="carrier_id",
    )
)
