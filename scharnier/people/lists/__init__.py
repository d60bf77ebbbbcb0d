# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists on their way into files: upload, mapping, dry run, report, writing; `people.importing` reads them."""
