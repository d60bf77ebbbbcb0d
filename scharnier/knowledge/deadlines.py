# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The deadline of a letter, as a suggestion for a follow-up with reasons and citations. Not legal advice.

    answer = suggest("sgb2_bescheid", dated=date(2026, 11, 2), land="SN")
    answer.day, [line.de for line in answer.because], answer.citations, answer.warnings

Counting follows §§ 187, 188 BGB: the day of the event doesn't count, months are calendar months, a last day that is a
Saturday, Sunday or public holiday moves to the next working day. Where a fact is missing the answer is "unknown", with
the careful day that is safe in every reading. Data: data/letters.yaml, data/holidays.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from scharnier.knowledge import codes
from scharnier.knowledge.files import load
from scharnier.knowledge.inputs import InputError, read_code, read_date
from scharnier.knowledge.rules import Confidence, Text
from scharnier.knowledge.workdays import add_months, end_of_month, free_because, next_working_day

FILE = "letters.yaml"


class Kind(StrEnum):
    """What the answer is: a counted day, the day the letter names, nothing to do, not known, or no rule covers it."""

    COUNTED = "counted"
    STATED = "stated"
    NOTHING = "nothing"
    UNKNOWN = "unknown"
    NO_RULE = "no_rule"


@dataclass(frozen=True, slots=True)
class Named:
    """A sender or a matter. `senders` of a matter: who writes such letters; `authority`: a code of that list or ""."""

    code: str
    de: str
    en: str
    senders: tuple[str, ...] = ()
    authority: str = ""

    def label(self, lang: str = "de") -> str:
        return self.de if lang.startswith("de") else self.en


@dataclass(frozen=True, slots=True)
class Deadline:
    """The suggestion for one letter.

    `day` is the last day, None where it isn't known. `careful` is the day that is safe in every reading; never later
    than `day`. `notified` is the day from which was counted. `missing` holds any of matter, dated, served, stated,
    land. `warnings` must be shown beside every answer; the first says that this is not legal advice.
    """

    kind: Kind
    day: date | None
    careful: date | None
    action: Text | None
    notified: date | None
    because: tuple[Text, ...]
    citations: tuple[str, ...]
    confidence: Confidence | None
    missing: tuple[str, ...]
    warnings: tuple[Text, ...]

    def as_json(self) -> dict[str, Any]:
        """Ready for JSON, for a stored judgement."""
        return {
            "kind": self.kind.value,
            "day": self.day.isoformat() if self.day else None,
            "careful": self.careful.isoformat() if self.careful else None,
            "action": self.action.as_json() if self.action else None,
            "notified": self.notified.isoformat() if self.notified else None,
            "because": [line.as_json() for line in self.because],
            "citation": list(self.citations),
            "confidence": self.confidence.value if self.confidence else None,
            "missing": list(self.missing),
            "warnings": [line.as_json() for line in self.warnings],
        }


NOT_ADVICE = Text(
    "Vorschlag, keine Rechtsberatung. Was im Brief unter «Rechtsbehelfsbelehrung» steht, geht vor.",
    "A suggestion, not legal advice. What the letter says about remedies comes first.",
)
UNSURE = Text(
    "Die Rechtslage ist hier nicht gesichert: nach dem früheren Tag richten und nachfragen.",
    "The law is not settled here: keep to the earlier day and ask.",
)
KEEP_ENVELOPE = Text(
    "Später angekommen als vermutet: Umschlag aufheben und den Tag notieren.",
    "It arrived later than presumed: keep the envelope and note the day.",
)
NO_NOTICE = Text(
    "Ohne Belehrung über den Rechtsbehelf gilt die längere Frist; sicher ist nur die kurze.",
    "Without notice of the remedy the longer period applies; only the short one is safe.",
)


@cache
def senders() -> tuple[Named, ...]:
    """Who writes, in the order of the file."""
    rows = load(FILE)["senders"]
    return tuple(Named(row["code"], row["de"], row["en"], authority=row.get("authority", "")) for row in rows)


def matters(sender: str | None = None) -> tuple[Named, ...]:
    """What letters are about, in the order of the file; only those of one sender if given."""
    return tuple(each for each in _matters().values() if sender is None or sender in each.senders)


@cache
def _matters() -> Mapping[str, Named]:
    rows = load(FILE)["matters"]
    return MappingProxyType(
        {row["code"]: Named(row["code"], row["de"], row["en"], tuple(row["senders"])) for row in rows}
    )


@cache
def _rows(part: str) -> Mapping[str, Mapping[str, Any]]:
    return MappingProxyType({row["code"]: row for row in load(FILE)[part]})


def suggest(
    matter: str | None,
    dated: date | str | None = None,
    served: date | str | None = None,
    land: str | None = None,
    *,
    stated: date | str | None = None,
    notice: bool | None = None,
) -> Deadline:
    """The deadline of a letter about `matter` (a code of `matters()`).

    `dated`: the day on the letter; `served`: the day it arrived, for formal service the day on the envelope; `land`:
    that of the authority or court (holidays); `stated`: the day the letter itself names; `notice`: False when the
    letter says nothing about the remedy. Raises InputError for a value that can't be read or a letter that arrived
    before it was written.
    """
    letter, arrived, named = (
        None if value is None else read_date(name, value)
        for name, value in (("dated", dated), ("served", served), ("stated", stated))
    )
    if land is not None:
        read_code("land", land, "german_state")
    if letter and arrived and arrived < letter:
        raise InputError("served", f"{arrived} lies before the day on the letter ({letter})")
    if matter is None:
        return _unknown(("matter",))
    row = _rows("matters").get(matter)
    if row is None:
        raise InputError("matter", f"unknown code {matter!r}")
    return _Count(row, letter, arrived, land, named, notice).answer()


class _Count:
    """One letter on its way to its deadline; collects reasons and citations as it goes."""

    def __init__(
        self,
        row: Mapping[str, Any],
        dated: date | None,
        served: date | None,
        land: str | None,
        stated: date | None,
        notice: bool | None,
    ) -> None:
        self.rule, self.service = _rows("rules")[row["rule"]], _rows("services")[row["service"]]
        self.dated, self.served, self.land, self.stated, self.notice = dated, served, land, stated, notice
        self.because: list[Text] = []
        self.citations: list[str] = []
        self.confidence = Confidence.VERIFIED
        self.warnings: list[Text] = [NOT_ADVICE]
        if "warn" in self.service:
            self.warnings.append(Text(self.service["warn"]["de"], self.service["warn"]["en"]))
        self.action = Text(self.rule["de"], self.rule["en"])

    def answer(self) -> Deadline:
        first = self.served or self.dated or self.stated
        if first is None:
            wanted = "stated" if self.rule["versions"][-1]["count"] == "stated" else None
            return self._open((wanted,) if wanted else (self._needed(),))
        version = _version(self.rule["versions"], first)
        if version is None:
            return _unknown((), Kind.NO_RULE)
        if version["count"] == "none":
            return self._close(version, Kind.NOTHING, None, None, None)
        if version["count"] == "stated":
            return self._stated(version)
        notified, earliest = self._notified()
        if earliest is None:
            return self._open((self._needed(),))
        version = _version(self.rule["versions"], notified or earliest) or version
        careful = self._last(version, earliest, None)
        if notified is None:
            self._cite(version)
            return self._open((self._needed(),), careful)
        day = self._last(version, notified, self.because)
        missing = self._land_matters(version, notified)
        if self.notice is False and "without_notice" in self.rule:
            longer = self.rule["without_notice"]
            self.because.append(NO_NOTICE)
            self.citations += longer["citation"]
            day = next_working_day(add_months(notified, longer["months"]), self.land)
        return self._close(version, Kind.COUNTED, day, min(day, careful), notified, missing)

    def _needed(self) -> str:
        return "dated" if self.service["kind"] == "posted" else "served"

    def _notified(self) -> tuple[date | None, date | None]:
        """The day of notification (None: not known), and the earliest day it can have been."""
        if self.service["kind"] != "posted":
            if self.served is None:
                return None, self.dated
            self.because.append(
                Text(f"{self.service['de']} am {_de(self.served)}.", f"{self.service['en']} on {_en(self.served)}.")
            )
            self._service_cited(self.served)
            return self.served, self.served
        if self.dated is None:
            self._weaken(Confidence.UNSURE)
            if self.served is not None:
                self.because.append(
                    Text(
                        f"Gezählt ab dem Zugang am {_de(self.served)}.", f"Counted from arrival on {_en(self.served)}."
                    )
                )
            return self.served, self.served
        version = self._service_cited(self.dated)
        if version is None:
            return None, self.served or self.dated
        days = version["days"]
        presumed = self.dated + timedelta(days=days)
        careful = self.dated + timedelta(days=version.get("careful_days", days))
        if self.land in version.get("sure_in", ()):
            careful = presumed
        elif "sure_in" in version:
            self._weaken(Confidence.UNSURE)
        moved = next_working_day(presumed, self.land) if self.service.get("shifted") else presumed
        self.because.append(
            Text(
                f"Post vom {_de(self.dated)} gilt am {days}. Tag danach als bekannt gegeben: {_de(moved)}.",
                f"Posted on {_en(self.dated)}, the letter counts as notified {days} days later: {_en(moved)}.",
            )
        )
        if self.served is not None and self.served > moved:
            self.because.append(
                Text(f"Angekommen ist er erst am {_de(self.served)}.", f"It only arrived on {_en(self.served)}.")
            )
            self.warnings.append(KEEP_ENVELOPE)
            return self.served, careful
        return moved, careful

    def _service_cited(self, day: date) -> Mapping[str, Any] | None:
        version = _version(self.service["versions"], day)
        if version is not None:
            self.citations += version["citation"]
            if "sure_in" not in version:
                self._weaken(Confidence(version["confidence"]))
        return version

    def _last(self, version: Mapping[str, Any], notified: date, because: list[Text] | None) -> date:
        """The last day of the period, moved to a working day; reasons go into `because`."""
        end = _end(version, notified)
        day = next_working_day(end, self.land) if self.rule["shift"] else end
        if because is not None:
            period = _period(version["count"], version["number"])
            because.append(
                Text(
                    f"{period.de} ab {_de(notified)}: bis {_de(end)}.",
                    f"{period.en} from {_en(notified)}: until {_en(end)}.",
                )
            )
            if day != end:
                why = free_because(end, self.land) or Text("", "")
                because.append(
                    Text(
                        f"Der {_de(end)} ist frei ({why.de}): nächster Werktag ist der {_de(day)}.",
                        f"{_en(end)} is no working day ({why.en}): the next one is {_en(day)}.",
                    )
                )
                self.citations += self.rule["shift"]
        return day

    def _land_matters(self, version: Mapping[str, Any], notified: date) -> tuple[str, ...]:
        if self.land is not None or not self.rule["shift"]:
            return ()
        end = _end(version, notified)
        days = {next_working_day(end, land) for land in (None, *codes.codes("german_state"))}
        return ("land",) if len(days) > 1 else ()

    def _stated(self, version: Mapping[str, Any]) -> Deadline:
        if self.stated is None:
            self._cite(version)
            return self._open(("stated",))
        line = Text(f"Der Brief nennt den {_de(self.stated)}.", f"The letter names {_en(self.stated)}.")
        self.because.append(line)
        return self._close(version, Kind.STATED, self.stated, self.stated, None)

    def _cite(self, version: Mapping[str, Any]) -> None:
        self.citations[:0] = version["citation"]
        self._weaken(Confidence(version["confidence"]))

    def _weaken(self, confidence: Confidence) -> None:
        self.confidence = self.confidence.weaker(confidence)

    def _open(self, missing: tuple[str, ...], careful: date | None = None) -> Deadline:
        return self._made(Kind.UNKNOWN, None, careful, None, missing)

    def _close(
        self,
        version: Mapping[str, Any],
        kind: Kind,
        day: date | None,
        careful: date | None,
        notified: date | None,
        missing: tuple[str, ...] = (),
    ) -> Deadline:
        self._cite(version)
        return self._made(kind, day, careful, notified, missing)

    def _made(
        self, kind: Kind, day: date | None, careful: date | None, notified: date | None, missing: tuple[str, ...]
    ) -> Deadline:
        if self.confidence is Confidence.UNSURE:
            self.warnings.insert(1, UNSURE)
        return Deadline(
            kind=kind,
            day=day,
            careful=careful,
            action=self.action,
            notified=notified,
            because=tuple(self.because),
            citations=tuple(dict.fromkeys(self.citations)),
            confidence=self.confidence if self.citations else None,
            missing=missing,
            warnings=tuple(self.warnings),
        )


_UNITS = {
    "days": (Text("Tag", "day"), Text("Tage", "days")),
    "weeks": (Text("Woche", "week"), Text("Wochen", "weeks")),
    "months": (Text("Monat", "month"), Text("Monate", "months")),
}


def _period(count: str, number: int) -> Text:
    if count == "end_of_months":
        return Text(f"Ende des {number}. Monats danach, gezählt", f"End of month {number} after, counted")
    unit = _UNITS[count][number > 1]
    return Text(f"{number} {unit.de}", f"{number} {unit.en}")


def _end(version: Mapping[str, Any], notified: date) -> date:
    """The last day before any shift (§§ 187 Abs. 1, 188 BGB)."""
    number = version["number"]
    if version["count"] == "months":
        return add_months(notified, number)
    if version["count"] == "end_of_months":
        return end_of_month(notified, number)
    return notified + timedelta(days=number * (7 if version["count"] == "weeks" else 1))


def _version(versions: Sequence[Mapping[str, Any]], day: date) -> Mapping[str, Any] | None:
    for version in versions:
        if version["valid_from"] <= day <= (version["valid_to"] or date.max):
            return version
    return None


def _unknown(missing: tuple[str, ...], kind: Kind = Kind.UNKNOWN) -> Deadline:
    return Deadline(kind, None, None, None, None, (), (), None, missing, (NOT_ADVICE,))


def _de(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _en(day: date) -> str:
    return day.isoformat()
