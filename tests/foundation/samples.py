# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One row of every table with personal data, belonging to the house `here`; a new table must add its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, models

from scharnier.casework.advice.models import ShortAdvice
from scharnier.casework.confidential.models import ConfidentialNote
from scharnier.casework.letters.models import Letter
from scharnier.casework.models import Contact, FollowUp, Goal, IntegrationPlan, PlanRevision, Step
from scharnier.casework.needs.models import Need
from scharnier.casework.plans.models import PlanSignature
from scharnier.casework.situations.models import Situation
from scharnier.directory.organisations.models import (
    Cooperation,
    Organisation,
    OrganisationContact,
    OrganisationMerge,
    OrganisationSite,
)
from scharnier.foundation import clock
from scharnier.foundation.ids import uuid7
from scharnier.foundation.models import (
    AccessRecord,
    AgendaItem,
    Audience,
    AudienceMember,
    Draft,
    Grant,
    OutboxMail,
    SearchEntry,
    Submission,
    TimelineEntry,
)
from scharnier.network.models import Membership, Substitution
from scharnier.network.path.models import WorkContact
from scharnier.network.programmes.models import ProjectSetting
from scharnier.network.staffing.models import Deputy, HandedCase, HandOver, PortalAccount, SubstitutionCase
from scharnier.network.structure.models import CountKey, Position, PositionPeriod, Tandem
from scharnier.people.assessing.models import Assessment, HealthNeed
from scharnier.people.caseload.models import CaseloadView
from scharnier.people.circumstances.models import BenefitPeriod, Guardianship, SchoolPeriod
from scharnier.people.competence.models import (
    CourseAttended,
    Education,
    LanguageLevel,
    OccupationWish,
    WorkExperience,
)
from scharnier.people.consents.models import Consent
from scharnier.people.cv.models import Curriculum
from scharnier.people.documents.models import Document
from scharnier.people.erasing import actions as erasing
from scharnier.people.erasing.models import Erasure, ErasureRun
from scharnier.people.handout.models import SubjectAccess
from scharnier.people.household.models import HouseholdMember
from scharnier.people.housing.models import HousingPeriod
from scharnier.people.law.models import AccessOutlook, CriterionJudgement, EligibilityDecision, Judgement, LegalFacts
from scharnier.people.matching.models import MatchEntry
from scharnier.people.merging.models import Merge as MergeRecord
from scharnier.people.merging.models import MergedRow
from scharnier.people.models import (
    Enrolment,
    ImportedRow,
    ImportMapping,
    ImportRun,
    Person,
    ResidenceStatus,
)
from scharnier.people.names.models import FormerName
from scharnier.people.packages.models import PackagePart, PackageRun
from scharnier.people.questionnaire.models import EntryQuestionnaire
from scharnier.people.separation.models import Separation
from scharnier.people.support.models import SupportDecision
from scharnier.people.waiting.models import WaitingEntry
from scharnier.work.employers.models import Employer, EmployerContact, EmployerGoal
from scharnier.work.introductions.models import Introduction, IntroductionStep
from scharnier.work.matching.models import MatchJudgement, MatchRuling, VacancyRow
from scharnier.work.placements.models import PermissionRound, Placement, SupportApplication, WayStep
from scharnier.work.retention.models import RetentionCheck
from scharnier.work.vacancies.models import Vacancy
from tests.factories import World

Sample = tuple[str, Any]
SIGN_IN_TABLES = {"account_emailconfirmation", "mfa_authenticator", "usersessions_usersession", "django_session"}


def _case(world: World, person: Person) -> dict[str, Any]:
    return {"carrier_id": world.here.carrier, "project_id": world.here.project, "person_id": person.pk}


def _projection(world: World, person: Person) -> dict[str, Any]:
    return {
        "carrier_id": world.here.carrier,
        "project_id": world.here.project,
        "subject_id": person.pk,
        "kind": "sample",
        "source_id": person.pk,
    }


def written_by_mentor(world: World, person: Person) -> list[models.Model]:
    """Rows that the mentor of `here` writes in the own transaction."""
    mentor = world.here.mentor.pk
    case, projection = _case(world, person), _projection(world, person)
    tenant = {"carrier_id": world.here.carrier, "project_id": world.here.project}
    contact = Contact.objects.create(**case, at=clock.now(), form="phone", author_id=mentor, changed_by_id=mentor)
    plan = IntegrationPlan.objects.create(**case, owner_id=mentor)
    revision = PlanRevision.objects.create(
        **case, plan=plan, number=1, author_id=mentor, content={"label": "Plan"}, plan_version=1
    )
    goal = Goal.objects.create(**case, plan=plan, field="arbeit", title="Arbeit", changed_by_id=mentor)
    assessment = Assessment.objects.create(**case, assessor_id=mentor)
    run = ImportRun.objects.create(**tenant, user_id=mentor, filename="liste.csv", content=b"x")
    audience = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audience_open(%s, %s, %s, 'sample', %s)", [audience, uuid7(), world.here.carrier, clock.today()]
        )
    again = Person.objects.create(carrier_id=world.here.carrier, family_name="Hadad", file_number="T-again")
    Enrolment.objects.create(
        **{**case, "person_id": again.pk}, staff_id=mentor, exited_on="2026-02-01", entered_on="2026-01-01"
    )
    merge = MergeRecord.objects.create(
        carrier_id=world.here.carrier, person=person, absorbed=again, merged_by_id=mentor
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT merge_move(%s, 'people_enrolment')", [merge.pk])
    return [
        merge,
        MergedRow.objects.get(merge=merge),
        person,
        Enrolment.objects.filter(person=person, exited_on=None).get(),
        MatchEntry.objects.create(**case, keys=["x|y"]),
        FormerName.objects.create(carrier_id=world.here.carrier, person=person, name="Haddad-Alt"),
        ResidenceStatus.objects.create(carrier_id=world.here.carrier, person=person, code="duldung"),
        LegalFacts.objects.create(carrier_id=world.here.carrier, person=person, facts={"stay_since": "2024-02-03"}),
        Judgement.objects.create(
            carrier_id=world.here.carrier,
            person=person,
            kind="access",
            topic="employment",
            asked={},
            answer={},
            edition="x",
            shown_by_id=mentor,
        ),
        AccessOutlook.objects.create(
            carrier_id=world.here.carrier, person=person, level="with_permission", edition="x", noted_on=clock.today()
        ),
        SupportDecision.objects.create(
            **case,
            enrolment=Enrolment.objects.get(person=person, exited_on=None),
            until=clock.today(),
            reason="gesehen",
        ),
        EntryQuestionnaire.objects.create(
            **case, enrolment=Enrolment.objects.get(person=person, exited_on=None), code="esf_plus_entry"
        ),
        WaitingEntry.objects.create(**case, enrolment=Enrolment.objects.get(person=person, exited_on=None)),
        EligibilityDecision.objects.create(**case, value="yes", reason="gesehen", edition="x", decided_by_id=mentor),
        CriterionJudgement.objects.create(
            **case, criterion="good_bleibeperspektive", value="yes", reason="gesehen", decided_by_id=mentor
        ),
        Guardianship.objects.create(carrier_id=world.here.carrier, person=person, kind="parents"),
        SchoolPeriod.objects.create(carrier_id=world.here.carrier, person=person, kind="primary"),
        BenefitPeriod.objects.create(carrier_id=world.here.carrier, person=person, kind="sgb2"),
        HouseholdMember.objects.create(carrier_id=world.here.carrier, person=person, given_names="Lina"),
        SubjectAccess.objects.create(**case, asked_by_id=mentor),
        Consent.objects.create(
            **case,
            purpose="health",
            wording="Ich bin einverstanden.",
            text_version="2026-11-22",
            recorded_by_id=mentor,
            owner_id=mentor,
        ),
        HousingPeriod.objects.create(carrier_id=world.here.carrier, person=person, kind="eigene_wohnung"),
        Document.objects.create(**case, author_id=mentor, category="other", kind="application/pdf", size=1),
        LanguageLevel.objects.create(
            carrier_id=world.here.carrier, person=person, language="de", speaking="A2", source="selbsteinschaetzung"
        ),
        Education.objects.create(carrier_id=world.here.carrier, person=person, kind="school", title="Abitur"),
        WorkExperience.objects.create(carrier_id=world.here.carrier, person=person, wording="Elektriker"),
        OccupationWish.objects.create(carrier_id=world.here.carrier, person=person, wording="Elektriker"),
        CourseAttended.objects.create(carrier_id=world.here.carrier, person=person, kind="integrationskurs"),
        assessment,
        Curriculum.objects.create(**case, title="Lebenslauf", author_id=mentor),
        HealthNeed.objects.create(**case, assessment=assessment, text="nicht schwer heben"),
        run,
        ImportedRow.objects.create(**tenant, run=run, sheet="1", row=2, person=person),
        ImportMapping.objects.create(carrier_id=world.here.carrier, signature="x"),
        contact,
        ShortAdvice.objects.create(**tenant, topics=["wohnen"], language="ar", form="phone", staff_id=mentor),
        FollowUp.objects.create(**case, due_on=clock.today(), title="Anrufen", owner_id=mentor, contact=contact),
        plan,
        goal,
        Step.objects.create(**case, goal=goal, title="Lebenslauf", changed_by_id=mentor),
        ConfidentialNote.objects.create(
            **case, audience_id=audience, author_id=mentor, changed_by_id=mentor, sealed=b"x"
        ),
        Letter.objects.create(**case, author_id=mentor, owner_id=mentor, changed_by_id=mentor),
        Need.objects.create(**case, field="wohnen", text="Wohnung", urgency="soon", changed_by_id=mentor),
        Situation.objects.create(
            **case,
            enrolment=Enrolment.objects.get(person=person, exited_on=None),
            span="28d",
            asked_for=clock.today(),
            owner_id=mentor,
            answer="unknown",
            answered_at=clock.now(),
            answered_by_id=mentor,
        ),
        revision,
        PlanSignature.objects.create(
            **case, revision=revision, role="person", name="x", language="de", strokes="M0 0L9 9", recorded_by_id=mentor
        ),
        AgendaItem.objects.create(**projection, due_on=clock.today(), subject_name="x", title="x"),
        TimelineEntry.objects.create(**projection, at=clock.now(), title="x"),
        SearchEntry.objects.create(**projection, title="x"),
        Audience.objects.get(pk=audience),
        AudienceMember.objects.get(audience_id=audience),
        Grant.objects.create(
            carrier_id=world.here.carrier,
            project_id=world.here.project,
            purpose="sample",
            recipient="firma@example.org",
            secret_digest=b"digest",
            expires_at=clock.now() + timedelta(days=1),
        ),
        Draft.objects.create(user_id=mentor, key="sample"),
        HandOver.objects.create(**tenant, giver_id=mentor, given_by_id=mentor),
        HandedCase.objects.create(
            **tenant,
            hand_over=HandOver.objects.create(**tenant, giver_id=mentor, given_by_id=mentor),
            subject_id=person.pk,
            taker_id=mentor,
        ),
        Deputy.objects.create(**tenant, user_id=mentor, deputy=world.here.colleague),
        SubstitutionCase.objects.create(
            **tenant,
            substitution=Substitution.objects.create(
                **tenant,
                absent_id=mentor,
                cover=world.here.colleague,
                valid_from=date(2026, 2, 1),
                valid_to=date(2026, 2, 2),
                all_cases=False,
            ),
            subject_id=person.pk,
        ),
        PortalAccount.objects.create(**tenant, subject_id=person.pk, login="x@example.org", invited_by_id=mentor),
        Submission.objects.create(token=uuid7(), user_id=mentor, result=""),
        AccessRecord.objects.create(
            carrier_id=world.here.carrier,
            project_id=world.here.project,
            subject_id=person.pk,
            user_id=mentor,
            user_name="x",
            function="x",
            purpose="own_case",
            page="person",
        ),
        Membership.objects.get(user_id=mentor),
        CountKey.objects.create(**tenant, consortium_id=uuid7(), subject_id=person.pk, key=b"k"),
        WorkContact.objects.create(carrier_id=world.here.carrier, user_id=mentor),
        CaseloadView.objects.create(**tenant, owner_id=mentor, name="Meine Frauen", filters={"geschlecht": "f"}),
        *_of_firms(world, person),
        *_on_the_way(world, person),
    ]


def _on_the_way(world: World, person: Person) -> list[models.Model]:
    """An introduction, what came of it, and how it goes."""
    case, mentor = _case(world, person), world.here.mentor.pk
    by = {"changed_by_id": mentor, "owner_id": mentor}
    firm = Organisation.objects.create(carrier_id=world.here.carrier, name="Bäckerei Ahorn")
    introduction = Introduction.objects.create(**case, **by, organisation=firm, work="Backstube")
    placement = Placement.objects.create(
        **case, **by, introduction=introduction, where=firm.name, kind="minijob", work="Backstube", begins=clock.today()
    )
    return [
        introduction,
        IntroductionStep.objects.create(**case, introduction=introduction, state="proposed", author_id=mentor),
        placement,
        PermissionRound.objects.create(**case, placement=placement, level="unrestricted", changed_by_id=mentor),
        SupportApplication.objects.create(
            **case, **by, placement=placement, instrument="egz", begins=clock.today(), due_on=clock.today()
        ),
        WayStep.objects.create(**case, **by, kind="orientation", on=clock.today()),
        RetentionCheck.objects.create(**case, **by, placement=placement, mark="w1", due_on=clock.today()),
    ]


def _of_firms(world: World, person: Person) -> list[models.Model]:
    """A firm with everything that hangs on it."""
    carrier = {"carrier_id": world.here.carrier}
    tenant = {**carrier, "project_id": world.here.project}
    mentor = world.here.mentor.pk
    firm = Organisation.objects.create(**carrier, name="Tischlerei Kiefer")
    again = Organisation.objects.create(**carrier, name="Tischlerei Kiefer GmbH")
    site = OrganisationSite.objects.create(**carrier, organisation=firm, place="Ahornstadt")
    contact = OrganisationContact.objects.create(**carrier, organisation=firm, site=site, name="Ida Kiefer")
    employer = Employer.objects.create(**tenant, organisation=firm, responsible_id=mentor)
    vacancy = Vacancy.objects.create(
        **tenant,
        organisation=firm,
        employer=employer,
        contact=contact,
        site=site,
        title="Hilfe in der Werkstatt",
        occupation="22302",
        level=2,
        confirm_until=clock.today(),
    )
    return [
        firm,
        site,
        contact,
        Cooperation.objects.create(**tenant, organisation=firm, title="Praktika", begins=date(2026, 1, 1)),
        OrganisationMerge.objects.create(
            **carrier, organisation=firm, absorbed=again, absorbed_name=again.name, merged_by_id=mentor
        ),
        employer,
        EmployerGoal.objects.create(**tenant, employer=employer, text="Ein Praktikum"),
        EmployerContact.objects.create(**tenant, employer=employer, form="phone", contact=contact, author_id=mentor),
        vacancy,
        VacancyRow.objects.get(pk=vacancy.pk),
        MatchRuling.objects.create(**_case(world, person), vacancy=vacancy, kind="pin", decided_by_id=mentor),
        MatchJudgement.objects.create(
            **_case(world, person), shown_to_id=mentor, edition="x", digest="x", asked={}, answer={}
        ),
    ]


def written_by_lead(world: World) -> list[models.Model]:
    """Rows that only leadership writes."""
    tenant = {"carrier_id": world.here.carrier, "project_id": world.here.project}
    since = {"valid_from": date(2026, 1, 1)}
    position = Position.objects.create(**tenant, name="Stelle 1")
    pair = [
        Person.objects.create(carrier_id=world.here.carrier, family_name=name, file_number=f"T-{name}")
        for name in ("Eins", "Zwei")
    ]
    for person in pair:
        Enrolment.objects.create(carrier_id=world.here.carrier, project_id=world.here.project, person=person)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT separation_set(%s, %s, %s, NULL, 'Schutz', %s, NULL)",
            [uuid7(), pair[0].pk, pair[1].pk, clock.now()],
        )
    ended = Person.objects.create(carrier_id=world.here.carrier, family_name="Drei", file_number="T-Drei")
    Enrolment.objects.create(**tenant, person=ended, entered_on=date(2016, 1, 1), exited_on=date(2016, 2, 1))
    erasing.erase(world.here.carrier, ended.pk, "Frist abgelaufen")
    package = PackageRun.objects.create(**tenant, user_id=world.here.lead.pk, direction="in", total=1)
    return [
        Erasure.objects.get(person=ended),
        ErasureRun.objects.create(
            carrier_id=world.here.carrier, user_id=world.here.lead.pk, reason="Frist abgelaufen", total=1
        ),
        package,
        PackagePart.objects.create(**tenant, run=package, number=1, content=b"x"),
        Separation.objects.get(person=pair[0]),
        Tandem.objects.create(
            **tenant, **since, name="A", case_manager=world.here.mentor, placement_officer=world.here.colleague
        ),
        PositionPeriod.objects.create(**tenant, **since, position=position, holder=world.here.mentor, share=50),
        ProjectSetting.objects.create(
            carrier_id=world.here.carrier,
            project_id=world.here.project,
            key="support.months",
            value=24,
            valid_from=date(2026, 1, 1),
            reason="Förderbescheid",
            changed_by=world.here.lead,
        ),
        Substitution.objects.create(
            carrier_id=world.here.carrier,
            project_id=world.here.project,
            absent=world.here.mentor,
            cover=world.here.colleague,
            valid_from=date(2026, 1, 1),
            valid_to=date(2026, 1, 31),
        ),
    ]


def written_on_the_way_in(world: World) -> list[models.Model]:
    """Rows of the sign-in."""
    mentor = world.here.mentor
    address = EmailAddress.objects.get(user=mentor)
    return [
        mentor,
        address,
        EmailConfirmation.objects.create(email_address=address, key="k"),
        Authenticator.objects.create(user=mentor, type=Authenticator.Type.TOTP, data={"secret": "x"}),
        UserSession.objects.create(user=mentor, session_key="s" * 20, ip="127.0.0.1", user_agent="x"),
        Session.objects.create(session_key="t" * 20, session_data="x", expire_date=clock.now()),
        OutboxMail.objects.create(to="x@example.org", subject="x", body="x"),
    ]


def keyed(rows: list[models.Model]) -> dict[str, tuple[type[models.Model], Any]]:
    """{table: (model, primary key)}."""
    return {row._meta.db_table: (type(row), row.pk) for row in rows}


Maker = Callable[[World, Person], list[models.Model]]
Key = UUID | int | str
