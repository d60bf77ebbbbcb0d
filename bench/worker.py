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


def _pages() -> dict[str, Page]:
    from django.urls import reverse

    found = {}
    for who in STAFF:
        client = _sign_in(who)
        persons = _persons(client)
        caseload = reverse("caseload")
        found[f"frame/{who}"] = Page(_getting(client, reverse("bench_frame")))
        found[f"today/{who}"] = Page(_getting(client, reverse("today")))
        found[f"caseload/{who}"] = Page(_getting(client, caseload))
        found[f"caseload-all/{who}"] = Page(_getting(client, f"{caseload}?fachkraft=alle"))
        found[f"file/{who}"] = Page(_getting(client, reverse("person", args=[persons[0]])))
        found[f"plan/{who}"] = Page(_getting(client, reverse("plan", args=[persons[1]])))
        found[f"contacts/{who}"] = Page(_getting(client, reverse("contacts", args=[persons[0]])))
        found[f"search-name/{who}"] = Page(_searching(client, "haddad"))
        found[f"search-part/{who}"] = Page(_searching(client, "ahm al"))
        found[f"search-phone/{who}"] = Page(_searching(client, "0176 04069"))
    client = _sign_in("lead")
    found["caseload-late/lead"] = Page(_getting(client, f"{reverse('caseload')}?fachkraft=alle&faellig=ueberfaellig"))
    found["caseload-phase/lead"] = Page(_getting(client, f"{reverse('caseload')}?fachkraft=alle&phase=placement"))
    second = _next_page(client)
    if second:
        found["caseload-next/lead"] = Page(_getting(client, second))
    found["plan-pdf/mentor"] = Page(_plan_pdf(_sign_in("mentor")))
    return found


def _next_page(client: Any) -> str | None:
    from django.urls import reverse

    html = client.get(reverse("caseload")).content.decode()
    match = re.search(r'href="([^"]*after=[^"]*)"', html)
    return match[1].replace("&amp;", "&") if match else None


def _plan_pdf(client: Any) -> Callable[[], Any]:
    """The print of the first plan with goals among the person's own cases."""
    from django.urls import reverse

    for person in _persons(client):
        address = reverse("plan_pdf", args=[person])
        if client.get(address).status_code == 200:
            return _getting(client, address)
    raise RuntimeError("None of the first cases has a plan that can be printed.")


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
    from scharnier.config import database

    with database.available(prepare=True), ExitStack() as stack:
        import django
        from django.conf import settings
        from django.test import override_settings

        django.setup()
        stack.enter_context(override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["localhost"]))
        settings.LOGGING_CONFIG = None
        pages = _pages()
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
