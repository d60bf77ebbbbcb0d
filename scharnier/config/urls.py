# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""All addresses: each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("scharnier.foundation.urls")),
    path("", include("scharnier.network.urls")),
    path("", include("scharnier.people.urls")),
    path("", include("scharnier.casework.urls")),
]
handler403 = "scharnier.network.views.forbidden"
