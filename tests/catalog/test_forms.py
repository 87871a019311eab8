"""Names of uploaded files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.forms.brochures import clean_file_name


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("紹介資料.pdf", "紹介資料.pdf"),
        ("C:\\文書\\資料.pdf", "資料.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("請求\u202efdp.exe", "請求fdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ('x<y>:"|?*.pdf', "x_y______.pdf"),
        ("か\u3099.pdf", "が.pdf"),
    ],
)
def test_what_could_disguise_a_name_is_taken_out(name, clean):
    assert clean_file_name(name) == clean


@given(st.text())
def test_every_name_stays_short_and_in_its_folder(name):
    clean = clean_file_name(name)
    assert len(clean) <= 120
    assert "/" not in clean
    assert "\\" not in clean
    assert "\x00" not in clean
