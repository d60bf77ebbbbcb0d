# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Weights of a logistic judgement, found by `python -m bench --only duplicates --fit` on the half made for it."""

THRESHOLD = 0.5
WEIGHTS = {
    "bias": -2.43,
    "birth_and_weak": -2.21,
    "birth_differs": -4.5,
    "birth_same": 3.45,
    "birth_slip": 1.24,
    "name": 1.01,
    "name_exact": -0.67,
    "other_phone": -0.45,
    "phone": 1.5,
    "phone_and_weak": -1.35,
    "sex_differs": -2.45,
    "weakest": 2.86,
    "weakest_low": -0.23,
    "year_differs": -5.38,
    "year_same": 1.26,
}
