# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the country's rules say: dated data with citations and a small engine. Pure Python, no Django.

Nothing here is legal advice. It helps counsellors to ask the right questions; only the immigration office, the
employment agency or a court decides.
"""
