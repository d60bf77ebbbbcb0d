# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The process that works the queue knows every task: what a page hands over is not handed to nobody."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = """
import json, sys
import django
django.setup()
print(json.dumps([name for name in sys.modules if name.endswith(".tasks")]))
"""


def test_every_module_with_tasks_is_loaded_without_a_page() -> None:
    """Views are loaded by the web server alone; a task that only they import would wait for ever."""
    written = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "scharnier").rglob("tasks.py")
    }
    answer = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert written - set(json.loads(answer.stdout.splitlines()[-1])) == set()
