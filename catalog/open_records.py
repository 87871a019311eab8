"""公開データ described once: what each column holds, for the page that explains it and the generated JSON schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts.enums import VendorSize
from catalog.enums import TaxTreatment
from catalog.exports import CSV_COLUMNS
from catalog.models import NAME_LENGTH, TAGLINE_LENGTH
from catalog.plans import HIGHEST_PRICE, LONGEST_TERM, MOST_PLANS
from catalog.specsheet import Question, QuestionType, columns_question, json_schema, load_sheet

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.ja"
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 0}
_TEXT: dict[str, Any] = {"type": "string"}
_DATE: dict[str, Any] = {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A column that is no answer of the spec sheet; `may_import`: an import reads it, the others it leaves aside."""

    name: str
    label: str
    form: str
    schema: dict[str, Any]
    may_import: bool = False


FACTS = (
    Fact("id", "サービスの番号", "整数", _NUMBER, may_import=True),
    Fact("url", "掲載ページ", "URL", _TEXT | {"format": "uri"}),
    Fact("version", "公開中の版", "整数", _NUMBER),
    Fact("name", "サービス名", "文字", _TEXT | {"maxLength": NAME_LENGTH}, may_import=True),
    Fact("name_kana", "サービス名のふりがな", "文字", _TEXT, may_import=True),
    Fact("tagline", "ひとこと", "文字", _TEXT | {"maxLength": TAGLINE_LENGTH}, may_import=True),
    Fact("description", "説明", "文字（改行あり）", _TEXT, may_import=True),
    Fact("vendor_id", "事業者の番号", "整数", _NUMBER, may_import=True),
    Fact("vendor", "事業者名", "文字", _TEXT),
    Fact("vendor_size", "企業規模", "選択肢のコード", {"enum": [*VendorSize.values, ""]}),
    Fact("vendor_is_startup", "スタートアップ", "1 か 0（JSONでは真偽値）", {"type": "boolean"}),
    Fact("vendor_headquarters", "本社所在地", "都道府県コード", _TEXT),
    Fact("vendor_service_areas", "対応地域（空は全国）", "都道府県コード（複数）", {"type": "array", "items": _TEXT}),
    Fact("confirmed_adoptions", "導入が確認された自治体の数", "整数", _NUMBER),
    Fact("published_on", "この版の公開日", "日付", _DATE),
    Fact("confirmed_on", "最終確認日", "日付", {"anyOf": [_DATE, {"type": "null"}]}),
)
_PLANS = {
    "title": "料金プラン",
    "description": "priceがnullのものは個別見積です。",
    "type": "array",
    "maxItems": MOST_PLANS,
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "unit": {"type": "string"},
            "price": {"anyOf": [{"type": "integer", "minimum": 0, "maximum": HIGHEST_PRICE}, {"type": "null"}]},
            "tax": {"enum": [*TaxTreatment.values, ""]},
            "includes": {"type": "string"},
            "minimum_months": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": LONGEST_TERM}, {"type": "null"}]},
        },
        "required": ["name", "unit", "price", "tax", "includes", "minimum_months"],
        "additionalProperties": False,
    },
}
_FORMS = {
    QuestionType.TEXT: "文字",
    QuestionType.LONGTEXT: "文字（改行あり）",
    QuestionType.INTEGER: "整数",
    QuestionType.MONEY: "整数（円）",
    QuestionType.PERCENT: "小数（%）",
    QuestionType.DATE: "日付",
    QuestionType.CHOICE: "選択肢のコード",
    QuestionType.MULTICHOICE: "選択肢のコード（複数）",
    QuestionType.TRISTATE: "yes か no",
    QuestionType.URL: "URL",
    QuestionType.CERTIFICATE: "認証の情報",
}
_CERTIFICATE_PARTS = {"state": "取得状況", "holder": "取得主体", "number": "番号", "expires_on": "有効期限"}


def page_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one page of `/services.json`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address("catalog:service_schema"),
        "title": "デジタルサービス広場の公開データ",
        "type": "object",
        "properties": {
            "count": {**_NUMBER, "title": "条件に合うサービスの数"},
            "page": {**_NUMBER, "title": "このページの番号"},
            "pages": {**_NUMBER, "title": "ページの数"},
            "next": {"anyOf": [_TEXT | {"format": "uri"}, {"type": "null"}], "title": "次のページ"},
            "license": {"const": LICENCE_URL},
            "schema": _TEXT | {"format": "uri"},
            "notes": {"type": "array", "items": _TEXT, "title": "読み替えた指定についての注意"},
            "services": {"type": "array", "items": {"$ref": "#/$defs/service"}},
        },
        "required": ["count", "page", "pages", "next", "license", "schema", "notes", "services"],
        "additionalProperties": False,
        "$defs": {"service": _record_schema()},
    }


def _record_schema() -> dict[str, Any]:
    """An answer that is absent is unknown: what was listed before a question was asked has none."""
    answers = {key: value for key, value in json_schema().items() if key not in ("$schema", "required")}
    properties = {fact.name: {"title": fact.label} | fact.schema for fact in FACTS}
    properties |= {"plans": _PLANS, "answers": answers}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the CSV in words; `choices` by code."""

    name: str
    label: str
    form: str
    may_import: bool
    choices: tuple[tuple[str, str], ...] = ()


def columns() -> Iterator[Column]:
    """Every column of `/services.csv`, in its order."""
    facts = {fact.name: fact for fact in FACTS}
    sheet = load_sheet()
    for name in CSV_COLUMNS:
        if name in facts:
            yield Column(name, facts[name].label, facts[name].form, facts[name].may_import)
        elif name == "plans":
            yield Column(name, "料金プラン", "プランの一覧（JSON）", may_import=True)
        else:
            yield _answer_column(name, sheet.question(columns_question(name)))


def _answer_column(name: str, question: Question) -> Column:
    part = name.rpartition(".")[2]
    if question.type == QuestionType.CERTIFICATE:
        return Column(name, f"{question.label}の{_CERTIFICATE_PARTS[part]}", _FORMS[question.type], may_import=True)
    choices = tuple((choice.code, choice.label) for choice in question.choices)
    return Column(name, question.label, _FORMS[question.type], may_import=True, choices=choices)


def address(name: str) -> str:
    """The whole address of a page, for those who read the data elsewhere."""
    return f"{settings.SITE_URL}{reverse(name)}"


Response = TypeVar("Response", bound=HttpResponseBase)


def licensed(response: Response) -> Response:
    """With the licence in its head, for programs."""
    response["Link"] = f'<{LICENCE_URL}>; rel="license", <{address("catalog:open_data")}>; rel="describedby"'
    return response
