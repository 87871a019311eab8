"""法人番号: thirteen digits, the first of which is the check digit.

Source: 法人番号の指定等に関する省令 第2条: 9 minus (the sum of the twelve base digits, counted from the right, those in
odd places once and those in even places twice) modulo 9.
"""


def is_corporate_number(text: str) -> bool:
    """Whether `text` is thirteen ASCII digits with the right check digit."""
    if len(text) != 13 or not text.isascii() or not text.isdigit():
        return False
    total = sum(int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(text[1:]), 1))
    return int(text[0]) == 9 - total % 9
