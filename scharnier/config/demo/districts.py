# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""In which district the places of the demo lie, by hand: its lists can be narrowed without official boundaries."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from scharnier.config import boundaries
from scharnier.config import environment as env
from scharnier.knowledge import districts

SOURCE = "Zuordnung der Demo"
WRITTEN_ON = date(2026, 11, 23)
ELSEWHERE = {
    "17309": "13075",
    "17489": "13075",
    "18273": "13072",
    "18435": "13073",
    "18437": "13073",
    "18528": "13073",
    "19230": "13076",
    "19288": "13076",
    "19370": "13076",
    "23966": "13074",
}
"""Places outside of the district in which their project has its seat."""


def state(network: dict[str, Any]) -> None:
    """The table of the demo, unless an administrator has imported boundaries."""
    path: Path = boundaries.kept_at(env.home())
    known = districts.imported()
    if path.exists() and known is not None and not known.sample:
        return
    boundaries.keep(sample(network), path)


def sample(network: dict[str, Any]) -> districts.Imported:
    """Postcodes of towns and sites with the district of their project, but for those elsewhere."""
    found: dict[str, str] = {}
    for project in network["projects"]:
        places = [town[0] for town in project.get("towns", ())]
        places += [site["postcode"] for site in project.get("sites", ())]
        found.update({postcode: ELSEWHERE.get(postcode, project["district"]) for postcode in places})
    codes = sorted(set(found.values()))
    rows = [districts.own()[code] for code in codes]
    return districts.Imported(SOURCE, WRITTEN_ON, rows, found, sample=True)
