"""Rows of a table as cleaned content: the same rules as the desk's forms, and every problem by line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.completeness import INTRO_WORDS
from catalog.forms import IntroForm, PlanForm
from catalog.importing.content import ImportRow, Problem
from catalog.importing.tables import Limits, Record, UnreadableTable, records_of
from catalog.plans import MOST_PLANS, Plan, stored_plans
from catalog.specsheet import clean_answers, columns_question, from_columns, load_sheet
from catalog.specsheet.export import CERTIFICATE_PARTS
from catalog.specsheet.facets import HELD

ANSWERS = "answers"
SPEC = "spec."
LARGEST_ID = 2**63 - 1
PLAN_KEYS = frozenset(Plan.__dataclass_fields__)


@dataclass(slots=True)
class Reading:
    """The rows of a file, or what is wrong with it."""

    rows: list[ImportRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    encoding: str = ""


def read_listings(content: bytes, limits: Limits) -> Reading:
    """Every row, cleaned; with any problem the rows are not to be used."""
    try:
        records, problems, encoding = records_of(content, limits)
    except UnreadableTable as error:
        return Reading(problems=[Problem("", "", str(error))])
    reading = Reading(problems=problems, encoding=encoding)
    for record in records:
        row = _Row(record)
        reading.rows.append(row.content())
        reading.problems.extend(row.problems)
    reading.problems.extend(_twins(reading.rows))
    return reading


def _twins(rows: list[ImportRow]) -> Iterator[Problem]:
    """Two rows about one listing: which of them should hold?"""
    seen: dict[tuple[Any, ...], str] = {}
    for row in rows:
        name = row.words.get("name", "")
        mark = ("id", row.service_id) if row.service_id else ("name", row.vendor_id, name)
        if row.service_id is None and not name:
            continue
        if mark in seen:
            yield Problem(row.place, str(mark[0]), f"{seen[mark]}と同じサービスの行です。")
        seen.setdefault(mark, row.place)


class _Row:
    """One record being read; problems are collected, so that all are told at once."""

    def __init__(self, record: Record) -> None:
        self.place = record.place
        self.cells = record.cells
        self.problems: list[Problem] = []

    def refuse(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.place, column, message))

    def content(self) -> ImportRow:
        service_id, vendor_id = self._number("id"), self._number("vendor_id")
        return ImportRow(self.place, service_id, vendor_id, self._words(), self._answers(), self._plans())

    def _number(self, column: str) -> int | None:
        value = self.cells.get(column)
        text = value.strip() if isinstance(value, str) else "" if value is None else str(value)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) <= LARGEST_ID):
            self.refuse(column, "番号（正の整数）で入力してください。")
            return None
        return int(text)

    def _words(self) -> dict[str, str]:
        given = {name: self.cells[name] for name in INTRO_WORDS if name in self.cells}
        wrong = [name for name, value in given.items() if not isinstance(value, (str, type(None)))]
        for name in wrong:
            self.refuse(name, "文字で入力してください。")
        form = IntroForm({"name": "-"} | {name: value for name, value in given.items() if name not in wrong})
        form.is_valid()
        for name, messages in form.errors.items():
            if name in given:
                self.refuse(name, " ".join(str(message) for message in messages))
        return {name: form.cleaned_data[name] for name in given if name in form.cleaned_data and name not in wrong}

    def _answers(self) -> dict[str, Any]:
        columns = {name: value for name, value in self.cells.items() if name.startswith(SPEC)}
        nested = self.cells.get(ANSWERS)
        if nested is not None and (columns or not isinstance(nested, Mapping)):
            self.refuse(ANSWERS, "answersは、項目と値の対応として、spec.の列とは別に書いてください。")
            return {}
        cleaned = from_columns(columns) if nested is None else clean_answers(nested)
        for key, message in cleaned.errors.items():
            self.refuse(f"{SPEC}{key}"[:80], message)
        asked = {columns_question(name) for name in columns} if nested is None else set(_sheet_keys())
        asked -= {key for key in asked if self._is_cut(key, cleaned.answers.get(key))}
        return {key: cleaned.answers.get(key) for key in asked if key not in cleaned.errors}

    def _is_cut(self, key: str, answer: Any) -> bool:
        """Whether parts of a certificate have no column: nothing is said then, or too little to be put in place of all
        that is known, and that is refused."""
        parts = {f"{SPEC}{key}.{part}" for part in CERTIFICATE_PARTS}
        if parts <= self.cells.keys() or not parts & self.cells.keys():
            return False
        if answer is not None and answer["state"] == HELD:
            self.refuse(f"{SPEC}{key}", f"取得済みの認証には、{'・'.join(CERTIFICATE_PARTS)}の4つの列が要ります。")
        return answer is None

    def _plans(self) -> list[dict[str, Any]] | None:
        if "plans" not in self.cells:
            return None
        stored = self.cells["plans"]
        try:
            stored = json.loads(stored) if isinstance(stored, str) and stored.strip() else stored or []
        except (ValueError, RecursionError):
            stored = None
        if not isinstance(stored, list) or not all(isinstance(plan, dict) for plan in stored):
            self.refuse("plans", "services.csvと同じ、プランの一覧を表すJSONを書いてください。")
            return None
        if len(stored) > MOST_PLANS:
            self.refuse("plans", f"プランは{MOST_PLANS}件までです。")
            return None
        plans = [plan for number, row in enumerate(stored, 1) if (plan := self._plan(number, row)) is not None]
        if len({plan.name for plan in plans}) < len(plans):
            self.refuse("plans", "同じ名前のプランがあります。")
        return stored_plans(plans)

    def _plan(self, number: int, row: dict[str, Any]) -> Plan | None:
        if unknown := sorted(str(key) for key in row if key not in PLAN_KEYS):
            self.refuse("plans", f"{number}番目のプランに、知らない項目があります: {unknown[0][:40]}")
            return None
        if not all(
            value is None or (isinstance(value, (str, int)) and not isinstance(value, bool)) for value in row.values()
        ):
            self.refuse("plans", f"{number}番目のプランの値は、文字か整数で書いてください。")
            return None
        form = PlanForm(row)
        if not form.is_valid():
            message = next(str(message) for messages in form.errors.values() for message in messages)
            self.refuse("plans", f"{number}番目のプラン: {message}")
            return None
        return None if form.is_empty else form.plan()


def _sheet_keys() -> list[str]:
    return [question.key for question in load_sheet().questions]
