# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every command that docs/operations.md tells people to run, run."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request

import pytest

from tools import operations


def test_every_command_of_the_page_works_in_the_order_of_the_page() -> None:
    assert operations.missing_programs() == [], "run `bash tools/packages.sh server`, as `make test` does"
    found = operations.blocks(operations.PAGE.read_text(encoding="utf-8"))
    assert len(found) >= 7
    with operations.scratch() as made:
        for block in found:
            done = operations.run_block(made, block)
            assert done.returncode == 0, f"{block}\n{done.stdout[-3000:]}"
            if "invite_admin" in block:
                assert "https://scharnier.example.org/" in done.stdout
        assert len(list((made.folder / "srv/scharnier/backups").glob("20*/manifest.json"))) == 2
        # Through nginx the pages are reached, and the figures are not.
        assert b"Scharnier" in _through_nginx(made, "/accounts/login/")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            _through_nginx(made, "/metrics")


def _through_nginx(made: operations.Scratch, path: str) -> bytes:
    anything = ssl.create_default_context()
    anything.check_hostname, anything.verify_mode = False, ssl.CERT_NONE
    address = f"https://127.0.0.1:{made.ports['443']}{path}"
    request = urllib.request.Request(address, headers={"Host": "scharnier.example.org"})
    with urllib.request.urlopen(request, timeout=30, context=anything) as response:
        return bytes(response.read())


def test_a_command_that_fails_is_noticed_and_a_stand_in_refuses_what_it_does_not_know() -> None:
    with operations.scratch() as made:
        assert operations.run_block(made, "true\nfalse\ntrue\n").returncode == 1
        assert operations.run_block(made, "systemctl mask scharnier\n").returncode == 2
        assert operations.run_block(made, "make everything\n").returncode == 2
        assert "FileNotFoundError" in operations.run_block(made, "systemctl start unknown\n").stdout
