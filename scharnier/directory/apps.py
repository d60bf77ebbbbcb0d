# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registration of the room."""

from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "scharnier.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for part in (
            "organisations.records",
            "access",
            "audit_labels",
            "organisations.projected",
            "organisations.tasks",
            "panels",
            "holding",
        ):
            import_module(f"{self.name}.{part}")
