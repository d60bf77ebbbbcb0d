# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django's tags for translation, with the fixed texts of a page translated once a language instead of once a page.

A page has some 120 of them; Django looks each up anew. Known in the settings under the name of Django's own library, so
`{% load i18n %}` loads this.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import Node, Parser, Token, Variable
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class FixedText(Node):
    """`{% translate "…" %}` of a literal without filters: the same text on every page in one language."""

    child_nodelists = ()

    def __init__(self, once: i18n.TranslateNode) -> None:
        self.once = once
        self.asvar: str | None = once.asvar
        self.known: dict[str, str] = {}

    def render(self, context: Context) -> str:
        language = get_language() or ""
        text = self.known.get(language)
        if text is None:
            shown = self.once.render(context)
            text = self.known[language] = context[self.asvar] if self.asvar else shown
        if self.asvar:
            context[self.asvar] = text
            return ""
        return text


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """As Django's, and with the same result."""
    node: Any = i18n.do_translate(parser, token)
    said = node.filter_expression
    literal = isinstance(said.var, Variable) and said.var.literal is not None and not said.filters
    return FixedText(node) if literal and node.message_context is None else node
