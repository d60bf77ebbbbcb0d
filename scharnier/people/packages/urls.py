# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of packages."""

from django.urls import URLPattern, path

from scharnier.people.packages import views

LIST = "desk/pakete/"
ONE = f"{LIST}<uuid:run_id>/"

urlpatterns: list[URLPattern] = [
    path(LIST, views.packages, name="packages"),
    path(f"{LIST}neu/", views.package_new, name="package_new"),
    path(ONE, views.package, name="package"),
    path(f"{ONE}datei/", views.package_take, name="package_take"),
    path(f"{ONE}einlesen/", views.package_read, name="package_read"),
    path(f"{ONE}weiter/", views.package_again, name="package_again"),
    path(f"{ONE}vergessen/", views.package_forget, name="package_forget"),
]
