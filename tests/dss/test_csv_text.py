"""Tables for spreadsheets: sent line by line, and nothing in them runs."""

from __future__ import annotations

import csv
import io

import pytest

from dss.csv_text import BYTE_ORDER_MARK, csv_cell, csv_lines


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tA", "＝1", "'=1"])
def test_no_cell_is_a_formula(text):
    assert csv_cell(text) == f"'{text}"


def test_a_table_is_made_line_by_line_with_its_mark_and_read_back_whole():
    made = []

    def rows():
        for number in range(3):
            made.append(number)
            yield [number, '引用"と,読点', "改\n行", None, "=A1"]

    lines = csv_lines(["番号", "言葉", "行", "空", "式"], rows())
    first = next(lines)
    assert first == BYTE_ORDER_MARK + "番号,言葉,行,空,式\r\n"
    assert made == []
    next(lines)
    assert made == [0]
    text = first.removeprefix(BYTE_ORDER_MARK) + "".join(lines)
    assert list(csv.reader(io.StringIO(text, newline="")))[2] == ["2", '引用"と,読点', "改\n行", "", "'=A1"]
