# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo network: as large as the programmes say, believable, and of no use outside demo mode."""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import connections
from django.db.models import Q
from django.test import Client, override_settings

from scharnier.casework.models import Contact, FollowUp, IntegrationPlan, PlanRevision
from scharnier.casework.plans.sheet import from_json
from scharnier.config import demo
from scharnier.config import environment as env
from scharnier.config.demo.staffing import team
from scharnier.config.generating import build, bulk
from scharnier.config.generating.network import described, facts
from scharnier.directory.organisations.models import Organisation
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import AgendaItem, TimelineEntry
from scharnier.network.models import Carrier, Membership, Programme, Project, Role, Site, Substitution, User
from scharnier.network.structure import counting
from scharnier.network.structure.models import (
    Consortium,
    ConsortiumMember,
    Duty,
    JointAgreement,
    Part,
    ProgrammePhase,
    Responsibility,
    Room,
    SiteHour,
    Tandem,
)
from scharnier.people.cv import compose
from scharnier.people.cv.models import Curriculum
from scharnier.people.models import Enrolment, Person, Precision, ResidenceStatus
from scharnier.work.employers.models import Employer, EmployerContact
from scharnier.work.introductions.models import Introduction
from scharnier.work.introductions.moves import REFUSED
from scharnier.work.placements.models import Placement
from scharnier.work.retention import results
from scharnier.work.retention.models import RetentionCheck
from scharnier.work.vacancies.models import Vacancy
from tests import plugin

HASHERS = ["scharnier.config.demo.hashing.DemoPasswordHasher", *settings.PASSWORD_HASHERS]
WORK = ("caseworker", "hinge")


@dataclass
class Demo:
    """The loaded demo: its sign-ins and what there is to count."""

    signins: list[dict[str, str]]
    carriers: dict[UUID, str] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)

    def acting(self, code: str) -> Any:
        return principals.entering(principals.system(self.projects[code].carrier_id))

    def of(self, programme: str) -> list[Project]:
        """The running projects of a programme; what has ended is history."""
        found = [project for project in self.projects.values() if project.programme.code == programme]
        return [project for project in found if project.valid_to is None or project.valid_to >= clock.today()]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    """A database of its own with the demo in it, for all tests of this module."""
    name = f"{plugin.worker_database()}_demo"
    plugin.clone_template(name)
    default = connections["default"]
    with django_db_blocker.unblock(), override_settings(DEMO=True, PASSWORD_HASHERS=HASHERS):
        default.close()
        before, default.settings_dict["NAME"] = default.settings_dict["NAME"], name
        key = Path(settings.HOME) / "audience.key"  # as the first start of an installation writes it
        if not key.exists():
            key.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        found = Demo(demo.load())
        with principals.entering(principals.SYSTEM):
            found.carriers = dict(Carrier.objects.values_list("id", "name"))
            found.projects = {row.code: row for row in Project.objects.select_related("programme")}
        yield found
        default.close()
        default.settings_dict["NAME"] = before
        with plugin.superuser() as connection:
            connection.execute(f'drop database if exists "{name}" with (force)'.encode())


@pytest.fixture(autouse=True)
def _in_the_demo(loaded: Demo, db: None) -> None:
    """Every test reads the demo's database, in a transaction that is rolled back."""


def _members(role: str) -> Counter[str]:
    """How many people hold a role, by code of the project."""
    with principals.entering(principals.SYSTEM):
        return Counter(
            Membership.objects.filter(role=role, project__isnull=False).values_list("project__code", flat=True)
        )


def test_saxony_has_as_many_projects_mentors_and_places_as_its_programme_says(loaded: Demo) -> None:
    fact = facts()["arbeitsmarktmentoren_sn"]
    projects = loaded.of("arbeitsmarktmentoren_sn")
    mentors = _members("caseworker")
    of_saxony = [mentors[project.code] for project in projects]
    districts = Counter(project.district for project in projects)
    expected = Counter(row["projects"] for row in fact["projects"]["districts"])
    assert len(projects) == fact["projects"]["participant_projects"] == 14
    assert Counter(districts.values()) == expected
    assert sum(of_saxony) == fact["mentors"]["count"] == 48
    limits = fact["projects"]["mentors_per_project"]
    assert (min(of_saxony), max(of_saxony)) == (limits["min"], limits["max"])
    assert fact["capacity"]["min"] <= sum(project.places or 0 for project in projects) <= fact["capacity"]["max"]


def test_nafplus_has_five_partners_and_four_tandems_with_mobile_sites(loaded: Demo) -> None:
    fact = facts()["nafplus_mv"]
    projects = loaded.of("nafplus_mv")
    assert len({project.carrier_id for project in projects}) == fact["partners"]["count"]
    teams = {project.code for project in projects if _members("caseworker")[project.code]}
    assert {project.name.split()[-1] for project in projects if project.code in teams} == {
        team["site"] for team in fact["teams"]["items"]
    }
    assert all(_members("placement")[code] == _members("caseworker")[code] == 1 for code in teams)
    taken = 0
    for code in teams:
        with loaded.acting(code):
            taken += Enrolment.objects.filter(project=loaded.projects[code]).count()
            assert not Enrolment.objects.filter(project=loaded.projects[code], second_staff=None).exists()
    assert taken >= next(target["value"] for target in fact["targets"] if target["code"] == "participants_min")


def test_one_carrier_runs_an_ifdm_and_a_nafplus_site(loaded: Demo) -> None:
    ifdm, naf = loaded.of("ifdm_mv"), loaded.of("nafplus_mv")
    assert len(ifdm) == len(facts()["ifdm_mv"]["regions"]) == 3
    assert len({row.carrier_id for row in ifdm} & {row.carrier_id for row in naf}) == 1


def test_districts_sites_and_rooms_are_those_of_the_descriptions(loaded: Demo) -> None:
    described = {row["code"] for row in facts()["arbeitsmarktmentoren_sn"]["projects"]["districts"]}
    of_saxony = {project.district for project in loaded.of("arbeitsmarktmentoren_sn")}
    assert len(of_saxony) == len(described) == 13
    assert all(district.startswith("14") for district in of_saxony)
    with loaded.acting("eislingen"):
        rooms = Room.objects.filter(project=loaded.projects["eislingen"])
        assert sorted(rooms.values_list("name", flat=True)) == ["1.12", "Büro Erdgeschoss"]
    for code in ("schwerin", "rostock", "neubrandenburg", "greifswald"):
        with loaded.acting(code):
            assert Site.objects.filter(project=loaded.projects[code], mobile=True).exists()
    assert _members("hinge") == {"muensingen": 1}


@pytest.mark.parametrize("programme", sorted(described()["programmes"]))
def test_women_have_the_share_that_the_programme_has(programme: str, loaded: Demo) -> None:
    sexes: Counter[str] = Counter()
    for project in loaded.of(programme):
        with loaded.acting(project.code):
            sexes.update(Enrolment.objects.filter(project=project).values_list("person__sex", flat=True))
    expected, total = described()["programmes"][programme]["women"], sexes.total()
    # Three standard deviations of a draw, so that chance alone doesn't fail this.
    assert abs(sexes["f"] / total - expected) < 3 * (expected * (1 - expected) / total) ** 0.5


def test_a_phase_that_has_ended_is_history_of_its_own_time(loaded: Demo) -> None:
    period = facts()["nafplus_mv"]["period"]
    project = loaded.projects["schwerin-phase1"]
    assert (project.valid_from, project.valid_to) == (period["from"], period["to"])
    with loaded.acting("schwerin-phase1"):
        rows = Enrolment.objects.filter(project=project)
        assert rows.count() == 84
        assert not rows.exclude(exited_on__lte=period["to"]).exists()
        assert not rows.filter(entered_on__lt=period["from"]).exists()
        assert not Contact.objects.filter(project=project, at__date__gt=period["to"]).exists()
        assert not Person.objects.filter(enrolments__project=project, nationality="UA").exists()


def test_who_worked_in_it_is_out_today_and_its_lead_still_looks_things_up(client: Client, loaded: Demo) -> None:
    def opened(email: str) -> list[int]:
        with principals.entering(principals.SIGNIN):
            client.force_login(User.objects.get(email=email), "allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            session["second_factor"] = True
            session.save()
        caseload = client.get("/desk/faelle/", {"projekt": str(project.pk), "stand": "alle"})
        pages = [client.get(f"/desk/personen/{person}/{path}") for path in ("", "plan/", "gespraeche/")]
        return [caseload.status_code, *(page.status_code for page in pages)]

    project = loaded.projects["schwerin-phase1"]
    with loaded.acting("schwerin-phase1"):
        person = Enrolment.objects.filter(project=project).values_list("person_id", flat=True)[0]
    assert opened("lead.schwerin-phase1@example.org") == [200] * 4
    assert set(opened("caseworker.schwerin-phase1@example.org")[1:]) <= {403, 404}
    with clock.frozen(date(2019, 5, 15)):
        assert opened("caseworker.schwerin-phase1@example.org") == [200] * 4


def test_programmes_and_carriers_bear_the_names_of_their_descriptions(loaded: Demo) -> None:
    with principals.entering(principals.SYSTEM):
        programmes = {row.code: row for row in Programme.objects.all()}
    assert {code: row.name for code, row in programmes.items()} == {code: row["name"] for code, row in facts().items()}
    assert facts()["moving_migration"]["carrier"]["name"] in loaded.carriers.values()


def test_loads_are_those_of_real_life(loaded: Demo) -> None:
    for code, low, high in (("dresden", 36, 40), ("mittweida", 36, 40), ("eislingen", 100, 160)):
        with loaded.acting(code):
            rows = Enrolment.objects.filter(project=loaded.projects[code], exited_on=None, concern="")  # no enquiries
            loads = Counter(rows.values_list("staff_id", flat=True))
        assert len(loads) == _members("caseworker")[code]
        assert all(low <= load <= high for load in loads.values())


def test_at_least_three_thousand_people_with_history(loaded: Demo) -> None:
    counts: Counter[str] = Counter()
    for carrier in loaded.carriers:
        with principals.entering(principals.system(carrier)):
            for model in (Person, Contact, FollowUp, IntegrationPlan, PlanRevision, ResidenceStatus):
                counts[model.__name__] += model.objects.filter(carrier_id=carrier).count()
    people = counts["Person"]
    assert people >= 3000
    assert counts["Contact"] > 5 * people
    assert counts["ResidenceStatus"] > 1.4 * people
    assert counts["IntegrationPlan"] > 0.7 * people
    assert counts["PlanRevision"] > counts["IntegrationPlan"]


def test_files_are_as_messy_as_real_ones(loaded: Demo) -> None:
    today = clock.today()
    with loaded.acting("eislingen"):
        people = Person.objects.filter(carrier_id=loaded.projects["eislingen"].carrier_id)
        documented = ResidenceStatus.objects.values("person_id")
        twins = Counter(people.exclude(birth_date=None).values_list("birth_date", "nationality", "sex"))
        assert people.filter(phone="").exists()
        assert people.filter(birth_date=None).exists()
        assert people.filter(birth_precision=Precision.YEAR).exists()
        assert people.exclude(pk__in=documented).exists()
        assert any(times > 1 for (born, _, _), times in twins.items() if born is not None and born.day != 1)
        assert people.exclude(own_script_name="").exists()
        assert people.filter(reads="").exists()
        waiting = FollowUp.objects.filter(done_at=None)
        assert waiting.filter(due_on__lt=today - timedelta(days=60)).exists()
        assert waiting.filter(due_on=today).exists()
        assert waiting.filter(due_on__gt=today).exists()
        assert Enrolment.objects.filter(exited_on=None, last_contact_on__lt=today - timedelta(days=90)).exists()


def test_nobody_is_real_and_nobody_can_be_called(loaded: Demo) -> None:
    # Numbers for media: Bundesnetzagentur, Mitteilung 148/2021.
    mobile, towns = r"1713920|17604069", r"3023125|6990009|4066969|2214710|8999998"
    fiction = re.compile(rf"(\+49(({mobile})0\d\d|({towns})\d{{3}}))?")
    with loaded.acting("dresden"):
        for phone, email in Person.objects.values_list("phone", "email"):
            assert fiction.fullmatch(phone)
            assert email.endswith("@example.org") or not email
    with principals.entering(principals.SIGNIN):
        assert all(email.endswith("@example.org") for email in User.objects.values_list("email", flat=True))


@pytest.mark.parametrize("code", ["schwerin", "mittweida", "muensingen"])
def test_agenda_timeline_and_search_are_what_the_rooms_derive(loaded: Demo, code: str) -> None:
    carrier = loaded.projects[code].carrier_id
    with principals.entering(principals.system(carrier)):
        assert projections.compare(carrier) == []


def test_frozen_plans_and_curricula_open_like_those_made_by_hand(loaded: Demo) -> None:
    with loaded.acting("muensingen"):
        rows = list(PlanRevision.objects.filter(project=loaded.projects["muensingen"])[:40])
        written = list(Curriculum.objects.filter(project=loaded.projects["muensingen"]))
    assert rows
    for row in rows:
        assert from_json(row.content).to_json() == row.content
    assert {each.language for each in written} == {"de", "en"}
    assert {each.layout for each in written} == {"plain", "columns"}
    for each in written:
        document = compose.from_json(each.document)
        assert (document.language, {part.key for part in document.parts} >= {"jobs"}) == (each.language, True)


def test_everybody_covered_finds_somebody_covering(loaded: Demo) -> None:
    today = clock.today()
    covers = []
    for carrier in loaded.carriers:
        with principals.entering(principals.system(carrier)):
            covers += list(Substitution.objects.filter(valid_from__lte=today, valid_to__gte=today))
    assert len(covers) == 3
    for cover in covers:
        with principals.entering(principals.staff(cover.cover_id)) as scope:
            assert [row["absent"] for row in scope.facts["covering"]] == [str(cover.absent_id)]
            theirs = Q(staff_id=cover.absent_id) | Q(second_staff_id=cover.absent_id)
            assert Enrolment.objects.visible_to(scope).filter(theirs, exited_on=None).exists()


@pytest.mark.parametrize(
    ("programme", "roles"),
    [
        ("arbeitsmarktmentoren_sn", {"caseworker", "lead", "office", "auditor", "admin", "protection"}),
        ("integrationsmanagement_bw", {"caseworker", "lead", "auditor", "admin", "protection"}),
        ("ifdm_mv", {"caseworker", "lead", "auditor", "admin", "protection"}),
        ("nafplus_mv", {"caseworker", "placement", "lead", "office", "auditor", "admin", "protection"}),
        ("moving_migration", {"hinge", "lead", "auditor", "admin", "protection"}),
    ],
)
def test_every_role_of_a_programme_has_a_sign_in(loaded: Demo, programme: str, roles: set[str]) -> None:
    carriers = {project.carrier_id for project in loaded.of(programme)}
    emails = {row["email"] for row in loaded.signins}
    with principals.entering(principals.SYSTEM):
        rows = Membership.objects.select_related("user", "programme")
        held = {
            row.role
            for row in rows
            if row.user.email in emails
            and (row.carrier_id in carriers or (row.programme and row.programme.code == programme))
        }
    assert roles <= held
    assert {role.value for role in Role} >= held


def test_sign_ins_are_called_after_role_and_project_and_stand_in_the_file(loaded: Demo) -> None:
    written = json.loads((env.home() / "demo-signins.json").read_text(encoding="utf-8"))
    assert written == loaded.signins
    assert all(set(row) == {"email", "password", "role", "project"} for row in written)
    by_email = {row["email"]: row for row in written}
    assert by_email["lead.dresden@example.org"]["role"] == "lead"
    assert by_email["mentor2.dresden@example.org"]["project"] == "dresden"
    assert by_email["hinge.muensingen@example.org"]["role"] == "hinge"
    assert by_email["office.nafplus@example.org"]["role"] == "office"


def test_a_demo_password_opens_nothing_outside_demo_mode(loaded: Demo) -> None:
    with principals.entering(principals.SIGNIN):
        user = User.objects.get(email="caseworker.dresden@example.org")
    password = next(row["password"] for row in loaded.signins if row["email"] == user.email)
    with override_settings(PASSWORD_HASHERS=HASHERS):
        assert check_password(password, user.password)
        assert not check_password("something else entirely", user.password)
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        assert not check_password(password, user.password)


def test_a_second_start_changes_nothing(loaded: Demo) -> None:
    def state() -> tuple[Any, ...]:
        with bulk.as_owner():
            return (
                build.events(),
                bulk.fetch("SELECT count(*), max(id) FROM audit_event"),
                bulk.fetch(
                    "SELECT count(*) FROM people_person p WHERE NOT EXISTS "
                    "(SELECT FROM people_enrolment e WHERE e.person_id = p.id AND e.concern <> '')"
                ),
            )

    before = state()
    with override_settings(DEMO=True, PASSWORD_HASHERS=HASHERS):
        assert demo.load() == loaded.signins
    assert state() == before
    assert before[0]["demo"]["participants"] == before[2][0][0]


def test_the_audit_is_on_again_after_loading(loaded: Demo) -> None:
    with bulk.as_owner():
        off = bulk.fetch(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'audit_row'::regproc AND tgenabled <> 'O'"
        )
        invalid = bulk.fetch("SELECT conname FROM pg_constraint WHERE NOT convalidated")
    assert (off, invalid) == ([], [])


# ---------- structure ----------


def test_thirteen_saxon_districts_have_one_responsible_project_each_and_mittelsachsen_two(loaded: Demo) -> None:
    with principals.entering(principals.SYSTEM):
        rows = Responsibility.objects.filter(programme__code="arbeitsmarktmentoren_sn")
        answering = Counter(rows.filter(duty=Duty.RESPONSIBLE).values_list("district", flat=True))
        projects = set(rows.values_list("project_id", flat=True))
        mittelsachsen = Counter(rows.filter(district="14522").values_list("duty", flat=True))
    named = facts()["arbeitsmarktmentoren_sn"]["projects"]
    assert set(answering.values()) == {1}
    assert len(answering) == len(named["districts"]) == 13
    assert len(projects) == named["participant_projects"] == 14
    assert mittelsachsen == {Duty.RESPONSIBLE: 1, Duty.TAKES_PART: 1}


def test_nafplus_has_its_partners_tandems_and_mobile_sites_with_a_timetable(loaded: Demo) -> None:
    fact = facts()["nafplus_mv"]
    with principals.entering(principals.SYSTEM):
        partners = ConsortiumMember.objects.exclude(confirmed_at=None)
        assert partners.count() == fact["partners"]["count"]
        assert partners.filter(part=Part.LEAD).count() == 1
        assert JointAgreement.objects.count() == 1
        assert Consortium.objects.get().target_persons == fact["targets"][0]["value"]
        assert Tandem.objects.count() == len(fact["teams"]["items"])
        mobile = set(
            Site.objects.filter(mobile=True, project__programme__code="nafplus_mv").values_list("pk", flat=True)
        )
        assert len(mobile) == len(fact["teams"]["items"])
        assert mobile <= set(SiteHour.objects.values_list("site_id", flat=True))


def test_whom_two_partners_know_counts_once(loaded: Demo) -> None:
    with principals.entering(principals.SYSTEM):
        lead = User.objects.get(email="lead.schwerin@example.org").pk
        consortium = Consortium.objects.get().pk
    with principals.entering(principals.staff(lead)):
        numbers = counting.numbers(consortium)
    assert numbers is not None
    assert numbers.entries > numbers.persons > numbers.here
    assert numbers.incomparable > 0


def test_the_hours_of_eislingen_are_those_the_programme_names(loaded: Demo) -> None:
    named = facts()["integrationsmanagement_bw"]["consultation"]["open_hours_per_week"]
    with principals.entering(principals.SYSTEM):
        rows = SiteHour.objects.filter(project__code="eislingen").order_by("weekday")
        kept = [(row.get_weekday_display(), f"{row.begins:%H:%M}", f"{row.ends:%H:%M}") for row in rows]
    assert kept == [("Dienstag", "10:00", "12:00"), ("Donnerstag", "14:00", "17:00")]
    assert [(each["from"], each["to"]) for each in named] == [each[1:] for each in kept]


def test_every_programme_runs_in_a_phase_that_succeeds_an_ended_one(loaded: Demo) -> None:
    today = clock.today()
    with principals.entering(principals.SYSTEM):
        for code in facts():
            rows = list(ProgrammePhase.objects.filter(programme__code=code).select_related("successor"))
            assert any(row.valid_from <= today and (row.valid_to or today) >= today for row in rows), code
            assert any(row.successor is not None and (row.valid_to or today) < today for row in rows), code


def test_six_hundred_firms_and_nine_hundred_vacancies_with_their_history(loaded: Demo) -> None:
    counts: Counter[str] = Counter()
    for carrier in loaded.carriers:
        with principals.entering(principals.system(carrier)):
            for model in (Organisation, Employer, EmployerContact, Vacancy, Introduction, Placement, RetentionCheck):
                counts[model.__name__] += model.objects.filter(carrier_id=carrier).count()
            counts["no"] += (
                Introduction.objects.filter(carrier_id=carrier, state__in=REFUSED).exclude(reason="").count()
            )
            counts["ended"] += Placement.objects.filter(carrier_id=carrier, ended_on__isnull=False).count()
            due = RetentionCheck.objects.filter(carrier_id=carrier, done_on=None, due_on__lte=clock.today())
            counts["due"] += due.count()
            counts["named"] += Employer.objects.filter(carrier_id=carrier).exclude(name_sort="").count()
    assert counts["Vacancy"] == 900
    assert 590 <= counts["Organisation"] == counts["Employer"] == counts["named"] <= 610
    assert counts["EmployerContact"] > 1200
    assert 900 < counts["Placement"] < 1500
    assert counts["Introduction"] > counts["Placement"]
    assert counts["no"] > 600
    assert 100 < counts["ended"] < counts["Placement"] / 2
    assert 10 < counts["due"] < 400
    assert counts["RetentionCheck"] > 2 * counts["Placement"]


def test_figures_of_placement_show_something_and_what_is_not_known_yet(loaded: Demo) -> None:
    with loaded.acting("dresden"):
        placed = Placement.objects.filter(project_id=loaded.projects["dresden"].pk)
        judged = Counter(placed.values_list("adequate", flat=True))
    assert judged[True]
    assert judged[None]
    project = next(each for each in loaded.of("nafplus_mv") if each.code == "greifswald")
    year = (date(clock.today().year, 1, 1), clock.today())
    with loaded.acting(project.code) as scope:
        found = results.results(scope, project.pk, year, 1, "de")
    counted = {line.label[-7:-1]: line.number for line in found.table.lines}
    assert counted["EECR04"]
    assert counted["EECR02"]
    assert found.left is not None
    assert found.open is not None
    assert 0 < found.open < found.left


def test_somebody_is_back_from_leave_and_reads_what_happened_meanwhile(loaded: Demo) -> None:
    found = team()
    assert found is not None
    away = found[2][2]
    with principals.entering(principals.staff(away)) as scope:
        over = Substitution.objects.get(absent_id=away, valid_to__lt=clock.today())
        mine = Enrolment.objects.visible_to(scope).filter(staff_id=away).values("person_id")
        told = TimelineEntry.objects.visible_to(scope).filter(author_id=over.cover_id, subject_id__in=mine)
        days = {row.at.astimezone(clock.ZONE).date() for row in told.filter(kind="casework.contact")}
        done = AgendaItem.objects.visible_to(scope).filter(owner_id=away, done_by_id=over.cover_id)
        ticked = [row.done_at.astimezone(clock.ZONE).date() for row in done if row.done_at]
    for found_days, least in ((days, 5), (ticked, 1)):
        assert sum(over.valid_from <= day <= over.valid_to for day in found_days) >= least
