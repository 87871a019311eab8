"""File names that people chose are safe in a header and on any system."""

import io

import pytest

from dss.downloads import file_name, pdf_attachment


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ご案内.pdf", "ご案内.pdf"),
        ("ご案内.PDF", "ご案内.pdf"),
        ("../../etc/passwd", "etc_passwd.pdf"),
        ('a"b\r\nSet-Cookie: x=1;.pdf', "a_b_Set-Cookie_ x=1.pdf"),
        ("請求書\u202efdp.exe", "請求書_fdp.exe.pdf"),
        ("\ud800\0", "file.pdf"),
        ("", "file.pdf"),
        ("資" * 300, "資" * 100 + ".pdf"),
    ],
)
def test_names(name, safe):
    assert file_name(name, ".pdf") == safe
    header = pdf_attachment(io.BytesIO(b"%PDF"), name)["Content-Disposition"]
    assert header.isascii()
    assert header.startswith("attachment; filename=\"document.pdf\"; filename*=UTF-8''")
