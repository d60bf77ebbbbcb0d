# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""`scharnier manage recordcards`: does every table and column have its record card?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scharnier.foundation import cardcheck
from scharnier.foundation.cards import all_cards


class Command(BaseCommand):
    help = "Check that every table and column has a record card."

    def handle(self, *args: Any, **options: Any) -> None:
        found = cardcheck.problems()
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} record cards are incomplete.")
        self.stdout.write(f"{len(all_cards())} record cards are complete.")
