"""Turn what came in (a form, a CSV row, a JSON body) into canonical answers, or say what is wrong with which key.

Texts are accepted for every type, because forms and CSV bring nothing else: full-width digits, thousands separators
and a trailing 円 or % are understood. Empty input means unknown and is left out.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog.specsheet.declaration import (
    CERTIFICATE_HOLDERS,
    CERTIFICATE_STATES,
    LONGEST_NUMBER,
    TRISTATE_CHOICES,
    Choice,
    Question,
    QuestionType,
    Sheet,
    load_sheet,
)

# What is cut from both ends: white space and characters that show nothing.
EDGE = r"\s\u00ad\u115f\u1160\u200b-\u200f\u2060-\u2064\u3164\ufeff"
# What no text may hold: controls, separators that break lines, direction overrides, lone surrogates, non-characters.
_CONTROLS = r"\u0000-\u0009\u000b-\u001f\u007f-\u009f"
FORBIDDEN = _CONTROLS + r"\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_EDGES = re.compile(rf"^[{EDGE}]+|[{EDGE}]+\Z")
_FORBIDDEN = re.compile(f"[{FORBIDDEN}]")
PERCENT_PATTERN = r"^(100|[1-9]?[0-9](\.[0-9]{0,2}[1-9])?)$"
URL_PATTERN = r"^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?([/?#][!#-;=?-\[\]_a-z~]*)?$"
_URL = re.compile(URL_PATTERN)
_INTEGER = re.compile(r"-?[0-9]{1,19}")


class AnswerError(ValueError):
    """The answer cannot be understood; the message is for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Canonical answers of the keys that were good, and a message for each key that was not."""

    answers: dict[str, Any]
    errors: dict[str, str]

    @property
    def is_valid(self) -> bool:
        return not self.errors


def clean_answers(raw: Mapping[str, object], sheet: Sheet | None = None) -> Cleaned:
    """Clean every answer; a key that is not declared is an error, never dropped in silence."""
    sheet = sheet or load_sheet()
    errors = {str(key): "仕様情報にない項目です。" for key in raw if key not in sheet}
    answers: dict[str, Any] = {}
    for question in sheet.questions:
        if question.key not in raw:
            continue
        try:
            value = clean_answer(question, raw[question.key])
        except AnswerError as error:
            errors[question.key] = str(error)
        else:
            if value is not None:
                answers[question.key] = value
    return Cleaned(answers, errors)


def missing_required(answers: Mapping[str, object], sheet: Sheet | None = None) -> dict[str, str]:
    """A message for each required question without an answer."""
    sheet = sheet or load_sheet()
    return {
        question.key: f"「{question.label}」は必ずお答えください。"
        for question in sheet.questions
        if question.required and question.key not in answers
    }


def clean_answer(question: Question, value: object) -> Any:
    """One canonical answer, None for unknown; AnswerError with a message for the person."""
    if value is None:
        return None
    return _CLEANERS[question.type](question, value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise AnswerError("文字で入力してください。")
    return _EDGES.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _ascii(value: object) -> str:
    """A text that stands for a number, a date or a code: full-width forms are folded."""
    return unicodedata.normalize("NFKC", _text(value)).strip()


def _clean_text(question: Question, value: object) -> str | None:
    text = _text(value).replace("\t", " ")
    if question.type != QuestionType.LONGTEXT:
        text = text.replace("\n", " ")
    return _bounded(text, question.max_length)


def _bounded(text: str, max_length: int) -> str | None:
    if _FORBIDDEN.search(text):
        raise AnswerError("使えない制御文字が含まれています。")
    if len(text) > max_length:
        raise AnswerError(f"{max_length}文字以内で入力してください（現在{len(text)}文字）。")
    return text or None


def _clean_integer(question: Question, value: object) -> int | None:
    if isinstance(value, str):
        text = _ascii(value).replace(",", "").removesuffix(question.unit).strip()
        if not text:
            return None
        if not _INTEGER.fullmatch(text):
            raise AnswerError("整数で入力してください。")
        number = int(text)
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    else:
        raise AnswerError("整数で入力してください。")
    if not question.minimum <= number <= question.maximum:
        raise AnswerError(f"{question.minimum:,}から{question.maximum:,}までの整数で入力してください。")
    return number


def _clean_percent(_question: Question, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise AnswerError("数値で入力してください。")
    text = _ascii(str(value)).removesuffix("%").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{0,12})?", text):
        raise AnswerError("0から100までの数値で入力してください。例: 99.9")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise AnswerError("数値で入力してください。") from error
    if number > 100 or number != number.quantize(Decimal("0.001")):
        raise AnswerError("0から100まで、小数点以下3桁までで入力してください。例: 99.9")
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _clean_date(_question: Question, value: object) -> str | None:
    return clean_date_text(value)


def clean_date_text(value: object) -> str | None:
    """YYYY-MM-DD (slashes are understood), or None when empty."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    text = _ascii(value)
    if not text:
        return None
    match = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text)
    if not match:
        raise AnswerError("日付は2027-03-31のように入力してください。")
    try:
        return dt.date(*(int(part) for part in match.groups())).isoformat()
    except ValueError as error:
        raise AnswerError("存在しない日付です。") from error


def _code(choices: tuple[Choice, ...], value: object) -> str | None:
    text = _text(value)
    if not text:
        return None
    if not any(choice.code == text for choice in choices):
        raise AnswerError("選択肢から選んでください。")
    return text


def _clean_choice(question: Question, value: object) -> str | None:
    return _code(question.choices, value)


def _clean_tristate(_question: Question, value: object) -> str | None:
    return None if value == "unknown" else _code(TRISTATE_CHOICES, value)


def _clean_multichoice(question: Question, value: object) -> list[str] | None:
    items = value.split(";") if isinstance(value, str) else value
    if not isinstance(items, (list, tuple)):
        raise AnswerError("選択肢から選んでください。")
    chosen = {code for item in items if (code := _code(question.choices, item))}
    exclusive = [choice.label for choice in question.choices if choice.exclusive and choice.code in chosen]
    if exclusive and len(chosen) > 1:
        raise AnswerError(f"「{exclusive[0]}」は他の選択肢と同時に選べません。")
    return [choice.code for choice in question.choices if choice.code in chosen] or None


def _clean_url(question: Question, value: object) -> str | None:
    text = _bounded(_text(value), question.max_length)
    if text is None:
        return None
    if not _URL.match(text):
        raise AnswerError("https:// または http:// で始まるURLを半角で入力してください。")
    return text


def _clean_certificate(_question: Question, value: object) -> dict[str, str] | None:
    if value == "":
        return None
    if not isinstance(value, Mapping):
        raise AnswerError("取得状況を選んでください。")
    if unknown := sorted(str(key) for key in value if key not in ("state", "holder", "number", "expires_on")):
        raise AnswerError(f"仕様情報にない項目です: {unknown[0]}")
    given = {key: "" if part is None else part for key, part in value.items()}
    state = _code(CERTIFICATE_STATES, given.get("state", ""))
    holder = _code(CERTIFICATE_HOLDERS, given.get("holder", ""))
    number = _bounded(_text(given.get("number", "")).replace("\t", " ").replace("\n", " "), LONGEST_NUMBER)
    expires_on = clean_date_text(given.get("expires_on", ""))
    details = {"holder": holder, "number": number, "expires_on": expires_on}
    if state is None:
        if any(details.values()):
            raise AnswerError("取得状況を選んでください。")
        return None
    if state != "held":
        if any(details.values()):
            raise AnswerError("取得主体・番号・有効期限は、取得済みの場合だけ入力してください。")
        return {"state": state}
    if holder is None:
        raise AnswerError("自社が取得したものか、クラウド基盤が取得したものかを選んでください。")
    return {"state": state, **{key: detail for key, detail in details.items() if detail is not None}}


_CLEANERS: dict[QuestionType, Callable[[Question, object], Any]] = {
    QuestionType.TEXT: _clean_text,
    QuestionType.LONGTEXT: _clean_text,
    QuestionType.INTEGER: _clean_integer,
    QuestionType.MONEY: _clean_integer,
    QuestionType.PERCENT: _clean_percent,
    QuestionType.DATE: _clean_date,
    QuestionType.CHOICE: _clean_choice,
    QuestionType.MULTICHOICE: _clean_multichoice,
    QuestionType.TRISTATE: _clean_tristate,
    QuestionType.URL: _clean_url,
    QuestionType.CERTIFICATE: _clean_certificate,
}
