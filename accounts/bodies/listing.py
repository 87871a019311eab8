"""A list of all local governments: our own CSV, or the ministry's 全国地方公共団体コード (CSV or XLSX).

The ministry's table has two sheets: 現在の団体, and 政令指定都市 (the designated cities with their wards, which are no
bodies). It knows neither core cities nor the right size of every kana (しようない for しょうない); both are taken from
our own list where code and name agree.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from accounts.bodies.codes import is_code, listed_code
from accounts.bodies.rows import ListError, Row, Sheet, read_sheets, table
from accounts.enums import MunicipalityKind
from accounts.identity.romaji import UnreadableKana, spellings
from accounts.prefectures import PREFECTURE_NAMES

BUNDLED_LIST = Path(__file__).parent.parent / "data" / "municipalities.csv"

COLUMNS = {
    "code": ("code", "団体コード"),
    "prefecture": ("prefecture", "都道府県名(漢字)", "都道府県名"),
    "name": ("name", "市区町村名(漢字)", "市区町村名"),
    "kana": ("kana", "市区町村名(カナ)"),
    "prefecture_kana": ("都道府県名(カナ)",),
    "kind": ("kind",),
    "successor": ("successor", "承継団体コード"),
}
REQUIRED = frozenset({"code", "prefecture", "name", "kana"})
KIND_BY_LAST_SIGN = {
    "市": MunicipalityKind.CITY,
    "区": MunicipalityKind.SPECIAL_WARD,
    "町": MunicipalityKind.TOWN,
    "村": MunicipalityKind.VILLAGE,
}
LISTED_KINDS = frozenset(MunicipalityKind) - {MunicipalityKind.ASSOCIATION}
NAME_LENGTH = 60
KANA_LENGTH = 60  # signs; the longest name has 14


class ListedBody(NamedTuple):
    """One body of a list; `successor` is the code of the body it was merged into, empty for a live one."""

    code: str
    name: str
    kana: str
    prefecture: str
    kind: str
    successor: str = ""


def read_list(path: Path) -> list[ListedBody]:
    """Every body of the file, by code; raises ListError naming every bad row."""
    sheets = read_sheets(path)
    tables = [(sheet, rows) for sheet in sheets if (rows := table(sheet, COLUMNS, REQUIRED)) is not None]
    if not tables:
        raise ListError([f"{path.name} に「団体コード」「都道府県名」「市区町村名」とカナの列が見つかりません。"])
    designated = {row.cells["name"] for sheet, rows in tables if _is_designated_sheet(sheet) for row in rows}
    problems: list[str] = []
    found: dict[str, ListedBody] = {}
    for row in (row for sheet, rows in tables if not _is_designated_sheet(sheet) for row in rows):
        if _is_ward_of_a_city(row):
            continue
        body = _body(row, designated)
        problems += (f"{row.place}：{problem}" for problem in _problems(body, found))
        found[body.code] = body
    problems += _problems_of_the_whole(found)
    if problems:
        raise ListError(problems)
    return sorted(found.values())


@cache
def bundled_list() -> Mapping[str, ListedBody]:
    """Our own list, by code. The tests hold it to the rules of any other list."""
    with BUNDLED_LIST.open(encoding="utf-8", newline="") as file:
        return {row["code"]: ListedBody(**row) for row in csv.DictReader(file)}


def _is_designated_sheet(sheet: Sheet) -> bool:
    return "政令" in sheet.title


def _is_ward_of_a_city(row: Row) -> bool:
    """札幌市中央区: listed beside its city, but no local government."""
    name = row.cells["name"]
    return name.endswith("区") and "市" in name[1:]


def _body(row: Row, designated: set[str]) -> ListedBody:
    """The row as a body, with what only our own list knows; the checks come afterwards."""
    cells = row.cells
    code = listed_code(cells["code"])
    is_prefecture = cells["name"] in ("", cells["prefecture"])
    name = cells["prefecture"] if is_prefecture else cells["name"]
    kana = hiragana(cells["kana"] or (cells.get("prefecture_kana", "") if is_prefecture else ""))
    kind = cells.get("kind") or (MunicipalityKind.PREFECTURE if is_prefecture else _kind(name, designated))
    ours = bundled_list().get(code)
    if ours is not None and ours.name == name:
        kana = ours.kana if _large(kana) == _large(ours.kana) else kana
        if "kind" not in cells and kind == MunicipalityKind.CITY:
            kind = ours.kind
    return ListedBody(code, name, kana, cells["prefecture"], str(kind), _optional_code(cells.get("successor", "")))


def _kind(name: str, designated: set[str]) -> str:
    if name in designated:
        return MunicipalityKind.DESIGNATED_CITY
    return KIND_BY_LAST_SIGN.get(name[-1:], "")


def _optional_code(text: str) -> str:
    return listed_code(text) if text else ""


def hiragana(text: str) -> str:
    """Kana of any width as hiragana, without spaces."""
    wide = "".join(unicodedata.normalize("NFKC", text).split())
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in wide)


def _large(kana: str) -> str:
    """The kana as lists without small signs write it, to compare with one that has them."""
    return kana.translate(str.maketrans("ぁぃぅぇぉっゃゅょ", "あいうえおつやゆよ"))


def _problems(body: ListedBody, before: Mapping[str, ListedBody]) -> Iterator[str]:
    """What is wrong with one row, as sentences without the row's place."""
    if not is_code(body.code) or body.code[:2] not in PREFECTURE_NAMES:
        yield f"団体コード「{body.code}」が正しくありません（6桁、末尾は検査数字）。"
        return
    if body.code in before:
        yield f"団体コード {body.code} が2回あります。"
    if body.prefecture != PREFECTURE_NAMES[body.code[:2]]:
        yield f"都道府県名「{body.prefecture}」が団体コード {body.code} と合いません。"
    if body.kind not in LISTED_KINDS:
        yield f"「{body.name}」（{body.code}）の団体区分が分かりません。"
    elif (body.kind == MunicipalityKind.PREFECTURE) != (body.code[2:5] == "000"):
        yield f"「{body.name}」の団体区分が団体コード {body.code} と合いません。"
    if len(body.name) > NAME_LENGTH:
        yield f"団体コード {body.code} の名称が長すぎます（{NAME_LENGTH}文字まで）。"
    if not _is_readable(body.kana):
        yield f"「{body.name}」（{body.code}）のカナ「{body.kana}」が読めません。"


def _is_readable(kana: str) -> bool:
    try:
        return len(kana) <= KANA_LENGTH and spellings(kana) != {""}
    except UnreadableKana:
        return False


def _problems_of_the_whole(found: Mapping[str, ListedBody]) -> Iterator[str]:
    """What no single row shows: a list cut short, successors that are not there."""
    codes = {body.code[:2] for body in found.values() if body.kind == MunicipalityKind.PREFECTURE}
    for prefix, name in PREFECTURE_NAMES.items():
        if prefix not in codes:
            yield f"{name}の行がありません。全団体の一覧を指定してください。"
    for body in found.values():
        if body.successor and (body.successor == body.code or body.successor not in found):
            yield f"「{body.name}」（{body.code}）の承継団体 {body.successor} が一覧にありません。"
