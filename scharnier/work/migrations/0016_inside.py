# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What merging of firms moves is moved by the functions of merging alone; see casework 0015 and people 0042."""

from django.db import migrations

from scharnier.foundation import locks


class Migration(migrations.Migration):
    dependencies = [("work", "0015_walk_index")]

    operations = [locks.keep_inside("firm_repoint", "firm_agenda_align")]
