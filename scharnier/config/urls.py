# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""All addresses: each room brings its own."""

from django.urls import include, path
from django.views.generic import RedirectView

from scharnier.foundation.access import open_to_all

urlpatterns = [
    # Until there is a public site, the front door leads to the desk, and whoever is signed out to the sign-in.
    path("", open_to_all(RedirectView.as_view(url="/desk/")), name="front_door"),
    path("", include("scharnier.foundation.urls")),
    path("", include("scharnier.network.urls")),
    path("", include("scharnier.people.urls")),
    path("", include("scharnier.casework.urls")),
]
handler403 = "scharnier.network.views.forbidden"
