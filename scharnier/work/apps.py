# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registration of the room."""

from importlib import import_module

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "scharnier.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for part in (
            "employers.records",
            "vacancies.records",
            "matching.records",
            "introductions.records",
            "placements.records",
            "retention.records",
            "fairness.records",
            "access",
            "audit_labels",
            "introductions.audit_labels",
            "introductions.projected",
            "placements.projected",
            "retention.marks",
            "introductions.about_files",
            "vacancies.tasks",
            "placements.tasks",
            "introductions.tasks",
            "erasing",
            "vacancies.lists.actions",
            "panels",
            "holding",
            "introductions.panels",
            "retention.figures",
            "retention.panels",
            "fairness.tasks",
        ):
            import_module(f"{self.name}.{part}")
