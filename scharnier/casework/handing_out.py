# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of this room names other people, and what no package contains."""

from django.utils.translation import gettext_lazy as _

from scharnier.people.handout.gather import others, withheld

others("casework_contact", "interpreter took_part companion")
others("casework_planrevision", "took_part interpreter content")
withheld(
    "casework_confidentialnote",
    _("Vertrauliche Notizen liest nur ihr Kreis. Wer sie schrieb, teilt selbst mit, was daraus mitzuteilen ist"),
)
