# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading participant lists as projects keep them.

Pure Python: tables -> columns -> values -> records -> report. Nothing here knows Django or the database.
"""
