# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""A work contact as a vCard that telephones and mail programs read (RFC 2426, version 3.0)."""

from __future__ import annotations

import re

from scharnier.network.path.queries import Contact

LONGEST = 75  # octets of a line


def _text(value: str) -> str:
    """Escaped as RFC 2426, section 5, asks."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n|\r|\n", r"\\n", escaped)


def _folded(line: str) -> str:
    """At most 75 octets a line, never cut within a letter; what goes on begins with a blank."""
    lines, current = [], ""
    for letter in line:
        if len((current + letter).encode()) > LONGEST:
            lines.append(current)
            current = " "
        current += letter
    return "\r\n".join([*lines, current])


def _number(phone: str) -> str:
    digits = re.sub(r"[^\d+]", "", phone)
    return f"+49{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits


def vcard(contact: Contact, address: str) -> str:
    """The card of a contact; `address` is that of its page."""
    given, _blank, family = contact.name.rpartition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:urn:uuid:{contact.id}",
        f"N:{_text(family)};{_text(given)};;;",
        f"FN:{_text(contact.name)}",
        f"ORG:{_text(contact.carrier)};{_text(', '.join(contact.projects))}",
        f"TITLE:{_text(contact.task)}",
    ]
    lines += [f"TEL;TYPE=WORK,VOICE:{_number(contact.phone)}"] if contact.phone else []
    lines += [f"EMAIL;TYPE=INTERNET,WORK:{_text(contact.email)}"]
    if contact.place:
        place = ";".join(_text(part) for part in (contact.street, contact.place, "", contact.postcode))
        lines.append(f"ADR;TYPE=WORK:;;{place};Deutschland")
    note = "; ".join(part for part in (contact.reachable, ", ".join(contact.language_names)) if part)
    lines += [f"NOTE:{_text(note)}"] if note else []
    lines += [f"URL:{address}", f"REV:{contact.updated_at:%Y%m%dT%H%M%SZ}", "END:VCARD"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)
