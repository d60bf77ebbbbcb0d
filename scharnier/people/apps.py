# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Registration of the room."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "scharnier.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for part in (
            "records",
            "circumstances.records",
            "waiting.records",
            "questionnaire.records",
            "caseload.records",
            "competence.records",
            "household.records",
            "consents.records",
            "handout.records",
            "assessing.records",
            "cv.records",
            "housing.records",
            "law.records",
            "names.records",
            "matching.records",
            "support.records",
            "merging.records",
            "separation.records",
            "documents.records",
            "packages.records",
            "access",
            "audit_labels",
            "competence.audit_labels",
            "projected",
            "waiting.actions",
            "assessing.projected",
            "law.outlook",
            "matching.entries",
            "merging.only",
            "panels",
            "consents.projected",
            "consents.closing",
            "handout.tasks",
            "handout.telling",
            "consents.holding",
            "holding",
            "law.reassess",
            "law.tasks",
            "counting",
            "usage",
            "support.agenda",
            "reach",
            "documents.access",
            "documents.projected",
            "documents.holding",
            "documents.finding",
            "documents.shelf",
            "documents.tasks",
            "packing",
            "packages.tasks",
            "lists.tasks",
            "erasing.records",
            "erasing.queries",
            "erasing.tasks",
        ):
            import_module(f"{self.name}.{part}")
