# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room; Django finds models only from here."""

from scharnier.work.employers import models as employers  # noqa: F401
from scharnier.work.fairness import models as fairness  # noqa: F401
from scharnier.work.introductions import models as introductions  # noqa: F401
from scharnier.work.matching import models as matching  # noqa: F401
from scharnier.work.placements import models as placements  # noqa: F401
from scharnier.work.retention import models as retention  # noqa: F401
from scharnier.work.vacancies import models as vacancies  # noqa: F401
