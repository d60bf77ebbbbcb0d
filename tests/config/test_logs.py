# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the logs say and what they keep to themselves."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from scharnier.config.logs import JsonFormatter, configuration


def line_of(
    name: str, message: str, *values: object, data: dict[str, Any] | None = None, error: bool = False
) -> dict[str, Any]:
    exc_info = sys.exc_info() if error else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, values, exc_info)
    if data:
        record.data = data
    text = JsonFormatter().format(record)
    assert "\n" not in text
    found: dict[str, Any] = json.loads(text)
    return found


def test_our_own_lines_carry_their_data() -> None:
    line = line_of("scharnier.request", "request", data={"route": "people:file", "status": 200})
    assert (line["event"], line["route"], line["status"], line["level"]) == ("request", "people:file", 200, "error")


def test_foreign_lines_are_templates_without_values() -> None:
    line = line_of("django.request", "Not Found: %s", "/accounts/password/reset/key/secret-token/")
    assert line["event"] == "Not Found: %s"
    assert "secret-token" not in json.dumps(line)


def test_an_exception_tells_its_type_and_places_and_not_what_somebody_typed() -> None:
    def stumble(name: str) -> None:
        try:
            raise KeyError(name)
        except KeyError as error:
            raise ValueError(f"cannot parse {name}") from error

    try:
        stumble("Haddad, Nour")
    except ValueError:
        line = line_of("scharnier.people", "import failed", error=True)
    assert [entry["type"] for entry in line["exception"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert any(step.endswith(" stumble") for step in line["exception"][0]["stack"])
    assert "Haddad" not in json.dumps(line)


def test_the_configuration_is_accepted_and_writes_json(capsys: object) -> None:
    settings = configuration()
    assert settings["root"]["handlers"] == ["json"]
    assert settings["formatters"]["json"] == {"()": "scharnier.config.logs.JsonFormatter"}
