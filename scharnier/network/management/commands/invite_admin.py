# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier manage invite_admin``: the first person of an empty installation, who invites everybody else."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from scharnier.foundation import principals
from scharnier.foundation.writes import DomainError
from scharnier.network import actions
from scharnier.network.programmes.setup import load_programmes


class Command(BaseCommand):
    help = "Make a carrier and print the link by which its administrator accepts. The link is shown once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--carrier", required=True, help="full name of the carrier, as on its letters")
        parser.add_argument("--short-name", default="", help="short name for the pages (default: the full one)")
        parser.add_argument("--email", required=True, help="address of the administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        carrier, email = options["carrier"].strip(), options["email"].strip()
        if not carrier or len(carrier) > 200 or len(options["short_name"]) > 60:
            raise CommandError("A carrier's name has 1 to 200 characters, its short name at most 60.")
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        try:
            with principals.entering(principals.SYSTEM):
                load_programmes()
                link, made = actions.invite_first_admin(
                    carrier=carrier, short_name=options["short_name"].strip(), email=email
                )
        except DomainError as error:
            raise CommandError(error.message) from None
        self.stderr.write(f"The carrier is {'new' if made else 'there already'}. The link is valid for 14 days:")
        self.stdout.write(link)
