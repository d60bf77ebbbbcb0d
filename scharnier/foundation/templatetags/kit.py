# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tags and filters of the kit, available in every template without `load`. Described in docs/kit.md."""

from __future__ import annotations

import datetime
import re
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template import defaulttags
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.urls import NoReverseMatch
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from scharnier.foundation import clock
from scharnier.foundation.ui.addresses import address

register = template.Library()

# Drawn by us (static/scharnier/base.css); every other name is one of KERN's.
OWN_ICONS = frozenset(
    "logo people firm offer chart hands clock pass talk phone flag lock form give print pin undo scale tree".split()
)
# Shape of each level of access to the labour market; the word beside it always says the same.
ACCESS_SHAPES = {
    "unrestricted": "open",
    "with_permission": "permit",
    "with_approval": "approval",
    "subordinate": "approval",
    "none": "ban",
    "unknown": "unknown",
    "no_rule": "unknown",
}


class _Url(Node):
    """Django's `{% url %}` for a fixed name with arguments by place, by way of `address`."""

    child_nodelists = ()

    def __init__(self, slow: defaulttags.URLNode) -> None:
        self.name = str(slow.view_name.var)
        self.args = slow.args
        self.asvar = slow.asvar

    def render(self, context: Context) -> str:
        try:
            found = address(self.name, *(each.resolve(context) for each in self.args))
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """As Django's, and with the same result."""
    node = defaulttags.url(parser, token)
    fixed = isinstance(node.view_name.var, str) and not node.view_name.filters and ":" not in node.view_name.var
    return _Url(node) if fixed and not node.kwargs else node


@register.simple_tag
@cache
def icon(name: str, size: int = 20) -> SafeString:
    """`{% icon "mail" %}`: always decorative, a word stands beside it. Size 20, 16, or 0 for the size of its place."""
    size_class = f" sh-s{size}" if size else ""
    return format_html('<span class="kern-icon {}{}" aria-hidden="true"></span>', icon_class(name), size_class)


_KIND_ICONS = {"bad": "danger", "warn": "warning", "ok": "success", "info": "info"}


@register.simple_tag
def tag(text: object, kind: str = "", icon_name: str = "") -> SafeString:
    """`{% tag "noch 20 Tage" "warn" %}`: kind is warn, bad, ok, info, line or empty; coloured ones carry their icon."""
    shown = icon_name or _KIND_ICONS.get(kind, "")
    picture = icon(shown, 16) if shown else ""
    return format_html('<span class="sh-tag{}">{}{}</span>', f" sh-tag--{kind}" if kind else "", picture, text)


@register.simple_tag
def access(level: str, text: object) -> SafeString:
    """`{% access person.level "Erlaubnis + BA" %}`: shape and word of an access level."""
    return format_html('<span class="sh-access sh-access--{}">{}</span>', ACCESS_SHAPES.get(level, "unknown"), text)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: object = "", role: str = "") -> SafeString:
    """`{% notice "warn" title="…" %}…{% endnotice %}`: kind is info, ok, warn or bad."""
    return format_html(
        '<div class="sh-notice{}"{}>{}<div>{}{}</div></div>',
        "" if kind == "info" else f" sh-notice--{kind}",
        format_html(' role="{}"', role) if role else "",
        icon(_KIND_ICONS.get(kind, "info")),
        format_html("<b>{}</b> ", title) if title else "",
        content,
    )


@register.simple_block_tag
def card(content: str, title: object = "", sub: object = "", link: str = "", link_text: object = "") -> SafeString:
    """`{% card "Haushalt" link=url link_text="bearbeiten" %}…{% endcard %}`: a bordered section with its heading."""
    head = SafeString("")
    if title:
        head = format_html(
            '<div class="sh-card__head"><h2>{}</h2>{}{}</div>',
            title,
            format_html('<span class="sh-small sh-muted">{}</span>', sub) if sub else "",
            format_html('<a class="sh-a sh-small sh-push" href="{}">{}</a>', link, link_text) if link else "",
        )
    return format_html('<section class="sh-card">{}{}</section>', head, content)


@register.simple_block_tag
def empty(content: str, title: object, icon_name: str = "checklist") -> SafeString:
    """`{% empty "Nichts fällig." "checklist" %}next step{% endempty %}`: what is true, then what to do."""
    return format_html('<div class="sh-card sh-empty">{}<b>{}</b>{}</div>', icon(icon_name, 0), title, content)


@register.simple_tag
def meter(done: int, total: int, label: object) -> SafeString:
    """`{% meter 2 4 "Arbeit: 2 von 4 Schritten" %}`: a bar; the same words stand beside it or in its label."""
    return format_html(
        '<progress class="sh-bar-meter" value="{}" max="{}" aria-label="{}">{}/{}</progress>',
        done,
        max(total, 1),
        label,
        done,
        total,
    )


class _Once(Node):
    def __init__(self, nodelist: NodeList, about: FilterExpression) -> None:
        self.nodelist = nodelist
        self.about = about

    def render(self, context: Context) -> SafeString:
        # The first of the states is the page's own; every included template pushes another.
        page: dict[Any, Any] = context.render_context.dicts[0]
        known: dict[int, tuple[object, SafeString]] = page.setdefault(self, {})
        about = self.about.resolve(context)
        if id(about) not in known:
            known[id(about)] = about, self.nodelist.render(context)  # held, so that its id stays its own
        return known[id(about)][1]


@register.tag
def once(parser: Parser, token: Token) -> Node:
    """`{% once item.later %}…{% endonce %}`: drawn once on a page for the same object, for what rows have in common."""
    _name, about = token.split_contents()
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return _Once(nodelist, parser.compile_filter(about))


# ---------- dates, as the desk writes them ----------


def _day(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value, clock.ZONE).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, datetime.date) else None


def _isolated(text: str) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.filter
def day(value: object) -> str:
    """`Fr 27.11.`, with the year when it isn't this one."""
    date = _day(value)
    return "" if date is None else _short(date, clock.today().year, get_language())


@lru_cache(maxsize=4096)
def _short(date: datetime.date, this_year: int, language: str | None) -> str:
    """A page shows few days, each of them often; `language` only tells the entries apart."""
    if get_language_bidi():  # a dot at the end of a number would jump to its other side
        return f"{formats.date_format(date, 'l')} {date:%d.%m}"
    weekday = formats.date_format(date, "D").rstrip(".")[:3]
    return f"{weekday} {date:%d.%m.}" if date.year == this_year else f"{weekday} {date:%d.%m.%Y}"


@register.filter
def on(value: object) -> str:
    """`24.11.2026`."""
    date = _day(value)
    return f"{date:%d.%m.%Y}" if date else ""


@register.filter
def long_day(value: object) -> str:
    """`Freitag, 27. November 2026`."""
    date = _day(value)
    return formats.date_format(date, gettext("l, j. F Y")) if date else ""


@register.filter
def at(value: object) -> str:
    """`10:02`, in German time."""
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value, clock.ZONE) if timezone.is_aware(value) else value:%H:%M}"
    return f"{value:%H:%M}" if isinstance(value, datetime.time) else ""


@register.filter
def ago(value: object) -> str:
    """Distance from today in words: heute, gestern, vor 6 Tagen, morgen, in 3 Tagen."""
    date = _day(value)
    if date is None:
        return ""
    days = (date - clock.today()).days
    if days in (-1, 0, 1):
        return {-1: gettext("gestern"), 0: gettext("heute"), 1: gettext("morgen")}[days]
    if days < 0:
        return ngettext("vor %(n)s Tag", "vor %(n)s Tagen", -days) % {"n": -days}
    return ngettext("in %(n)s Tag", "in %(n)s Tagen", days) % {"n": days}


@register.filter
def late(value: object) -> str:
    """How long something is overdue: seit gestern, seit 4 Tagen; empty when it isn't."""
    date = _day(value)
    days = (clock.today() - date).days if date else 0
    if days < 1:
        return ""
    return gettext("seit gestern") if days == 1 else ngettext("seit %(n)s Tag", "seit %(n)s Tagen", days) % {"n": days}


# ---------- text ----------


@register.filter
def ltr(value: object) -> SafeString:
    """Numbers, phones and dates keep their order inside Arabic text."""
    return _isolated(str(value))


@register.filter
def tel(value: object) -> SafeString:
    """A telephone number as a link."""
    number = re.sub(r"[^\d+]", "", str(value))
    if number.startswith("0") and not number.startswith("00"):
        number = "+49" + number[1:]
    return format_html('<a class="sh-a" href="tel:{}"><bdi dir="ltr">{}</bdi></a>', number, value)


@register.filter
def dash(value: object) -> object:
    """A dash where a table has nothing to say."""
    return "–" if value is None or value == "" else value


@register.filter
def icon_class(name: str) -> str:
    """The class alone, for long lists where a tag per row costs too much."""
    return f"sh-i-{name}" if name in OWN_ICONS else f"kern-icon--{name}"
