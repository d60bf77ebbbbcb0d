# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Chosen cases and participants' own rows in the locks; participants' accounts and chosen cases hang on persons."""

from django.db import migrations

from scharnier.foundation import locks
from scharnier.foundation.cards import card_of

TABLES = (
    "people_person people_enrolment people_residencestatus people_importrun people_importedrow people_legalfacts "
    "people_judgement people_accessoutlook people_eligibilitydecision people_formername "
    "people_housingperiod people_criterionjudgement"
).split()


class Migration(migrations.Migration):
    dependencies = [("people", "0009_housing"), ("network", "0005_staffing")]
    operations = [
        *[locks.relock_table(table, card_of(table).lock) for table in TABLES],
        *[
            locks.tenant_key(table, "subject_id", "people_person")
            for table in ("network_substitutioncase", "network_handedcase", "network_portalaccount")
        ],
    ]
