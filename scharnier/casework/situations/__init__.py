# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How somebody is doing after the exit: asked for on days that the programme sets, answered in a minute."""
