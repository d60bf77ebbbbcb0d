# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each data file must look like: the schema behind `check_data`, file by file."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scharnier.knowledge import data_courses, data_letters, data_matching, data_occupations, data_placement
from scharnier.knowledge.codes import iso_countries
from scharnier.knowledge.conditions import (
    FAR_FUTURE,
    FAR_PAST,
    Condition,
    ConditionError,
    Span,
    Vocabulary,
)
from scharnier.knowledge.data import (
    CONFIDENCE,
    DataFile,
    Path_,
    anything,
    citation,
    codes_in,
    condition,
    day,
    day_or_null,
    flag,
    number,
    one_of,
    shape,
    text,
    unique,
)
from scharnier.knowledge.data_settings import check_settings
from scharnier.knowledge.eligibility import criterion_vocabulary
from scharnier.knowledge.indicators import compile_set
from scharnier.knowledge.rules import REEVALUATE, Discretion, Level, plain_vocabulary, read_country_lists, span_of

LAW, RESIDENCE, CODES, COUNTRIES = "labour-market-access.yaml", "residence.yaml", "codes.yaml", "countries.yaml"
PROGRAMMES, ESF, OWN = "programmes.yaml", "esf-indicators.yaml", "programme-indicators.yaml"
PATHWAY, SETTINGS = "pathway.yaml", "programme-settings.yaml"
OCCUPATIONS, NEARNESS = data_occupations.OCCUPATIONS, data_occupations.NEARNESS
LETTERS, HOLIDAYS = data_letters.LETTERS, data_letters.HOLIDAYS
_NEWER = (
    data_matching.MATCHING,
    data_matching.ALLOCATION,
    data_matching.FAIRNESS,
    data_courses.COURSES,
    data_placement.PLACEMENT,
)
_MORE_FILES = (OCCUPATIONS, NEARNESS, LETTERS, HOLIDAYS, *_NEWER)
FILES = (LAW, RESIDENCE, CODES, COUNTRIES, PROGRAMMES, ESF, OWN, PATHWAY, SETTINGS, *_MORE_FILES)

LEVELS = tuple(level.value for level in list(Level)[:5])
_PERIOD = {"valid_from": day, "valid_to": day_or_null}
_RULE = {
    "id": text,
    "order": number,
    "statuses": anything,
    "activities": anything,
    **_PERIOD,
    "when": anything,
    "level": one_of(*LEVELS, *REEVALUATE),
    "discretion": one_of(*Discretion),
    "reason_de": text,
    "reason_en": text,
    "citation": citation,
    "confidence": CONFIDENCE,
}
_RULE_MORE = {"note": anything, "limited": flag, "provisional": flag, "quiet": flag, "except_statuses": anything}
_RULE_MORE |= {"warn": anything, "limits": anything, "unsettled": anything}
_CLAIM = {
    "id": text,
    "order": number,
    "statuses": anything,
    "activities": anything,
    **_PERIOD,
    "when": anything,
    "discretion": one_of(*Discretion),
    "citation": citation,
    "confidence": CONFIDENCE,
}
_ADVICE = {
    "id": text,
    "statuses": anything,
    **_PERIOD,
    "when": anything,
    "de": text,
    "en": text,
    "citation": citation,
    "confidence": CONFIDENCE,
}
_INPUT = {"type": one_of("date", "bool", "code", "codes", "enum", "number", "text"), "de": text, "en": text}
_INPUT_MORE = {
    "required": flag,
    "list": text,
    "values": anything,
    "yes": anything,
    "no": anything,
    "note": text,
    "derived": flag,
}


def check(files: Mapping[str, DataFile]) -> None:
    """Checks all files; faults are noted in them."""
    statuses = {row.get("code") for row in files[RESIDENCE].data["statuses"]}
    activities = {row.get("code") for row in files[LAW].data["activities"]}
    check_codes(files[CODES], activities, files[LAW].data["inputs"])
    check_countries(files[COUNTRIES])
    words = check_law(files[LAW], files[COUNTRIES], statuses, activities)
    check_residence(files[RESIDENCE], {row.get("id") for row in files[LAW].data["rules"]})
    check_programmes(files[PROGRAMMES], words)
    for name in (ESF, OWN):
        check_indicators(files[name])
    authorities = {row.get("code") for row in files[CODES].data["lists"]["authority"]["items"]}
    check_pathway(files[PATHWAY], authorities, statuses, activities)
    groups = {row.get("code") for row in files[CODES].data["lists"]["occupation_group"]["items"]}
    states = {row.get("code") for row in files[CODES].data["lists"]["german_state"]["items"]}
    data_matching.check_matching(files[data_matching.MATCHING])
    data_matching.check_allocation(files[data_matching.ALLOCATION])
    data_matching.check_fairness(files[data_matching.FAIRNESS])
    courses = {row["code"] for row in files[CODES].data["lists"]["german_course"]["items"]}
    data_courses.check_courses(files[data_courses.COURSES], courses)
    types = {row["code"] for row in files[CODES].data["lists"]["placement_type"]["items"]}
    data_placement.check_placement(files[data_placement.PLACEMENT], types, authorities)
    data_letters.check_letters(files[LETTERS], authorities, states)
    data_letters.check_holidays(files[HOLIDAYS], states)
    data_occupations.check_occupations(files[OCCUPATIONS], groups)
    data_occupations.check_nearness(files[NEARNESS], groups)
    check_settings(files[SETTINGS], {row.get("code") for row in files[PROGRAMMES].data["programmes"]})


# ---- codes, countries, residence statuses ----------------------------------------------------------------------------


def check_codes(file: DataFile, activities: set[str], inputs: Mapping[str, Any]) -> None:
    """Every list has labels in two languages and no code twice; what a code implies are inputs of the law."""
    for name, entry in file.data["lists"].items():
        path: Path_ = ("lists", name)
        shape(file, path, entry, {"confidence": CONFIDENCE, "items": anything}, {"source": text, "note": text})
        rows = entry.get("items", [])
        unique_codes(file, (*path, "items"), rows, "code")
        for position, row in enumerate(rows):
            for part in ("code", "de", "en"):
                if not isinstance(row.get(part), str) or not row[part].strip():
                    file.fault((*path, "items", position, part), f"{row.get('code')}: {part} must be a text")
            target = row.get("access_activity")
            if target is not None and target not in activities:
                file.fault((*path, "items", position, "access_activity"), f"unknown activity {target!r}")
            _check_implied(file, (*path, "items", position), row, inputs)


def _check_implied(file: DataFile, path: Path_, row: dict[str, Any], inputs: Mapping[str, Any]) -> None:
    """`implies` holds yes-or-no inputs of the law and stands on a citation; `since` names an input that is a date."""
    for name, value in row.get("implies", {}).items():
        if inputs.get(name, {}).get("type") != "bool" or not isinstance(value, bool):
            file.fault((*path, "implies"), f"{name} is no yes-or-no input of the law")
        if fault := citation(row.get("citation")):
            file.fault((*path, "citation"), fault)
    if "since" in row and inputs.get(row["since"], {}).get("type") != "date":
        file.fault((*path, "since"), f"{row['since']} is no date among the inputs of the law")


def unique_codes(file: DataFile, path: Path_, rows: list[dict[str, Any]], key: str) -> None:
    """Notes every row whose key was there before."""
    pairs = (((*path, position, key), row.get(key)) for position, row in enumerate(rows))
    unique(file, iter(pairs), key)


def check_countries(file: DataFile) -> None:
    """Every entry names a country and a period."""
    known = iso_countries()
    for name, entry in file.data["lists"].items():
        path: Path_ = ("lists", name)
        for position, row in enumerate(entry.get("countries", [])):
            place = (*path, "countries", position)
            shape(file, place, row, {"iso": text, **_PERIOD}, {"confidence_date": CONFIDENCE, "note": text})
            if row.get("iso") not in known:
                file.fault((*place, "iso"), f"unknown country {row.get('iso')!r}")
        for position, row in enumerate(entry.get("periods", [])):
            place = (*path, "periods", position)
            shape(file, place, row, {**_PERIOD, "countries": anything}, {"confidence": CONFIDENCE, "note": text})
            codes_in(file, (*place, "countries"), row.get("countries"), known, "country")


def check_residence(file: DataFile, rules: set[str]) -> None:
    """Statuses have a group, labels and a period; their summaries point to rules that exist."""
    groups = {row.get("code") for row in file.data["groups"]}
    prospects = one_of(*file.data["good_bleibeperspektive_values"])
    unique_codes(file, ("statuses",), file.data["statuses"], "code")
    required = {
        "code": text,
        "law": text,
        "label": anything,
        "group": one_of(*groups),
        "document_kind": text,
        "exists_from": day_or_null,
        "exists_to": day_or_null,
        "good_bleibeperspektive": lambda value: prospects(value.get("value") if isinstance(value, dict) else value),
        "confidence": CONFIDENCE,
        "labour_market": anything,
    }
    for position, row in enumerate(file.data["statuses"]):
        path: Path_ = ("statuses", position)
        shape(file, path, row, required, {"note": text, "grantable_until": day})
        label = row.get("label") if isinstance(row.get("label"), dict) else {}
        shape(file, (*path, "label"), label, {"de": text, "en": text}, {})
        for number_, summary in enumerate(row.get("labour_market") or []):
            place = (*path, "labour_market", number_)
            more = {"scope": text, "limits": text}
            fields = {**_PERIOD, "level": text, "rules": anything, "citation": citation, "confidence": CONFIDENCE}
            shape(file, place, summary, fields, more)
            codes_in(file, (*place, "rules"), summary.get("rules"), rules, "rule")


# ---- the law -------------------------------------------------------------------------------------------------------


def check_law(file: DataFile, countries: DataFile, statuses: set[str], activities: set[str]) -> Vocabulary:
    """Inputs, derived inputs, rules and advice; two rules with one order; rules that can never be reached."""
    data = file.data
    check_inputs(file, ("inputs",), data["inputs"])
    for name, members in data["status_sets"].items():
        if members != ["*"]:
            codes_in(file, ("status_sets", name), members, statuses, "status")
    bools = {name for name, row in data["inputs"].items() if row.get("type") == "bool"}
    codes_in(
        file, ("conventions", "booleans_default_false"), data["conventions"]["booleans_default_false"], bools, "bool"
    )
    words = plain_vocabulary(data, read_country_lists(countries.data))
    derived: dict[str, Condition] = {}
    for name, row in data["derived_inputs"].items():
        path: Path_ = ("derived_inputs", name)
        fields = {"when": anything, "yes": anything, "no": anything, "citation": citation, "confidence": CONFIDENCE}
        shape(file, path, row, fields, {"note": text})
        read = condition(file, (*path, "when"), row.get("when"), replace(words, derived=dict(derived)))
        if read is not None:
            derived[name] = read
    words = replace(words, derived=derived)
    for key, fields, more in (
        ("rules", _RULE, _RULE_MORE),
        ("discretion_rules", _CLAIM, {"note": text}),
        ("advice", _ADVICE, {}),
    ):
        unique_codes(file, (key,), data[key], "id")
        if "order" in fields:
            unique_codes(file, (key,), data[key], "order")
        for position, row in enumerate(data[key]):
            path = (key, position)
            shape(file, path, row, fields, more)
            _scope(file, path, row, statuses, activities, data["status_sets"])
            condition(file, (*path, "when"), row.get("when"), words)
            for part in {"limits", "warn"} | ({"note"} if key == "rules" else set()):
                if part not in row:
                    continue
                shape(file, (*path, part), row[part], {"de": text, "en": text}, {})
            for doubt, entry in enumerate(row.get("unsettled", [])):
                place = (*path, "unsettled", doubt)
                shape(file, place, entry, {"from": day, "to": day, "note": text}, {"reading": text, "when": anything})
                if "when" in entry:
                    condition(file, (*place, "when"), entry["when"], words)
    for position, row in enumerate(data["scenarios"]):
        path = ("scenarios", position)
        fields = {"from": anything, "status": one_of(*statuses), "conditions": anything, "citation": citation}
        shape(file, path, row, fields, {**dict.fromkeys(_PERIOD, day_or_null), "assume": anything})
        codes_in(file, (*path, "from"), row.get("from"), statuses, "status")
        codes_in(file, (*path, "assume"), list(row.get("assume", {})), set(data["inputs"]), "input")
        for line, entry in enumerate(row.get("conditions", [])):
            shape(file, (*path, "conditions", line), entry, {"de": text, "en": text}, {})
    for position, row in enumerate(data["law_change_days"]):
        path = ("law_change_days", position)
        shape(file, path, row, {"date": day, "what": anything, "confidence": CONFIDENCE}, {})
        shape(file, (*path, "what"), row.get("what"), {"de": text, "en": text}, {})
    for position, row in enumerate(data["left_out"]):
        shape(file, ("left_out", position), row, {"de": text, "en": text}, {})
    if not file.faults:
        _reachable(file, statuses)
    return words


def check_inputs(file: DataFile, path: Path_, inputs: Mapping[str, Any]) -> None:
    """Every input has a type, labels and, for yes-or-no ones, a sentence for each answer."""
    for name, row in inputs.items():
        shape(file, (*path, name), row, _INPUT, _INPUT_MORE)
        if row.get("type") == "bool":
            for part in ("yes", "no"):
                shape(file, (*path, name, part), row.get(part, {}), {"de": text, "en": text}, {})
        if row.get("type") in ("code", "codes") and "list" not in row:
            file.fault((*path, name), f"{name}: list is missing")
        if row.get("type") == "enum":
            for value, labels in (row.get("values") or {}).items():
                place = (*path, name, "values", value)
                shape(file, place, labels, {"de": text, "en": text}, {"level": one_of(*LEVELS), "not_for": anything})


def _scope(
    file: DataFile,
    path: Path_,
    row: Mapping[str, Any],
    statuses: set[str],
    activities: set[str],
    sets: Mapping[str, Any],
) -> None:
    named = row.get("statuses")
    if isinstance(named, str):
        if named not in sets:
            file.fault((*path, "statuses"), f"unknown status set {named!r}")
    else:
        codes_in(file, (*path, "statuses"), named, statuses, "status")
    if "activities" in row and row["activities"] != "all":
        codes_in(file, (*path, "activities"), row["activities"], activities, "activity")


def _reachable(file: DataFile, statuses: set[str]) -> None:
    """A rule is dead when earlier rules without conditions leave no status, activity and day to it."""
    decided: dict[tuple[str, str], list[Span]] = {}
    rows = sorted(enumerate(file.data["rules"]), key=lambda pair: pair[1]["order"])
    for position, row in rows:
        named = row["statuses"]
        members = file.data["status_sets"][named] if isinstance(named, str) else named
        scope = [(s, a) for s in (sorted(statuses) if members == ["*"] else members) for a in row["activities"]]
        span = span_of(row)
        if not any(_left_over(span, decided.get(pair, [])) for pair in scope):
            file.fault(("rules", position), f"{row['id']}: can never be reached, earlier rules decide everything")
        if not row["when"]:
            for pair in scope:
                decided.setdefault(pair, []).append(span)


def _left_over(span: Span, taken: list[Span]) -> bool:
    """Whether a day of the span is in none of the taken ones."""
    start, end = max(span[0], FAR_PAST), min(span[1], FAR_FUTURE)
    for first, last in sorted(taken):
        if first <= start <= last:
            start = last + 1
    return start <= end


# ---- programmes and indicators ---------------------------------------------------------------------------------------


def check_programmes(file: DataFile, law_words: Vocabulary) -> None:
    """Criteria can be read, and programmes name only criteria that exist."""
    check_inputs(file, ("inputs",), file.data["inputs"])
    basis = one_of(*file.data["basis_scale"])
    names = frozenset(law_words.inputs or ()) | frozenset(file.data["inputs"])
    derived: dict[str, Condition] = {}
    for name, row in file.data["criteria"].items():
        path: Path_ = ("criteria", name)
        fields = {"de": text, "en": text, "when": anything, "basis": basis}
        shape(file, path, row, fields, {"criterion": text, "note": text, "soften_when": anything})
        words = criterion_vocabulary(names, law_words.country_lists, dict(derived))
        for part in ("when", "soften_when"):
            if part in row:
                read = condition(file, (*path, part), row[part], words)
                if read is not None and part == "when":
                    derived[name] = read
    unique_codes(file, ("programmes",), file.data["programmes"], "code")
    for position, programme in enumerate(file.data["programmes"]):
        for group, node in programme["eligibility"].items():
            _check_group(file, ("programmes", position, "eligibility", group), node, set(file.data["criteria"]))


def _check_group(file: DataFile, path: Path_, node: Any, known: set[str]) -> None:
    if not isinstance(node, dict):
        file.fault(path, "must be a mapping")
    elif "criterion" in node:
        if node["criterion"] not in known:
            file.fault((*path, "criterion"), f"unknown criterion {node['criterion']!r}")
    elif ("all" in node) == ("any" in node):
        file.fault(path, "needs either all or any")
    else:
        keyword = "all" if "all" in node else "any"
        for position, part in enumerate(node[keyword]):
            _check_group(file, (*path, keyword, position), part, known)


_INDICATOR = {"code": text, "de": text, "name": text, "confidence": CONFIDENCE}
_INDICATOR_MORE = {
    "expr": text,
    "sum": text,
    "share": anything,
    "needs": anything,
    "definition": text,
    "subset_of": text,
    "reference_population": text,
    "collected_until": text,
    "sensitive": flag,
    "sample": flag,
    "unit": text,
    "note": text,
    "target": anything,
}


def check_indicators(file: DataFile) -> None:
    """Items are described, expressions can be read, and nothing refers to what does not exist."""
    items = {row.get("code"): row.get("type") for row in file.data["data_items"]}
    unique_codes(file, ("data_items",), file.data["data_items"], "code")
    for position, row in enumerate(file.data["data_items"]):
        kinds = one_of("date", "bool", "int", "enum", "list", "events")
        more = {"nullable": flag, "values": anything, "range": anything, "note": text, "needed_if": one_of(*items)}
        shape(file, ("data_items", position), row, {"code": text, "type": kinds, "de": text}, more)
    for code, entry in file.data["indicator_sets"].items():
        before = len(file.faults)
        for path, row in _indicators(code, entry):
            shape(file, path, row, _INDICATOR, _INDICATOR_MORE)
            codes_in(file, (*path, "needs"), row.get("needs", []), set(items), "data item")
            if "sum" in row and items.get(row["sum"]) != "int":
                file.fault((*path, "sum"), f"{row['sum']!r} is no number among the data items")
        if len(file.faults) == before:
            _check_expressions(file, code, entry)


def _indicators(code: str, entry: Mapping[str, Any]) -> Iterator[tuple[Path_, dict[str, Any]]]:
    for group, rows in entry.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            for position, row in enumerate(rows):
                yield ("indicator_sets", code, group, position), row


def _check_expressions(file: DataFile, code: str, entry: Mapping[str, Any]) -> None:
    try:
        compile_set(code, file.data)
    except ConditionError as problem:
        name = str(problem).split(":")[0]
        for path, row in _indicators(code, entry):
            if row["code"] == name:
                file.fault((*path, "expr"), str(problem))
                return
        file.fault(("derived_items", name), str(problem))
    known = {row["code"] for _, row in _indicators(code, entry)}
    for path, row in _indicators(code, entry):
        codes_in(file, (*path, "share"), row.get("share", []), known, "indicator")
        if row.get("subset_of", row["code"]) not in known:
            file.fault((*path, "subset_of"), f"unknown indicator {row['subset_of']!r}")


# ---- permission pathway ----------------------------------------------------------------------------------------------


def check_pathway(file: DataFile, authorities: set[str], statuses: set[str], activities: set[str]) -> None:
    """Steps name authorities, paths name steps, and every level has a path for any status and activity."""
    data = file.data
    who, named_step = one_of(*authorities), set(data["steps"])
    cited = {"de": text, "en": text, "citation": citation, "confidence": CONFIDENCE}
    for name, row in data["steps"].items():
        more = {"with": who, "form": text, "weeks": _weeks, "before_start": flag}
        shape(file, ("steps", name), row, {"who": who, **cited}, more)
    unique_codes(file, ("paths",), data["paths"], "id")
    open_levels = set(Level)
    for position, row in enumerate(data["paths"]):
        path: Path_ = ("paths", position)
        fields = {"id": text, "levels": anything, "activities": anything, "statuses": anything, "de": text, "en": text}
        fields |= {"permission": anything, "steps": anything, "employer": anything}
        shape(file, path, row, fields, {"weeks": _weeks, **dict.fromkeys(_PERIOD, day_or_null)})
        codes_in(file, (*path, "steps"), row.get("steps"), named_step, "step")
        codes_in(file, (*path, "levels"), row.get("levels"), set(Level), "level")
        if row.get("activities") != "all":
            codes_in(file, (*path, "activities"), row.get("activities"), activities, "activity")
        if row.get("statuses") != "any":
            codes_in(file, (*path, "statuses"), row.get("statuses"), statuses, "status")
        elif row.get("activities") == "all":
            open_levels -= set(row.get("levels", []))
        for part in ("permission", "employer"):
            shape(file, (*path, part), row.get(part, {}), {"de": text, "en": text}, {})
    if open_levels:
        file.fault(("paths",), f"no path for every status and activity at {', '.join(sorted(open_levels))}")
    for position, row in enumerate(data["renewals"]):
        fields = {"id": text, "levels": anything, "event": anything, **cited}
        shape(file, ("renewals", position), row, fields, {"weeks": _weeks})
    for position, row in enumerate(data["obligations"]):
        path = ("obligations", position)
        shape(
            file,
            path,
            row,
            {"id": text, "statuses": anything, **_PERIOD, "work": anything, "move": anything, **cited},
            {},
        )
        codes_in(file, (*path, "statuses"), row.get("statuses"), statuses, "status")


def _weeks(value: Any) -> str | None:
    pair = isinstance(value, list) and len(value) == 2 and all(isinstance(week, int) for week in value)
    return None if pair and value[0] <= value[1] else "must be two whole numbers, from and to"
