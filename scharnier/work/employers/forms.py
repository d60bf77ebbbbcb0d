# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of employers: a firm on the phone, the case, a talk, a goal, the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from scharnier.directory.organisations.forms import postcode_field
from scharnier.directory.organisations.queries import Alike
from scharnier.foundation import clock
from scharnier.foundation.ui.fields import DateField, MinutesField
from scharnier.foundation.ui.forms import KitForm
from scharnier.knowledge import codes
from scharnier.people.competence.fields import PicksOccupation
from scharnier.people.fields import PhoneField, chosen, coded, language, text
from scharnier.work.employers.actions import Call, Talk
from scharnier.work.employers.models import SizeClass

NEW = "new"
# How one talks with a firm.
FORMS = ("phone", "appointment", "email", "video", "letter", "outreach", "messenger")


def many(label: Any, code_list: str, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=coded(code_list),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=hint,
    )


def branches() -> list[tuple[str, Any]]:
    """Divisions of the WZ 2008 under their sections; a section itself can be chosen as well."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for entry in codes.items("economic_branch"):
        label = f"{entry.code} {entry.label(language())}"
        if entry.code.isalpha():
            groups.append((label, []))
        groups[-1][1].append((entry.code, label))
    return [("", "–"), *groups]


class FirmField(forms.CharField):
    """The name of a firm; below it those that are alike, one of them to be chosen (see CallForm)."""

    def __init__(self) -> None:
        attributes = {
            "autocomplete": "off",
            "hx-post": reverse_lazy("organisation_alike"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#betriebe",
            "hx-sync": "this:replace",
            "hx-include": "#betriebe, [name=phone]",
            "aria-controls": "betriebe",
        }
        options: dict[str, Any] = {"template_name": "work/employers/firm_field.html"}
        super().__init__(label=_("Betrieb"), max_length=160, widget=forms.TextInput(attrs=attributes), **options)


class CallForm(PicksOccupation):
    """A firm on the phone, in under a minute: everything but its name can be added afterwards."""

    mostly_optional = True
    field_order = ("name", "caller", "phone", "wishes", "wording", "postal_code", "place", "note", "follow_up_on")

    name = FirmField()
    existing = forms.CharField(required=False, widget=forms.HiddenInput)
    caller = text(_("Wer ruft an"), 120)
    phone = PhoneField(label=_("Rückrufnummer"))
    wishes = many(_("Was wird gewünscht"), "employer_wish")
    postal_code = postcode_field()
    place = text(_("Ort"), 80)
    note = text(_("Notiz"), 4000, area=True)
    follow_up_on = DateField(label=_("Rückruf bis"), required=False)
    follow_up = text(_("Was dann"), 200)

    def __init__(self, *args: Any, alike: list[Alike] | None = None, **options: Any) -> None:
        """`alike` are the organisations that may be the firm, as the page showed or would show them."""
        super().__init__(*args, **options)
        self.alike = alike or []
        self.fields["wording"].required = False
        self.fields["wording"].label = _("Stelle in einfachen Worten")

    @property
    def chosen_firm(self) -> str:
        return str(self["existing"].value() or "")

    def clean_existing(self) -> str:
        """Empty, NEW, or one of the organisations that are alike."""
        value = str(self.cleaned_data["existing"])
        return value if value in (NEW, *(str(each.id) for each in self.alike)) else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("name") and self.alike and not values.get("existing"):
            self.add_error("name", _now("Wählen Sie unten, ob es diesen Betrieb schon gibt."))
        if values.get("follow_up") and not values.get("follow_up_on"):
            self.add_error("follow_up_on", _now("Bis wann?"))
        if (day := values.get("follow_up_on")) and day < clock.today():
            self.add_error("follow_up_on", _now("Zurückgerufen wird heute oder später."))
        return values

    def call(self) -> Call:
        values = self.cleaned_data
        known = values["existing"]
        words = values["wording"] if not values["code"] else ""
        sought = _now("Gesucht: %(words)s") % {"words": words} if words else ""
        note = "\n".join(part for part in (sought, values["note"]) if part)
        return Call(
            UUID(known) if known and known != NEW else None,
            values["name"],
            values["phone"],
            values["caller"],
            values["postal_code"],
            values["place"],
            tuple(values["wishes"]),
            note,
            values["follow_up_on"],
            (values["follow_up"] or _now("Zurückrufen")) if values["follow_up_on"] else "",
        )


class EmployerForm(KitForm):
    """The case of a firm."""

    mostly_optional = True

    concern = text(_("Anliegen"), 300)
    responsible_id = chosen(_("Zuständig"), ())
    begins = DateField(label=_("Beginn"), latest=clock.today)
    branch = chosen(_("Branche (WZ 2008)"), branches)
    size_class = chosen(_("Beschäftigte"), SizeClass.choices, radio=True)
    wishes = many(_("Wünsche"), "employer_wish")
    offers = many(_("Bietet an"), "employer_offer", _("Zählt bei den Vorschlägen, wenn jemand es sich wünscht."))
    charter_approached_on = DateField(
        label=_("auf die Charta der Vielfalt angesprochen am"), required=False, latest=clock.today
    )
    charter_signed_on = DateField(label=_("Charta der Vielfalt unterzeichnet am"), required=False, latest=clock.today)
    note = text(_("Notiz"), 4000, area=True)

    def __init__(self, *args: Any, staff: dict[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["responsible_id"].choices = [("", "–"), *((str(pk), name) for pk, name in staff.items())]  # type: ignore[attr-defined]  # a choice field

    def values(self) -> dict[str, Any]:
        found = super().values()
        return {**found, "responsible_id": UUID(found["responsible_id"]) if found["responsible_id"] else None}


class TalkForm(KitForm):
    """A talk with a firm."""

    mostly_optional = True

    on = DateField(label=_("Tag"), latest=clock.today)
    form = chosen(_("Form"), (), required=True, radio=True)
    contact_id = chosen(_("Mit wem"), ())
    with_whom = text(_("oder mit"), 120)
    minutes = MinutesField(label=_("Minuten"), required=False)
    note = text(_("Notiz"), 10000, area=True)
    agreed = text(_("Vereinbart"), 2000, area=True)
    follow_up_on = DateField(label=_("Wiedervorlage"), required=False)
    follow_up = text(_("Was dann"), 200)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        known = dict(codes.choices("contact_form", language()))
        self.fields["form"].choices = [(code, known[code]) for code in FORMS]  # type: ignore[attr-defined]  # a choice field
        self.fields["contact_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]  # a choice field
        if not people:
            del self.fields["contact_id"]
            self.fields["with_whom"].label = _("Mit wem")

    def talk(self) -> Talk:
        values = self.values()
        contact = values.pop("contact_id", "")
        return Talk(contact_id=UUID(contact) if contact else None, **values)


class GoalForm(KitForm):
    text = text(_("Ziel"), 300, required=True, hint=_("Zum Beispiel: zwei Praktikumsplätze bis zum Sommer"))
    due = DateField(label=_("Bis"), required=False)


class EndForm(KitForm):
    on = DateField(label=_("Ende"), latest=clock.today)
    reason = chosen(_("Grund"), coded("employer_end", blank="–"), required=True)
