# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the list of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scharnier.network.staffing.forms import HandOverForm
from scharnier.network.staffing.handover import Colleague
from scharnier.network.staffing.holdings import Case
from scharnier.people.caseload.queries import Ticked


class ReassignForm(HandOverForm):
    """Which of the ticked cases, to whom, with which note."""

    def __init__(self, *args: Any, ticked: Sequence[Ticked], takers: Sequence[Colleague], **kwargs: Any) -> None:
        known = [Case(each.person, each.name, each.giver_name) for each in ticked]
        super().__init__(*args, cases=known, takers=takers, **kwargs)
        del self.fields["rest"]
        self.ticked = ticked

    def cases_chosen(self) -> list[Ticked]:
        wanted = set(self.chosen())
        return [each for each in self.ticked if each.person in wanted]
