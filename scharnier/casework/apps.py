# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registration of the room."""

from importlib import import_module

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "scharnier.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for part in (
            "records",
            "advice.records",
            "letters.records",
            "situations.records",
            "wordings.records",
            "access",
            "audit_labels",
            "panels",
            "reach",
            "merging",
            "holding",
            "packing",
            "handing_out",
            "plans.closed",
            "erasing",
        ):
            import_module(f"{self.name}.{part}")
