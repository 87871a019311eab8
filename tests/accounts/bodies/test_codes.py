"""Check digits, and what spreadsheets and statistics make of codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.bodies.codes import check_digit, is_code, listed_code, statistical_code


@pytest.mark.parametrize("code", ["010006", "011002", "112186", "131016", "271403", "473821"])
def test_well_known_codes(code):
    assert is_code(code)


@pytest.mark.parametrize("text", ["", "11218", "112187", "1121860", "11218６", "abcdef", "11218 ", "-11218"])
def test_no_codes(text):
    assert not is_code(text)


@given(st.from_regex(r"[0-9]{5}", fullmatch=True), st.integers(0, 4), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(first_five, at, by):
    """All but those that turn remainder 0 into 10 or back: both have check digit 1."""
    wrong = f"{first_five[:at]}{(int(first_five[at]) + by) % 10}{first_five[at + 1 :]}"
    assert check_digit(wrong) != check_digit(first_five) or check_digit(first_five) == "1"


@pytest.mark.parametrize(
    ("text", "code"), [("112186", "112186"), ("11002", "011002"), ("11002.0", "011002"), (" 010006 ", "010006")]
)
def test_listed_code(text, code):
    assert listed_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("11218", "112186"), ("1100", "011002"), ("00000", "000001"), ("x", "0000x")]
)
def test_statistical_code(text, code):
    assert statistical_code(text) == code
