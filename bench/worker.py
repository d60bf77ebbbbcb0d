# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""One database and the pages on it: answers JSON lines on standard input with measurements on standard output.

    {"do": "pages"}                              ->  {"pages": ["today/mentor", …], "persons": 20000}
    {"do": "measure", "page": "today/mentor"}    ->  {"ms": …, "cpu_ms": …, "db_ms": …, "statements": …, "bytes": …}

Requests go through Django's test client with all middleware; `ms` is what the server's own clock says (Server-Timing).
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

LONG_TIMELINE = 2000
AUTHENTICATED_BY = "allauth.account.auth_backends.AuthenticationBackend"
# Who works: one with a usual load, one with a heavy one, and who leads the most cases there are (7,000 or 600).
STAFF = {
    "mentor": ("caseworker.dresden@example.org",),
    "manager": ("caseworker.eislingen@example.org",),
    "lead": ("lead.musterstadt@example.org", "lead.eislingen@example.org"),
}


@dataclass(frozen=True)
class Page:
    """How to ask for a page: `send` makes the request and returns the answer."""

    send: Callable[[], Any]


def _sign_in(who: str) -> Any:
    from django.test import Client

    from scharnier.foundation import principals
    from scharnier.network.models import User

    client = Client(HTTP_HOST="localhost")
    with principals.entering(principals.SIGNIN):
        known = {user.email: user for user in User.objects.filter(email__in=STAFF[who])}
        client.force_login(next(known[email] for email in STAFF[who] if email in known), backend=AUTHENTICATED_BY)
        session = client.session
        session["second_factor"] = True
        session.save()
    return client


def _persons(client: Any) -> list[str]:
    """Files that the caseload of this person links to, in its order."""
    from django.urls import reverse

    html = client.get(reverse("caseload")).content.decode()
    return list(dict.fromkeys(re.findall(r"/desk/personen/([0-9a-f-]{36})/", html)))


def _getting(client: Any, address: str) -> Callable[[], Any]:
    return lambda: client.get(address)


def _searching(client: Any, text: str) -> Callable[[], Any]:
    from django.urls import reverse

    return lambda: client.post(reverse("find"), {"q": text}, HTTP_HX_REQUEST="true")


def _names(person: str) -> tuple[str, str]:
    """Family name and given names of a person, to look for something that is there at every size."""
    from scharnier.foundation import principals
    from scharnier.network.models import Carrier
    from scharnier.people.models import Person

    with principals.entering(principals.SYSTEM):
        carriers = list(Carrier.objects.values_list("id", flat=True))
    for carrier in carriers:
        with principals.entering(principals.system(carrier)):
            found = Person.objects.filter(pk=person).values_list("family_name", "given_names").first()
            if found is not None:
                return found
    raise RuntimeError("The caseload shows somebody who isn't there.")


def _with_plan(client: Any) -> str:
    """Of the person's first cases with a plan one that costs the most statements and is of middling length.

    So both sizes show the same kind of file: a goal of health asks for its basis, an empty plan for nothing.
    """
    from django.urls import reverse

    costs = []
    for person in _persons(client):
        if client.get(reverse("plan_pdf", args=[person])).status_code == 200:
            file, plan = (measure(Page(_getting(client, reverse(name, args=[person])))) for name in ("person", "plan"))
            costs.append((file["statements"] + plan["statements"], plan["bytes"], person))
    if not costs:
        raise RuntimeError("None of the first cases has a plan that can be printed.")
    dearest = sorted(each for each in costs if each[0] == max(costs)[0])
    return dearest[len(dearest) // 2][2]


def _typing(client: Any, family: str, given: str) -> Callable[[], Any]:
    """The fragment that looks for somebody alike while a new name is typed."""
    from django.urls import reverse

    typed = {"family_name": family, "given_names": given, "birth_date": "3.5.1990", "phone": "0176 04069031"}
    return lambda: client.post(reverse("person_alike"), typed, headers={"HX-Request": "true"})


def _pages() -> dict[str, Page]:
    from django.urls import reverse

    found = {}
    caseload = reverse("caseload")
    everybody = f"{caseload}?fachkraft=alle"
    for who in STAFF:
        client = _sign_in(who)
        person = _with_plan(client)
        family, given = _names(person)
        found[f"frame/{who}"] = Page(_getting(client, reverse("bench_frame")))
        found[f"today/{who}"] = Page(_getting(client, reverse("today")))
        found[f"caseload/{who}"] = Page(_getting(client, caseload))
        found[f"caseload-all/{who}"] = Page(_getting(client, everybody))
        found[f"file/{who}"] = Page(_getting(client, reverse("person", args=[person])))
        found[f"plan/{who}"] = Page(_getting(client, reverse("plan", args=[person])))
        found[f"contacts/{who}"] = Page(_getting(client, reverse("contacts", args=[person])))
        found[f"search-name/{who}"] = Page(_searching(client, family))
        found[f"search-part/{who}"] = Page(_searching(client, f"{given[:3]} {family[:4]}"))
        found[f"hint/{who}"] = Page(_typing(client, family, given))
        found[f"search-phone/{who}"] = Page(_searching(client, "0176 04069"))
        found |= _work_pages(who, client, person)
        if who == "mentor":
            found["plan-pdf/mentor"] = Page(_getting(client, reverse("plan_pdf", args=[person])))
    mentor = _sign_in("mentor")
    found["timeline-long/mentor"] = Page(_getting(mentor, reverse("timeline", args=[_with_long_timeline(mentor)])))
    found["caseload-described/lead"] = Page(_getting(client, f"{everybody}&geschlecht=f&alter=18-26"))
    found["caseload-place/lead"] = Page(_getting(client, f"{everybody}&ort=0"))
    found["caseload-late/lead"] = Page(_getting(client, f"{everybody}&faellig=ueberfaellig"))
    found["caseload-phase/lead"] = Page(_getting(client, f"{everybody}&phase=placement"))
    found["caseload-next/lead"] = Page(_getting(client, _next_page(client, everybody)))
    return found


def _work_pages(who: str, client: Any, person: str) -> dict[str, Page]:
    """Vacancies, firms and introductions; whom a vacancy fits and what fits a person."""
    from django.urls import reverse

    lists = {name: reverse(name) for name in ("vacancies", "employers", "introductions")}
    whole = {
        "vacancies-carrier": f"{lists['vacancies']}?bei=traeger",
        "vacancies-text": f"{lists['vacancies']}?bei=traeger&suche=pflege",
        "vacancies-nothing": f"{lists['vacancies']}?bei=traeger&suche=xyzzy",
        "employers-text": f"{lists['employers']}?bei=traeger&suche=bau",
    }
    vacancy = re.search(r"/desk/stellen/([0-9a-f-]{36})/", client.get(whole["vacancies-carrier"]).content.decode())
    if vacancy is None:
        return {}  # a database without vacancies, or somebody who doesn't see them
    pair = {
        "matching": reverse("matching", args=[person]),
        "vacancy": reverse("vacancy", args=[vacancy[1]]),
        "vacancy-persons": reverse("vacancy_persons", args=[vacancy[1]]),
    }
    found = {f"{name}/{who}": Page(_getting(client, address)) for name, address in {**lists, **whole, **pair}.items()}
    opens = reverse("matching_opens", args=[person])
    found[f"matching-opens/{who}"] = Page(lambda: client.get(opens, HTTP_HX_REQUEST="true"))
    return found


def _with_long_timeline(client: Any) -> str:
    """The last of the person's cases on the first page, given 2,000 things that happened; once for each database."""
    from datetime import timedelta
    from uuid import UUID

    from scharnier.foundation import clock, principals, projections
    from scharnier.foundation.ids import uuid7
    from scharnier.foundation.models import TimelineEntry
    from scharnier.people.models import Enrolment

    person = UUID(_persons(client)[-1])
    with principals.entering(principals.staff(UUID(client.session["_auth_user_id"]))):
        row = Enrolment.objects.filter(person_id=person)[0]
        missing = LONG_TIMELINE - TimelineEntry.objects.filter(subject_id=person).count()
        anchors = [projections.Anchor(row.carrier_id, row.project_id, person, "bench", uuid7()) for _ in range(missing)]
        projections.put(
            [
                projections.Event(anchor, clock.now() - timedelta(hours=number), "Messung", "Ein Satz dazu.")
                for number, anchor in enumerate(anchors)
            ]
        )
    return str(person)


def _next_page(client: Any, address: str) -> str:
    html = client.get(address).content.decode()
    match = re.search(r'href="([^"]*\bafter=[^"]*)"', html)
    if match is None:
        raise RuntimeError("The list has no second page.")
    return str(urljoin(address, match[1].replace("&amp;", "&")))


TIMING = re.compile(r'statements;desc="(\d+)", db;dur=([\d.]+), cpu;dur=([\d.]+), total;dur=([\d.]+)')


def measure(page: Page) -> dict[str, float]:
    """One request. Raises RuntimeError for anything but an answer of 200."""
    answer = page.send()
    if answer.status_code != 200:
        raise RuntimeError(f"answered {answer.status_code}")
    match = TIMING.fullmatch(answer.headers["Server-Timing"])
    if match is None:
        raise RuntimeError("no Server-Timing")
    size = len(answer.content)
    return {
        "statements": int(match[1]),
        "db_ms": float(match[2]),
        "cpu_ms": float(match[3]),
        "ms": float(match[4]),
        "bytes": size,
    }


def main() -> None:
    """Serve until the input ends. SCHARNIER_HOME says which database; it must be running or embedded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scharnier.config.settings")
    answers = sys.stdout
    sys.stdout = sys.stderr
    from scharnier.config import database, memory

    with database.available(prepare=True), ExitStack() as stack:
        import django
        from django.conf import settings
        from django.test import override_settings

        django.setup()
        stack.enter_context(override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["localhost"]))
        settings.LOGGING_CONFIG = None
        pages = _pages()
        memory.settle()  # as the server does
        for line in sys.stdin:
            task = json.loads(line)
            if task["do"] == "pages":
                answer: dict[str, Any] = {"pages": list(pages)}
            else:
                try:
                    answer = measure(pages[task["page"]])
                except RuntimeError as fault:
                    answer = {"fault": str(fault)}
            print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
