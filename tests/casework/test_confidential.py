# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Confidential notes: for the author and the deputies they name; for nobody else, whoever owns the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from psycopg import sql

from scharnier.casework.confidential import queries
from scharnier.casework.confidential.models import ConfidentialNote
from scharnier.foundation import clock, principals, projections
from scharnier.foundation.models import TimelineEntry
from scharnier.network.models import Membership, Substitution, User
from scharnier.people.models import Enrolment
from tests import plugin
from tests.casework.conftest import NOW, measured, participant
from tests.casework.test_contacts import typed, url
from tests.factories import World, as_staff

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
WORD = "Geheimwort"
TEXT = f"{WORD}: lebt getrennt, Adresse nicht nennen."


@pytest.fixture
def nour(house: World) -> Enrolment:
    with as_staff(house.here.mentor):
        return participant(house.here)


def confide(client: Client, nour: Enrolment, text: str = TEXT) -> None:
    answer = client.post(url(nour, "vertraulich/"), {"text": text, "form_token": str(uuid4())})
    assert answer.status_code == 302


def own_note(house: World) -> ConfidentialNote:
    with as_staff(house.here.mentor):
        return ConfidentialNote.objects.get()


def name(client: Client, nour: Enrolment, *who: User) -> None:
    client.post(url(nour, "vertraulich/vertretung/"), {"deputies": [str(each.pk) for each in who]})


def everything_readable(client: Client, nour: Enrolment) -> str:
    """What somebody sees of a file, on every page that could show it, and what the search finds."""
    pages = ("", "verlauf/", "gespraeche/", "vertraulich/", "plan/", "bedarf/")
    seen = [client.get(url(nour, page)).content.decode() for page in pages]
    return "".join([*seen, client.post("/desk/suche/", {"q": WORD}).content.decode().replace(f'value="{WORD}"', "")])


def test_the_author_reads_and_changes_it(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    confide(client, nour)
    page, statements = measured(client, url(nour, "vertraulich/"))
    assert TEXT in page.content.decode()
    assert statements <= 14
    assert "Vertrauliche Notiz" in client.get(url(nour, "verlauf/")).content.decode()
    edit = url(nour, f"vertraulich/{own_note(house).pk}/")
    assert TEXT in client.get(edit).content.decode()
    client.post(edit, {"text": "Neuer Stand.", "version": "1"})
    assert "Neuer Stand." in client.get(url(nour, "vertraulich/")).content.decode()
    stale = client.post(edit, {"text": "Veraltet.", "version": "1"}).content.decode()
    assert "in einem anderen Fenster geändert" in stale


@pytest.mark.parametrize("who", ["colleague", "lead", "auditor"])
def test_nobody_else_in_the_project_sees_anything_of_it(
    house: World, sign_in: SignIn, nour: Enrolment, who: str
) -> None:
    confide(sign_in(house.here.mentor), nour)
    other = sign_in(getattr(house.here, who))
    seen = everything_readable(other, nour)
    assert WORD not in seen.replace(f"„{WORD}“", "")
    assert "Mentor Nord</span>" not in other.get(url(nour, "vertraulich/")).content.decode()
    assert "versiegelt." not in seen.split("Ohne Vertretung")[0]
    assert other.get(url(nour, f"vertraulich/{own_note(house).pk}/")).status_code in (403, 404)
    with as_staff(getattr(house.here, who)) as scope:
        assert not ConfidentialNote.objects.exists()
        assert not ConfidentialNote.objects.visible_to(scope).exists()
        assert not TimelineEntry.objects.filter(kind="casework.confidential").exists()


@pytest.mark.django_db(transaction=True)
def test_the_owner_of_the_database_reads_only_what_is_sealed(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    """Every row of every table, read past all policies, holds neither the note nor its draft."""
    client = sign_in(house.here.mentor)
    confide(client, nour)
    client.post(f"/desk/entwurf/gespraech/{nour.person_id}/", {"note": "offen", "secret": f"{WORD} im Entwurf"})
    with plugin.superuser(plugin.worker_database()) as owner:
        tables = [row[0] for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        found = {}
        for table in tables:
            query = sql.SQL("SELECT coalesce(string_agg(t::text, ' '), '') FROM {} t").format(sql.Identifier(table))
            row = owner.execute(query).fetchone()
            found[table] = row[0] if row else ""
    assert len(found["casework_confidentialnote"]) > 100
    assert "offen" in found["foundation_draft"]
    assert "casework_confidentialnote" in "".join(found.values())
    hexed = WORD.encode().hex()
    assert [table for table, text in found.items() if WORD in text or hexed in text] == []


def test_a_draft_brings_the_secret_back_to_its_writer(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(f"/desk/entwurf/gespraech/{nour.person_id}/", {"note": "offen", "secret": "nur für mich"})
    form = client.get(url(nour)).context["form"]
    assert (form["note"].value(), form["secret"].value()) == ("offen", "nur für mich")


def test_a_talk_may_bring_a_confidential_note(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    client.post(url(nour), typed(secret=TEXT))
    assert TEXT in client.get(url(nour, "vertraulich/")).content.decode()
    assert WORD not in everything_readable(sign_in(house.here.colleague), nour).replace(f"„{WORD}“", "")


def test_a_named_deputy_reads_earlier_and_later_notes_until_taken_out(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    client, deputy = sign_in(house.here.mentor), sign_in(house.here.colleague)
    confide(client, nour)
    name(client, nour, house.here.colleague)
    confide(client, nour, "Zweite Notiz.")
    page = deputy.get(url(nour, "vertraulich/")).content.decode()
    assert TEXT in page
    assert "Zweite Notiz." in page
    assert deputy.get(url(nour, f"vertraulich/{_first(house)}/")).status_code == 404
    assert WORD not in everything_readable(sign_in(house.here.lead), nour).replace(f"„{WORD}“", "")
    name(client, nour)
    assert TEXT not in deputy.get(url(nour, "vertraulich/")).content.decode()
    with clock.frozen(NOW + timedelta(days=3)):
        name(client, nour, house.here.colleague)
    with clock.frozen(NOW + timedelta(days=5)):
        name(client, nour)
        assert TEXT not in deputy.get(url(nour, "vertraulich/")).content.decode()


def _first(house: World) -> UUID:
    with as_staff(house.here.mentor):
        return ConfidentialNote.objects.order_by("pk")[0].pk


def test_a_deputy_names_nobody_and_a_stranger_is_no_deputy(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    confide(client, nour)
    name(client, nour, house.here.colleague)
    answer = sign_in(house.here.colleague).post(url(nour, "vertraulich/vertretung/"), {"deputies": []})
    assert answer.status_code == 404
    refused = client.post(url(nour, "vertraulich/vertretung/"), {"deputies": [str(house.away.mentor.pk)]}, follow=True)
    assert "arbeitet nicht mehr in dem Projekt" in refused.content.decode()
    assert TEXT in sign_in(house.here.colleague).get(url(nour, "vertraulich/")).content.decode()


def test_a_substitution_alone_opens_nothing(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    confide(sign_in(house.here.mentor), nour)
    with as_staff(house.here.lead):
        Substitution.objects.create(
            carrier_id=house.here.carrier, project_id=house.here.project, absent=house.here.mentor,
            cover=house.here.colleague, valid_from=clock.today(), valid_to=clock.today(),
        )  # fmt: skip
    assert TEXT not in sign_in(house.here.colleague).get(url(nour, "vertraulich/")).content.decode()


def leave(house: World, who: User) -> None:
    with as_staff(house.here.admin):
        Membership.objects.filter(user=who).update(valid_to=clock.today() - timedelta(days=1))


def test_when_the_author_leaves_the_deputy_reads_on(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    client = sign_in(house.here.mentor)
    confide(client, nour)
    name(client, nour, house.here.colleague)
    leave(house, house.here.mentor)
    assert client.get(url(nour, "vertraulich/")).status_code in (403, 404)
    assert TEXT in sign_in(house.here.colleague).get(url(nour, "vertraulich/")).content.decode()
    assert "versiegelt." not in sign_in(house.here.lead).get(url(nour, "gespraeche/")).content.decode()


def test_without_a_deputy_the_notes_are_sealed_and_everybody_is_told_that_they_exist(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    confide(sign_in(house.here.mentor), nour)
    with as_staff(house.here.lead):
        assert queries.only_read_by(house.here.mentor.pk, house.here.project) == 1
        assert queries.sealed(nour.person_id, house.here.project) == []
    leave(house, house.here.mentor)
    for who in (house.here.colleague, house.here.lead):
        page = sign_in(who).get(url(nour, "gespraeche/")).content.decode()
        assert "Eine vertrauliche Notiz von Mentor Nord ist versiegelt." in page
        assert WORD not in page
    with as_staff(house.away.lead):
        assert queries.sealed(nour.person_id, house.here.project) == []
    with as_staff(house.here.admin):
        Membership.objects.filter(user=house.here.mentor).update(valid_to=None)
    assert TEXT in sign_in(house.here.mentor).get(url(nour, "vertraulich/")).content.decode()


def test_how_many_only_one_person_reads_is_for_them_and_for_leadership(
    house: World, sign_in: SignIn, nour: Enrolment
) -> None:
    confide(sign_in(house.here.mentor), nour)
    for who, count in ((house.here.mentor, 1), (house.here.colleague, 0), (house.away.lead, 0)):
        with as_staff(who):
            assert queries.only_read_by(house.here.mentor.pk, house.here.project) == count


def test_nobody_writes_into_a_circle_of_somebody_else(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    confide(sign_in(house.here.mentor), nour)
    circle = own_note(house).audience_id
    with (
        as_staff(house.here.colleague),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        ConfidentialNote.objects.create(
            carrier_id=nour.carrier_id, project_id=nour.project_id, person_id=nour.person_id, audience_id=circle,
            author=house.here.colleague, changed_by=house.here.colleague, sealed=b"x",
        )  # fmt: skip


def test_the_projections_agree_for_those_who_may_see_them(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    confide(sign_in(house.here.mentor), nour)
    with principals.entering(principals.system(house.here.carrier)):
        assert [each for each in projections.compare(house.here.carrier) if " casework." in each] == []


def test_a_note_whose_key_is_gone_says_so(
    house: World, sign_in: SignIn, nour: Enrolment, tmp_path_factory: pytest.TempPathFactory, settings: object
) -> None:
    client = sign_in(house.here.mentor)
    confide(client, nour)
    settings.HOME = tmp_path_factory.mktemp("empty")  # type: ignore[attr-defined]  # the fixture lets one set any
    page = client.get(url(nour, "vertraulich/")).content.decode()
    assert "Der Schlüssel zu dieser Notiz fehlt." in page
    assert client.get(url(nour, f"vertraulich/{own_note(house).pk}/")).status_code == 302


def test_an_empty_note_is_refused(house: World, sign_in: SignIn, nour: Enrolment) -> None:
    answer = sign_in(house.here.mentor).post(url(nour, "vertraulich/"), {"text": " \n\u200b "})
    assert "Schreiben Sie die Notiz." in answer.content.decode()
