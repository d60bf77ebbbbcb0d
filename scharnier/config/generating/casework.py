# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invented counselling: contacts, follow-ups, plans with goals, steps and revisions, as in a believable case."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any

from scharnier.casework import projected as room
from scharnier.casework.plans.digest import digest_of
from scharnier.casework.plans.sheet import FORMAT
from scharnier.casework.plans.sheet import INDEPENDENCE as INDEPENDENCE_KEYS
from scharnier.config.generating import chance
from scharnier.config.generating.chance import (
    Weighted,
    between,
    dashed,
    day_text,
    identifier,
    milliseconds,
    moment_text,
    months_later,
    pick,
    working_day,
)
from scharnier.config.generating.network import described
from scharnier.config.generating.people import Case
from scharnier.config.generating.projected import Draft, Projected
from scharnier.config.generating.tables import NULL, Tables, array, as_json
from scharnier.knowledge import codes, paper, purposes
from scharnier.knowledge.settings import resolve

# At most so many talks a case, one every so many days, so many goals a plan; beside it where much is to be measured.
MOST_CONTACTS, DENSE_CONTACTS = 14, 38
PACE, DENSE_PACE = (24.0, 76.0), (8.0, 23.0)
FOLLOWED, DENSE_FOLLOWED = 0.28, 0.1  # how many old talks had something to see to
GOALS, DENSE_GOALS = (1, 2, 2, 2, 3, 3, 4), (3, 3, 3, 4, 4, 5, 6)
SIGNED = 0.2
# A scribble that stands for a name.
STROKES = "M40 120L70 60L95 130L120 70L150 125L185 80L220 118L270 90L330 112L410 84L520 104"
SILENT, WITH_PLAN, NEVER_SEEN = 0.08, 0.8, 0.01
# Days from today on which what is still open falls due: (from, to, weight).
DUE = (((-200, -31), 5), ((-30, -8), 6), ((-7, -1), 9), ((0, 0), 7), ((1, 7), 27), ((8, 30), 28), ((31, 90), 18))
INDEPENDENCE = {"alone": 38, "with_help": 37, "by_staff": 25}
TOOK_PART = "Klient/in und Fachkraft"
PRIORITIES = {"high": 35, "medium": 50, "low": 15}
TOPICS = {
    "arbeit": 26, "aufenthalt": 16, "sprache": 15, "finanzen": 12, "wohnen": 10, "familie": 7, "anerkennung": 5,
    "gesundheit": 4, "schule_bildung": 3, "teilhabe": 2,
}  # fmt: skip

_DUE, _INDEPENDENCE = Weighted({span: float(weight) for span, weight in DUE}), Weighted(INDEPENDENCE)
_PRIORITIES, _TOPICS = Weighted(PRIORITIES), Weighted(TOPICS)


@dataclass(slots=True)
class Step:
    id: str
    title: str
    responsible: str
    due: int
    done: int | None
    independence: str
    sheet_text: str = ""


@dataclass(slots=True)
class Goal:
    """A goal on its way from the generator's mind into rows and frozen revisions."""

    id: str
    field: str
    title: str
    wording: str
    own_words: str
    own_language: str
    priority: str
    target: int
    state: str
    closed: int | None
    steps: list[Step]
    sheet_text: str = ""


class Counselling:
    """Writes everything that hangs on a case."""

    def __init__(self, tables: Tables, projected: Projected, today: int) -> None:
        from scharnier.casework import models
        from scharnier.casework.needs.models import Need
        from scharnier.casework.plans.models import PlanSignature

        self.today = today
        self.projected = projected
        case = "carrier_id project_id person_id created_at version"
        self._contact = tables.table(
            models.Contact,
            f"id {case} at minutes form topics language interpreter place note agreed author_id changed_at "
            "changed_by_id",
        )
        self._follow = tables.table(models.FollowUp, f"id {case} due_on title owner_id contact_id done_at done_by_id")
        self._plan = tables.table(
            models.IntegrationPlan, f"id {case} started_on owner_id review_due_on revision_number revised_on"
        )
        self._goal = tables.table(
            models.Goal,
            f"id {case} plan_id field title own_words own_language wording priority responsible target_on state "
            "closed_on position changed_at changed_by_id",
        )
        self._step = tables.table(
            models.Step,
            f"id {case} goal_id title responsible owner_id due_on done_on done_at done_by_id independence position "
            "changed_at changed_by_id",
        )
        self._need = tables.table(Need, f"id {case} field text urgency state established_on changed_at changed_by_id")
        self._revision = tables.table(
            models.PlanRevision,
            "id carrier_id project_id person_id created_at plan_id number frozen_at author_id took_part interpreter "
            "content plan_version",
        )
        self._signature = tables.table(
            PlanSignature,
            "id carrier_id project_id person_id created_at revision_id role name language strokes digest signed_on "
            "recorded_by_id",
        )
        self._texts = chance.data("texts.yaml")
        self._shut: dict[tuple[str, str], bool] = {}
        self._forms = {
            code: Weighted({str(form): float(weight) for form, weight in own["forms"].items()})
            for code, own in described()["programmes"].items()
        }

    def write(self, case: Case) -> None:
        """All counselling of one case; tells the case the day of its last contact."""
        self._write_contacts(case)
        self._write_needs(case)
        if case.rng.random() < WITH_PLAN and case.until - case.entered > 10:
            self._write_plan(case)

    def _place(self, case: Case) -> tuple[str, str, str]:
        return case.project.carrier, case.project.id, case.person

    def _draft(self, case: Case, identity: str, **values: Any) -> Any:
        """What the room's wording functions read of a row."""
        carrier, project, person = self._place(case)
        return Draft(
            pk=identity, carrier_id=carrier, project_id=project, person_id=person, person=case.shown, **values,
        )  # fmt: skip

    # ---------- contacts and follow-ups ----------

    def _write_contacts(self, case: Case) -> None:
        rng = case.rng
        _carrier, project, person = self._place(case)
        days = self._contact_days(case)
        form = self._forms[case.project.programme]
        site = case.project.spec["sites"][0]["name"]
        interpreted = case.level in ("none", "A1")
        latest: tuple[str, int, int] | None = None
        followed = DENSE_FOLLOWED if case.project.dense else FOLLOWED
        for number, day in enumerate(days):
            minute = between(rng, 480, 1020, 5)
            chosen = (
                "appointment"
                if number == 0 and case.project.programme != "integrationsmanagement_bw"
                else form.draw(rng)
            )
            identity = identifier(rng, milliseconds(day, minute))
            note, agreed, follow, topics = self._talk(case, number == 0)
            author = case.second if case.second != NULL and rng.random() < 0.3 else case.staff
            written = moment_text(day, minute + 15)
            minutes = pick(rng, (10, 15, 20, 20, 30, 30, 45, 60))
            at = moment_text(day, minute)
            self._contact.add(
                identity, *self._place(case), written, "1", at, str(minutes), chosen, array(topics),
                case.spoken[0] if interpreted and case.spoken else "de",
                pick(rng, self._texts["interpreters"]) if interpreted and rng.random() < 0.5 else "",
                site if chosen in ("appointment", "office_hour") else "", note, agreed, author, written, author,
            )  # fmt: skip
            draft = self._draft(
                case, identity, at=at, minutes=minutes, form=chosen, topics=topics, note=note, agreed=agreed,
                author_id=author, author=_author(case.names[author]),
            )  # fmt: skip
            shut: set[Any] = {
                (project, person, topic) for topic in topics if self._closed(case.project.programme, topic)
            }
            self.projected.add(room.contact_event(draft, shut))
            case.last_contact = day
            if follow:
                latest = (identity, day, minute)
                settled = day < self.today - 30 or case.exited is not None
                if settled and rng.random() < followed:
                    self._follow_up(case, latest, follow, day + between(rng, 3, 24), done=True)
        if case.exited is None:
            self._open_follow_ups(case, latest)

    def _contact_days(self, case: Case) -> list[int]:
        """Days of contacts: dense at the beginning, then every few weeks; some cases have gone silent."""
        rng = case.rng
        if rng.random() < NEVER_SEEN:
            return []
        until = case.until
        if case.exited is None and rng.random() < SILENT:
            until = max(case.entered, until - between(rng, 95, 260))
        days: list[int] = []
        day = case.entered
        dense = case.project.dense
        pace, most = rng.uniform(*(DENSE_PACE if dense else PACE)), DENSE_CONTACTS if dense else MOST_CONTACTS
        while day <= until and len(days) < most:
            days.append(day)
            day = working_day(day + max(2, int(rng.expovariate(1 / pace))))
        if len(days) == most and until - days[-1] > 60:
            # A long case: the latest contacts are the ones that count.
            shift = until - between(rng, 3, 50) - days[-1]
            days = days[:2] + [min(until, working_day(each + shift)) for each in days[2:]]
        return days

    def _talk(self, case: Case, first: bool) -> tuple[str, str, str, list[str]]:
        """Note, what was agreed, what to follow up, and the topics."""
        rng, texts = case.rng, self._texts
        topic = _TOPICS.draw(rng)
        if not first and rng.random() < 0.12:
            return pick(rng, texts["short"]), "", "", [topic]
        note, agreed, follow = pick(rng, texts["talks"][topic])
        topics = [topic]
        if rng.random() < 0.35:
            other = _TOPICS.draw(rng)
            if other != topic:
                note = f"{note} {pick(rng, texts['talks'][other])[0]}"
                topics.append(other)
        if first:
            note = f"Erstgespräch. {note}"
        elif rng.random() < 0.3:
            note = f"{pick(rng, texts['openings'])} {note}"
        return note, agreed, follow, topics

    def _open_follow_ups(self, case: Case, latest: tuple[str, int, int] | None) -> None:
        rng = case.rng
        if rng.random() > 0.72:
            return
        for _ in range(1 + (rng.random() < 0.18)):
            first, last = _DUE.draw(rng)
            due = self.today + (first if first == last else between(rng, first, last + 1))
            due = due if first == last else working_day(due)
            title = pick(rng, self._texts["talks"][_TOPICS.draw(rng)])[2]
            source = latest if latest is not None and latest[1] < due else None
            if due >= case.entered:
                self._follow_up(case, source, title, due, done=False)
        if rng.random() < 0.03 and latest is not None:
            # Seen to this morning: Today shows it as done.
            self._follow_up(case, latest, "zurückrufen", self.today, done=True)

    def _follow_up(self, case: Case, contact: tuple[str, int, int] | None, title: str, due: int, *, done: bool) -> None:
        rng = case.rng
        due = working_day(due) if done and due != self.today else due
        owner = case.second if case.second != NULL and rng.random() < 0.35 else case.staff
        made_on, minute = (
            (contact[1], contact[2] + 12) if contact else (max(case.entered, min(due, self.today) - 14), 600)
        )
        made_on = min(made_on, self.today - 1)
        done_at, done_by = NULL, NULL
        if done:
            finished = min(max(made_on, due - between(rng, -3, 5)), self.today if due == self.today else self.today - 1)
            done_at, done_by = moment_text(finished, between(rng, 485, 1015)), owner
            if finished == self.today:
                done_at = moment_text(finished, 1)
        identity = identifier(rng, milliseconds(made_on, minute))
        self._follow.add(
            identity, *self._place(case), moment_text(made_on, minute), "1", day_text(due), title, owner,
            contact[0] if contact else NULL, done_at, done_by,
        )  # fmt: skip
        draft = self._draft(
            case, identity, due_on=date.fromordinal(due), title=title, owner_id=owner,
            contact=Draft(at=date.fromordinal(contact[1])) if contact else None,
            done_at=done_at if done else None, done_by_id=done_by if done else None,
        )  # fmt: skip
        self.projected.add(room.follow_up_due(draft))

    def _write_needs(self, case: Case) -> None:
        """One or two needs of a case that is open; drawn apart, so that nothing else in it changes."""
        rng = Random(case.person)
        if case.exited is not None or rng.random() > 0.4:
            return
        for field in rng.sample(case.fields, rng.choice((1, 1, 2))):
            on = max(case.entered, self.today - rng.randrange(3, 200))
            written = moment_text(on, 640)
            self._need.add(
                identifier(rng, milliseconds(on, 640)), *self._place(case), written, "1", field,
                rng.choice(self._texts["goals"][field])[0], rng.choice(("now", "soon", "soon", "later")), "open",
                day_text(on), written, case.staff,
            )  # fmt: skip

    # ---------- the plan ----------

    def _write_plan(self, case: Case) -> None:
        rng = case.rng
        started = min(case.until - 1, working_day(case.entered + between(rng, 0, 45)))
        started = max(case.entered, started)
        plan = identifier(rng, milliseconds(started, 620))
        goals = self._goals(case, started)
        frozen = self._revision_days(case, started)
        review = months_later(frozen[-1] if frozen else started, case.review_months)
        if review <= self.today - 150:
            review = self.today - between(rng, 1, 120)  # hardly anybody lets it lie for a year
        version = _plan_version(goals, self.today, len(frozen))
        self._plan.add(
            plan, *self._place(case), moment_text(started, 620), str(version),
            day_text(started), case.staff, day_text(review) if case.exited is None else NULL, str(len(frozen)),
            day_text(frozen[-1]) if frozen else NULL,
        )  # fmt: skip
        if case.exited is None:
            draft = self._draft(
                case, plan, review_due_on=date.fromordinal(review), owner_id=case.staff,
                revised_on=date.fromordinal(frozen[-1]) if frozen else None,
            )  # fmt: skip
            self.projected.add(room.review_due(draft, case.plan_label))
        for position, goal in enumerate(goals):
            self._write_goal(case, plan, goal, position, started)
        for number, day in enumerate(frozen, 1):
            self._write_revision(case, plan, goals, number, day)

    def _goals(self, case: Case, started: int) -> list[Goal]:
        rng = case.rng
        count = min(len(case.fields), pick(rng, DENSE_GOALS if case.project.dense else GOALS))
        # The programme's own fields come first; they are drawn more often.
        ranks = sorted(range(len(case.fields)), key=lambda place: -(rng.random() ** (place + 1.5)))
        fields = [case.fields[place] for place in sorted(ranks[:count])]
        return [self._one_goal(case, field, started) for field in fields]

    def _one_goal(self, case: Case, field: str, started: int) -> Goal:
        rng = case.rng
        title, wording, names = pick(rng, self._texts["goals"][field])
        span = case.until - started
        target = working_day(started + between(rng, 90, 420))
        done_share = min(1.0, span / 360) * rng.uniform(0.3, 1.2)
        steps = [self._one_step(case, name, place, len(names), started, done_share) for place, name in enumerate(names)]
        all_done = all(step.done is not None for step in steps)
        state, closed = "open", None
        if all_done and rng.random() < 0.8:
            state, closed = (
                "reached",
                min(case.until, max(step.done or started for step in steps) + between(rng, 0, 10)),
            )
        elif case.exited is not None or (rng.random() < 0.04 and span > 90):
            state, closed = (
                ("dropped", case.until) if rng.random() < 0.6 or not case.exited else ("reached", case.until)
            )
        own = self._texts["own_words"].get(case.spoken[0], []) if case.spoken else []
        words = pick(rng, own) if own and rng.random() < 0.3 else ""
        return Goal(
            identifier(rng, milliseconds(started, 625)), field, title, wording, words, case.spoken[0] if words else "",
            _PRIORITIES.draw(rng), target, state, closed, steps,
        )  # fmt: skip

    def _one_step(self, case: Case, title: str, place: int, count: int, started: int, done_share: float) -> Step:
        rng = case.rng
        identity = identifier(rng, milliseconds(started, 626 + place))
        responsible = pick(rng, self._texts["responsible"])
        if place + 1 <= round(done_share * count):
            done = min(case.until, working_day(started + between(rng, 5, max(6, case.until - started))))
            return Step(
                identity, title, responsible, working_day(done + between(rng, -6, 15)), done, _INDEPENDENCE.draw(rng)
            )
        first, last = _DUE.draw(rng)
        due = self.today + between(rng, first, last + 60)
        return Step(identity, title, responsible, working_day(max(started, due)), None, "")

    def _write_goal(self, case: Case, plan: str, goal: Goal, position: int, started: int) -> None:
        made, changed = moment_text(started, 625), moment_text(goal.closed or started, 640)
        closed = None if goal.closed is None else date.fromordinal(goal.closed)
        self._goal.add(
            goal.id, *self._place(case), made, "1", plan, goal.field, goal.title, goal.own_words, goal.own_language,
            goal.wording, goal.priority, "gemeinsam", day_text(goal.target), goal.state,
            NULL if closed is None else closed.isoformat(), str(position), changed, case.staff,
        )  # fmt: skip
        draft = self._draft(case, goal.id, field=goal.field, title=goal.title, state=goal.state, closed_on=closed)
        if not self._closed(case.project.programme, goal.field):
            self.projected.add(room.goal_event(draft))
        for place, step in enumerate(goal.steps):
            self._write_step(case, draft, step, place, started)

    def _write_step(self, case: Case, goal: Any, step: Step, place: int, started: int) -> None:
        rng = case.rng
        made = moment_text(started, 626)
        done_on = None if step.done is None else day_text(step.done)
        done_at = None if step.done is None else moment_text(step.done, 660)
        done_by = None if step.done is None else case.staff
        watched = step.responsible in ("Fachkraft", "gemeinsam") or rng.random() < 0.4
        self._step.add(
            step.id, *self._place(case), made, "1", goal.pk, step.title, step.responsible,
            case.staff if watched else NULL, day_text(step.due), done_on or NULL, done_at or NULL, done_by or NULL,
            step.independence, str(place), done_at or made, case.staff,
        )  # fmt: skip
        draft = self._draft(
            case, step.id, title=step.title, responsible=step.responsible, due_on=date.fromordinal(step.due),
            owner_id=case.staff if watched else None, done_on=done_on, done_at=done_at, done_by_id=done_by, goal=goal,
        )  # fmt: skip
        if not self._closed(case.project.programme, goal.field):
            self.projected.add(room.step_due(draft))

    def _closed(self, programme: str, field: str) -> bool:
        """Whether a field needs a consent in a programme: in a generated network nobody has given one yet."""
        known = self._shut.get((programme, field))
        if known is None:
            known = self._shut[programme, field] = self._asks_for_consent(programme, purposes.of_plan_field(field))
        return known

    def _asks_for_consent(self, programme: str, code: str) -> bool:
        if not code:
            return False
        base = resolve(programme, date.fromordinal(self.today)).legal_basis(code).base
        return base == "consent" or (base == "undecided" and not purposes.purpose(code).open_undecided)

    def _revision_days(self, case: Case, started: int) -> list[int]:
        """Days on which the plan was frozen: soon after its beginning, then about every half year."""
        rng = case.rng
        days: list[int] = []
        day = working_day(started + between(rng, 0, 20))
        while day <= case.until and len(days) < 5:
            days.append(day)
            day = working_day(months_later(day, case.review_months) + between(rng, -20, 40))
        return days if rng.random() < 0.9 else days[:-1]

    def _write_revision(self, case: Case, plan: str, goals: list[Goal], number: int, day: int) -> None:
        rng = case.rng
        at = moment_text(day, 690)
        interpreted = case.level in ("none", "A1", "A2")
        identity = identifier(rng, milliseconds(day, 690))
        interpreter = pick(rng, self._texts["interpreters"]) if interpreted and rng.random() < 0.5 else ""
        content = self._frozen(case, goals, day)
        self._revision.add(
            identity, *self._place(case), at, plan, str(number), at, case.staff, TOOK_PART, interpreter,
            content, str(_plan_version(goals, day, number)),
        )  # fmt: skip
        draft = self._draft(
            case, identity, number=number, frozen_at=at, author_id=case.staff,
            author=_author(case.names[case.staff]), took_part=TOOK_PART, interpreter=interpreter,
            content={"label": case.plan_label},
        )  # fmt: skip
        self.projected.add(room.revision_event(draft))
        if Random(identity).random() < SIGNED:
            self._sign(case, identity, number, day, content)

    def _sign(self, case: Case, revision: str, number: int, day: int, content: str) -> None:
        """The person's signature under a revision, drawn on the screen on the day of the revision."""
        rng = Random(f"{revision}/signature")
        identity, name = identifier(rng, milliseconds(day, 700)), str(case.sheet["person"])
        language = next((code for code in case.spoken if code in paper.languages()), "de")
        digest = digest_of(number, json.loads(content.replace("\\\\", "\\")))
        self._signature.add(
            identity, *self._place(case), moment_text(day, 700), revision, "person", name, language, STROKES, digest,
            day_text(day), case.staff,
        )  # fmt: skip

    def _frozen(self, case: Case, goals: list[Goal], day: int) -> str:
        """The plan as it stood on that day, as JSON for COPY in the format of `casework.plans.sheet`.

        Put together from pieces that don't change between the revisions of a plan: a third of the time of `json.dumps`.
        A test reads the result with the room's own `from_json`.
        """
        done = Counter(step.independence for goal in goals for step in goal.steps if step.done and step.done <= day)
        by_field = {goal.field: "" for goal in goals}
        for goal in goals:
            told = _goal_sheet(goal, day)
            by_field[goal.field] = f"{by_field[goal.field]},{told}" if by_field[goal.field] else told
        fields = ",".join(f"{_field_sheet(field)}[{by_field.get(field, '')}]}}" for field in case.fields)
        label, shown = _quoted(case.plan_label), ",".join(f'"{key}":{done[key]}' for key in INDEPENDENCE_KEYS)
        if not case.sheet_text:
            case.sheet_text = as_json(case.sheet)[1:-1]
        return (
            f'{{"format":{FORMAT},"label":{label},"independence":{{{shown}}},"sheet":{{"label":{label},{case.sheet_text},'
            f'"review_due_on":"{day_text(months_later(day, case.review_months))}","fields":[{fields}]}}}}'
        )


@cache
def _author(name: str) -> Draft:
    return Draft(display_name=name)


@cache
def _quoted(text: str) -> str:
    """A text of the generator's own as JSON for COPY."""
    return as_json(text)


@cache
def _field_sheet(field: str) -> str:
    return f'{{"code":{_quoted(field)},"label":{_quoted(codes.label("plan_field", field))},"goals":'


def _goal_sheet(goal: Goal, day: int) -> str:
    closed = goal.closed is not None and goal.closed <= day
    if not goal.sheet_text:
        goal.sheet_text = (
            f'{{"id":"{dashed(goal.id)}","title":{_quoted(goal.title)},"own_words":{_quoted(goal.own_words)},'
            f'"own_language":"{goal.own_language}","wording":{_quoted(goal.wording)},"priority":"{goal.priority}",'
            f'"responsible":"gemeinsam","target_on":"{day_text(goal.target)}",'
        )
    steps = ",".join([_step_sheet(step, day) for step in goal.steps])
    closed_on = f'"{day_text(goal.closed)}"' if closed and goal.closed else "null"
    return f'{goal.sheet_text}"state":"{goal.state if closed else "open"}","closed_on":{closed_on},"steps":[{steps}]}}'


def _step_sheet(step: Step, day: int) -> str:
    if not step.sheet_text:
        step.sheet_text = (
            f'{{"id":"{dashed(step.id)}","title":{_quoted(step.title)},"responsible":{_quoted(step.responsible)},'
            f'"due_on":"{day_text(step.due)}","done_on":'
        )
    if step.done is None or step.done > day:
        return f'{step.sheet_text}null,"independence":"","own_title":""}}'
    return f'{step.sheet_text}"{day_text(step.done)}","independence":"{step.independence}","own_title":""}}'


def _plan_version(goals: list[Goal], day: int, frozen: int) -> int:
    """How often the plan had been changed by that day: goals and steps written, steps done, revisions frozen."""
    steps = [step for goal in goals for step in goal.steps]
    closed = sum(goal.closed is not None and goal.closed <= day for goal in goals)
    return (
        1
        + len(goals)
        + len(steps)
        + sum(step.done is not None and step.done <= day for step in steps)
        + closed
        + frozen
    )
