# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`scharnier manage rebuild_projections`: make agenda, timeline and search anew from the rooms' own rows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from scharnier.foundation import principals, projections, upkeep


class Command(BaseCommand):
    help = "Make agenda, timeline and search anew, carrier by carrier, each in one transaction."

    def handle(self, *args: Any, **options: Any) -> None:
        for carrier in upkeep.carriers():
            with principals.entering(principals.system(carrier)):
                rows = projections.rebuild(carrier)
            self.stdout.write(f"{carrier}: {rows} rows")
