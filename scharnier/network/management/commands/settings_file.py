# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""``scharnier manage settings_file``: a project's settings as one YAML file, out and in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scharnier.foundation import principals
from scharnier.foundation.principals import Scope
from scharnier.foundation.writes import DomainError
from scharnier.knowledge.settings_file import read
from scharnier.network.models import Project, User
from scharnier.network.programmes import files


class Command(BaseCommand):
    help = "Write the settings of a project to a file, or read them from one. Acts as a member of staff."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=("export", "import"))
        parser.add_argument("file", nargs="?", default="-", help="the YAML file (default: standard output or input)")
        parser.add_argument("--project", required=True, help="code of the project")
        parser.add_argument(
            "--as", dest="email", required=True, help="address of the lead or administrator who decides"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with principals.entering(principals.SIGNIN):
            user = User.objects.filter(email=options["email"].strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']!r}.")
        try:
            with principals.entering(principals.staff(user.pk, "command")) as scope:
                self._work(scope, user, options)
        except DomainError as error:
            raise CommandError(error.message) from None

    def _work(self, scope: Scope, user: User, options: dict[str, Any]) -> None:
        found = list(
            Project.objects.visible_to(scope)
            .filter(code=options["project"], pk__in=self._within(scope))
            .select_related("programme")[:2]
        )
        if len(found) != 1:
            raise CommandError(f"{user.email} leads or administers no project {options['project']!r}.")
        project = found[0]
        if options["what"] == "export":
            text = files.export(project)
            if options["file"] == "-":
                self.stdout.write(text, ending="")
            else:
                Path(options["file"]).write_text(text, encoding="utf-8")
            return
        self._take(scope, user, project, options)

    @staticmethod
    def _within(scope: Scope) -> list[Any]:
        rows = Project.objects.visible_to(scope).values_list("pk", "carrier_id")
        return [pk for pk, carrier in rows if pk in scope.leads or carrier in scope.admins]

    def _take(self, scope: Scope, user: User, project: Project, options: dict[str, Any]) -> None:
        try:
            text = sys.stdin.read() if options["file"] == "-" else Path(options["file"]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} can't be read: {error}") from None
        content, faults = read(text)
        if content is None:
            raise CommandError("\n".join(f"line {fault.line}: {fault.text.en}" for fault in faults))
        difference = files.compare(scope, project, content)
        for step in difference.steps:
            since = f"from {step.since}: " if step.since else ""
            self.stdout.write(f"{step.label}: {since}{step.before} -> {step.after}")
        for step in difference.dropped:
            self.stdout.write(f"{step.label}: from {step.since}: {step.before} -> (ends)")
        if not options["dry_run"]:
            files.take(scope, project, content, user=user.pk)
