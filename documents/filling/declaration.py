"""What a template asks for: declared in TOML, checked here, kept as JSON beside the file. Imports no Django."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_FIELDS = 80
MOST_COLUMNS = 8
MOST_ROWS = 60
MOST_CHOICES = 30
LINE_LENGTH = 200
TEXT_LENGTH = 5000
LABEL_LENGTH = 60
HELP_LENGTH = 300

_KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_RESERVED = frozenset(
    {
        *("loop", "true", "false", "none", "and", "or", "not", "in", "is", "if", "else", "elif", "endif"),
        *("for", "endfor", "set", "block", "macro", "call", "filter", "raw", "self", "context", "caller", "super"),
        *("varargs", "kwargs", "range", "dict", "lipsum", "cycler", "joiner", "namespace"),
    }
)


class FieldType(StrEnum):
    """What a person is asked to fill in."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MONEY = "money"
    INTEGER = "integer"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"
    TABLE = "table"
    SERVICE = "service"
    MUNICIPALITY = "municipality"


LABELS = {
    FieldType.TEXT: "1行の文字",
    FieldType.LONG_TEXT: "文章",
    FieldType.DATE: "日付",
    FieldType.MONEY: "金額",
    FieldType.INTEGER: "整数",
    FieldType.CHOICE: "1つ選ぶ",
    FieldType.MULTIPLE: "いくつでも選ぶ",
    FieldType.YES_NO: "はい・いいえ",
    FieldType.TABLE: "表",
    FieldType.SERVICE: "サービスの名称",
    FieldType.MUNICIPALITY: "自治体の名称",
}
LINES = frozenset({FieldType.TEXT, FieldType.SERVICE, FieldType.MUNICIPALITY})
TAXES = {"": "", "included": "（税込）", "excluded": "（税抜）"}
#: Further places that a field of this type offers, beside the one of its own name.
FORMS_OF = {FieldType.DATE: ("_seireki", "_both"), FieldType.MONEY: ("_number",)}

_FIELD_KEYS = frozenset(
    {
        *("key", "label", "type", "section", "help", "required", "choices", "columns", "rows"),
        *("max_length", "max_rows", "unit", "tax", "default", "prefill"),
    }
)
_COLUMN_KEYS = _FIELD_KEYS - {"section", "columns", "rows", "max_rows"}


class DeclarationError(Exception):
    """What is wrong with a declaration, in Japanese, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `columns` and `rows` (what stands there at first) belong to tables, `prefill` names a known key."""

    key: str
    label: str
    type: FieldType
    section: str = ""
    help: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    max_length: int = 0
    max_rows: int = MOST_ROWS
    unit: str = ""
    tax: str = ""
    default: Any = None
    prefill: str = ""

    @property
    def type_label(self) -> str:
        return LABELS[self.type]

    @property
    def names(self) -> list[str]:
        """Every name under which its value may stand in the file."""
        return [self.key, *(f"{self.key}{ending}" for ending in FORMS_OF.get(self.type, ()))]


@dataclass(frozen=True, slots=True)
class Declaration:
    """The questions of a template in their order."""

    fields: tuple[Field, ...]
    source: list[dict[str, Any]] = field(default_factory=list, compare=False)
    """As it is kept in the database."""

    @property
    def sections(self) -> list[tuple[str, list[Field]]]:
        """The fields under their headings; one heading may come only once."""
        grouped: dict[str, list[Field]] = {}
        for each in self.fields:
            grouped.setdefault(each.section, []).append(each)
        return list(grouped.items())

    def named(self, key: str) -> Field | None:
        return next((each for each in self.fields if each.key == key), None)


def from_toml(text: str) -> Declaration:
    """The declaration as operators write it. DeclarationError: everything that is wrong with it."""
    try:
        given = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DeclarationError([f"項目の宣言を読み取れません（TOML）：{error}"]) from error
    if set(given) != {"fields"}:
        raise DeclarationError(["項目の宣言には [[fields]] だけを書いてください。"])
    return from_data(given["fields"])


def from_data(data: Any) -> Declaration:
    """The declaration as it is kept."""
    if not isinstance(data, list) or not data or not all(isinstance(each, dict) for each in data):
        raise DeclarationError(["項目の宣言に [[fields]] がありません。"])
    if len(data) > MOST_FIELDS:
        raise DeclarationError([f"項目は{MOST_FIELDS}個までにしてください。"])
    problems: list[str] = []
    fields = tuple(_field(each, problems, number) for number, each in enumerate(data, 1))
    _check_names(fields, problems)
    if problems:
        raise DeclarationError(problems)
    return Declaration(fields, [_plain(each) for each in data])


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """With nothing but what JSON knows: TOML has dates."""
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in data.items()}


def _field(data: dict[str, Any], problems: list[str], number: int, inside: str = "") -> Field:
    where = f"{inside}の列{number}" if inside else f"{number}番目の項目"
    key, label = data.get("key"), data.get("label")
    if isinstance(key, str) and key:
        where = f"「{inside}.{key}」" if inside else f"「{key}」"
    unknown = set(data) - (_COLUMN_KEYS if inside else _FIELD_KEYS)
    if unknown:
        problems.append(f"{where}に、知らない書き方があります：{'、'.join(sorted(map(str, unknown)))}")
    if not isinstance(key, str) or not _KEY.fullmatch(key) or len(key) > 40 or key in _RESERVED:
        problems.append(f"{where}の key は、英小文字で始まる英小文字・数字・_ の40字以内の名前にしてください。")
    if not isinstance(label, str) or not 0 < len(label) <= LABEL_LENGTH:
        problems.append(f"{where}の label を{LABEL_LENGTH}字以内で書いてください。")
    kind = _type(data, problems, where, inside)
    texts = {name: _text(data, name, problems, where) for name in ("section", "help", "unit", "tax", "prefill")}
    if texts["tax"] not in TAXES:
        problems.append(f"{where}の tax は included か excluded です。")
    if len(texts["help"]) > HELP_LENGTH:
        problems.append(f"{where}の help は{HELP_LENGTH}字以内にしてください。")
    columns = _columns(data, kind, problems, where, str(key))
    return Field(
        key=str(key),
        label=str(label),
        type=kind,
        required=data.get("required") is True,
        choices=_choices(data, kind, problems, where),
        columns=columns,
        rows=_rows(data, columns, problems, where),
        max_length=_number(data, "max_length", TEXT_LENGTH if kind == FieldType.LONG_TEXT else LINE_LENGTH, problems),
        max_rows=_number(data, "max_rows", MOST_ROWS, problems),
        default=_plain(data).get("default"),
        **texts,
    )


def _type(data: dict[str, Any], problems: list[str], where: str, inside: str) -> FieldType:
    given = data.get("type")
    allowed = [kind for kind in FieldType if not (inside and kind in {FieldType.TABLE, FieldType.MULTIPLE})]
    if given not in allowed:
        problems.append(f"{where}の type は次のどれかです：{'、'.join(allowed)}")
        return FieldType.TEXT
    return FieldType(given)


def _text(data: dict[str, Any], name: str, problems: list[str], where: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        problems.append(f"{where}の {name} は文字で書いてください。")
        return ""
    return value


def _number(data: dict[str, Any], name: str, most: int, problems: list[str]) -> int:
    value = data.get(name, most)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        problems.append(f"「{data.get('key')}」の {name} は1から{most}までの数にしてください。")
        return most
    return value


def _choices(data: dict[str, Any], kind: FieldType, problems: list[str], where: str) -> tuple[str, ...]:
    given = data.get("choices", [])
    wants = kind in {FieldType.CHOICE, FieldType.MULTIPLE}
    fits = isinstance(given, list) and all(isinstance(each, str) and 0 < len(each) <= LINE_LENGTH for each in given)
    if not fits or bool(given) != wants or len(given) > MOST_CHOICES or len(set(given)) != len(given):
        problems.append(
            f"{where}の choices は、choice と multiple に、異なる文字を{MOST_CHOICES}個まで並べてください。"
        )
        return ()
    return tuple(given)


def _columns(data: dict[str, Any], kind: FieldType, problems: list[str], where: str, key: str) -> tuple[Field, ...]:
    given = data.get("columns", [])
    fits = isinstance(given, list) and all(isinstance(each, dict) for each in given)
    if not fits or bool(given) != (kind == FieldType.TABLE) or len(given) > MOST_COLUMNS:
        problems.append(f"{where}の columns は、table に{MOST_COLUMNS}列まで並べてください。")
        return ()
    return tuple(_field(each, problems, number, key) for number, each in enumerate(given, 1))


def _rows(
    data: dict[str, Any], columns: tuple[Field, ...], problems: list[str], where: str
) -> tuple[dict[str, Any], ...]:
    given = data.get("rows", [])
    names = [column.key for column in columns]
    fits = isinstance(given, list) and all(isinstance(row, list) and len(row) <= len(names) for row in given)
    if not fits or (given and not names) or len(given) > MOST_ROWS:
        problems.append(f"{where}の rows は、列の順に値を並べた行を{MOST_ROWS}行まで書いてください。")
        return ()
    return tuple(dict(zip(names, row, strict=False)) for row in given)


def _check_names(fields: tuple[Field, ...], problems: list[str]) -> None:
    """No two places may carry one name."""
    seen: set[str] = set()
    for each in fields:
        for name in each.names:
            if name in seen:
                problems.append(f"同じ名前の項目が2つあります：{name}")
            seen.add(name)
        columns = [name for column in each.columns for name in column.names]
        if len(set(columns)) != len(columns):
            problems.append(f"「{each.key}」に同じ名前の列が2つあります。")
