# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo network: loaded once into an empty database, in demo mode only."""

from __future__ import annotations

from django.conf import settings

from scharnier.config import environment as env
from scharnier.config.environment import EnvironmentFault

SEED = 2026
VACANCIES = 900


def load() -> list[dict[str, str]]:
    """Load the demo network unless it is there, and write its sign-ins to demo-signins.json.

    Returns `[{"email", "password", "role", "project"}]`. Raises EnvironmentFault outside demo mode and for a database
    that holds anything else: nobody mixes invented people with real ones.
    """
    from scharnier.config.demo import (
        competence,
        consents,
        districts,
        household,
        law,
        meanwhile,
        newcomers,
        outcomes,
        papers,
        signins,
        staffing,
        ways,
    )
    from scharnier.config.generating import build, bulk, network

    if not settings.DEMO:
        raise EnvironmentFault("The demo network is loaded in demo mode only: run `scharnier up --demo`.")
    secret = signins.password()
    with bulk.as_owner():
        known = build.events()
        used = bool(bulk.fetch("SELECT FROM network_carrier LIMIT 1")) or bool(
            bulk.fetch("SELECT FROM network_user LIMIT 1")
        )
    if not known and used:
        raise EnvironmentFault(
            "This database already holds a network: the demo needs an empty one (another SCHARNIER_HOME or database)."
        )
    if "demo" not in known:
        build.into_database(None, SEED, password=signins.encoded(secret), note="demo", vacancies=VACANCIES)
        law.state()
        competence.state()
        consents.state()
        household.state()
        staffing.state()
        meanwhile.state()
        ways.state()
        outcomes.state()
        newcomers.state()
        papers.lay_in()
    districts.state(network.described())
    listed = _refresh(secret)
    signins.write(env.home() / signins.FILE, listed)
    return listed


def _refresh(secret: str) -> list[dict[str, str]]:
    """All demo accounts with the password of this installation, which is renewed where the key has changed."""
    from scharnier.config.demo import signins
    from scharnier.config.generating import bulk
    from scharnier.config.generating.network import Account

    with bulk.as_owner():
        found = bulk.fetch(
            "SELECT u.id, u.email, u.display_name, m.role, "
            "coalesce(p.code, split_part(split_part(u.email, '@', 1), '.', 2)), coalesce(g.code, h.code, ''), "
            "u.password FROM network_user u JOIN LATERAL (SELECT * FROM network_membership x WHERE x.user_id = u.id "
            "ORDER BY x.valid_from, x.id LIMIT 1) m ON true "
            "LEFT JOIN network_project p ON p.id = m.project_id LEFT JOIN network_programme g ON g.id = m.programme_id "
            "LEFT JOIN network_programme h ON h.id = p.programme_id WHERE u.password LIKE 'demo$%' ORDER BY u.email",
        )
        stored = {row[6] for row in found}
        if any(not signins.verifies(secret, one) for one in stored):
            bulk.execute(
                "UPDATE network_user SET password = %s WHERE password LIKE 'demo$%%'", [signins.encoded(secret)]
            )
    accounts = [Account(str(row[0]), row[1], row[2], row[3], row[4], row[5]) for row in found]
    return signins.rows(accounts, secret)
