# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tables of this room are called in the audit, beside the names their models give."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scharnier.foundation.audit_words import coded, name_action, name_table
from scharnier.knowledge import purposes


def _purpose(value: str) -> str:
    return purposes.name("de" if (get_language() or "de").startswith("de") else "en", value) if value else ""


DECIDED_BY = {"decided_by_id": _("Entschieden von")}

name_table(
    "people_person",
    _("Stammdaten"),
    {
        "birth_precision": _("Wie genau"),
        "further_nationalities": _("Weitere Staatsangehörigkeiten"),
        "speaks": _("Spricht"),
        "also_reads": _("Liest auch"),
        "german_note": _("Kurs, Prüfung"),
    },
    {
        "sex": coded("sex"),
        "nationality": coded("nationality"),
        "further_nationalities": coded("nationality"),
        "channel": coded("contact_form"),
        "speaks": coded("language"),
        "reads": coded("language"),
        "also_reads": coded("language"),
        "german_level": coded("cefr"),
    },
)
name_table(
    "people_enrolment",
    _("Teilnahme"),
    {
        "staff_id": _("Fachkraft"),
        "second_staff_id": _("Zweite Fachkraft"),
        "support_until": _("Begleitung bis"),
        "last_contact_on": _("Letzter Kontakt"),
        "over_places": _("Trotz voller Plätze, weil"),
    },
    {"exit_reason": coded("exit_reason"), "exit_situation": coded("exit_situation")},
)
name_table(
    "people_residencestatus", _("Aufenthalt"), {"reminders": _("Erinnerungen")}, {"code": coded("residence_status")}
)
name_table(
    "people_consent",
    _("Einwilligung oder Entbindung"),
    {
        "kind": _("Art"),
        "signed_by": _("Unterschrieben von"),
        "recorded_by_id": _("Aufgenommen von"),
        "withdrawn_by_id": _("Widerruf aufgenommen von"),
        "strokes": _("Schriftzug"),
    },
    {"purpose": _purpose, "language": coded("language")},
)
name_table(
    "people_subjectaccess", _("Auskunft nach Art. 15 DSGVO"), {"content": _("Inhalt"), "sealed_key": _("Schlüssel")}
)
name_table("people_formername", _("Früherer Name"))
name_table("people_housingperiod", _("Wohnen"), values={"kind": coded("housing_kind"), "state": coded("german_state")})
name_table("people_legalfacts", _("Angaben für die Regeln"))
name_table(
    "people_accessoutlook",
    _("Zugang zur Arbeit"),
    {
        "level": _("Stufe"),
        "changes_on": _("ändert sich am"),
        "summary": _("Zusammenfassung"),
        "edition": _("Stand der Regeln"),
    },
    {"level": coded("access_level")},
)
name_table(
    "people_judgement",
    _("Auskunft der Regeln"),
    {
        "kind": _("Art"),
        "topic": _("Thema"),
        "edition": _("Stand der Regeln"),
        "shown_at": _("gezeigt am"),
        "asked": _("Gefragt"),
        "answer": _("Antwort"),
        "rule_text": _("Wortlaut"),
        "shown_by_id": _("Gezeigt wem"),
    },
)
name_table(
    "people_eligibilitydecision", _("Einschätzung zur Zielgruppe"), {"computed": _("Antwort der Regeln"), **DECIDED_BY}
)
name_table("people_criterionjudgement", _("Einschätzung eines Merkmals"), {"criterion": _("Merkmal"), **DECIDED_BY})
name_table("people_supportdecision", _("Verlängerung"), {"before": _("Bisher bis"), **DECIDED_BY})
name_table(
    "people_merge",
    _("Zusammenführung"),
    {
        "fields": _("Angaben"),
        "absorbed_name": _("Name der anderen Akte"),
        "merged_by_id": _("Zusammengeführt von"),
        "undone_at": _("zurückgenommen am"),
        "undone_by_id": _("Zurückgenommen von"),
    },
)
name_table(
    "people_separation",
    _("Trennung zweier Personen"),
    {
        "set_at": _("gesetzt am"),
        "set_by_id": _("Gesetzt von"),
        "lifted_at": _("aufgehoben am"),
        "lifted_by_id": _("Aufgehoben von"),
        "lift_reason": _("Grund der Aufhebung"),
    },
)
name_table("people_importedrow", _("Eingelesene Zeile"))
name_table("people_importmapping", _("Spalten einer Liste"), {"values": _("Werte")})
name_table(
    "people_importrun",
    _("Eingelesene Liste"),
    {
        "filename": _("Datei"),
        "content": _("Inhalt"),
        "accepted": _("Geprüfte Zeilen"),
        "values": _("Werte"),
        "state": _("Stand"),
        "problems": _("Hinweise"),
        "summary": _("Zusammenfassung"),
        "message": _("Meldung"),
    },
)
name_action("withdrawal", _("widerrufen"))
name_action("subject_access", _("Auskunft erstellt"))
name_action("merge", _("zusammengeführt"))
name_action("merge_undo", _("Zusammenführung zurückgenommen"))
name_action("duplicate_hint_elsewhere", _("Hinweis auf eine ähnliche Person anderswo"))
name_table(
    "people_document",
    _("Dokument"),
    {
        "name": _("Datei"),
        "kind": _("Dateiart"),
        "size": _("Größe"),
        "pages": _("Seiten"),
        "author_id": _("Hochgeladen von"),
        "owner_id": _("Bei wem"),
        "remind_on": _("erinnern am"),
        "remind_done_at": _("erledigt am"),
        "remind_done_by_id": _("erledigt von"),
        "removed_at": _("gelöscht am"),
        "removed_by_id": _("Gelöscht von"),
        "sealed_key": _("Schlüssel"),
    },
    {"category": coded("document_category")},
)
name_action("view", _("angesehen"))
name_table("people_guardianship", _("Gesetzliche Vertretung"), values={"kind": coded("guardian_kind")})
name_table("people_schoolperiod", _("Schulbesuch"), values={"kind": coded("school_kind")})
name_table("people_benefitperiod", _("Leistungen"), values={"kind": coded("benefit_system")})
name_table(
    "people_caseloadview",
    _("Gespeicherte Ansicht"),
    {"filters": _("Filter"), "start": _("Start"), "owner_id": _("Wer")},
)
name_action("export_list", _("als Tabelle ausgegeben"))
name_table(
    "people_householdmember",
    _("Mitglied des Haushalts"),
    {"birth_precision": _("Wie genau")},
    values={"reason": coded("household_exit")},
)
name_table(
    "people_packagerun",
    _("Aktenpaket"),
    {
        "direction": _("Richtung"),
        "whole": _("ganzes Projekt"),
        "persons": _("Personen"),
        "manifest": _("Verzeichnis"),
        "found": _("Gefunden"),
        "decisions": _("Entscheidungen"),
        "message": _("Meldung"),
        "user_id": _("Wer"),
        "reason": _("Grund"),
    },
)
name_table(
    "people_erasurerun",
    _("Löschen von Akten"),
    {
        "persons": _("Akten"),
        "refused": _("Nicht gelöscht"),
        "state": _("Stand"),
        "total": _("Akten"),
        "user_id": _("Wer"),
        "reason": _("Grund"),
    },
)
name_table(
    "people_erasure",
    _("Gelöschte Akte"),
    {"stage": _("Was"), "due_on": _("Frist abgelaufen"), "reason": _("Grund"), "erased_by_id": _("Wer")},
)
name_action("erase_file", _("Akte gelöscht"))
name_action("export_files_asked", _("Akten für ein Paket bestimmt"))
name_action("export_files", _("Akten als Paket ausgegeben"))
name_action("import_files_uploaded", _("Aktenpaket hochgeladen"))
name_action("import_files", _("Aktenpaket eingelesen"))
name_table("people_waitingentry", _("Warteliste"), {"decided_by_id": _("Entschieden von"), "asks_id": _("Fragt nach")})
name_table(
    "people_entryquestionnaire",
    _("Fragebogen zum Eintritt"),
    {"refused": _("keine Angabe"), "recorded_by_id": _("Aufgenommen von")},
)
