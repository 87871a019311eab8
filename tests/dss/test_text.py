"""What people type: what is refused, and what is tidied."""

import pytest
from django.core.exceptions import ValidationError

from dss.text import clean_line, clean_text

SIGNS = ["\0", "\x0b", "\x1b", "\x7f", "\x85", "\ud800", "\u202e", "\u2066", "\uffff"]
UNSEEN = ["", " ", "\u3000\n\t", "\u200b\u200b", "\ufeff", "\u3164", "\u2800", "\u0301", "\u200d\ufe0f"]


@pytest.mark.parametrize("sign", SIGNS)
def test_signs_that_are_no_text_are_refused(sign):
    with pytest.raises(ValidationError) as refused:
        clean_text(f"前{sign}後", 100)
    assert refused.value.code == "signs"


@pytest.mark.parametrize("text", UNSEEN)
def test_text_in_which_nothing_is_seen_is_empty(text):
    assert clean_text(text, 100) == ""


def test_line_ends_are_one_sign_and_the_length_is_counted_after_that():
    assert clean_text("一\r\n二\r三\u2028四", 7) == "一\n二\n三\n四"
    with pytest.raises(ValidationError) as refused:
        clean_text("あ" * 8, 7)
    assert refused.value.code == "max_length"


def test_emoji_and_joined_signs_stay():
    assert clean_text(" 👩\u200d💻 é が\u3099 ", 20) == "👩\u200d💻 é が\u3099"


def test_a_line_has_no_line_ends():
    assert clean_line("件名\r\nBcc: x@y.example\t!", 50) == "件名 Bcc: x@y.example !"
