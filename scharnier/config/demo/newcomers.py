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

# Given name, family name, spoken languages, days since the entry, what they came with.
NEW = (
    ("Samira", "Rahmani", ("fa", "en"), 12, "Sucht Arbeit in der Pflege"),
    ("Daryna", "Koval", ("uk", "ru"), 11, "War Buchhalterin, möchte es wieder sein"),
    ("Idris", "Hamadi", ("ar",), 9, "Sucht eine Ausbildung zum Elektroniker"),
    ("Selam", "Tekle", ("ti", "am"), 6, "Fragt nach Arbeit in Teilzeit"),
    ("Bashar", "Nassif", ("ar", "en"), 5, "Fahrer, Führerschein noch nicht umgeschrieben"),
    ("Emine", "Aydin", ("tr",), 2, "Möchte zurück in die Küche"),
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
