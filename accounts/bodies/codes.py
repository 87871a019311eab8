"""全国地方公共団体コード: five digits and a check digit (JIS X 0401, X 0402; the ministry adds the sixth)."""

NATION = "000000"
_WEIGHTS = (6, 5, 4, 3, 2)


def check_digit(first_five: str) -> str:
    """The sixth digit: 11 less the weighted sum modulo 11, of which the last digit counts."""
    total = sum(int(digit) * weight for digit, weight in zip(first_five, _WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)


def is_code(text: str) -> bool:
    """Six ASCII digits of which the last fits the others."""
    return len(text) == 6 and text.isascii() and text.isdecimal() and check_digit(text[:5]) == text[5]


def listed_code(text: str) -> str:
    """A code as a list of bodies has it: six digits, or five where a spreadsheet dropped the leading 0."""
    return _digits(text).zfill(6)


def statistical_code(text: str) -> str:
    """A code as statistics have it: without the check digit (five digits, or four where the leading 0 was dropped)."""
    digits = _digits(text).zfill(5)
    return digits + check_digit(digits) if len(digits) == 5 and digits.isascii() and digits.isdecimal() else digits


def _digits(text: str) -> str:
    return text.strip().removesuffix(".0")
