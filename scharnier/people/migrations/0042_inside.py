# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody empties the audit of a person at will: only the function that erases a file whose period is over does.

Taken from everybody as in casework 0015: the restricted role has a right of its own to every function.
"""

from django.db import migrations

from scharnier.foundation import locks


class Migration(migrations.Migration):
    dependencies = [("people", "0041_enquiries"), ("foundation", "0006_audit_place")]

    operations = [locks.keep_inside("audit_erase", "erase_value")]
