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

PRESENT = datetime.datetime(2026, 11, 24, 10, 9, tzinfo=clock.ZONE)


def sample_form(s: Sample, data: dict[str, Any] | None = None) -> KitForm:
    """A form with one field of each kind; with `data` it is bound and shows its errors."""
    required = {"required": s["f_required"]}

    class SampleForm(KitForm):
        kind = forms.ChoiceField(
            label=s["f_kind"],
            choices=[("hours", s["k_hours"]), ("phone", s["k_phone"]), ("home", s["k_home"])],
            widget=forms.RadioSelect,
            initial="hours",
            error_messages=required,
        )
        day = DateField(label=s["f_day"], latest=lambda: PRESENT.date(), initial=PRESENT.date())
        time = TimeField(label=s["f_time"], initial=PRESENT.time())
        minutes = MinutesField(label=s["f_minutes"], help_text=s["f_minutes_hint"], initial=15)
        topics = forms.MultipleChoiceField(
            label=s["f_topics"],
            choices=[("work", s["t_work"]), ("language", s["t_language"]), ("family", s["t_family"])],
            widget=forms.CheckboxSelectMultiple,
            initial=["work"],
            error_messages=required,
        )
        note = forms.CharField(
            label=s["f_note"],
            help_text=s["f_note_hint"],
            widget=forms.Textarea(attrs={"rows": 4}),
            initial=s["note"],
            error_messages=required,
        )
        place = forms.CharField(label=s["f_place"], required=False)
        who = forms.ChoiceField(label=s["f_who"], choices=[("me", s["f_me"]), ("jonas", s["colleague"])])
        letter = forms.FileField(label=s["f_letter"], required=False)
        secret = forms.BooleanField(label=s["f_secret"], required=False)

    return SampleForm(
        data, prefix="bad" if data is not None else None, auto_id="bad_%s" if data is not None else "id_%s"
    )


WRONG = {"bad-day": "24.11.2027", "bad-time": "25:00", "bad-minutes": "viel", "bad-place": "Raum 1.04", "bad-who": "me"}


def _navigation(s: Sample) -> list[NavItem]:
    icons = {"today": "home", "cases": "people", "calendar": "calendar-today", "firms": "firm", "reports": "chart"}
    return [NavItem(key, s[key], "/desk/kit/", icon, key == "cases") for key, icon in icons.items()]


def _agenda(s: Sample) -> list[dict[str, Any]]:
    later = [
        {"value": "1", "label": s["tomorrow"], "day": "25.11."},
        {"value": "7", "label": s["week"], "day": "30.11."},
    ]
    common = {
        "url": "#",
        "do_url": "/desk/kit/punkt/",
        "undo_url": "/desk/kit/punkt/",
        "later_url": "#",
        "hand_url": "#",
        "later": later,
    }
    rows = [("form", "late", s["due1"], s["overdue"]), ("mail", "", s["due2"], s["in14"]), ("check", "done", "", "")]
    return [
        common
        | {"id": n, "icon": icon, "late": state == "late", "done": state == "done", "due": due, "distance": distance}
        | {"who": s[f"who{n}"], "what": s[f"what{n}"], "why": s[f"why{n}"]}
        for n, (icon, state, due, distance) in enumerate(rows, start=1)
    ]


def _table(s: Sample) -> dict[str, Any]:
    keys = ("c_name", "c_phase", "c_access", "c_contact", "c_next", "c_due")
    rows = [
        ("who2", "plain", "with_approval", "approval", "contact1", "", "next2", "in14", False),
        ("who1", "clearing", "unrestricted", "free", "contact2", "warn", "next1", "overdue", True),
        ("who3", "clearing", "none", "ban", "contact1", "", "next1", "in14", False),
        ("name", "clearing", "unknown", "unknown", "contact1", "", "next1", "in14", False),
        ("user", "plain", "with_permission", "permit", "contact2", "warn", "next2", "overdue", True),
    ]
    names = ("name", "phase", "level", "level_text", "contact", "contact_kind", "next", "due", "late")
    plain = ("level", "contact_kind", "late")
    return {
        "columns": [
            {
                "label": s[key],
                "url": "?sort=name" if key == "c_name" else "",
                "sorted": "ascending" if key == "c_name" else "",
            }
            for key in keys
        ],
        "rows": [
            {name: value if name in plain else s[str(value)] for name, value in zip(names, row, strict=True)}
            for row in rows
        ],
        "filters": [
            {"label": s["c_phase"], "value": s["plain"], "remove_url": "?"},
            {"label": s["c_due"], "value": "", "options": [{"label": s["today"], "url": "?faellig=heute", "count": 5}]},
        ],
        "page": {"rows": rows, "first_label": s["who2"], "last_label": s["user"], "before": "a", "after": "b"},
    }


def _states(s: Sample) -> dict[str, Any]:
    task = {"title": s["s_task_t"], "state": s["s_task_s"], "done": 184, "total": 296, "url": "/desk/kit/fortschritt/"}
    return {
        "conflict": {
            "who": s["colleague"],
            "when": PRESENT,
            "version": 3,
            "form_id": "muster",
            "keep_theirs_url": "?",
            "fields": [{"label": s["until"], "theirs": "31.03.2027", "mine": "28.02.2027"}],
        },
        "task": task,
        "finished": task | {"finished": True, "state": s["s_done_s"], "done": 296, "result_url": "?"},
        "entries": [
            {"when": PRESENT, "icon": "talk", "title": s["e1"], "about": s["t_work"], "text": s["e1_p"], "url": "#"},
            {"when": PRESENT, "icon": "mail", "title": s["e2"], "text": s["e2_p"]},
        ],
    }


def _only_for_show() -> None:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404


@open_to_all
def progress(request: HttpRequest) -> HttpResponse:
    """What the waiting card of the gallery is answered: the task is done."""
    _only_for_show()
    states = _states(GERMAN)
    return render(request, "kit/progress.html", {"task": states["finished"]})


@open_to_all
def find(request: HttpRequest) -> HttpResponse:
    """What the command bar of the gallery is answered: always the same two groups, or nothing for "xyz"."""
    _only_for_show()
    query = request.POST.get("q", "")
    return render(request, "kit/find_results.html", {"query": query, "groups": [] if query == "xyz" else _hits(GERMAN)})


@open_to_all
def answer(request: HttpRequest) -> HttpResponse:
    """A line of the gallery's agenda after a click: done, or as it was before."""
    _only_for_show()
    item = _agenda(GERMAN)[0] | {"done": "do" in request.POST, "late": "do" not in request.POST}
    return render(request, "kit/agenda_item.html", {"item": item})


@open_to_all
def gallery(request: HttpRequest) -> HttpResponse:
    """`?lang=ar&dir=rtl`, `?lang=en`, `?theme=dark`: the same page, other language, direction or theme."""
    _only_for_show()
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in ("ar", "en", "de") else translation.get_language() or "de"
    s = ARABIC if language == "ar" else GERMAN
    with translation.override(language):
        page = frame(request)
        page.dir = request.GET.get("dir", page.dir) if request.GET.get("dir") in ("rtl", "ltr") else page.dir
        page.theme = request.GET.get("theme", page.theme) if request.GET.get("theme") in THEMES else page.theme
        page.nav, page.user_name, page.find_url = _navigation(s), s["user"], "/desk/kit/suche/"
        page.new = [NavItem(key, s[name], "/desk/kit/", "", False) for key, name in (("g", "talk"), ("p", "person"))]
        page.more = [NavItem("help", s["help"], "/desk/kit/", "help", False)]
        page.project, page.projects = {"name": s["project"], "phase": s["phase"]}, []
        context = {"ui": page, "s": s, "form": sample_form(s), "wrong": sample_form(s, WRONG)}
        context |= (
            _table(s)
            | _states(s)
            | {"agenda": _agenda(s), "tabs": _tabs(s), "segments": _segments(s), "groups": _hits(s)}
        )
        page_template = "kit/gallery_public.html" if request.GET.get("seite") == "portal" else "kit/gallery.html"
        return render(request, page_template, context)


def _tabs(s: Sample) -> list[dict[str, Any]]:
    counts = {"talks": 23, "placing": 2}
    names = ("overview", "course", "plan", "talks", "skills", "placing")
    return [{"label": s[n], "url": "#", "current": n == "overview", "count": counts.get(n)} for n in names]


def _hits(s: Sample) -> list[dict[str, Any]]:
    person = {
        "label": s["who2"],
        "own": "محمود شيخو",
        "own_lang": "ar",
        "detail": s["w_found"],
        "icon": "people",
        "url": "#",
    }
    return [
        {"label": s["w_persons"], "hits": [person]},
        {"label": s["who2"], "hits": [{"label": s["talk"], "icon": "talk", "url": "#", "key": "g"}]},
    ]


def _segments(s: Sample) -> list[dict[str, Any]]:
    counts = {"mine": 10, "cover": 5}
    return [
        {"label": s[n], "url": "#", "current": n == "mine", "count": counts.get(n)} for n in ("mine", "cover", "team")
    ]
