# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Telephone numbers that nobody has.

Source: Bundesnetzagentur, Mitteilung 148/2021 (Amtsblatt 7/2021), numbers for media: a hundred in each of two mobile
networks, a thousand in each of five towns.
"""

from __future__ import annotations

MOBILE = ("+491713920", "+4917604069")
TOWNS = ("+493023125", "+496990009", "+494066969", "+492214710", "+498999998")
# As many of a hundred as keep both kinds about equally crowded would be four; a few more look like life.
MOBILE_SHARE = 0.12


def phone(share: float, number: int) -> str:
    """One of them as E.164, by two drawn values: `share` from 0 up to 1 chooses the range, `number` is below 1000."""
    if share < MOBILE_SHARE:
        return mobile(number, MOBILE[int(share / MOBILE_SHARE * len(MOBILE))])
    return f"{TOWNS[int((share - MOBILE_SHARE) / (1 - MOBILE_SHARE) * len(TOWNS))]}{number:03d}"


def mobile(number: int, start: str = MOBILE[1]) -> str:
    """Only numbers whose third last digit is 0 are kept free."""
    return f"{start}0{number % 100:02d}"
