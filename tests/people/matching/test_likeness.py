# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which names are the same name, which are not, and what a day of birth adds."""

from __future__ import annotations

from datetime import date

import pytest

from bench import duplicates
from bench.pairs import make, names
from scharnier.people.matching.folding import form, skeletons, words
from scharnier.people.matching.keys import MOST_KEYS, digests, keys
from scharnier.people.matching.likeness import Facts, alike, compare

DAY = date(1990, 5, 3)


def met(one: Facts, other: Facts) -> bool:
    return bool(set(keys(one)) & set(keys(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Muhammad"), ("Mohammed", "Mohamad"), ("Tesfay", "Tesfai"), ("Schewtschenko", "Shevchenko"),
        ("Müller", "Mueller"), ("Müller", "Muller"), ("Шевченко", "Schewtschenko"), ("ተስፋይ", "Tesfai"),
        ("نوری", "Noori"), ("Abdul Rahman", "Abdelrahman"), ("Abd al-Rahman", "Abdurrahman"), ("Yıldız", "Yildiz"),
        ("Öztürk", "Oeztuerk"), ("Khaled", "Khalid"), ("Fatima", "Fatimah"), ("O'Brien", "OBrien"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    mine, theirs = Facts(one, "Selam", birth=DAY), Facts(other, "Selam", birth=DAY)
    assert met(mine, theirs)
    assert alike(words(one)[0], words(other)[0]) >= 0.75
    assert compare(mine, theirs).likely


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hassan", "Hussein"), ("Amin", "Amina"), ("Mahmoud", "Mohammed"), ("Nour", "Omar"), ("Olena", "Olga")],
)
def test_names_that_only_sound_alike_are_two(one: str, other: str) -> None:
    mine, theirs = Facts("Haddad", one, birth=DAY), Facts("Haddad", other, birth=date(1994, 8, 21))
    assert not compare(mine, theirs).likely


@pytest.mark.parametrize(("arabic", "latin"), [("محمد الحسن", "Mohammed Al-Hassan"), ("خالد يوسف", "Khaled Youssef")])
def test_a_name_in_arabic_script_is_found_by_its_consonants(arabic: str, latin: str) -> None:
    given, family = latin.split(" ")
    assert met(Facts(arabic, "", birth=DAY), Facts(family, given, birth=DAY))


def test_family_and_given_name_may_be_exchanged() -> None:
    one, other = Facts("Al Hassan", "Fatima", birth=DAY), Facts("Fatima", "Alhassan", birth=DAY)
    assert met(one, other)
    assert compare(one, other).likely
    assert compare(one, other).name > 0.97


def test_the_first_of_january_is_no_birthday() -> None:
    january = date(1990, 1, 1)
    one, other = Facts("Tesfay", "Selam", birth=january), Facts("Haile", "Rahwa", birth=january)
    assert one.day is None
    assert not [key for key in keys(one) if "@" in key]
    assert not met(one, other)
    assert not compare(one, other).likely
    assert not compare(Facts("Tesfay", "Selam", birth=january), Facts("Tesfai", "Selam", birth=january)).same_birth
    assert digests(one) == []


def test_twins_and_siblings_are_two_people() -> None:
    one = Facts("Haddad", "Rania", birth=DAY, sex="f")
    again = compare(one, Facts("Hadad", "Raniya", birth=DAY, sex="f"))
    sister = compare(one, Facts("Haddad", "Khadija", birth=DAY, sex="f"))
    assert again.likely
    assert sister.chance < again.chance - 0.3
    assert not compare(one, Facts("Haddad", "Rami", birth=DAY, sex="m")).likely
    assert not compare(one, Facts("Haddad", "Omar", birth=date(1987, 2, 9), sex="m")).likely


def test_a_slip_in_the_day_of_birth_is_forgiven_another_year_is_not() -> None:
    one = Facts("Schewtschenko", "Oksana", birth=date(1990, 5, 3), sex="f")
    assert compare(one, Facts("Shevchenko", "Oksana", birth=date(1990, 3, 5), sex="f")).likely
    assert not compare(one, Facts("Shevchenko", "Oksana", birth=date(1971, 9, 30), sex="f")).likely


def test_a_former_name_counts() -> None:
    one = Facts("Haddad", "Nour", former="Al Khatib", birth=DAY)
    other = Facts("Khatib", "Nour", birth=DAY)
    assert met(one, other)
    assert compare(one, other).likely


@pytest.mark.parametrize("name", ["", "O", "12", "---", "x" * 80, "ال", "ประภาส", "a b c d e f g h i j", "\u202e"])
def test_nothing_is_too_odd_to_fold(name: str) -> None:
    facts = Facts(name, name, own=name, former=name, birth=DAY, phone="+4917604069031")
    assert len(keys(facts)) <= MOST_KEYS
    assert len(digests(facts)) <= MOST_KEYS
    assert 0 <= compare(facts, facts).chance <= 1
    assert all(skeletons(word) for word in words(name))
    assert form(form("Schewtschenko")) == form("Schewtschenko")


def test_a_digest_needs_name_and_day_or_name_and_telephone() -> None:
    assert digests(Facts("Haddad", "Nour")) == []
    assert digests(Facts("", "Nour", birth=DAY)) == []
    known = Facts("Haddad", "Nour", birth=DAY, phone="+4917604069031")
    assert set(digests(known)) & set(digests(Facts("Hadad", "Noor", birth=DAY)))
    assert set(digests(known)) & set(digests(Facts("Haddad", "Omar", phone="+4917604069031")))
    assert not set(digests(known)) & set(digests(Facts("Haddad", "Nour", birth=date(1990, 5, 4))))


def test_the_labelled_halves_share_no_spelling_group_and_come_out_the_same_again() -> None:
    for origin, kinds in names("tune").items():
        for kind, mine in kinds.items():
            assert not set(mine) & set(names("report")[origin][kind])
    assert make("report", 50, 7) == make("report", 50, 7)
    assert {pair.same for pair in make("tune", 50, 7)} == {True, False}


def test_the_hint_beats_the_baselines_on_names_it_has_not_seen() -> None:
    found = duplicates.measure(1200)
    assert all(found["verdicts"].values()), found
    mine = found["methods"]["scharnier"]
    assert mine["precision"] > 0.88
    assert mine["recall"] > 0.86


def test_koelner_phonetik_is_the_published_one() -> None:
    assert duplicates.phonetic("Müller-Lüdenscheidt".replace("-", "")) == "65752682"
    assert [duplicates.phonetic(name) for name in ("Wikipedia", "Breschnew", "Meyer", "Maier")] == [
        "3412", "17863", "67", "67",
    ]  # fmt: skip
