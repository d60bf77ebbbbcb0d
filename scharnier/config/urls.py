# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""All addresses: each room brings its own."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

from scharnier.foundation.access import open_to_all


@open_to_all
def front_door(request: HttpRequest) -> HttpResponse:
    """Until there is a public site: to the desk, and from there whoever is signed out to the sign-in."""
    return HttpResponseRedirect("/desk/")


urlpatterns = [
    path("", front_door, name="front_door"),
    path("", include("scharnier.foundation.urls")),
    path("", include("scharnier.network.urls")),
    path("", include("scharnier.people.urls")),
    path("", include("scharnier.directory.urls")),
    path("", include("scharnier.casework.urls")),
    path("", include("scharnier.work.urls")),
]
handler403 = "scharnier.network.views.forbidden"
handler404 = "scharnier.network.views.not_found"
