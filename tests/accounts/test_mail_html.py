"""The HTML of a mail says what its text says, and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from accounts.mail_html import html_of
from accounts.mail_transport import hand_over


class _Reader(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.words, self.tags, self.links = [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"href", "src", "style"}]

    def handle_data(self, data):
        self.words.append(data)


def test_the_words_are_those_of_the_text_and_addresses_are_links():
    body = "架空 様\n\n届きました。\n　https://dss.example/me/?a=1&b=2\n\n----\n止める\nhttps://dss.example/unsubscribe/x.y/\n"
    read = _Reader(html_of("件名", body))
    assert read.links == ["https://dss.example/me/?a=1&b=2", "https://dss.example/unsubscribe/x.y/"]
    said = "".join(read.words).split()
    assert said[1:] == body.replace("----", "").split()
    assert read.tags <= {"html", "head", "meta", "title", "body", "main", "p", "br", "a", "hr", "footer"}


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=https://evil.example/pixel>",
        'https://evil.example/"onmouseover="x',
        "javascript:alert(1)",
        "</title><style>*{}</style>",
        "{{ settings.SECRET_KEY }}",
    ],
)
def test_what_people_write_stays_words(evil):
    read = _Reader(html_of(evil, f"前\n{evil}\n後"))
    assert read.tags <= {"html", "head", "meta", "title", "body", "main", "p", "br", "a"}
    assert all(link.startswith("https://evil.example/") and '"' not in link for link in read.links)


def test_no_line_is_too_long_and_no_header_can_be_added(mailoutbox):
    hand_over(
        mail_id=7,
        to="a@town.example",
        subject="件名" * 90,
        body="長" * 3000 + "\nBcc: x@evil.example\n" + "a" * 3000,
        unsubscribe_at="https://dss.example/unsubscribe/" + "x" * 200 + "/",
        is_listed=True,
    )
    (sent,) = mailoutbox
    raw = sent.message().as_bytes()
    assert max(len(line) for line in raw.splitlines()) <= 998
    assert sent.recipients() == ["a@town.example"]
    assert sent.message()["Bcc"] is None
