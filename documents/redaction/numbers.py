"""Numbers: of telephones, of persons, of bank accounts, of machines.

Digits may be wide, parted by any hyphen, or broken over two lines; `Sheet.text` has narrow ones. A 法人番号 of thirteen
digits is public and never found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.redaction.mynumber import is_my_number
from documents.redaction.sheet import Sheet

Found = Iterator[tuple[int, int, str]]

_BREAK = r"[ \u3000]{0,2}\n?[ \u3000]{0,2}"
_JOIN = rf"(?:{_BREAK}[-.()]{{1,2}}{_BREAK}|[ \u3000])"
_PHONES = (
    # parted, with at least one sign: 048-571-1211, 03(1234)5678, (048) 571-1211
    re.compile(rf"(?<![\d\-.])\(?0\d{{1,4}}{_JOIN}\d{{1,4}}{_JOIN}\d{{3,4}}(?![\d\-])"),
    # in one: 09012345678, 0485711211; or two parts: 0485-711211
    re.compile(rf"(?<![\d\-.,])0\d{{1,4}}(?:{_JOIN})?\d{{5,9}}(?![\d\-,])"),
    # broken within the digits by the end of a line
    re.compile(r"(?<![\d\-.,])0(?=[\d\-]{1,12}\n[\d\-]{1,12})(?:-?\n?-?\d){9,10}(?![\d\-,])"),
    re.compile(rf"\+81{_BREAK}-?{_BREAK}(?:\(0\))?\d{{1,4}}{_JOIN}?\d{{1,4}}{_JOIN}?\d{{3,4}}(?!\d)"),
)
_PART = rf"(?:{_BREAK}-{_BREAK}|[ \u3000\t\n])"
_MY_NUMBERS = (
    re.compile(r"(?<![\d\-])\d(?:\n?\d){11}(?![\d\-])"),
    re.compile(rf"(?<![\d\-])\d{{4}}{_PART}\d{{4}}{_PART}\d{{4}}(?![\d\-])"),
    re.compile(r"(?<!\S)\d(?:[\t ]\d){11}(?!\S)"),
)
_NAMED_NUMBER = re.compile(r"(?:個人番号|マイナンバー|ﾏｲﾅﾝﾊﾞｰ)[^\d\n]{0,20}\n?$")
_UNIT = r"(?!\d|[ \u3000]?(?:円|千円|百万円|件|人|名|%|個|台|世帯|部|ページ|時間|号線))"
_ACCOUNTS = (
    re.compile(r"口座(?:番号|No\.?|NO\.?)?[^\d\n]{0,15}[\n\t]?[^\d\n]{0,5}(\d(?:[- ]?\d){3,7})" + _UNIT),
    re.compile(r"(?:普通|当座|貯蓄)(?:預金)?[^\d\n円]{0,12}[\n\t]?[^\d\n円]{0,5}(\d(?:[- ]?\d){5,7})" + _UNIT),
    re.compile(
        r"(?:銀行|信用金庫|信金|信用組合|労働金庫|農業協同組合|農協|ゆうちょ)"
        r"[^\n\t円]{0,40}?(?<!\d)(\d(?:[- ]?\d){6,7})" + _UNIT
    ),
)
_IP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\.\d|\d)")
_LOWEST_NETWORK = 10
"""Of the first part: 1.2.3.4 is the number of a section."""


def phones_in(sheet: Sheet) -> Found:
    for pattern in _PHONES:
        for match in pattern.finditer(sheet.text):
            digits = _digits(match[0])
            digits = f"0{digits[2:].removeprefix('0')}" if match[0].startswith("+") else digits
            if (len(digits) in {10, 11} and digits[1] != "0") or _is_toll_free(digits):
                yield match.start(), match.end(), digits


def _is_toll_free(digits: str) -> bool:
    return len(digits) == 11 and digits.startswith("0800")


def my_numbers_in(sheet: Sheet) -> Found:
    """Twelve digits with the right check digit, or said to be one."""
    for pattern in _MY_NUMBERS:
        for match in pattern.finditer(sheet.text):
            digits = _digits(match[0])
            said = _NAMED_NUMBER.search(sheet.text[max(0, match.start() - 30) : match.start()])
            if is_my_number(digits) or said:
                yield match.start(), match.end(), digits


def accounts_in(sheet: Sheet) -> Found:
    for pattern in _ACCOUNTS:
        for match in pattern.finditer(sheet.text):
            yield match.start(1), match.end(1), _digits(match[1])


def ip_addresses_in(sheet: Sheet) -> Found:
    for match in _IP.finditer(sheet.text):
        parts = [int(part) for part in match[0].split(".")]
        if parts[0] >= _LOWEST_NETWORK and max(parts) <= 255:
            yield match.start(), match.end(), match[0]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() and sign.isascii())
