# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Schnellanlage: name, telephone, languages and concern; an enquiry with its next step is on file."""
