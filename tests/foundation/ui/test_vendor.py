# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Front-end files of others are those that were reviewed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def vendor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "tools" / "vendor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["vendor"] = module
    spec.loader.exec_module(module)
    return module


def test_the_committed_files_are_those_of_the_lock(vendor: ModuleType) -> None:
    assert vendor.changed() == []


def test_a_changed_file_is_noticed(vendor: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "htmx").mkdir()
    (tmp_path / "htmx" / "htmx.min.js").write_text("something else")
    (tmp_path / "unknown.js").write_text("")
    monkeypatch.setattr(vendor, "VENDOR", tmp_path)
    assert {"htmx/htmx.min.js", "unknown.js", "kern/kern.css"} <= set(vendor.changed())


def test_a_package_with_another_hash_is_refused_before_anything_is_written(
    vendor: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "VENDOR", tmp_path)
    monkeypatch.setattr(vendor, "fetch", lambda _spec, _folder: b"not the package")
    with pytest.raises(vendor.VendorFault):
        vendor.vendor(relock=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("physical", "logical"),
    [
        ("a{margin-left:1px}", "a{margin-inline-start:1px}"),
        ("a{border-top-right-radius: 2px}", "a{border-start-end-radius: 2px}"),
        ("a{left:0;right:0}", "a{inset-inline-start:0;inset-inline-end:0}"),
        ("a{text-align: left;float:right}", "a{text-align: start;float:inline-end}"),
        ("a{background:url(arrow-left.svg) left}", "a{background:url(arrow-left.svg) left}"),
        (".icon--arrow-left{top:0}", ".icon--arrow-left{top:0}"),
    ],
)
def test_physical_properties_become_logical(vendor: ModuleType, physical: str, logical: str) -> None:
    assert vendor.logical(physical) == logical
