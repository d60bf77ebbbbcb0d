# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invented firms and their vacancies: mostly small ones, with talks behind them, and the faults of real lists.

Proportions follow one programme's public record: 2,150 employers and 3,070 placements for 5,300 people. Of the
vacancies nearly half are open, the others expired, filled or withdrawn, and a few contradict themselves.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from typing import Any

from scharnier.config.generating import chance
from scharnier.config.generating.chance import (
    Weighted,
    between,
    day_text,
    identifier,
    milliseconds,
    moment_text,
    pick,
    stream,
    working_day,
)
from scharnier.config.generating.network import ProjectPlan
from scharnier.config.generating.tables import NULL, Tables, array
from scharnier.knowledge import postcodes

# So many participants to one vacancy, unless a number is asked for; two firms to three vacancies.
PARTICIPANTS_A_VACANCY, FIRMS_A_VACANCY = 5.0, 2 / 3
SIZES = {"1-9": 54, "10-49": 29, "50-249": 11, "250+": 2, "": 4}
FORMS: dict[str, dict[str, float]] = {
    "1-9": {"sole": 60, "gbr": 10, "ug": 8, "gmbh": 20, "": 2},
    "10-49": {"sole": 12, "gmbh": 62, "gmbh_co_kg": 16, "kg": 6, "eg": 4},
    "50-249": {"gmbh": 66, "gmbh_co_kg": 24, "ag": 5, "eg": 5},
    "250+": {"gmbh": 60, "ag": 30, "se": 10},
    "": {"": 100},
}
SUFFIX = {
    "gbr": " GbR", "ug": " UG", "gmbh": " GmbH", "gmbh_co_kg": " GmbH & Co. KG", "kg": " KG", "eg": " eG", "ag": " AG",
    "se": " SE",
}  # fmt: skip
KINDS = {
    "beschaeftigung_sv": 62, "minijob": 9, "ausbildung_betrieblich": 13, "eq": 2, "hospitation": 4,
    "praktikum_orientierung": 5, "mag": 2, "probearbeit": 2, "bfd": 1,
}  # fmt: skip
STATES = {"open": 46, "expired": 23, "filled": 20, "withdrawn": 7, "draft": 4}
WISHES = {"job": 60, "apprenticeship": 18, "internship": 20, "trial_day": 25, "entry_qualification": 6, "minijob": 14}
OFFERS = {
    "buddy": 22, "simple_language": 24, "shifts": 15, "school_hours": 12, "language_time": 14, "transport": 6,
    "housing": 5, "qualification": 12, "recognition": 6, "prayer": 7,
}  # fmt: skip
SHIFTS = {"early": 25, "late": 20, "night": 7, "weekend": 16, "school_hours": 5}
ENDS = {"settled": 40, "no_need": 25, "no_answer": 20, "closed": 8, "conditions": 7}
LICENCES = {"52": ["C"], "51321": ["B"], "51311": ["forklift"], "3": ["B"], "82101": ["B"]}
FULL, PART, MINI = ((35, 40), (38, 40), (40, 40)), ((20, 25), (20, 30), (25, 30)), ((5, 10), (8, 10))
# Shares of what is missing or wrong in real lists.
UNKNOWN_GERMAN, UNKNOWN_HOURS, UNKNOWN_LICENCE, UNKNOWN_START, UNKNOWN_PLACE = 0.22, 0.14, 0.3, 0.18, 0.04
PUBLIC = 5  # on every so many days vacancies came whose firms agreed to a page for all
CONTRADICTS, ENDED, HAS_CHARTER, COOPERATES, HAS_GOAL = 0.05, 0.3, 0.28, 0.05, 0.3
OLDEST = 900

_SIZES, _KINDS, _STATES, _ENDS = Weighted(SIZES), Weighted(KINDS), Weighted(STATES), Weighted(ENDS)
_FORMS = {size: Weighted(forms) for size, forms in FORMS.items()}
_FIELDS = {"phone": 50, "email": 20, "outreach": 20, "video": 3, "appointment": 7}
_TALKS = Weighted(_FIELDS)


@cache
def _texts() -> Any:
    return chance.data("firms.yaml")


@cache
def _branches() -> Weighted[int]:
    return Weighted({place: row["weight"] for place, row in enumerate(_texts()["branches"])})


@cache
def _names() -> Any:
    return chance.data("names.yaml")["staff"]


def share_out(projects: Sequence[ProjectPlan], vacancies: int | None) -> dict[str, int]:
    """Vacancies of each running project, by its number of cases; exactly as many as asked for."""
    running = [project for project in projects if "until" not in project.spec]
    cases = {project.code: project.open + project.past for project in running}
    whole = sum(cases.values()) or 1
    total = round(whole / PARTICIPANTS_A_VACANCY) if vacancies is None else vacancies
    found, seen, given = {}, 0, 0
    for code, number in cases.items():
        seen += number
        upto = round(total * seen / whole)
        found[code], given = upto - given, upto
    return found


class Firms:
    """Writes organisations, employers, talks and vacancies of one project after the other."""

    def __init__(self, tables: Tables, seed: int, today: int) -> None:
        from scharnier.directory.organisations import models as directory
        from scharnier.work.employers import models as employers
        from scharnier.work.vacancies.models import Vacancy

        self.tables, self.seed, self.today = tables, seed, today
        head = "id carrier_id created_at"
        self._organisation = tables.table(
            directory.Organisation, f"{head} name legal_form kind phone email languages response_days"
        )
        self._site = tables.table(
            directory.OrganisationSite, f"{head} organisation_id street postal_code place district"
        )
        self._contact = tables.table(
            directory.OrganisationContact,
            f"{head} organisation_id site_id name function phone email languages preferred until",
        )
        self._cooperation = tables.table(
            directory.Cooperation, f"{head} organisation_id project_id title begins ends owner_id reminder"
        )
        self._employer = tables.table(
            employers.Employer,
            f"{head} project_id organisation_id responsible_id begins concern ends end_reason branch size_class wishes "
            "offers charter_approached_on charter_signed_on last_contact_on",
        )
        self._goal = tables.table(employers.EmployerGoal, f"{head} project_id employer_id text due done_on")
        self._talk = tables.table(
            employers.EmployerContact,
            f"{head} project_id employer_id on form contact_id minutes note agreed author_id follow_up_on follow_up "
            "follow_up_owner_id follow_up_done_at follow_up_done_by_id",
        )
        self._vacancy = tables.table(
            Vacancy,
            f"{head} project_id organisation_id employer_id contact_id site_id owner_id kind title description "
            "occupation level german starts_on hours_from hours_to shifts licences places filled pay_amount pay_unit "
            "training_permission postal_code place district lat lon offers status closed_on closed_reason confirmed_on "
            "confirm_until public",
        )

    def write(self, project: ProjectPlan, vacancies: int) -> None:
        """All firms of one project with so many vacancies among them."""
        rng = stream(self.seed, "firms", project.code)
        firms = max(1, round(vacancies * FIRMS_A_VACANCY)) if vacancies else 0
        # Some firms look for nobody just now, a few for many.
        numbers = [0] * firms
        for _ in range(vacancies):
            numbers[min(int(firms * rng.random() ** 1.25), firms - 1)] += 1
        for place, number in enumerate(numbers):
            Firm(self, project, rng).write(number)
            if place % 200 == 0:
                self.tables.settle()


class Firm:
    """One firm on its way into the tables."""

    def __init__(self, tables: Firms, project: ProjectPlan, rng: random.Random) -> None:
        self.to, self.project, self.rng = tables, project, rng
        self.today = tables.today
        begun = max(self.today - OLDEST, project.period[0].toordinal())
        self.known = between(rng, min(begun, self.today - 30), self.today - 20)
        self.branch = _texts()["branches"][_branches().draw(rng)]
        self.size = _SIZES.draw(rng)
        self.workers = [account.id for account in project.second or project.staff]
        self.responsible = pick(rng, self.workers) if self.workers else NULL
        self.talker = ""
        self.offers = _several(rng, OFFERS)
        self.ends = self.known + between(rng, 10, self.today - self.known + 1) if rng.random() < ENDED else None

    def _id(self, day: int) -> str:
        return identifier(self.rng, milliseconds(day))

    def _head(self, day: int) -> tuple[str, str, str]:
        return self._id(day), self.project.carrier, moment_text(day, between(self.rng, 480, 1020))

    def write(self, vacancies: int) -> None:
        self.organisation, self.site = self._organisation()
        self.contact = self._contact()
        talks = sorted(
            working_day(between(self.rng, self.known, self.last + 1)) for _ in range(between(self.rng, 1, 7))
        )
        talks = [min(day, self.today) for day in talks]
        self.employer = self._employer(talks[-1])
        for day in talks:
            self._talk(day, last=day == talks[-1])
        self._around()
        for _ in range(vacancies):
            self._vacancy()

    @property
    def last(self) -> int:
        return self.ends if self.ends is not None else self.today

    def _organisation(self) -> tuple[str, str]:
        rng, to = self.rng, self.to
        form = _FORMS[self.size].draw(rng)
        name = pick(rng, self.branch["names"]).format(f=pick(rng, _names()["family"]), w=pick(rng, _texts()["words"]))
        organisation, site = self._head(self.known), self._head(self.known)
        self.postcode, self.place = pick(rng, self.project.spec["towns"])
        self.district = str(self.project.spec["district"])
        to._organisation.add(
            *organisation, name + SUFFIX.get(form, ""), form, "firm", _phone(rng),
            f"firma{between(rng, 1, 9999)}@example.org" if rng.random() < 0.6 else "",
            array(["de", *(["en"] if rng.random() < 0.2 else []), *(["tr"] if rng.random() < 0.1 else [])]),
            str(between(rng, 1, 8)) if rng.random() < 0.4 else NULL,
        )  # fmt: skip
        street = f"{pick(rng, chance.data('names.yaml')['streets'])} {between(rng, 1, 120)}"
        to._site.add(*site, organisation[0], street, self.postcode, self.place, self.district)
        return organisation[0], site[0]

    def _contact(self) -> str:
        rng = self.rng
        ids = []
        for number in range(1 if self.size == "1-9" or rng.random() < 0.6 else 2):
            head = self._head(self.known)
            first = pick(rng, _names()[pick(rng, "fm")])
            self.to._contact.add(
                *head, self.organisation, self.site, f"{first} {pick(rng, _names()['family'])}",
                pick(rng, ("Inhaberin", "Geschäftsführung", "Personal", "Ausbildung", "Büro", "")), _phone(rng),
                "", array(["de"]), "t" if number == 0 else "f",
                day_text(self.today - 30) if number and rng.random() < 0.2 else NULL,
            )  # fmt: skip
            ids.append(head[0])
        return ids[0]

    def _employer(self, last_contact: int) -> str:
        rng, head = self.rng, self._head(self.known)
        approached = self.known + between(rng, 0, self.last - self.known + 1) if rng.random() < HAS_CHARTER else None
        signed = approached is not None and rng.random() < 0.3
        ended = self.ends is not None
        self.to._employer.add(
            *head, self.project.id, self.organisation, self.responsible, day_text(self.known),
            pick(rng, _texts()["concerns"]), day_text(self.last) if ended else NULL, _ENDS.draw(rng) if ended else "",
            self.branch["code"], self.size, array(_several(rng, WISHES)), array(self.offers),
            NULL if approached is None else day_text(approached),
            day_text(min(approached + 40, self.today)) if signed and approached is not None else NULL,
            day_text(last_contact),
        )  # fmt: skip
        return head[0]

    def _talk(self, day: int, *, last: bool) -> None:
        rng = self.rng
        note, agreed = pick(rng, _texts()["talks"])
        author = self.responsible if self.responsible != NULL else NULL
        again: tuple[str, ...] = (NULL, "", NULL, NULL, NULL)
        if agreed and rng.random() < 0.55:
            due = working_day(day + between(rng, 3, 40))
            open_ = last and self.ends is None and due >= self.today - 12
            done = (NULL, NULL) if open_ else (moment_text(min(due, self.today), 660), author)
            again = (day_text(due), agreed, author, *done)
        self.to._talk.add(
            *self._head(day), self.project.id, self.employer, day_text(day), _TALKS.draw(rng), self.contact,
            str(between(rng, 1, 13) * 5) if rng.random() < 0.7 else NULL, note, agreed, author, *again,
        )  # fmt: skip

    def _around(self) -> None:
        """Goals and agreements."""
        rng = self.rng
        if rng.random() < HAS_GOAL:
            due = self.last + between(rng, -60, 120)
            done = day_text(min(due, self.today)) if self.ends is not None or due < self.today - 20 else NULL
            self.to._goal.add(
                *self._head(self.known),
                self.project.id,
                self.employer,
                pick(rng, _texts()["goals"]),
                day_text(due),
                done,
            )
        ends = self.known + 730
        if rng.random() < COOPERATES:
            self.to._cooperation.add(
                *self._head(self.known), self.organisation, self.project.id, "Kooperationsvereinbarung",
                day_text(self.known), day_text(ends), self.responsible,
                f'{{"until": "{day_text(ends)}", "over": true}}' if ends < self.today else "{}",
            )  # fmt: skip

    def _vacancy(self) -> None:
        rng = self.rng
        code, title, german, low, high = pick(rng, self.branch["jobs"])
        kind, state = _KINDS.draw(rng), _STATES.draw(rng)
        if self.ends is not None and state in ("open", "draft"):
            state = pick(rng, ("expired", "filled", "withdrawn"))
        made = max(self.known, self.today - between(rng, 1, 75)) if state in ("open", "draft") else self._past()
        level, wage = int(code[-1]), f"{low + rng.random() * (high - low):.2f}"
        hours = pick(rng, MINI if kind == "minijob" else FULL if rng.random() < 0.65 else PART)
        permission: str = pick(rng, ("t", "t", "t", NULL)) if kind == "ausbildung_betrieblich" else NULL
        start: int | None = working_day(
            self.today + between(rng, 1, 200) if state == "open" else made + between(rng, 20, 120)
        )
        district = self.district
        if rng.random() < CONTRADICTS:  # as lists from elsewhere bring them
            wrong = between(rng, 0, 6)
            level = pick(rng, (1, 4)) if wrong == 0 else level
            wage = "3.50" if wrong == 1 else wage
            hours = (5, 40) if wrong == 2 else hours
            kind, permission = ("ausbildung_betrieblich", "f") if wrong == 3 else (kind, permission)
            start = made - 200 if wrong == 4 else start
            title, german = (f"{title}, Deutsch C1", "A1") if wrong == 5 else (title, german)
        places = 1 if self.size in ("1-9", "") else between(rng, 1, 4)
        until = self._until(state, made)
        closed = NULL if state in ("open", "draft") else day_text(min(until + 1, self.today))
        paid = kind not in ("hospitation", "praktikum_orientierung", "mag", "eq", "bfd") and rng.random() < 0.6
        there = rng.random() >= UNKNOWN_PLACE
        spot = postcodes.coordinates(self.postcode) if there else None
        self.to._vacancy.add(
            *self._head(made), self.project.id, self.organisation, self.employer, self.contact, self.site,
            self.responsible, kind, title, pick(rng, _texts()["descriptions"]), code, str(level),
            "" if rng.random() < UNKNOWN_GERMAN else german,
            NULL if start is None or rng.random() < UNKNOWN_START else day_text(start),
            *((NULL, NULL) if rng.random() < UNKNOWN_HOURS else (str(hours[0]), str(hours[1]))),
            array(_several(rng, SHIFTS)), NULL if rng.random() < UNKNOWN_LICENCE else array(_licences(rng, code)),
            str(places), str(places) if state == "filled" else "0", *((wage, "hour") if paid else (NULL, "")),
            permission, *((self.postcode, self.place, district) if there else ("", "", "")),
            *((NULL, NULL) if spot is None else (f"{spot[0]:.6f}", f"{spot[1]:.6f}")), array(self.offers), state,
            closed, _REASONS.get(state, ""), NULL if state == "draft" else day_text(made),
            NULL if state == "draft" else day_text(until), "t" if state != "draft" and made % PUBLIC == 0 else "f",
        )  # fmt: skip

    def _past(self) -> int:
        """A day on which a vacancy came that has gone since."""
        return max(self.known, min(self.last, self.today - 40) - between(self.rng, 0, 300))

    def _until(self, state: str, made: int) -> int:
        """Open ones are confirmed for some weeks more, a few were until yesterday; the others have ended."""
        if state == "open":
            return self.today + between(self.rng, -3, 43) if self.today - made > 3 else self.today + 42
        return max(made, min(made + 42, self.today - 1))


_REASONS = {"expired": "nicht mehr bestätigt", "filled": "besetzt", "withdrawn": "vom Betrieb zurückgezogen"}


def _several(rng: random.Random, chances: dict[str, int]) -> list[str]:
    """Each code by its own chance in hundredths."""
    return [code for code, chance_ in chances.items() if rng.random() * 100 < chance_]


def _licences(rng: random.Random, code: str) -> list[str]:
    found = next((needed for digits, needed in LICENCES.items() if code.startswith(digits)), [])
    return found if found and rng.random() < 0.6 else []


def _phone(rng: random.Random) -> str:
    return f"+493023125{between(rng, 0, 1000):03d}" if rng.random() < 0.92 else ""
