"""The check digit of a 個人番号, by the ministerial ordinance (平成26年総務省令第85号 第5条)."""

from __future__ import annotations


def is_my_number(digits: str) -> bool:
    """Whether twelve digits carry the check digit of a 個人番号. One in eleven other numbers does, too."""
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    # P(n) is the nth digit from the right of the first eleven; Q(n) is n + 1 up to the sixth, then n - 5.
    total = sum(
        int(digit) * (place + 1 if place <= 6 else place - 5) for place, digit in enumerate(reversed(digits[:11]), 1)
    )
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)
