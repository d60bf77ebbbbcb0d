# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What organisations and their contacts are, in one line."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from scharnier.directory.organisations.models import Organisation, OrganisationContact
from scharnier.people import words

register = template.Library()


def _answers(days: int | None) -> str:
    return "" if days is None else _("antwortet meist nach %(n)s Werktagen") % {"n": days}


@register.filter
def about_organisation(row: Organisation) -> str:
    """Kind, legal form, languages and how soon an answer comes."""
    form = words.label("legal_form", row.legal_form) if row.legal_form else ""
    parts = [str(row.get_kind_display()), form, words.labels("language", row.languages), row.email, row.website]
    return " · ".join(part for part in (*parts, _answers(row.response_days)) if part)


@register.filter
def about_contact(row: OrganisationContact) -> str:
    """Function, site, languages, deputy and how soon an answer comes."""
    deputy = _("Vertretung: %(name)s") % {"name": row.deputy.name} if row.deputy else ""
    site = row.site.name or row.site.place if row.site else ""
    parts = [row.function, site, row.email, words.labels("language", row.languages), deputy]
    return " · ".join(part for part in (*parts, _answers(row.response_days)) if part)
