# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier manage change_programme``: the operator lets a setting of a whole programme change on a day."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scharnier.foundation import clock, principals
from scharnier.foundation.writes import DomainError
from scharnier.knowledge import settings as known
from scharnier.network.models import Programme, Project
from scharnier.network.programmes import actions, effects


class Command(BaseCommand):
    help = "Change a setting for all projects of a programme. Without --yes it only shows what would follow."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("programme", help="code of the programme, for example nafplus_mv")
        parser.add_argument("key", help="the setting, for example support.months")
        parser.add_argument(
            "value", help="the value as JSON (36, true, [\"28d\"]) or plain text; 'template': as the template says"
        )
        parser.add_argument("--since", default="", help="first day, as 2027-01-01 (default: today)")
        parser.add_argument("--reason", required=True, help="the decision it rests on")
        parser.add_argument("--yes", action="store_true", help="make the change")

    def handle(self, *args: Any, **options: Any) -> None:
        key, inherits = options["key"], options["value"] == "template"
        if key not in known.catalogue():
            raise CommandError(f"There is no setting {key!r}. See docs/operations.md.")
        try:
            since = date.fromisoformat(options["since"]) if options["since"] else clock.today()
        except ValueError:
            raise CommandError(f"{options['since']!r} is no day. Write it as 2027-01-01.") from None
        change = actions.Change(key, since, options["reason"], None if inherits else _value(options["value"]), inherits)
        try:
            with principals.entering(principals.SYSTEM):
                programme = Programme.objects.filter(code=options["programme"]).first()
                if programme is None:
                    known_codes = ", ".join(Programme.objects.order_by("code").values_list("code", flat=True))
                    raise CommandError(f"There is no programme {options['programme']!r}. There are: {known_codes}.")
                change = actions.checked(change)
                found = list(Project.objects.filter(programme=programme).values_list("carrier_id", "pk"))
                said = "what the template says" if inherits else known.show(key, change.value, "en")
                self.stdout.write(f"{programme.name}: {key} from {since:%Y-%m-%d} on: {said} ({len(found)} projects)")
                if not options["yes"]:
                    self.stdout.write("Nothing was changed. Repeat with --yes.")
                    return
                actions.change_programme(programme, change)
                if since <= clock.today():
                    for carrier, project in found:
                        effects.soon(carrier, project)
        except DomainError as error:
            raise CommandError(error.message) from None
        self.stdout.write("Changed. Projects with a value of their own keep it.")


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
