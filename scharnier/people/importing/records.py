# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a row to a participant, with everything that was wrong and what became of it.

Errors keep a row out: nobody is named, or no usable day of entry (a participation has to begin some day).
Warnings leave one cell empty or ask somebody to look; the row becomes a file. Notes say how a cell was read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from enum import StrEnum

from scharnier.people.importing.columns import Mapping
from scharnier.people.importing.names import name_key
from scharnier.people.importing.outcome import Context, Parsed, PartialDate, Precision, Rejected, Value
from scharnier.people.importing.tables import Row, Sheet
from scharnier.people.importing.text import clean, is_placeholder
from scharnier.people.importing.values import ValueMap

_RAW_LIMIT = 200


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Outcome(StrEnum):
    ROW_REJECTED = "row_rejected"
    CELL_EMPTY = "cell_empty"
    VALUE_KEPT = "value_kept"
    ROW_SKIPPED = "row_skipped"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell (or row: `column` empty) and what is the matter. `raw` is what stood there, at most 200 characters."""

    sheet: str
    row: int
    column: str
    raw: str
    reason_code: str
    severity: Severity
    outcome: Outcome
    target: str = ""
    args: dict[str, str] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()
    staff: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """One participant as read. Codes are those of `scharnier.knowledge.codes`; phones are E.164.

    `entry` is the first possible day, `exit` the last possible one (never after today) when only month or year are
    known; `entry_exact` and `exit_exact` say so. `work_permission` is what the list says (yes, no, with_approval,
    subordinate), for display: what is allowed is decided elsewhere, from the law.
    """

    sheet: str
    row: int
    family_name: str
    given_names: str
    entry: date
    entry_exact: bool = True
    exit: date | None = None
    exit_exact: bool = True
    exit_reason: str | None = None
    exit_situation: str | None = None
    exit_reason_text: str = ""
    external_no: str = ""
    own_script_name: str = ""
    birth: PartialDate | None = None
    sex: str | None = None
    nationality: str | None = None
    nationality_text: str = ""
    residence_status: str | None = None
    residence_text: str = ""
    residence_valid_to: date | None = None
    entry_to_germany: PartialDate | None = None
    work_permission: str | None = None
    work_permission_text: str = ""
    postcode: str = ""
    place: str = ""
    street: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    languages: tuple[str, ...] = ()
    german_level: str | None = None
    german_course: str | None = None
    german_certificate: str = ""
    literacy: str | None = None
    school: str = ""
    school_level: str | None = None
    occupation: str = ""
    staff: str = ""
    remark: str = ""
    remark_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row. `record` is None when it was skipped or has an error.

    `duplicate_of`: the earlier row (sheet, number) with the same person; such a row is no second file.
    """

    sheet: str
    row: int
    record: ParticipantRow | None
    problems: list[Problem]
    notes: list[Problem]
    skipped: str = ""
    duplicate_of: tuple[str, int] | None = None

    @property
    def accepted(self) -> bool:
        return self.record is not None and self.duplicate_of is None


# How a note of a parser counts. Not named here: a plain note, the value is kept.
_NOTE_SEVERITY = {
    "letters_lost": Severity.WARNING,
    "name_order_guessed": Severity.WARNING,
    "nationality_several": Severity.WARNING,
    "language_partly": Severity.WARNING,
}


def parse_row(
    row: Row,
    mapping: Mapping,
    value_map: ValueMap,
    today: date,
    *,
    as_of: date | None = None,
    default_entry: date | None = None,
) -> RowResult:
    """Reads one row. `as_of`: the day the list describes; `default_entry`: day of entry where the cell is empty."""
    if row.skip:
        note = Problem(
            row.sheet, row.number, "", _rows_text(row), f"row_{row.skip}", Severity.NOTE, Outcome.ROW_SKIPPED
        )
        return RowResult(row.sheet, row.number, None, [], [note], skipped=row.skip)
    reading = _Reading(row, mapping, value_map, Context(today, as_of), default_entry)
    reading.read_cells()
    reading.check_dates()
    record = reading.record()
    return RowResult(row.sheet, row.number, record, *_sorted_by_severity(reading))


def parse_sheet(
    sheet: Sheet,
    mapping: Mapping,
    value_map: ValueMap,
    today: date,
    *,
    default_entry: date | None = None,
    duplicates: "DuplicateFinder | None" = None,
) -> Iterator[RowResult]:
    """Every row of the sheet, one by one, duplicates marked. Give one finder to all sheets of a file."""
    finder = duplicates if duplicates is not None else DuplicateFinder()
    for row in sheet.rows:
        result = parse_row(row, mapping, value_map, today, as_of=sheet.as_of, default_entry=default_entry)
        yield finder.check(result) if result.record else result


def _rows_text(row: Row) -> str:
    if row.last_number > row.number:
        return f"{row.number}–{row.last_number}"
    return " | ".join(text for value in row.values if (text := clean(value)))[:_RAW_LIMIT]


def _sorted_by_severity(reading: "_Reading") -> tuple[list[Problem], list[Problem]]:
    problems = [problem for problem in reading.found if problem.severity is not Severity.NOTE]
    return problems, [problem for problem in reading.found if problem.severity is Severity.NOTE]


class _Reading:
    """The state of one row while it is read."""

    def __init__(
        self, row: Row, mapping: Mapping, value_map: ValueMap, context: Context, default_entry: date | None
    ) -> None:
        self.row, self.mapping, self.value_map, self.context = (row, mapping, value_map, context)
        self.default_entry = default_entry
        self.values: dict[str, Value] = {}
        self.extra: dict[str, str] = {}
        self.columns: dict[str, tuple[str, str]] = {}
        self.found: list[Problem] = []
        self.phones: list[str] = []
        self.remarks: list[str] = []
        staff_at = next((column.index for column in mapping.used if column.target == "staff"), None)
        self.staff = clean(row.cells[staff_at].value)[:80] if staff_at is not None else ""

    def read_cells(self) -> None:
        for column in self.mapping.used:
            target, cell = str(column.target), self.row.cells[column.index]
            raw = clean(cell.value)
            self.columns[target] = (column.column, raw)
            if cell.formula:
                self.report("formula", target, Severity.WARNING, Outcome.CELL_EMPTY, {"raw": raw[:60]})
                continue
            answer = self.value_map.parse(target, cell.value, self._context_for(target))
            if isinstance(answer, Rejected):
                self.report(
                    answer.reason_code,
                    target,
                    Severity.WARNING,
                    Outcome.CELL_EMPTY,
                    answer.message_args,
                    answer.candidates,
                )
            else:
                self._keep(target, answer)

    def _context_for(self, target: str) -> Context:
        if target != "residence_status":
            return self.context
        valid_to = self.values.get("residence_valid_to")
        if not isinstance(valid_to, PartialDate):
            return self.context
        return replace(self.context, as_of=min(self.context.day, valid_to.latest))

    def _keep(self, target: str, answer: Parsed) -> None:
        if answer.note:
            severity = _NOTE_SEVERITY.get(answer.note, Severity.NOTE)
            outcome = Outcome.VALUE_KEPT if answer.value is not None or answer.extra else Outcome.CELL_EMPTY
            self.report(answer.note, target, severity, outcome, answer.args)
        if target == "phone" and isinstance(answer.value, tuple):
            self.phones += answer.value
        elif target == "remark" and isinstance(answer.value, str):
            self.remarks.append(answer.value)
        elif answer.value is not None:
            self.values[target] = answer.value
        self.extra |= answer.extra

    def report(
        self,
        code: str,
        target: str,
        severity: Severity,
        outcome: Outcome,
        args: dict[str, str] | None = None,
        candidates: tuple[str, ...] = (),
    ) -> None:
        column, raw = self.columns.get(target, ("", ""))
        self.found.append(
            Problem(
                self.row.sheet,
                self.row.number,
                column,
                raw[:_RAW_LIMIT],
                code,
                severity,
                outcome,
                target,
                args or {},
                candidates,
                self.staff,
            )
        )

    def drop(self, target: str, code: str, args: dict[str, str] | None = None) -> None:
        """Takes a value out again that contradicts another one."""
        self.values.pop(target, None)
        self.report(code, target, Severity.WARNING, Outcome.CELL_EMPTY, args)

    def check_dates(self) -> None:
        """Dates against each other. What can't be is left empty; of two, the less reliable one goes."""
        self._drop_inexact_expiry()
        if self._before("entry_to_germany", "birth_date"):
            self.drop("entry_to_germany", "arrival_before_birth", self._days("entry_to_germany", "birth_date"))
        if self._before("enrolment_entry", "birth_date"):
            self.drop("birth_date", "entry_before_birth", self._days("enrolment_entry", "birth_date"))
        if self._before("enrolment_exit", "enrolment_entry"):
            self.drop("enrolment_exit", "exit_before_entry", self._days("enrolment_exit", "enrolment_entry"))
        if self._before("enrolment_entry", "entry_to_germany"):
            self.drop("entry_to_germany", "entry_before_arrival", self._days("enrolment_entry", "entry_to_germany"))
        for target in ("enrolment_entry", "enrolment_exit"):
            if (found := self._date(target)) and not found.exact:
                self._raise_to_warning(
                    target, "entry_inexact" if target == "enrolment_entry" else "exit_inexact", found
                )
        self._drop_reason_without_exit()
        self._note_unusual_age()

    def _drop_inexact_expiry(self) -> None:
        expiry = self._date("residence_valid_to")
        if expiry and not expiry.exact:
            # A guessed day of expiry would start deadlines.
            self.found = [p for p in self.found if p.target != "residence_valid_to"]
            self.drop("residence_valid_to", "expiry_inexact", {"date": str(expiry)})

    def _raise_to_warning(self, target: str, code: str, found: PartialDate) -> None:
        self.found = [
            p
            for p in self.found
            if not (p.target == target and p.reason_code.startswith("date_") and p.severity is Severity.NOTE)
        ]
        kept = found.earliest if target == "enrolment_entry" else min(found.latest, self.context.today)
        self.report(code, target, Severity.WARNING, Outcome.VALUE_KEPT, {"date": f"{kept:%d.%m.%Y}"})

    def _drop_reason_without_exit(self) -> None:
        if "enrolment_exit" in self.values or ("exit_reason" not in self.values and "exit_situation" not in self.extra):
            return
        self.values.pop("exit_reason", None)
        self.extra.pop("exit_situation", None)
        self.found = [p for p in self.found if p.target != "exit_reason"]
        # Where the exit itself was refused, that is the problem; the reason follows it.
        severity = Severity.NOTE if self._rejected("enrolment_exit") else Severity.WARNING
        self.report("reason_without_exit", "exit_reason", severity, Outcome.CELL_EMPTY)

    def _note_unusual_age(self) -> None:
        birth, entry = self._date("birth_date"), self._date("enrolment_entry")
        if birth and entry:
            age = entry.earliest.year - birth.earliest.year
            if not 14 <= age <= 80:
                self.report("age_unusual", "birth_date", Severity.WARNING, Outcome.VALUE_KEPT, {"age": str(age)})

    def _date(self, target: str) -> PartialDate | None:
        value = self.values.get(target)
        return value if isinstance(value, PartialDate) else None

    def _before(self, first: str, second: str) -> bool:
        """Whether `first` certainly lies before `second`."""
        one, other = self._date(first), self._date(second)
        if not one or not other:
            return False
        slack = timedelta(days=730) if one.estimated or other.estimated else timedelta()
        return one.latest + slack < other.earliest

    def _days(self, first: str, second: str) -> dict[str, str]:
        one, other = self._date(first), self._date(second)
        return {"first": _german(one), "second": _german(other)}

    def record(self) -> ParticipantRow | None:
        family, given = self._names()
        entry = self._date("enrolment_entry")
        if entry is None and self.default_entry and not self._rejected("enrolment_entry"):
            entry = PartialDate(self.default_entry)
            self.report("entry_default", "enrolment_entry", Severity.NOTE, Outcome.VALUE_KEPT, {"date": _german(entry)})
        if not family and not given:
            self._reject_row(
                "no_name", next((t for t in ("name", "family_name", "given_names") if t in self.columns), "name")
            )
        if entry is None:
            self._reject_row("no_entry", "enrolment_entry")
        if entry is None or not (family or given):
            return None
        exit_ = self._date("enrolment_exit")
        text, code = self._text, self._code
        remark = "\n\n".join(self.remarks)
        return ParticipantRow(
            sheet=self.row.sheet,
            row=self.row.number,
            family_name=family,
            given_names=given,
            entry=entry.earliest,
            entry_exact=entry.exact,
            exit=min(exit_.latest, self.context.today) if exit_ else None,
            exit_exact=exit_.exact if exit_ else True,
            exit_reason=code("exit_reason"),
            exit_situation=self.extra.get("exit_situation"),
            exit_reason_text=self.extra.get("exit_reason_text", ""),
            external_no=text("external_no"),
            own_script_name=text("own_script_name"),
            birth=self._date("birth_date"),
            sex=code("sex"),
            nationality=code("nationality"),
            nationality_text=self.extra.get("nationality_text", ""),
            residence_status=code("residence_status"),
            residence_text=self._raw_text("residence_status"),
            residence_valid_to=expiry.value if (expiry := self._date("residence_valid_to")) else None,
            entry_to_germany=self._date("entry_to_germany"),
            work_permission=code("work_permission"),
            work_permission_text=self.extra.get("work_permission_text", ""),
            **self._address(),
            phones=tuple(dict.fromkeys(self.phones)),
            email=text("email"),
            languages=self._tuple("language"),
            german_level=code("german_level"),
            german_course=self.extra.get("german_course"),
            german_certificate=self.extra.get("german_certificate", ""),
            literacy=self.extra.get("literacy"),
            school=text("school"),
            school_level=self.extra.get("school_level"),
            occupation=text("occupation"),
            staff=text("staff"),
            remark=remark,
            remark_sensitive="remark_sensitive" in self.extra,
        )

    def _reject_row(self, code: str, target: str) -> None:
        """Says why the row stays out; where the cell itself was refused, that problem becomes the error."""
        for index, problem in enumerate(self.found):
            if (
                problem.target == target
                and problem.outcome is Outcome.CELL_EMPTY
                and problem.severity is Severity.WARNING
            ):
                self.found[index] = replace(problem, severity=Severity.ERROR, outcome=Outcome.ROW_REJECTED)
                return
        self.report(code, target, Severity.ERROR, Outcome.ROW_REJECTED)

    def _rejected(self, target: str) -> bool:
        return any(p.target == target and p.outcome is Outcome.CELL_EMPTY for p in self.found)

    def _names(self) -> tuple[str, str]:
        both = self._tuple("name")
        family = self._text("family_name") or (both[0] if both else "")
        given = self._text("given_names") or (both[1] if both else "")
        return family, given

    def _address(self) -> dict[str, str]:
        both = self._tuple("postcode_place")
        return {
            "postcode": self._text("postcode") or (both[0] if both else ""),
            "place": self._text("place") or (both[1] if both else ""),
            "street": self._text("street") or self.extra.get("street", ""),
        }

    def _text(self, target: str) -> str:
        value = self.values.get(target)
        return value if isinstance(value, str) else ""

    def _code(self, target: str) -> str | None:
        return self._text(target) or None

    def _tuple(self, target: str) -> tuple[str, ...]:
        value = self.values.get(target)
        return value if isinstance(value, tuple) else ()

    def _raw_text(self, target: str) -> str:
        raw = self.columns.get(target, ("", ""))[1]
        return "" if is_placeholder(raw) else raw[:_RAW_LIMIT]


def _german(found: PartialDate | None) -> str:
    if found is None:
        return ""
    pattern = {Precision.DAY: "%d.%m.%Y", Precision.MONTH: "%m.%Y", Precision.YEAR: "%Y"}[found.precision]
    return found.value.strftime(pattern)


class DuplicateFinder:
    """Finds a person who stands in the list twice.

    Name and birthday make the same person. A birthday of 1 January, or one that isn't known to the day, proves
    nothing: then telephone, e-mail or day of entry must agree as well. A shared telephone alone is a note: families
    share one.
    """

    def __init__(self) -> None:
        self._by_name: dict[str, list[ParticipantRow]] = {}
        self._by_phone: dict[str, ParticipantRow] = {}

    def check(self, result: RowResult) -> RowResult:
        """The result with hints at both rows; the record is remembered for the rows that follow."""
        record = result.record
        if record is None:
            return result
        twin, code = self._find(record)
        if twin is None:
            self._remember(record)
            return result
        if code == "duplicate":
            differing = _differences(twin, record)
            found = _pair(
                twin, record, "duplicate", Severity.WARNING, Outcome.DUPLICATE, {"fields": ", ".join(differing)}
            )
            return replace(result, problems=[*result.problems, *found], duplicate_of=(twin.sheet, twin.row))
        self._remember(record)
        severity = Severity.WARNING if code == "duplicate_possible" else Severity.NOTE
        found = _pair(twin, record, code, severity, Outcome.VALUE_KEPT, {})
        if severity is Severity.NOTE:
            return replace(result, notes=[*result.notes, *found])
        return replace(result, problems=[*result.problems, *found])

    def _find(self, record: ParticipantRow) -> tuple[ParticipantRow | None, str]:
        possible: tuple[ParticipantRow | None, str] = (None, "")
        for earlier in self._by_name.get(name_key(record.family_name, record.given_names), ()):
            judged = _judge(earlier, record)
            if judged == "duplicate":
                return earlier, judged
            if judged:
                possible = (earlier, judged)
        if possible[0] is None:
            for phone in record.phones:
                if phone in self._by_phone:
                    return self._by_phone[phone], "phone_shared"
        return possible

    def _remember(self, record: ParticipantRow) -> None:
        self._by_name.setdefault(name_key(record.family_name, record.given_names), []).append(record)
        for phone in record.phones:
            self._by_phone.setdefault(phone, record)


def _judge(earlier: ParticipantRow, later: ParticipantRow) -> str:
    """Two rows with the same name: duplicate, duplicate_possible, or nothing."""
    contact = bool(set(earlier.phones) & set(later.phones)) or bool(
        earlier.email and earlier.email.lower() == later.email.lower()
    )
    began = earlier.entry_exact and later.entry_exact and earlier.entry == later.entry
    if not earlier.birth or not later.birth:
        return "duplicate" if contact and began else "duplicate_possible" if contact or began else ""
    if earlier.birth == later.birth:
        if _proves(earlier.birth) or contact or began:
            return "duplicate"
        return "duplicate_possible"
    return "duplicate_possible" if contact else ""


def _proves(birth: PartialDate) -> bool:
    return birth.exact and (birth.value.month, birth.value.day) != (1, 1)


def _differences(first: ParticipantRow, second: ParticipantRow) -> list[str]:
    """Fields in which the second row says something else; the first row's stays."""
    ignored = {"sheet", "row", "external_no", "residence_text", "work_permission_text", "exit_reason_text"}
    get: Callable[[ParticipantRow, str], object] = getattr
    return [
        item.name
        for item in fields(second)
        if item.name not in ignored and get(second, item.name) and get(second, item.name) != get(first, item.name)
    ]


def _pair(
    first: ParticipantRow, second: ParticipantRow, code: str, severity: Severity, outcome: Outcome, args: dict[str, str]
) -> list[Problem]:
    """The same hint at both rows, each naming the other."""
    hints = []
    for here, there in ((first, second), (second, first)):
        other = str(there.row) if there.sheet == here.sheet else f"{there.sheet}: {there.row}"
        own = outcome if here is second else Outcome.VALUE_KEPT
        name = ", ".join(part for part in (here.family_name, here.given_names) if part)
        hints.append(
            Problem(here.sheet, here.row, "", name, code, severity, own, "", {"other": other} | args, (), here.staff)
        )
    return hints
