"""Markdown: what people may write, what never comes out, and that no text of ours takes long."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from dss import markdown
from dss.markdown import LONGEST, render_markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    '![a" onerror="alert(1)](https://evil.example/p.gif)',
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://evil.example "t\\" onmouseover=alert(1) ")',
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "# <style>*{display:none}</style>",
    "|<b onclick=alert(1)>|\n|-|\n|</td><script>alert(1)</script>|",
    "<form action=/me/><input name=x></form>",
    "<div style=position:fixed id=main>x</div>",
    "<!--><script>alert(1)</script>-->",
    "[x](file:///etc/passwd)",
    "<a@b.example>",
    '```x" onload="alert(1)\ncode\n```',
    "<p><base href=//evil.example>",
    "[![x](javascript:alert(1))](javascript:alert(2))",
]
PLAIN = ["p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "li", "h3", "h4", "h5", "h6"]
TABLE = ["table", "thead", "tbody", "tr", "th", "td"]
ALLOWED = {"a": {"href", "rel"}, "ol": {"start"}} | dict.fromkeys([*PLAIN, *TABLE], frozenset())
ADDRESS = re.compile(r"(https?:)?//|/|[^:]*$", re.IGNORECASE)


class Judge(HTMLParser):
    """Collects whatever the list above does not allow."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ALLOWED.get(tag, ()):
                self.wrong.append(f"{tag} {name}")
            if name == "href" and not ADDRESS.match(value or ""):
                self.wrong.append(f"address {value}")

    def handle_comment(self, data):
        self.wrong.append("comment")

    def handle_decl(self, decl):
        self.wrong.append("declaration")


def wrong_in(html: str) -> list[str]:
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.wrong


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_come_out_harmless(attack):
    assert wrong_in(render_markdown(attack)) == []


@given(
    st.lists(st.sampled_from([*ATTACKS, "\n", "\n\n", "    ", "> ", "- ", "|", "`", "**", "[", "](", ")"])).map("".join)
)
def test_attacks_put_together(text):
    assert wrong_in(render_markdown(text)) == []


@given(st.text())
def test_any_text(text):
    assert wrong_in(render_markdown(text)) == []


def test_nothing_is_fetched_from_elsewhere():
    html = render_markdown("![配置図](https://files.example/plan.png)")
    assert "<img" not in html
    assert 'href="https://files.example/plan.png"' in html
    assert "画像：配置図" in html


def test_links_vouch_for_nothing():
    html = render_markdown("[市のページ](https://www.city.example/) <https://b.example/> [中](/services/)")
    assert html.count('rel="nofollow noopener noreferrer"') == 3
    assert render_markdown("[x](mailto:a@b.example)") == '<p><a rel="nofollow noopener noreferrer">x</a></p>\n'


def test_what_people_write():
    html = render_markdown(
        "# 大見出し\n\n## 中見出し\n\n###### 小\n\n1行目\n2行目\n\n- **太字**\n- ~~取消~~\n\n"
        "| 項目 | 額 |\n|---|--:|\n| 初期 | 10 |"
    )
    for part in (
        "<h3>大見出し</h3>",
        "<h4>中見出し</h4>",
        "<h5>小</h5>",
        "1行目<br>",
        "<strong>太字</strong>",
        "<s>取消</s>",
    ):
        assert part in html
    assert "<td>10</td>" in html
    assert "<h1" not in html
    assert "<h2" not in html


def test_the_filter_of_templates():
    assert Template("{% load markup %}{{ text|markdown }}").render(Context({"text": "*a* <b>"})) == (
        "<p><em>a</em> &lt;b&gt;</p>\n"
    )


PATHOLOGICAL = [
    *("[", "![", "[a](", "[]", "](", "[a][b]", "[x]: a\n", "[^1]", "<", "<!--", "<a ", "&", "&#", "\\"),
    *(
        "*",
        "**a ",
        "*a_",
        "_a",
        "~~a ",
        "`",
        "`a``",
        "> ",
        ">",
        "- ",
        "1. ",
        "#",
        "# ",
        "|a",
        "a|b\n-|-\n",
        "    ",
        "\t",
    ),
    *("a\n===\n", "***\n", "```\n", "~~~\n", "<a@b>", "http://", "あ", "\u0301", "[a]((((", "!", '[a](<b "c'),
]


def duration(text: str) -> float:
    """The quickest of three, past the memory of what was rendered before."""
    times = []
    for _ in range(3):
        start = time.process_time()
        render_markdown.__wrapped__(text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("unit", PATHOLOGICAL)
def test_time_grows_with_the_size_alone(unit):
    """Four times the text never costs sixteen times the time; tiny times are not judged."""
    short, long = ((unit * LONGEST)[:size] for size in (LONGEST // 4, LONGEST))
    assert duration(long) <= 12 * max(duration(short), 0.005)


def test_deep_nesting_is_cut_off():
    html = render_markdown("> " * 500 + "深い")
    assert html.count("<blockquote>") <= markdown.DEEPEST
    assert render_markdown("".join(f"{'  ' * depth}- a\n" for depth in range(60))).count("<ul>") <= markdown.DEEPEST


def test_what_is_too_long_is_cut():
    assert render_markdown("あ" * (LONGEST + 5)).count("あ") == LONGEST


@pytest.mark.parametrize(
    ("text", "highest", "levels"),
    [
        ("### a\n\n#### b\n\n### c", 2, "232"),
        ("### a\n\n# b\n\n## c", 3, "334"),
        ("# a\n\n#### b\n\n## c\n\n###### d", 3, "3445"),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e", 3, "34566"),
    ],
)
def test_headings_leave_no_level_out(text, highest, levels):
    assert "".join(re.findall(r"<h(\d)>", render_markdown(text, highest))) == levels
