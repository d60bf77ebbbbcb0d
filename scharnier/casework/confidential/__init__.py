# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Confidential notes: for their author and the deputies they name, and for nobody else."""
