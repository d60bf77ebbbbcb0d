# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the generated network is made of: phases, consortium, districts, timetables, positions, work contacts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from scharnier.config.generating.chance import day_text, stream
from scharnier.config.generating.tables import NULL, Table, Tables, array, as_json

if TYPE_CHECKING:
    from scharnier.config.generating.network import Account, ProjectPlan

DAY = timedelta(days=1)
SHARES = (100, 100, 100, 80, 75, 50)
SPOKEN = ("ar", "en", "uk", "ru", "fa", "prs", "tr", "fr", "kmr", "ti", "es", "pl")
TOPICS = (
    "arbeitsvermittlung anerkennung berufssprache aufenthaltsrecht qualifizierung ausbildungsbegleitung sprache wohnen "
    "sozialberatung berufsorientierung kinderbetreuung schule gesundheit arbeitsrecht ehrenamt"
).split()
REACHABLE = (
    "Mo bis Do 9–15 Uhr",
    "Mo bis Fr 8–12 Uhr",
    "Di und Do ganztags",
    "am besten vormittags",
    "Mo bis Fr, mobil",
    "",
)
RESPONSES = ("same_day", "next_day", "next_day", "three_days")
UNLISTED = 0.08


class Structure:
    """Writes the rows that hang on carriers and projects; `make_id` gives an identifier by name."""

    def __init__(self, tables: Tables, today: int, seed: int, made: str, make_id: Callable[..., str]) -> None:
        from scharnier.network.path.models import WorkContact
        from scharnier.network.structure import models

        self.today, self.seed, self._made, self._id = today, seed, made, make_id
        project, days = "id carrier_id created_at project_id", "valid_from valid_to"
        self._phase = tables.table(
            models.ProgrammePhase, f"id carrier_id created_at programme_id name successor_id {days}"
        )
        self._consortium = tables.table(
            models.Consortium, f"id carrier_id created_at programme_id name target_persons {days}"
        )
        self._partner = tables.table(
            models.ConsortiumMember,
            f"id carrier_id created_at consortium_id partner_id name part sub_project confirmed_at {days}",
        )
        self._agreement = tables.table(
            models.JointAgreement,
            "id carrier_id created_at consortium_id agreed_on reference contact_point duties",
        )
        self._decision = tables.table(
            models.ProjectDecision, f"{project} phase_id decided_on status body primary_field further_fields place"
        )
        self._tandem = tables.table(
            models.Tandem, f"{project} team_id name case_manager_id placement_officer_id valid_from"
        )
        self._hour = tables.table(
            models.SiteHour, f"{project} site_id room_id kind weekday rhythm begins ends valid_from"
        )
        self._district = tables.table(models.Responsibility, f"{project} programme_id district duty note valid_from")
        self._position = tables.table(models.Position, f"{project} name role")
        self._holding = tables.table(models.PositionPeriod, f"{project} position_id holder_id share funding valid_from")
        self._capacity = tables.table(models.Capacity, f"{project} places reason {days}")
        self._target = tables.table(models.Target, f"{project} measure value {days}")
        self._contact = tables.table(
            WorkContact,
            "id carrier_id created_at user_id function languages topics response reachable deputy_id site_id published "
            "updated_at",
        )
        self._first = len(tables.all) - 13
        self._tables = tables
        self._phases: dict[tuple[str, str], list[tuple[str, date, date]]] = {}

    @property
    def tables(self) -> list[Table]:
        return self._tables.all[self._first : self._first + 13]

    # ---------- carriers ----------

    def phases(self, carrier: str, programme: str, own: dict[str, Any], code: str) -> None:
        """The phases of a programme as one carrier keeps them, each with its successor."""
        if (carrier, code) in self._phases:
            return
        ids = [self._id("phase", carrier, code, row["name"]) for row in own["phases"]]
        for place, row in enumerate(own["phases"]):
            self._phase.add(
                ids[place], carrier, self._made, programme, row["name"], (*ids, NULL)[place + 1],
                row["from"].isoformat(), row["to"].isoformat(),
            )  # fmt: skip
        self._phases[carrier, code] = [
            (key, row["from"], row["to"]) for key, row in zip(ids, own["phases"], strict=True)
        ]

    def consortium(
        self, spec: dict[str, Any], programme: str, target: int, carriers: dict[str, str], names: dict[str, str]
    ) -> str:
        """The consortium with all partners confirmed and its agreement on record; returns its id."""
        lead, key = carriers[spec["lead"]], self._id("consortium", spec["name"])
        begin, end = spec["from"].isoformat(), spec["to"].isoformat()
        self._consortium.add(key, lead, self._made, programme, spec["name"], str(target), begin, end)
        for row in spec["partners"]:
            partner = carriers[row["carrier"]]
            self._partner.add(
                self._id("partner", row["carrier"]), lead, self._made, key, partner, names[partner],
                "lead" if partner == lead else "partner", row["sub_project"], self._made, begin, end,
            )  # fmt: skip
        duties = [
            {"party": names[carriers[row["carrier"]]], "answers_for": row["answers_for"]} for row in spec["partners"]
        ]
        self._agreement.add(
            self._id("agreement", spec["name"]), lead, self._made, key, spec["agreed_on"].isoformat(),
            "Kooperationsvertrag, Anlage 3", names[lead], as_json(duties),
        )  # fmt: skip
        return key

    # ---------- projects ----------

    def project(
        self, project: ProjectPlan, own: dict[str, Any], fact: dict[str, Any], programme: str, team: str
    ) -> None:
        """Everything about one project that does not hang on a person."""
        carrier = project.carrier
        self.phases(carrier, programme, own, project.programme)
        now = date.fromordinal(self.today)
        known = self._phases[carrier, project.programme]
        # With another day as its clock the demo may come before the first phase of a programme.
        phase = next((row for row in known if row[1] <= now <= row[2]), known[0])
        self._decisions(project, own, fact, phase)
        self._districts(project, own, programme)
        self._staff(project, team, own)
        self._numbers(project, phase)

    def _decisions(
        self, project: ProjectPlan, own: dict[str, Any], fact: dict[str, Any], phase: tuple[str, date, date]
    ) -> None:
        head, body = (project.carrier, self._made, project.id), own["funding"]
        if "decision" in fact:
            fields = fact["fields_of_action"]
            first = self._phases[project.carrier, project.programme][0]
            self._decision.add(
                self._id("decision", project.code, "first"), *head, first[0], fact["decision"]["date"].isoformat(),
                "selected", body, fields["primary"], array([f'"{each}"' for each in fields["further"]]),
                fact["carrier"]["site"],
            )  # fmt: skip
        day = (phase[1] - timedelta(days=40)).isoformat()
        self._decision.add(
            self._id("decision", project.code), *head, phase[0], day, "approved", body, "", array([]),
            project.spec["towns"][0][1],
        )  # fmt: skip

    def _districts(self, project: ProjectPlan, own: dict[str, Any], programme: str) -> None:
        """In copies of the network nobody is responsible: in one programme only one project can be."""
        begin = own["from"].isoformat()
        rows = [(code, "responsible", "") for code in project.spec.get("districts", [project.spec["district"]])]
        if project.copy > 1 or "until" in project.spec:  # its successor is responsible, also on a day when both run
            rows = [(code, "takes_part", "") for code, _duty, _note in rows]
        rows += [(code, "takes_part", note) for code, note in project.spec.get("takes_part", {}).items()]
        for code, duty, note in rows:
            self._district.add(
                self._id("district", project.code, code), project.carrier, self._made, project.id, programme, code,
                duty, note, begin,
            )  # fmt: skip

    def hours(self, project: ProjectPlan, site: dict[str, Any], key: str, room: str, begin: str) -> None:
        """The timetable of a site."""
        kind = "mobile" if site.get("mobile") else "open"
        for weekday, start, end, rhythm in site.get("hours", []):
            self._hour.add(
                self._id("hour", project.code, site["name"], weekday, rhythm), project.carrier, self._made, project.id,
                key, room, kind, str(weekday), rhythm, start, end, begin,
            )  # fmt: skip

    def _staff(self, project: ProjectPlan, team: str, own: dict[str, Any]) -> None:
        everybody = [*project.staff, *project.second]
        for number, account in enumerate(everybody, 1):
            rng = stream(self.seed, "position", account.email)
            position = self._id("position", account.email)
            name = {"placement": "Vermittlung", "hinge": "Scharnierstelle"}.get(account.role, "Fachkraft")
            self._position.add(position, project.carrier, self._made, project.id, f"{name} {number}", account.role)
            self._holding.add(
                self._id("holding", account.email), project.carrier, self._made, project.id, position, account.id,
                str(rng.choice(SHARES)), own["funding"], day_text(self.today - 60),
            )  # fmt: skip
        for case_manager, officer in zip(project.staff, project.second, strict=False):
            self._tandem.add(
                self._id("tandem", case_manager.email), project.carrier, self._made, project.id, team,
                f"Tandem {project.spec['towns'][0][1]}", case_manager.id, officer.id, day_text(self.today - 60),
            )  # fmt: skip

    def _numbers(self, project: ProjectPlan, phase: tuple[str, date, date]) -> None:
        places = project.spec["places"]
        if places is None:
            return
        head = (project.carrier, self._made, project.id)
        known = self._phases[project.carrier, project.programme]
        if place := known.index(phase):
            self._capacity.add(
                self._id("capacity", project.code, "before"), *head, str(round(places * 0.9)), "",
                known[place - 1][1].isoformat(), (phase[1] - DAY).isoformat(),
            )  # fmt: skip
        period = (phase[1].isoformat(), phase[2].isoformat())
        self._capacity.add(self._id("capacity", project.code), *head, str(places), "", *period)
        for measure, share in (("entries", 1.0), ("women", 0.4), ("work", 0.3)):
            self._target.add(
                self._id("target", project.code, measure), *head, measure, str(round(places * share)), *period
            )

    def contacts(self, project: ProjectPlan, accounts: list[Account], site: str) -> None:
        """Entries in the directory; a few have not published theirs."""
        for place, account in enumerate(accounts):
            rng = stream(self.seed, "contact", account.email)
            deputy = accounts[(place + 1) % len(accounts)].id if len(accounts) > 1 else NULL
            languages = ["de", *rng.sample(SPOKEN, rng.randrange(1, 4))]
            self._contact.add(
                self._id("contact", account.email), project.carrier, self._made, account.id, "", array(languages),
                array(rng.sample(TOPICS, rng.randrange(2, 5))), rng.choice(RESPONSES), rng.choice(REACHABLE), deputy,
                site, "f" if rng.random() < UNLISTED and account.role != "lead" else "t", self._made,
            )  # fmt: skip
