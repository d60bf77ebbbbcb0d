# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invented persons: names by origin, residence histories, participation, and the gaps that real files have."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any
from uuid import UUID

from scharnier.config.generating import chance, fiction
from scharnier.config.generating.chance import (
    Weighted,
    day_text,
    identifier,
    milliseconds,
    moment_text,
    months_later,
    working_day,
)
from scharnier.config.generating.network import ProjectPlan, described
from scharnier.config.generating.projected import Draft, Projected
from scharnier.config.generating.tables import NULL, Tables, array, as_json
from scharnier.foundation.clock import ZONE
from scharnier.knowledge import settings
from scharnier.people import projected as room
from scharnier.people import words
from scharnier.people.matching.keys import digests, keys
from scharnier.people.matching.likeness import Facts

YEAR = 365.2425
RECORDED = time(9, 25)
# Share of persons with each fault of real files.
NO_PHONE, ONLY_YEAR, ESTIMATED, NO_BIRTH, NO_RESIDENCE, NO_BEGIN, TWIN = 0.08, 0.06, 0.02, 0.01, 0.04, 0.03, 0.012
MOVED = 3  # so many people two partners of a consortium both know
EXITS: dict[str, float] = {
    "work": 30, "training": 11, "education": 8, "goal_reached": 12, "moved": 10, "lost_contact": 9, "own_wish": 5,
    "handed_over": 5, "time_limit": 4, "family": 3, "health": 2, "left_country": 1,
}  # fmt: skip
LEVELS = {"none": 8, "A1": 17, "A2": 27, "B1": 28, "B2": 14, "C1": 4, "": 2}
CHANNELS = {"phone": 40, "messenger": 42, "email": 10, "letter": 4, "": 4}
PHASES = ("clearing", "orientation", "qualification", "placement", "retention")
LAST_TEMPORARY = date(2027, 3, 4)  # Council decision on temporary protection, as extended in 2025
CHANCE_FROM, CHANCE_TO = date(2023, 1, 2).toordinal(), date(2024, 6, 28).toordinal()
CHANCE_STAY = date(2017, 10, 31).toordinal()  # § 104c Abs. 1 AufenthG: five years here on 31 October 2022


@dataclass(slots=True)
class Case:
    """What the rows of one case have in common; days are ordinals."""

    rng: random.Random
    project: ProjectPlan
    person: str
    origin: str
    spoken: list[str]
    level: str
    staff: str
    second: str
    entered: int
    exited: int | None
    until: int
    support_months: int | None
    review_months: int
    fields: list[str]
    plan_label: str
    shown: Any
    names: dict[str, str]
    sheet: dict[str, Any] = field(default_factory=dict)
    sheet_text: str = ""
    document: Any = None
    last_contact: int | None = None
    facts: Facts = field(default_factory=Facts)


@dataclass(slots=True)
class Looks:
    """The parts of a person that a twin repeats with another spelling."""

    family: str
    given: str
    script: str
    sex: str
    origin: str
    born: int
    arrived: int


@cache
def _origins(programme: str) -> Weighted[str]:
    return Weighted({str(k): float(v) for k, v in described()["programmes"][programme]["origins"].items()})


@cache
def _weights(origin: str, what: str) -> Weighted[str]:
    return Weighted(chance.data("origins.yaml")["origins"][origin][what])


@cache
def _pool(name: str) -> dict[str, Any]:
    """Each name as (Latin spelling, own script or nothing)."""
    raw = chance.data("names.yaml")[name]
    return {
        kind: [(entry[0], entry[1]) if isinstance(entry, list) else (entry, "") for entry in raw[kind]]
        for kind in ("family", "m", "f")
    }


@cache
def _occupations(sex: str) -> list[str]:
    """German names of occupations say who does them."""
    every = chance.data("texts.yaml")["occupations"]
    women = {name for name in every if name.endswith("in") or name == "Hausfrau"}
    if sex == "m":
        return [name for name in every if name not in women]
    return [name for name in every if f"{name}in" not in women] if sex == "f" else every


_LEVELS, _CHANNELS, _EXITS = Weighted(LEVELS), Weighted(CHANNELS), Weighted(EXITS)


@cache
def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalnum()) or "kontakt"


@dataclass
class Persons:
    """Writes persons, participation and residence of one project after the other."""

    tables: Tables
    projected: Projected
    today: int
    counters: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from scharnier.network.structure.models import CountKey
        from scharnier.people import models
        from scharnier.people.matching import models as matching_models

        self._person = self.tables.table(
            models.Person,
            "id carrier_id created_at version file_number family_name given_names own_script_name former_names "
            "birth_date birth_precision sex nationality phone email channel street postcode place speaks reads "
            "german_level german_note schooling occupation entered_germany_on remark further_nationalities messenger "
            "also_reads",
        )
        self._enrolment = self.tables.table(
            models.Enrolment,
            "id carrier_id created_at version project_id person_id staff_id second_staff_id phase entered_on exited_on "
            "exit_reason external_number support_until last_contact_on",
        )
        self._residence = self.tables.table(
            models.ResidenceStatus,
            "id carrier_id created_at version person_id code valid_from valid_to endorsement source reminders",
        )
        self._match = self.tables.table(
            matching_models.MatchEntry, "id carrier_id created_at project_id person_id keys digests"
        )
        self._count = self.tables.table(
            CountKey, "id carrier_id created_at project_id consortium_id subject_id key entered_on"
        )
        self._counter = self.tables.table(models.FileCounter, "id carrier_id created_at prefix last")
        self._texts = chance.data("texts.yaml")
        self._streets = chance.data("names.yaml")["streets"]
        self._before: Looks | None = None

    # ---------- one case ----------

    def begin(self, project: ProjectPlan) -> None:
        """Nothing of a project depends on the projects before it, so they may be written in any order."""
        self._before = None

    def case(self, project: ProjectPlan, rng: random.Random, index: int, is_open: bool) -> Case:
        """Person and residence of one case; the participation is written by `enrol` once its contacts are known."""
        own = described()["programmes"][project.programme]
        said = settings.resolve(project.programme, date.fromordinal(self.today))
        entered, exited = self._period(rng, said.support_months, is_open)
        if "until" in project.spec:
            entered = max(entered, project.period[0].toordinal())
        twin = self._before if self._before is not None and rng.random() < TWIN else None
        looks = self._spelled_otherwise(rng, twin) if twin else self._looks(rng, project.programme, own, entered)
        if index < MOVED and (way := project.spec.get("moves")):
            # Somebody another partner of the consortium knows as well.
            looks = self._looks(chance.stream(0, "moved", way, index), project.programme, own, self.today - 400)
        if looks.arrived > entered - 10:
            entered = min(self.today - 1, looks.arrived + 30)
            exited = max(exited, entered + 5) if exited is not None else None
            exited = min(exited, self.today) if exited is not None else None
        self._before = looks
        worker = project.staff[index % len(project.staff)]
        second = project.second[index % len(project.second)].id if project.second else NULL
        speaks = chance.data("origins.yaml")["origins"][looks.origin]["speaks"]
        case = Case(
            rng=rng,
            project=project,
            person=identifier(rng, milliseconds(entered)),
            origin=looks.origin,
            spoken=[code for code, share in speaks.items() if rng.random() < share],
            level=_LEVELS.draw(rng),
            staff=worker.id,
            second=second,
            entered=entered,
            exited=exited,
            until=self.today - 1 if exited is None else exited,
            support_months=said.support_months,
            review_months=said.review_months,
            fields=list(said.plan_fields),
            plan_label=said.word("plan"),
            shown=Draft(list_name=f"{looks.family}, {looks.given}", own_script_name=looks.script, former_names=""),
            names=project.names,
        )
        self._write_person(case, looks)
        if rng.random() >= NO_RESIDENCE:
            self._write_residence(case, looks)
        return case

    def _period(self, rng: random.Random, months: int | None, is_open: bool) -> tuple[int, int | None]:
        limit = (months or 26) * 30
        if is_open:
            # Most have come within a year, some stay until (and beyond) the limit; a few came this week.
            spent = min(int(rng.expovariate(1 / (limit * 0.42))) + rng.randrange(1, 8), int(limit * 1.06))
            return working_day(self.today - spent) if spent > 3 else self.today - spent, None
        exited = self.today - rng.randrange(4, 900)
        return working_day(exited - int(rng.triangular(40, limit, limit * 0.4))), exited

    def _looks(self, rng: random.Random, programme: str, own: dict[str, Any], entered: int) -> Looks:
        origin = _origins(programme).draw(rng)
        known = chance.data("origins.yaml")["origins"]
        first, last = self._arrivals(known[origin], entered)
        if first > last:
            origin = "SY"
            first, last = self._arrivals(known[origin], entered)
        arrived = int(rng.triangular(first, max(first, last), last)) if last > first else last
        pool = _pool(_weights(origin, "names").draw(rng))
        chosen = rng.random()
        sex = "f" if chosen < own["women"] else "m"
        family, given = rng.choice(pool["family"]), rng.choice(pool[sex])
        if chosen > 0.994:
            sex = "x" if chosen > 0.998 else "unknown"
        youngest = own["youngest"]
        age = int(rng.triangular(youngest * YEAR, 62 * YEAR, (youngest + 9) * YEAR))
        script = f"{given[1]} {family[1]}" if family[1] and rng.random() < 0.55 else ""
        return Looks(family[0], given[0], script, sex, origin, min(entered - age, arrived - 1), arrived)

    def _arrivals(self, known: dict[str, Any], entered: int) -> tuple[int, int]:
        first, last = known["entered"]
        begin = date(first, 3 if first == 2022 else 1, 1).toordinal()
        return begin, min(date(last, 12, 28).toordinal(), entered - 25, self.today - 30)

    def _spelled_otherwise(self, rng: random.Random, looks: Looks) -> Looks:
        """The same person once more, as the next office wrote it down."""
        variants = chance.data("names.yaml")["variants"]
        family = rng.choice(variants.get(looks.family, [looks.family]))
        given = rng.choice(variants.get(looks.given, [looks.given]))
        return Looks(family, given, "", looks.sex, looks.origin, looks.born, looks.arrived)

    def _number(self, project: ProjectPlan, entered: int) -> str:
        """The next file number, counted as the people room counts."""
        from scharnier.people.actions import number_prefix

        prefix = number_prefix(project.code, date.fromordinal(entered).year)
        key = (project.carrier, prefix)
        self.counters[key] = self.counters.get(key, 0) + 1
        return f"{prefix}-{self.counters[key]:04d}"

    def _write_person(self, case: Case, looks: Looks) -> None:
        rng, texts = case.rng, self._texts
        fate = rng.random()
        born, precision = day_text(looks.born), "day"
        if fate < NO_BIRTH:
            born = NULL
        elif fate < NO_BIRTH + ONLY_YEAR:
            born, precision = f"{born[:4]}-01-01", "year"
        elif fate < NO_BIRTH + ONLY_YEAR + ESTIMATED:
            born, precision = f"{born[:4]}-01-01", "estimated"
        phone = "" if rng.random() < NO_PHONE else _phone(rng)
        email = (
            f"{_ascii(looks.given)}.{_ascii(looks.family)}{rng.randrange(100)}@example.org"
            if rng.random() < 0.35
            else ""
        )
        postcode, place = rng.choice(case.project.spec["towns"])
        street = f"{rng.choice(self._streets)} {rng.randrange(1, 140)}" if rng.random() < 0.9 else ""
        number = self._number(case.project, case.entered)
        reads = _weights(looks.origin, "reads").draw(rng) if rng.random() < 0.94 else ""
        self._person.add(
            case.person, case.project.carrier, moment_text(case.entered, 560), "1",
            number, looks.family, looks.given, looks.script,
            "", born, precision, looks.sex, looks.origin, phone, email,
            _CHANNELS.draw(rng) if phone else "letter", street, postcode, place, array(case.spoken),
            reads, case.level,
            "Zertifikat liegt vor" if case.level in ("B1", "B2") and rng.random() < 0.4 else "",
            rng.choice(texts["schooling"]) if rng.random() < 0.85 else "",
            rng.choice(_occupations(looks.sex)) if rng.random() < 0.85 else "",
            day_text(looks.arrived) if rng.random() < 0.93 else NULL,
            rng.choice(texts["remarks"]) if rng.random() < 0.2 else "",
            array([]), "", array([]),
        )  # fmt: skip
        if case.project.consortium:
            self._write_count(case, looks, precision == "day" and born != NULL)
        staff = [case.names[worker] for worker in (case.staff, case.second) if worker != NULL]
        person: Any = Draft(
            reads=reads, also_reads=[], speaks=case.spoken, own_script_name=looks.script, birth_precision=precision,
            birth_date=None if born == NULL else date.fromisoformat(born),
        )  # fmt: skip
        case.facts = Facts(
            looks.family, looks.given, looks.script, "", person.birth_date, precision == "day", looks.sex, phone
        )
        case.shown.file_number, case.shown.phone = number, phone
        case.shown.created_at = moment_text(case.entered, 560)
        case.sheet = {
            "project": case.project.name,
            "carrier": case.project.carrier_name,
            "person": f"{looks.given} {looks.family}",
            "own_script_name": looks.script,
            "script_language": words.own_language(person),
            "born": words.show_birth(person),
            "file_number": number,
            "staff": staff,
            "personal": [],
        }

    def _write_count(self, case: Case, looks: Looks, exact: bool) -> None:
        """That the person counts in the consortium; see network/structure/counting.py."""
        from scharnier.network.structure.counting import key_of

        consortium, names = UUID(case.project.consortium), f"{looks.given} {looks.family}"
        key = key_of(consortium, names, date.fromordinal(looks.born), exact, looks.sex)
        self._count.add(
            identifier(case.rng, milliseconds(case.entered, 562)), case.project.carrier, moment_text(case.entered, 560),
            case.project.id, case.project.consortium, case.person, NULL if key is None else f"\\\\x{key.hex()}",
            day_text(case.entered),
        )  # fmt: skip

    def enrol(self, case: Case) -> None:
        """The participation, with the day of the last contact."""
        rng = case.rng
        months = (case.until - case.entered) / 30.4
        stage = sum(months > limit for limit in (1, 4, 10, 16)) - (rng.random() < 0.3)
        phase = PHASES[max(0, min(4, stage))]
        until = NULL if case.support_months is None else day_text(months_later(case.entered, case.support_months) - 1)
        identity = identifier(rng, milliseconds(case.entered, 561))
        old_number = str(rng.randrange(1, 400)) if rng.random() < 0.25 else ""
        reason = "" if case.exited is None else _EXITS.draw(rng)
        self._enrolment.add(
            identity, case.project.carrier, moment_text(case.entered, 560), "1", case.project.id, case.person,
            case.staff, case.second, phase, day_text(case.entered),
            NULL if case.exited is None else day_text(case.exited), reason,
            old_number, until, NULL if case.last_contact is None else day_text(case.last_contact),
        )  # fmt: skip
        self._match.add(
            identifier(rng, milliseconds(case.entered, 562)), case.project.carrier, moment_text(case.entered, 560),
            case.project.id, case.person, array(keys(case.facts)),
            "{" + ",".join(f'"\\\\\\\\x{each.hex()}"' for each in digests(case.facts)) + "}",
        )  # fmt: skip
        draft: Any = Draft(
            pk=identity, carrier_id=case.project.carrier, project_id=UUID(case.project.id), person_id=case.person,
            person=case.shown, staff_id=case.staff, external_number=old_number, exit_reason=reason,
            entered_on=date.fromordinal(case.entered),
            exited_on=None if case.exited is None else date.fromordinal(case.exited),
        )  # fmt: skip
        for row in (room.findable(draft), room.entry_event(draft), room.exit_event(draft), room.file_event(draft)):
            self.projected.add(row)
        if case.document is not None:
            for due in room.reminders(draft, case.document):
                self.projected.add(due)

    # ---------- residence ----------

    def _write_residence(self, case: Case, looks: Looks) -> None:
        rng = case.rng
        chain = self._chain(rng, looks)
        begins = _begins(rng, chain, looks.arrived + rng.randrange(3, 40), self.today)
        endorsements = chance.data("origins.yaml")["endorsements"]
        for number, (code, begin) in enumerate(zip(chain, begins, strict=True)):
            last = number == len(chain) - 1
            end = self._expiry(rng, code, begin) if last else begins[number + 1] - 1
            recorded = max(case.entered, begin) if last else case.entered
            recorded = min(recorded, self.today - 1)
            if last and end is not None and end < recorded:
                recorded = max(begin, end - 95)
            wording = endorsements.get(code)
            reminders = self._reminders(case, end, recorded) if last and case.exited is None else {}
            identity = identifier(rng, milliseconds(recorded, 565 + number))
            self._residence.add(
                identity, case.project.carrier, moment_text(recorded, 565), "1", case.person, code,
                NULL if not last and rng.random() < NO_BEGIN else day_text(begin),
                NULL if end is None else day_text(end),
                rng.choice(wording) if wording and last and rng.random() < 0.7 else "",
                rng.choice(("Kopie des Dokuments", "Dokument gesehen", "laut Angabe")) if last else "laut Angabe",
                as_json(reminders) if reminders else "{}",
            )  # fmt: skip
            if last and end is not None:
                case.document = Draft(
                    pk=identity,
                    valid_to=date.fromordinal(end),
                    created_at=datetime.combine(date.fromordinal(recorded), RECORDED, ZONE),
                    reminders=reminders,
                )

    def _chain(self, rng: random.Random, looks: Looks) -> list[str]:
        """The stays so far: as much of the usual course as the time since arrival allows."""
        name = _weights(looks.origin, "titles").draw(rng)
        chain = list(chance.data("origins.yaml")["chains"][name])
        here = self.today - looks.arrived
        if "ae_104c" in chain and (looks.arrived > CHANCE_STAY or self.today < CHANCE_TO + 560):
            chain = ["gestattung", "duldung"]
        if (chain[-1] == "ne_26_3" and here < 2200) or (chain[-1] == "german" and here < 2900):
            chain = chain[:-1]
        if "ae_25a" in chain and (looks.arrived - looks.born > 17 * YEAR or here < 1500):
            chain = chain[:2]
        while len(chain) > 1 and here < 330 * (len(chain) - 1):
            chain = chain[:-1]
        return chain

    def _expiry(self, rng: random.Random, code: str, begin: int) -> int | None:
        """The last day on the document in hand: renewed as often as needed, sometimes run out."""
        months = chance.data("origins.yaml")["months"].get(code, 12)
        if months == 0:
            return None
        if code == "ae_24" and self.today < LAST_TEMPORARY.toordinal():
            return LAST_TEMPORARY.toordinal()
        end = months_later(begin, months) - 1
        while end < self.today:
            if self.today - end < 80 and rng.random() < 0.22:
                return end
            end = months_later(end + 1, months) - 1
        return end

    def _reminders(self, case: Case, end: int | None, recorded: int) -> dict[str, dict[str, str]]:
        """Most reminders whose day has passed were seen to; a few are open and overdue."""
        if end is None:
            return {}
        kept = {}
        project, staff = UUID(case.project.id), UUID(case.staff)
        for days in (90, 60, 30):
            due = end - days
            if recorded <= due < self.today and case.rng.random() < 0.88:
                done = min(due + case.rng.randrange(4), self.today - 1)
                moment = moment_text(done, 600).replace(" ", "T")
                kept[f"{days}:{project}"] = {"done_at": f"{moment[:-2]}:{moment[-2:]}", "done_by": str(staff)}
        return kept

    def finish(self) -> None:
        """The counters of file numbers, so that the next file made by hand gets the next one."""
        for (carrier, prefix), last in self.counters.items():
            rng = chance.stream(0, "counter", carrier, prefix)
            self._counter.add(
                identifier(rng, milliseconds(self.today)), carrier, moment_text(self.today - 1, 540), prefix, str(last)
            )
        self.counters.clear()


def _phone(rng: random.Random) -> str:
    return fiction.phone(rng.random(), rng.randrange(1000))


def _begins(rng: random.Random, chain: list[str], first: int, today: int) -> list[int]:
    """On which day each stay began: the first soon after arrival, the last before today."""
    span = max(len(chain), today - first - 5)
    cuts = sorted(rng.random() for _ in chain[1:])
    begins = [first] + [first + max(1, int(span * (0.12 + 0.8 * cut))) for cut in cuts]
    for place, code in enumerate(chain):
        if code == "ae_104c":
            begins[place] = CHANCE_FROM + rng.randrange(CHANCE_TO - CHANCE_FROM)
            begins[place + 1] = months_later(begins[place], 18)
        elif code == "fiktion_81_4" and place == len(chain) - 1:
            begins[place] = today - rng.randrange(5, 150)
    if len(chain) > 1 and chain[0] == "fiktion_81_4":
        begins[1] = first + rng.randrange(40, 160)
    for place in range(1, len(begins)):
        begins[place] = max(begins[place], begins[place - 1] + 1)
    return [min(begin, today - len(chain) + place) for place, begin in enumerate(begins)]
