# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses a page writes a hundred times: the pattern of each is looked up once.

Django's `reverse` tries every route of a name and checks what it built against its pattern, about 50 µs each time. What
an address of this project takes are ids, so its pattern with ids put in is the same address.
"""

from __future__ import annotations

import functools
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

# Stand for the ids while the pattern is made; random, so they are in no address by accident.
_STAND_INS = (UUID("6f0c1c52-5a0e-4d8c-9c1b-6f5d7f0a41e1"), UUID("d3b0a3c7-93c2-4a57-8d0e-2c1b9a7e5f42"))


def address(name: str, *args: object) -> str:
    """What `reverse(name, args=args)` gives, quickly where all arguments are ids (UUIDs).

    Raises django.urls.NoReverseMatch as `reverse` does.
    """
    if len(args) > len(_STAND_INS) or not all(type(each) is UUID for each in args):
        return reverse(name, args=args)
    parts = _parts(name, len(args), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
    if not args:
        return parts[0]
    return "".join(part + str(each) for part, each in zip(parts, args, strict=False)) + parts[-1]


@functools.lru_cache(maxsize=2048)
def _parts(name: str, count: int, urlconf: str, prefix: str) -> tuple[str, ...]:
    """The text before, between and after the ids; `urlconf` and `prefix` only tell the entries apart."""
    parts, rest = [], reverse(name, args=_STAND_INS[:count])
    for stand_in in _STAND_INS[:count]:
        part, _found, rest = rest.partition(str(stand_in))
        parts.append(part)
    return (*parts, rest)
