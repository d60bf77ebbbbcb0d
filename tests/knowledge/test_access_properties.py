# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold for every person, day and activity, whatever the rules say."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.knowledge import codes
from scharnier.knowledge.access import assess, next_change, steady_until
from scharnier.knowledge.inputs import InputError
from scharnier.knowledge.rules import Level, law, relevant_inputs

FIRST, LAST = date(2015, 7, 1), date(2030, 12, 31)
COUNTRIES = ["AF", "SY", "RS", "GE", "MD", "XK", "EG", "TR", "GH", "stateless"]
STATUSES = [code for code in codes.codes("residence_status") if code not in ("fiktion_81_4", "visum_d")]
HARD = [
    "gestattung",
    "ankunftsnachweis",
    "duldung",
    "duldung_60c",
    "fiktion_81_3_2",
    "ae_16a",
    "ae_18a",
    "bluecard_18g",
]

days = st.dates(min_value=date(2010, 1, 1), max_value=LAST)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "nationality": st.sampled_from(COUNTRIES),
    "asylum_outcome": st.sampled_from(sorted(law().inputs["asylum_outcome"].values)),
    "title_endorsement": st.sampled_from(sorted(law().inputs["title_endorsement"].values)),
    "workplace_state": st.sampled_from(["MV", "BY", "NW", "SN"]),
    "workplace_agency_district": st.sampled_from(["München", "Essen", "Leipzig", "Rostock"]),
    "weekly_hours": st.integers(1, 40),
    "insured_employment_months": st.integers(0, 48),
    "previous_status": st.sampled_from(STATUSES),
    "purpose_status": st.sampled_from(STATUSES),
}
for spec in law().inputs.values():
    if spec.type == "date":
        VALUES.setdefault(spec.name, days)
    elif spec.type == "bool":
        VALUES.setdefault(spec.name, st.booleans())
del VALUES["evaluation_date"]

# Removing one of these may turn the answer by documented design: a default, a fallback to another day, or a dispute
# that disappears.
DOCUMENTED = {*law().default_false, *law().value_defaults, "asylum_registration_date", "asylum_request_date", "status"}


questions = st.tuples(
    st.fixed_dictionaries({"status": st.sampled_from(8 * HARD + STATUSES)}, optional=VALUES),
    st.dates(min_value=FIRST, max_value=LAST),
    st.sampled_from(codes.codes("activity")),
)


@settings(max_examples=120, deadline=None)
@given(questions, st.data())
def test_an_answer_never_depends_on_irrelevant_inputs(
    question: tuple[dict[str, Any], date, str], data: st.DataObject
) -> None:
    person, day, activity = question
    relevant = relevant_inputs(person["status"], day, activity)
    irrelevant = sorted(set(VALUES) - set(relevant))
    changed = dict(person)
    for name in data.draw(st.lists(st.sampled_from(irrelevant), unique=True)):
        changed[name] = data.draw(VALUES[name])
    before, after = assess(person, day, activity), assess(changed, day, activity)
    assert (before.level, before.discretion, before.rule, before.missing, before.borderline) == (
        after.level,
        after.discretion,
        after.rule,
        after.missing,
        after.borderline,
    )


@settings(max_examples=120, deadline=None)
@given(questions, st.data())
def test_removing_an_input_gives_the_same_answer_or_unknown(
    question: tuple[dict[str, Any], date, str], data: st.DataObject
) -> None:
    person, day, activity = question
    name = data.draw(st.sampled_from(sorted(set(VALUES) - DOCUMENTED)))
    before = assess(person, day, activity)
    after = assess({key: value for key, value in person.items() if key != name}, day, activity)
    assert after.level in (before.level, Level.UNKNOWN)


@settings(max_examples=120, deadline=None)
@given(questions)
def test_the_day_before_a_change_answers_as_before_and_the_day_itself_otherwise(
    question: tuple[dict[str, Any], date, str],
) -> None:
    person, day, activity = question
    change = next_change(person, day, activity)
    if change is None:
        return  # nothing lies ahead; the next property says what that means
    eve = assess(person, change.date - timedelta(days=1), activity)
    assert eve.level is assess(person, day, activity).level is change.before
    assert assess(person, change.date, activity).level is change.level is not change.before


@settings(max_examples=60, deadline=None)
@given(questions, st.integers(1, 500))
def test_nothing_changes_before_the_next_change(question: tuple[dict[str, Any], date, str], ahead: int) -> None:
    person, day, activity = question
    change = next_change(person, day, activity)
    later = day + timedelta(days=ahead)
    if change is None or later < change.date:
        assert assess(person, later, activity).level is assess(person, day, activity).level


@settings(max_examples=80, deadline=None)
@given(questions)
def test_an_answer_is_complete(question: tuple[dict[str, Any], date, str]) -> None:
    person, day, activity = question
    answer = assess(person, day, activity)
    assert answer.because
    assert bool(answer.missing) is (answer.level is Level.UNKNOWN)
    assert (answer.rule is None) is (answer.level is Level.NO_RULE)
    assert bool(answer.citation) is (answer.rule is not None)
    assert all(person.get(name) is None for name in answer.assumed)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*VALUES, "status"]), st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    )
)
def test_nonsense_is_refused_with_its_place_or_answered(person: dict[str, Any]) -> None:
    try:
        outcome = str(assess(person, date(2026, 11, 22), "employment").level)
    except InputError as problem:
        outcome = str(problem)
    assert outcome in list(Level) or outcome.split(":")[0] in person


@settings(max_examples=80, deadline=None)
@given(questions, st.integers(0, 400))
def test_an_answer_holds_until_the_day_it_says(question: tuple[dict[str, Any], date, str], later: int) -> None:
    person, day, activity = question
    until = steady_until(person, day, activity)
    assert until is None or until > day
    before = assess(person, day, activity)
    other = min(day + timedelta(days=later), until - timedelta(days=1) if until else LAST + timedelta(days=999))
    after = assess(person, other, activity)
    assert replace(before, because=(), date=other) == replace(after, because=())


def test_without_a_status_nothing_can_turn() -> None:
    assert steady_until({}, date(2026, 11, 24), "employment") is None
