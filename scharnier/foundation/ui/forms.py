# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""How forms are drawn, and the form every page of the product starts from."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, FileInput, Select, Textarea, Widget
from django.utils.translation import gettext, gettext_lazy

# Which drawing a widget gets in templates/forms/field.html.
_KINDS: tuple[tuple[type[Widget], str], ...] = (
    (forms.RadioSelect, "segments"),
    (CheckboxSelectMultiple, "toggles"),
    (CheckboxInput, "check"),
    (Select, "select"),
    (FileInput, "file"),
    (Textarea, "area"),
)
_CLASSES = {"select": "sh-in", "area": "sh-in sh-in--area", "line": "sh-in", "check": "sh-box", "file": "sh-drop__in"}


_TOO_LONG = gettext_lazy("Höchstens %(limit_value)s Zeichen passen hierhin, jetzt sind es %(show_value)s.")


def kind_of(widget: Widget) -> str:
    """One of segments, toggles, check, select, file, area, line."""
    return next((kind for widget_class, kind in _KINDS if isinstance(widget, widget_class)), "line")


class KitBoundField(BoundField):
    """Knows how it is drawn, and puts class, error state and description on the widget."""

    @property
    def kind(self) -> str:
        return kind_of(self.field.widget)

    @property
    def is_group(self) -> bool:
        """Drawn as a fieldset with a legend, not as a label with one control."""
        return self.kind in ("segments", "toggles")

    def value(self) -> Any:
        """A form that is shown again has written nothing: it goes on with a token of its own, for the one it was sent
        with may be taken already, and the corrected form would pass for a second click."""
        return uuid.uuid4() if self.name == "form_token" and self.form.is_bound else super().value()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        own = str(built.get("class") or widget.attrs.get("class") or "")
        names = [_CLASSES.get(kind_of(widget), ""), own]
        if kind_of(widget) == "line" and not own:
            names.append("sh-in--w")
        if classes := " ".join(name for name in names if name):
            built["class"] = classes
        if isinstance(self.field, forms.DateField):
            built.setdefault("placeholder", gettext("TT.MM.JJJJ"))
        return built

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def summary_target(self) -> str:
        """Where the link of the error summary leads: the first control that can take the focus."""
        if self.is_group:
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


class KitRenderer(TemplatesSetting):
    """Forms and fields from our templates, single widgets from Django's own."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = KitBoundField
    widgets = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("django/forms/widgets/"):
            return self.widgets.get_template(template_name)
        return super().get_template(template_name)


class KitForm(forms.Form):
    """Every form of the product.

    `form_token` is drawn once per page: an action that has already seen it was sent twice by a double click.
    `version` is the version of the record that the page showed: an action that finds a newer one reports a conflict.
    """

    form_token = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False
    mostly_optional = False  # True spares the word "freiwillig" where nearly every field would carry it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("version") is None and not self.is_bound:
            del self.fields["version"]
        for field in self.fields.values():
            field.error_messages.setdefault("max_length", _TOO_LONG)
            # A browser would cut off a long text that is pasted, and say nothing; the form says so and keeps all of it.
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.pop("maxlength", None)

    @property
    def token(self) -> uuid.UUID | None:
        """The token as it was sent, or None when somebody removed it."""
        return self.cleaned_data.get("form_token") if hasattr(self, "cleaned_data") else None

    def values(self) -> dict[str, Any]:
        """What was entered, without the two technical fields: ready for an action's keywords."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("form_token", "version")}
