# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""People who have entered and have no caseworker yet, in the project with most caseworkers: something to allocate."""

from __future__ import annotations

from datetime import timedelta

from scharnier.config.demo.ways import desks
from scharnier.foundation import clock, principals
from scharnier.network.models import Site
from scharnier.people import actions as people
from scharnier.people.actions import NewParticipant

# Given name, family name, spoken languages, days since the entry, what they came with. Of the two colleagues who speak
# Kurmancî one is also the only one with Dari: taken one after the other, the last to come would find no room there.
NEW = (
    ("Berivan", "Demirci", ("kmr", "tr"), 16, "Möchte zurück in die Küche"),
    ("Dilovan", "Issa", ("kmr", "ar"), 15, "Sucht eine Ausbildung zum Elektroniker"),
    ("Rojda", "Khalil", ("kmr", "ar"), 14, "Fragt nach Arbeit in Teilzeit"),
    ("Serhat", "Osman", ("kmr",), 13, "War Schweißer, sucht dasselbe"),
    ("Daryna", "Koval", ("uk", "ru"), 11, "War Buchhalterin, möchte es wieder sein"),
    ("Samira", "Rahmani", ("prs", "en"), 9, "Sucht Arbeit in der Pflege"),
    ("Bashar", "Nassif", ("ar", "en"), 6, "Fahrer, Führerschein noch nicht umgeschrieben"),
    ("Farhad", "Sultani", ("prs",), 5, "Sucht Arbeit auf dem Bau"),
    ("Zahra", "Amiri", ("prs", "en"), 2, "Möchte ihr Diplom als Lehrerin anerkennen lassen"),
)


def state() -> None:
    """They live where the project has its sites; written by its first caseworker."""
    desk = max(desks(), key=lambda each: len(each.users))
    with principals.entering(principals.staff(desk.users[0])):
        sites = Site.objects.filter(project_id=desk.project).exclude(postcode="").order_by("name")
        homes = list(sites.values_list("postcode", "place")) or [("", "")]
        for number, (given, family, speaks, days, concern) in enumerate(NEW):
            postcode, place = homes[number % len(homes)]
            new = NewParticipant(
                carrier=desk.carrier,
                project=desk.project,
                given_names=given,
                family_name=family,
                speaks=speaks,
                reads=speaks[0],
                entered_on=clock.today() - timedelta(days=days),
                postcode=postcode,
                place=place,
                concern=concern,
                over_places="Zwei Plätze werden zum Monatsende frei.",
            )
            people.create_person(new)
