# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""On what it rests that something is known or passed on: law, consent, release from secrecy."""
