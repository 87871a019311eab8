"""Read the declaration of the spec sheet and check it.

Every mistake in a file raises `SpecSheetError`, whose message names the file and the key, so that a typo cannot
reach a form or a column.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from catalog.category_data import categories_of_axis

DIRECTORY = Path(__file__).parent
_KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

# Upper bounds that keep every answer within a bigint, a page and a spreadsheet cell.
LARGEST_MONEY = 999_999_999_999
LARGEST_INTEGER = 2_147_483_647
LONGEST_URL = 500
LONGEST_NUMBER = 60


class SpecSheetError(ValueError):
    """The declaration cannot be used; the message names the file and the key."""


class QuestionType(StrEnum):
    TEXT = "text"
    LONGTEXT = "longtext"
    INTEGER = "integer"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"
    TRISTATE = "tristate"
    URL = "url"
    CERTIFICATE = "certificate"


NUMBER_TYPES = frozenset({QuestionType.INTEGER, QuestionType.MONEY, QuestionType.PERCENT})
CHOICE_TYPES = frozenset({QuestionType.CHOICE, QuestionType.MULTICHOICE})
TEXT_TYPES = frozenset({QuestionType.TEXT, QuestionType.LONGTEXT})


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a (multi)choice; an exclusive one ("なし") cannot stand beside another."""

    code: str
    label: str
    exclusive: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of a number, both ends included, by which it is filtered; bands may overlap (99%以上 …)."""

    code: str
    label: str
    minimum: float | None = None
    maximum: float | None = None


# What a certificate and a yes/no question can say.
TRISTATE_CHOICES = (Choice("yes", "はい"), Choice("no", "いいえ"))
CERTIFICATE_STATES = (
    Choice("held", "取得済み"),
    Choice("in_progress", "取得に向けて準備中"),
    Choice("none", "取得していない"),
)
CERTIFICATE_HOLDERS = (Choice("own", "自社"), Choice("cloud", "利用しているクラウド基盤"))


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `minimum`, `maximum` bound numbers, `max_length` bounds texts."""

    key: str
    label: str
    type: QuestionType
    help: str = ""
    unit: str = ""
    required: bool = False
    filterable: bool = False
    comparable: bool = True
    choices: tuple[Choice, ...] = ()
    bands: tuple[Band, ...] = ()
    minimum: int = 0
    maximum: int = 0
    max_length: int = 0

    def choice_label(self, code: str) -> str:
        """The label of a code, or the code itself where a frozen version holds one that was withdrawn since."""
        return next((choice.label for choice in self.choices if choice.code == code), code)


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of one file, in the order asked."""

    key: str
    label: str
    position: int
    help: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole declaration, sections in order."""

    sections: tuple[Section, ...]
    _by_key: dict[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {question.key: question for question in self.questions})

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        """The question of a key; KeyError if there is none."""
        return self._by_key[key]

    def section(self, key: str) -> Section:
        """The section of a key; KeyError if there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key


@cache
def load_sheet() -> Sheet:
    """The product's own declaration."""
    return read_sheet(sorted(DIRECTORY.glob("*.toml")))


def read_sheet(paths: Iterable[Path]) -> Sheet:
    """Read one file a section; keys are unique over all files and sections stand in order of `position`."""
    sections: list[Section] = []
    seen: dict[str, str] = {}
    for path in paths:
        section = _read_section(path)
        for question in section.questions:
            if question.key in seen:
                raise SpecSheetError(f"{path.name}: {question.key}: already declared in {seen[question.key]}")
            seen[question.key] = path.name
        if any(section.key == other.key or section.position == other.position for other in sections):
            raise SpecSheetError(f"{path.name}: section.key or section.position is used twice")
        sections.append(section)
    return Sheet(tuple(sorted(sections, key=lambda section: section.position)))


def _read_section(path: Path) -> Section:
    try:
        with path.open("rb") as stream:
            document = tomllib.load(stream)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SpecSheetError(f"{path.name}: not valid TOML: {error}") from error
    reader = _Table(path.name, "section", document.get("section", {}))
    return Section(
        key=reader.matching("key", _KEY),
        label=reader.text("label"),
        position=reader.integer("position"),
        help=reader.text("help", ""),
        questions=tuple(_read_question(path.name, row) for row in document.get("questions", [])),
    )


def _read_question(file: str, row: dict[str, Any]) -> Question:
    reader = _Table(file, str(row.get("key", "questions")), row)
    key = reader.matching("key", _KEY)
    try:
        kind = QuestionType(reader.text("type"))
    except ValueError as error:
        raise reader.error("type", f"{row['type']!r} is not a type") from error
    question = Question(
        key=key,
        label=reader.text("label"),
        type=kind,
        help=reader.text("help", ""),
        unit=reader.text("unit", "円" if kind == QuestionType.MONEY else "%" if kind == QuestionType.PERCENT else ""),
        required=reader.boolean("required", default=False),
        filterable=reader.boolean("filterable", default=False),
        comparable=reader.boolean("comparable", default=True),
        choices=_read_choices(reader, kind),
        bands=_read_bands(reader, kind),
        minimum=reader.integer("minimum", 0),
        maximum=reader.integer("maximum", LARGEST_MONEY if kind == QuestionType.MONEY else LARGEST_INTEGER),
        max_length=_read_max_length(reader, kind),
    )
    reader.refuse_unread()
    if question.filterable and kind in NUMBER_TYPES and not question.bands:
        raise reader.error("bands", "a filterable number needs bands")
    return question


def _read_choices(reader: _Table, kind: QuestionType) -> tuple[Choice, ...]:
    axis, rows = reader.text("choices_from", ""), reader.rows("choices")
    if kind not in CHOICE_TYPES:
        if axis or rows:
            raise reader.error("choices", f"a {kind} takes no choices")
        return ()
    if bool(axis) == bool(rows):
        raise reader.error("choices", "give either choices or choices_from")
    if axis:
        try:
            entries = categories_of_axis(axis)
        except KeyError as error:
            raise reader.error("choices_from", f"{axis!r} is not an axis") from error
        return tuple(Choice(entry.code, entry.name, group=entry.group) for entry in entries)
    choices = tuple(
        Choice(row.matching("code", _CODE), row.text("label"), exclusive=row.boolean("exclusive", default=False))
        for row in rows
    )
    _refuse_twice(reader, "choices", [choice.code for choice in choices])
    return choices


def _read_bands(reader: _Table, kind: QuestionType) -> tuple[Band, ...]:
    rows = reader.rows("bands")
    if rows and kind not in NUMBER_TYPES:
        raise reader.error("bands", f"a {kind} takes no bands")
    bands = tuple(
        Band(row.matching("code", _CODE), row.text("label"), row.number("minimum"), row.number("maximum"))
        for row in rows
    )
    _refuse_twice(reader, "bands", [band.code for band in bands])
    return bands


def _read_max_length(reader: _Table, kind: QuestionType) -> int:
    if kind == QuestionType.URL:
        return LONGEST_URL
    if kind in TEXT_TYPES:
        length = reader.integer("max_length", 0)
        if not 0 < length <= 4000:
            raise reader.error("max_length", "a text needs a length between 1 and 4000")
        return length
    return 0


def _refuse_twice(reader: _Table, key: str, codes: list[str]) -> None:
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise reader.error(key, f"code is used twice: {', '.join(repeated)}")


class _Table:
    """One TOML table, read key by key, so that every error can say where it stands and no key is silently ignored."""

    def __init__(self, file: str, place: str, table: dict[str, Any]) -> None:
        self.file, self.place, self.table = file, place, table
        self.read: set[str] = set()

    def error(self, key: str, message: str) -> SpecSheetError:
        return SpecSheetError(f"{self.file}: {self.place}.{key}: {message}")

    def _get(self, key: str, kind: type | tuple[type, ...], default: object) -> Any:
        self.read.add(key)
        value = self.table.get(key, default)
        if value is None:
            raise self.error(key, "is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, f"has the wrong type: {value!r}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value: str = self._get(key, str, default)
        return value

    def integer(self, key: str, default: int | None = None) -> int:
        value: int = self._get(key, int, default)
        return value

    def boolean(self, key: str, *, default: bool) -> bool:
        value: bool = self._get(key, bool, default)
        return value

    def number(self, key: str) -> float | None:
        self.read.add(key)
        return None if key not in self.table else float(self._get(key, (int, float), None))

    def matching(self, key: str, pattern: re.Pattern[str]) -> str:
        value = self.text(key)
        if not pattern.fullmatch(value):
            raise self.error(key, f"{value!r} is not allowed here")
        return value

    def rows(self, key: str) -> list[_Table]:
        rows = self._get(key, list, [])
        if not all(isinstance(row, dict) for row in rows):
            raise self.error(key, "must hold tables")
        return [_Table(self.file, f"{self.place}.{key}[{index}]", row) for index, row in enumerate(rows)]

    def refuse_unread(self) -> None:
        unread = sorted(set(self.table) - self.read)
        if unread:
            raise self.error(unread[0], "is not known")
