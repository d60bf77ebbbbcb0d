# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""The web application, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from scharnier.config import memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scharnier.config.settings")
application = get_wsgi_application()
# Before the processes part: all of them share what is loaded here, and nobody's first request waits for it.
get_resolver().url_patterns  # noqa: B018  # reading it loads every room's views
memory.settle()
