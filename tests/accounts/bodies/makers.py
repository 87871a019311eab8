"""Files as the ministry publishes them, made from our own list."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

import openpyxl

from accounts.bodies.listing import ListedBody, bundled_list

HEADER = ["団体コード", "都道府県名\n（漢字）", "市区町村名\n（漢字）", "都道府県名\n（カナ）", "市区町村名\n（カナ）"]
HALF_WIDTH = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)} | {
    "\u3099": "ﾞ",
    "\u309a": "ﾟ",
}


def half_width(hiragana: str) -> str:
    """じょうそう -> ｼﾞｮｳｿｳ."""
    katakana = "".join(chr(ord(sign) + 0x60) for sign in hiragana)
    return "".join(HALF_WIDTH[sign] for sign in unicodedata.normalize("NFD", katakana))


def ministry_rows(bodies: Iterable[ListedBody]) -> list[list[str]]:
    prefecture_kana = {body.name: half_width(body.kana) for body in bundled_list().values() if body.code[2:5] == "000"}
    return [
        [body.code, body.prefecture, "", prefecture_kana[body.prefecture], ""]
        if body.kind == "prefecture"
        else [body.code, body.prefecture, body.name, prefecture_kana[body.prefecture], half_width(body.kana)]
        for body in bodies
    ]


def ministry_book(path: Path, rows: Iterable[list[str]]) -> Path:
    """Two sheets: the bodies, and two designated cities with some wards."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "R8.1.1現在の団体"
    for row in [HEADER, *rows]:
        sheet.append(row)
    cities = book.create_sheet("R8.1.1政令指定都市")
    for row in [
        HEADER,
        ["011002", "北海道", "札幌市", "ﾎｯｶｲﾄﾞｳ", "ｻｯﾎﾟﾛｼ"],
        ["011011", "北海道", "札幌市中央区", "ﾎｯｶｲﾄﾞｳ", "ｻｯﾎﾟﾛｼﾁｭｳｵｳｸ"],
        ["282014", "兵庫県", "姫路市", "ﾋｮｳｺﾞｹﾝ", "ﾋﾒｼﾞｼ"],
        ["271403", "大阪府", "堺市", "ｵｵｻｶﾌ", "ｻｶｲｼ"],
    ]:
        cities.append(row)
    book.save(path)
    return path


def csv_file(path: Path, rows: Iterable[Iterable[str]], encoding: str = "utf-8-sig") -> Path:
    path.write_text("".join(",".join(row) + "\r\n" for row in rows), encoding=encoding, newline="")
    return path
