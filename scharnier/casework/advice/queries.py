# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading advice without a file: one's own of late, and how much of what in a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import get_language

from scharnier.casework.advice.models import ShortAdvice
from scharnier.foundation.principals import Scope
from scharnier.knowledge import codes

LATEST = 6
PAGE = 25


@dataclass(frozen=True)
class Mine:
    """The last few of one's own, the latest first, in words."""

    id: UUID
    day: date
    topics: str
    language: str
    form: str
    minutes: int | None


def latest(scope: Scope, project: UUID, staff: UUID, words: dict[str, str]) -> tuple[list[Mine], ShortAdvice | None]:
    """The last few and the very last row, whose form and language are the usual ones; one statement."""
    found = list(_own(scope, project, staff).order_by("-created_at", "-pk")[:LATEST])
    return _told(found, words), (found[0] if found else None)


def _own(scope: Scope, project: UUID, staff: UUID) -> QuerySet[ShortAdvice]:
    return ShortAdvice.objects.visible_to(scope).filter(project_id=project, staff_id=staff)


def own(
    scope: Scope, project: UUID, staff: UUID, words: dict[str, str], after: UUID | None = None
) -> tuple[list[Mine], UUID | None]:
    """All of one's own, 25 from one on, the latest day first, and where to go on; one statement, then two."""
    rows = _own(scope, project, staff)
    last = rows.filter(pk=after).values_list("day", "pk").first() if after else None
    if last is not None:
        rows = rows.filter(Q(day__lt=last[0]) | Q(day=last[0], pk__lt=last[1]))
    found = list(rows.order_by("-day", "-pk")[: PAGE + 1])
    return _told(found[:PAGE], words), found[PAGE - 1].pk if len(found) > PAGE else None


def _told(found: Sequence[ShortAdvice], words: dict[str, str]) -> list[Mine]:
    lang = get_language() or "de"
    return [
        Mine(
            row.pk,
            row.day,
            ", ".join(words.get(topic, topic) for topic in row.topics),
            codes.label("language", row.language, lang),
            codes.label("contact_form", row.form, lang),
            row.minutes,
        )
        for row in found
    ]


@dataclass(frozen=True)
class Share:
    """One line of a count and its part of the whole, in hundredths for the bar."""

    label: str
    number: int
    whole: int


@dataclass(frozen=True)
class Tally:
    """Advice in a period. One answer may touch several topics, so the topics add up to more than `total`."""

    since: date
    until: date
    total: int = 0
    minutes: int = 0
    topics: list[Share] = field(default_factory=list)
    languages: list[Share] = field(default_factory=list)
    forms: list[Share] = field(default_factory=list)
    months: list[Share] = field(default_factory=list)

    @property
    def hours(self) -> str:
        return f"{self.minutes // 60}:{self.minutes % 60:02d}"


def tally(scope: Scope, project: UUID, since: date, until: date, words: dict[str, str]) -> Tally:
    """Counted by topic, language, form and month; one statement over groups, however many rows there are."""
    rows = ShortAdvice.objects.visible_to(scope).filter(project_id=project, day__gte=since, day__lte=until)
    groups = (
        rows.annotate(month=TruncMonth("day"))
        .order_by()
        .values("topics", "language", "form", "month")
        .annotate(number=Count("pk"), spent=Sum("minutes"))
    )
    topics: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    months: Counter[date] = Counter()
    total = minutes = 0
    for group in groups:
        number = group["number"]
        total, minutes = total + number, minutes + (group["spent"] or 0)
        for topic in group["topics"]:
            topics[topic] += number
        languages[group["language"]] += number
        forms[group["form"]] += number
        months[group["month"]] += number
    lang = get_language() or "de"
    return Tally(
        since,
        until,
        total,
        minutes,
        _shares([(words.get(code, code), number) for code, number in topics.most_common()], total),
        _shares([(codes.label("language", code, lang), number) for code, number in languages.most_common()], total),
        _shares([(codes.label("contact_form", code, lang), number) for code, number in forms.most_common()], total),
        _shares([(f"{month:%m/%Y}", number) for month, number in sorted(months.items())], total),
    )


def _shares(found: Sequence[tuple[str, int]], total: int) -> list[Share]:
    return [Share(label, number, total) for label, number in found]
