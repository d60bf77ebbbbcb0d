# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""/desk/kit/: every component in every state, for demonstration, development and the accessibility tests."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from scharnier.foundation import clock
from scharnier.foundation.access import open_to_all
from scharnier.foundation.panels import NavItem
from scharnier.foundation.ui.context import THEMES, frame
from scharnier.foundation.ui.fields import DateField, MinutesField, TimeField
from scharnier.foundation.ui.forms import KitForm
from scharnier.foundation.ui.samples import ARABIC, GERMAN, Sample
