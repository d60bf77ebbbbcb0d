# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papers of a person: photographs, scans, PDF and office files, kept encrypted."""
