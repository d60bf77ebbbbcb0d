# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The card in the file: access to work today. It reads nothing of its own and writes one statement at most."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from scharnier.people.law import judging, shown, words
from scharnier.people.queries import FileHeader
from scharnier.people.views import desk_of


def access(request: HttpRequest, *, file: FileHeader) -> dict[str, Any]:
    """Answers for each activity, the first in full; without a status only what is missing."""
    stay = file.residence
    if stay is None:
        return {"file": file, "stay": None}
    given = judging.inputs(
        file.person, stay, getattr(stay, "law_facts", None) or {}, getattr(stay, "law_housing", None)
    )
    kept = getattr(stay, "law_kept", None) or {}
    verdicts = judging.show(file.person, given, kept, desk_of(request).user.id)
    answers = [shown.answer(each) for each in verdicts.shown]
    changes = [answer for answer in answers if answer.next]
    return {
        "file": file,
        "stay": stay,
        "first": answers[0] if answers else None,
        "others": answers[1:],
        "lacking": list(dict.fromkeys(name for answer in answers for name in answer.missing)),
        "changes": sorted(changes, key=lambda answer: answer.next.on if answer.next else answer.on)[:2],
        "differs": judging.differs(stay, getattr(stay, "law_facts", None) or {}),
        "trouble": words.input_name(verdicts.trouble) if verdicts.trouble else "",
    }
