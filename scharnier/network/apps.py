# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registration of the room."""

from importlib import import_module

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "scharnier.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rooms = ("structure", "path", "programmes", "staffing")
        for part in ("records", *(f"{room}.records" for room in rooms), "access", "panels", "audit_labels"):
            import_module(f"{self.name}.{part}")
        for part in ("staffing.own_holdings", "staffing.handover", "staffing.departure", "staffing.tasks"):
            import_module(f"{self.name}.{part}")
        import_module(f"{self.name}.signin.signals").connect()
        import_module(f"{self.name}.upkeep").register()
