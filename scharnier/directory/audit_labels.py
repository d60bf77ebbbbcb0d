# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tables of this room are called in the audit, beside the names their models give."""

from django.utils.translation import gettext_lazy as _

from scharnier.directory.organisations.models import OrganisationKind
from scharnier.foundation.audit_words import chosen, coded, name_table

LANGUAGES = {"languages": coded("language")}

name_table(
    "directory_organisation",
    _("Organisation"),
    {},
    {**LANGUAGES, "legal_form": coded("legal_form"), "kind": chosen(OrganisationKind.choices)},
)
name_table("directory_organisationsite", _("Standort einer Organisation"))
name_table("directory_organisationcontact", _("Ansprechpartner"), {}, LANGUAGES)
name_table("directory_cooperation", _("Kooperationsvereinbarung"), {"owner_id": _("Bei wem")})
name_table("directory_organisationmerge", _("Zusammengeführte Organisationen"))
