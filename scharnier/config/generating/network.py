# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carriers, projects and staff: the demo network once, or as often as a number of participants needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from scharnier.config.generating import chance
from scharnier.config.generating.chance import day_text, identifier, milliseconds, moment_text, stream
from scharnier.config.generating.structure import Structure
from scharnier.config.generating.tables import NULL, Table, Tables
from scharnier.knowledge import files

NETWORK = Path(__file__).resolve().parent.parent / "demo" / "network.yaml"
CITY_FROM = 20_000
AUDIT_DAYS = 120  # an audit always ends
UNUSABLE = "!"


@cache
def described() -> Any:
    """The network as network.yaml describes it; shared, never change it."""
    return chance.read_yaml(NETWORK)


@cache
def facts() -> dict[str, Any]:
    """The programme descriptions by code."""
    return {entry["code"]: entry for entry in files.load("programmes.yaml")["programmes"]}


@dataclass(frozen=True)
class Account:
    """Somebody who signs in: as `<role>.<project>`."""

    id: str
    email: str
    name: str
    role: str
    project: str
    programme: str = ""


@dataclass
class ProjectPlan:
    """One project to be filled: how many open and past cases, and whose."""

    spec: dict[str, Any]
    code: str
    copy: int
    carrier: str = ""
    carrier_name: str = ""
    id: str = ""
    name: str = ""
    consortium: str = ""
    open: int = 0
    past: int = 0
    dense: bool = False  # as much counselling as a network has after years: for measuring, not for looking at
    staff: list[Account] = field(default_factory=list)
    second: list[Account] = field(default_factory=list)

    @cached_property
    def names(self) -> dict[str, str]:
        """Who works here, by id; read once staff are known."""
        return {account.id: account.name for account in (*self.staff, *self.second)}

    @cached_property
    def period(self) -> tuple[date, date]:
        """From when to when the project runs: the programme's dates here, or those of the phase described."""
        if of := self.spec.get("until"):
            period = facts()[of]["period"]
            return period["from"], period["to"]
        own = described()["programmes"][self.programme]
        return own["from"], own["to"]

    def last_day(self, today: date) -> date:
        """The day up to which things happen here: the end of what has ended."""
        return min(today, self.period[1])

    @property
    def programme(self) -> str:
        return str(self.spec["programme"])


def _natural(spec: dict[str, Any]) -> tuple[int, int]:
    """Open and past cases of a project at its usual load."""
    if "until" in spec:
        return 0, int(spec["ended_cases"])
    staff = spec["staff"]
    heads = staff.get("caseworker", 0) or staff.get("hinge", 0)
    return heads * spec["open"], round(heads * spec["open"] * spec["past"])


def natural_size() -> int:
    """Participants of the demo network at its usual load."""
    return sum(sum(_natural(spec)) for spec in described()["projects"])


def plan(participants: int | None, first_copy: int = 1) -> list[ProjectPlan]:
    """The projects with their numbers of cases; `participants` None is the demo network as it is.

    Larger numbers repeat the network, smaller ones lower every load. From 20,000 on there is one big city, and as much
    counselling as after years of work: 20 talks and 3 goals for each participant.
    """
    specs = [ProjectPlan(spec, _code(spec, first_copy), first_copy) for spec in described()["projects"]]
    if participants is not None and participants >= CITY_FROM:
        city = described()["city"]["project"]
        rest = participants - sum(_natural(city))
        copies = max(1, round(rest / natural_size()))
        specs = [
            ProjectPlan(spec, _code(spec, copy), copy)
            for copy in range(first_copy, first_copy + copies)
            for spec in described()["projects"]
        ]
        specs.append(ProjectPlan(city, _code(city, first_copy), first_copy))
    elif participants is not None:
        copies = max(1, round(participants / natural_size()))
        specs = [
            ProjectPlan(spec, _code(spec, copy), copy)
            for copy in range(first_copy, first_copy + copies)
            for spec in described()["projects"]
        ]
    for project in specs:
        project.open, project.past = _natural(project.spec)
        project.dense = participants is not None and participants >= CITY_FROM
    if participants is not None:
        _share_out(specs, participants)
    return specs


def _code(spec: dict[str, Any], copy: int) -> str:
    return str(spec["code"]) if copy == 1 else f"{spec['code']}-{copy}"


def _share_out(projects: list[ProjectPlan], participants: int) -> None:
    """Exactly `participants` cases, in the proportions of the usual loads; a city keeps its size."""
    fixed = [p for p in projects if p.spec is described().get("city", {}).get("project")]
    rest = [p for p in projects if p not in fixed]
    factor = (participants - sum(p.open + p.past for p in fixed)) / sum(p.open + p.past for p in rest)
    owed = 0.0
    for project in rest:
        total = (project.open + project.past) * factor + owed
        share = project.open / (project.open + project.past) if project.open else 0.0
        whole = round(total)
        owed = total - whole
        project.open = round(whole * share)
        project.past = whole - project.open


class Network:
    """Writes carriers, programmes, projects, sites, people who sign in and their memberships."""

    def __init__(self, tables: Tables, seed: int, today: date, password: str, known: dict[str, str]) -> None:
        from allauth.account.models import EmailAddress

        from scharnier.network import models
        from scharnier.network.structure.models import Room

        self.consortium = ""
        self.seed = seed
        self.today = today.toordinal()
        self.password = password
        self.programmes = dict(known)
        self.accounts: list[Account] = []
        self.carriers: dict[str, str] = {}
        self._short: dict[str, str] = {}
        self._made = moment_text(self.today - 1200, 540)
        self._programme = tables.table(
            models.Programme,
            "id code name funder state valid_from valid_to",
        )
        self._carrier = tables.table(models.Carrier, "id name short_name legal_form contact_email created_at")
        self._project = tables.table(
            models.Project,
            "id carrier_id created_at programme_id code name phase district state valid_from valid_to places",
        )
        self._team = tables.table(models.Team, "id carrier_id created_at project_id name")
        self._site = tables.table(
            models.Site, "id carrier_id created_at project_id name street postcode place district mobile valid_from"
        )
        self._room = tables.table(Room, "id carrier_id created_at project_id site_id name")
        self._user = tables.table(
            models.User, "id email display_name phone password is_active language single_keys created_at"
        )
        self._address = tables.table(EmailAddress, "email verified primary user_id")
        self._membership = tables.table(
            models.Membership,
            "id carrier_id created_at project_id programme_id team_id user_id role valid_from valid_to",
        )
        self._cover = tables.table(
            models.Substitution,
            "id carrier_id created_at project_id absent_id cover_id valid_from valid_to may_write with_confidential",
        )
        self._structure = Structure(tables, self.today, seed, self._made, self._id)

    @property
    def tables(self) -> list[Table]:
        return [
            self._programme, self._carrier, self._project, self._team, self._site, self._room, self._user,
            self._address, self._membership, self._cover, *self._structure.tables,
        ]  # fmt: skip

    def write(self, projects: list[ProjectPlan]) -> None:
        """All rows of the network; fills in the identifiers of `projects`."""
        self._programmes()
        copies = sorted({project.copy for project in projects})
        for copy in copies:
            self._carriers(copy, {project.spec["carrier"] for project in projects if project.copy == copy})
        if 1 in copies:
            self._consortium()
        for project in projects:
            self._one_project(project)
        for copy in copies:
            self._around(copy, {project.spec["code"]: project for project in projects if project.copy == copy})

    def _id(self, *name: object) -> str:
        return identifier(stream(self.seed, *name), milliseconds(self.today - 1200))

    def _programmes(self) -> None:
        for code, own in described()["programmes"].items():
            if code in self.programmes:
                continue
            fact = facts()[code]
            self.programmes[code] = self._id("programme", code)
            state = fact.get("state") or fact.get("region", {}).get("state", "")
            self._programme.add(
                self.programmes[code],
                code,
                fact["name"],
                _funder(fact),
                state,
                own["from"].isoformat(),
                own["to"].isoformat(),
            )

    def _carriers(self, copy: int, wanted: set[str]) -> None:
        offices = {office["carrier"] for office in described()["offices"]}
        specs = [*described()["carriers"], described()["city"]["carrier"]]
        for spec in specs:
            if spec["code"] not in wanted | offices:
                continue
            key, region = f"{spec['code']}/{copy}", "" if copy == 1 else f" (Region {copy})"
            self.carriers[key] = self._id("carrier", key)
            self._short[self.carriers[key]] = f"{spec['short']}{region}"
            self._carrier.add(
                self.carriers[key],
                f"{_carrier_name(spec)}{region}",
                f"{spec['short']}{region}",
                spec["legal_form"],
                f"kontakt.{spec['code']}@example.org",
                self._made,
            )

    def _consortium(self) -> None:
        spec = described()["consortium"]
        target = next(row["value"] for row in facts()[spec["programme"]]["targets"])
        mine = {code.removesuffix("/1"): key for code, key in self.carriers.items() if code.endswith("/1")}
        programme = self.programmes[spec["programme"]]
        self.consortium = self._structure.consortium(spec, programme, target, mine, self._short)

    def _one_project(self, project: ProjectPlan) -> None:
        spec, own = project.spec, described()["programmes"][project.programme]
        project.carrier = self.carriers[f"{spec['carrier']}/{project.copy}"]
        project.carrier_name = self._short[project.carrier]
        project.id = self._id("project", project.code)
        project.name = spec["name"] if project.copy == 1 else f"{spec['name']} (Region {project.copy})"
        fact = facts()[project.programme]
        self._project.add(
            project.id, project.carrier, self._made, self.programmes[project.programme], project.code, project.name,
            spec.get("phase") or self._phase_of_the_day(own), spec["district"],
            fact.get("state") or fact["region"]["state"],
            project.period[0].isoformat(), project.period[1].isoformat(),
            NULL if spec["places"] is None else str(spec["places"]),
        )  # fmt: skip
        team = self._id("team", project.code)
        self._team.add(
            team, project.carrier, self._made, project.id, "Tandem" if spec["staff"].get("placement") else "Team"
        )
        main_site = NULL
        for site in spec["sites"]:
            key = self._id("site", project.code, site["name"])
            self._site.add(
                key, project.carrier, self._made, project.id, site["name"], site["street"], site["postcode"],
                site["place"], str(site.get("district", spec["district"])), "t" if site.get("mobile") else "f",
                project.period[0].isoformat(),
            )  # fmt: skip
            main_site = key if main_site == NULL else main_site
            room_id = NULL
            if room := site.get("room"):
                room_id = self._id("room", project.code, site["name"], room)
                self._room.add(room_id, project.carrier, self._made, project.id, key, room)
            self._structure.hours(project, site, key, room_id, own["from"].isoformat())
        project.staff = [
            self._member(project, account, role, team)
            for account, role in _workers(spec["staff"], ("caseworker", "hinge"))
        ]
        project.second = [
            self._member(project, account, role, team) for account, role in _workers(spec["staff"], ("placement",))
        ]
        lead = self._member(project, "lead", "lead", team)
        programme = self.programmes[project.programme]
        if project.period[1].toordinal() < self.today:
            return  # what has ended has no positions, districts and contacts any more
        if project.copy == 1 and project.programme == described()["consortium"]["programme"]:
            project.consortium = self.consortium
        self._structure.project(project, own, fact, programme, team)
        self._structure.contacts(project, [*project.staff, *project.second, lead], main_site)
        if spec["code"] in described()["auditors"] and project.copy == 1:
            self._member(project, "auditor", "auditor", None)

    def _phase_of_the_day(self, own: dict[str, Any]) -> str:
        """What a programme is in on the day of the demo's clock; before its beginning, what it is now."""
        now = date.fromordinal(self.today)
        running = (row["name"] for row in own["phases"] if row["from"] <= now <= row["to"])
        return str(next(running, own["phase"]))

    def _around(self, copy: int, projects: dict[str, ProjectPlan]) -> None:
        """Who belongs to a whole carrier or programme, and who stands in for whom."""
        administered: set[str] = set()
        for code, project in projects.items():
            if project.carrier not in administered:
                administered.add(project.carrier)
                self._member(project, "admin", "admin", None, whole=True)
            if code in described()["protection"]:
                self._member(project, "protection", "protection", None, whole=True)
        if copy > 1:
            return
        for office in described()["offices"]:
            account = self._account(f"office.{office['account']}", "office", office["account"], office["programme"])
            self._membership.add(
                self._id("membership", account.email), self.carriers[f"{office['carrier']}/1"], self._made, NULL,
                self.programmes[office["programme"]], NULL, account.id, "office", self._since(account), NULL,
            )  # fmt: skip
        by_email = {account.email: account for account in self.accounts}
        for cover in described()["substitutions"]:
            covered = projects.get(cover["project"])
            if covered is None:
                continue
            absent, present = (by_email[f"{cover[who]}.{covered.code}@example.org"].id for who in ("absent", "cover"))
            self._cover.add(
                self._id("substitution", covered.code), covered.carrier, self._made, covered.id, absent, present,
                day_text(self.today + cover["from"]), day_text(self.today + cover["to"]), "t", "f",
            )  # fmt: skip

    def _member(
        self, project: ProjectPlan, account: str, role: str, team: str | None, *, whole: bool = False
    ) -> Account:
        made = self._account(f"{account}.{project.code}", role, project.code, project.programme)
        self._membership.add(
            self._id("membership", made.email), project.carrier, self._made, NULL if whole else project.id, NULL,
            NULL if team is None else team, made.id, role, *self._dates(project, made),
        )  # fmt: skip
        return made

    def _dates(self, project: ProjectPlan, account: Account) -> tuple[str, str]:
        """From when to when somebody belongs to a project.

        Who worked in a phase that has ended belongs to it no more; lead and auditor still look things up.
        """
        end = day_text(self.today + AUDIT_DAYS) if account.role == "auditor" else NULL
        if project.period[1].toordinal() >= self.today:
            return self._since(account), end
        worked = account.role in ("caseworker", "placement", "hinge")
        return project.period[0].isoformat(), project.period[1].isoformat() if worked else end

    def _since(self, account: Account) -> str:
        return day_text(self.today - 60 - stream(self.seed, "since", account.email).randrange(1000))

    def _account(self, local: str, role: str, project: str, programme: str) -> Account:
        email = f"{local}@example.org"
        rng = stream(self.seed, "account", email)
        staff = chance.data("names.yaml")["staff"]
        name = f"{rng.choice(staff[rng.choice('ffm')])} {rng.choice(staff['family'])}"
        account = Account(identifier(rng, milliseconds(self.today - 1200)), email, name, role, project, programme)
        self.accounts.append(account)
        phone = f"030 23125{rng.randrange(1000):03d}"
        self._user.add(account.id, email, name, phone, self.password, "t", "de", "t", self._made)
        self._address.add(email, "t", "t", account.id)
        return account


def _workers(staff: dict[str, int], roles: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(account, role): the first is called after the role, the others are mentors 2, 3, …"""
    for role in roles:
        for number in range(1, staff.get(role, 0) + 1):
            yield (role if number == 1 else f"mentor{number}"), role


def _funder(fact: dict[str, Any]) -> str:
    funding = fact.get("funding", {})
    return str(
        fact.get("funder") or fact.get("ministry") or funding.get("by") or fact.get("client", {}).get("text", "")
    )


def _carrier_name(spec: dict[str, Any]) -> str:
    """As the programme description calls the carrier, where it does."""
    if "named_in" not in spec:
        return str(spec["name"])
    fact = facts()[spec["named_in"]]
    return str(fact["carrier"]["name"] if "carrier" in fact else fact["projects"]["accompanying_carrier"])
