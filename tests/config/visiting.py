# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who visits a running house over HTTP: signs in by the form, opens pages, follows links."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """One browser's cookies; `get` and `post` answer (status, text) and follow redirects."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(urllib.request.Request(f"{self.url}{path}"))

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        headers = {"Referer": f"{self.url}{path}"}
        return self._ask(urllib.request.Request(f"{self.url}{path}", urlencode(fields).encode(), headers))

    def sign_in(self, email: str, password: str) -> str:
        """The page that is shown after the form was sent."""
        path = "/accounts/login/"
        found = TOKEN.search(self.get(path)[1])
        assert found is not None
        status, text = self.post(path, {"csrfmiddlewaretoken": found.group(1), "login": email, "password": password})
        assert status == 200, text
        return text

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=30) as response:
                return response.status, response.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")


def demo_password(home: Path, email: str) -> str:
    rows = json.loads((home / "demo-signins.json").read_text(encoding="utf-8"))
    return next(str(row["password"]) for row in rows if row["email"] == email)
