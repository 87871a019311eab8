"""The decision paper as a Word file: A4, the wide comparison on pages that lie."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Paper

from procurement.comparison import Cell, Column, QuoteComparison
from procurement.decision_paper.content import PaperContent
from procurement.decision_paper.writing import (
    facts_table,
    grid,
    number_pages,
    plain,
    seal_table,
    set_fonts,
    set_page,
    turn_page,
    write,
)
from procurement.eras import era_date

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SEALS = ("起案", "係長", "課長", "決裁")
UPRIGHT, LYING = 170, 257
"""Millimetres between the margins."""
MOST_UPRIGHT, MOST_LYING = 2, 5
"""So many quotes fit beside each other."""


def decision_document(content: PaperContent) -> io.BytesIO:
    """Everything of `content`, in its order."""
    paper = Document()
    set_fonts(paper)
    set_page(paper.sections[0])
    number_pages(paper.sections[0], f"{content.body}　{content.title}")
    paper.core_properties.title, paper.core_properties.author = plain(content.title), plain(content.body)[:200]
    _front(paper, content)
    numbers = iter(range(1, 20))
    for heading, rows in (
        ("案件の概要", content.project),
        ("選定の結果と理由", content.result),
        ("見積を依頼した条件", content.conditions),
    ):
        if rows:
            paper.add_heading(f"{next(numbers)}　{heading}", level=1)
            facts_table(paper, rows, UPRIGHT)
    paper.add_heading(f"{next(numbers)}　候補ごとの判断", level=1)
    _judgements(paper, content)
    if content.comparison is not None:
        _comparison(paper, content, content.comparison, f"{next(numbers)}　見積の比較")
    if content.questions:
        paper.add_heading(f"{next(numbers)}　事業者からの質問と回答", level=1)
        asked = [(each.asked_on, each.question, each.answer) for each in content.questions]
        grid(paper, ("質問日", "質問", "回答"), asked, (30, 70, 70))
        write(paper, "質問と回答は、質問した事業者の名を伏せて、依頼先のすべての事業者に示した。")
    paper.add_heading(f"{next(numbers)}　使用した資料", level=1)
    for source in content.sources or ["なし"]:
        write(paper, f"・{source}")
    paper.add_heading(f"{next(numbers)}　候補の仕様（凍結した掲載内容）", level=1)
    _listings(paper, content)
    file = io.BytesIO()
    paper.save(file)
    file.seek(0)
    return file


def _front(paper: Paper, content: PaperContent) -> None:
    write(paper, "文書番号　　　　　　　　　　", right=True)
    paper.add_heading(content.title, level=0)
    seal_table(paper, SEALS)
    write(paper, "")
    write(paper, f"{content.body}　　　　　　　　　　　　課・係　　起案者　　　　　　　　　　")
    blank = "令和　　年　　月　　日"
    write(paper, f"作成日　{content.made_on}")
    write(paper, f"起案日　{blank}　　　　　決裁日　{blank}")


def _judgements(paper: Paper, content: PaperContent) -> None:
    if not content.listings:
        write(paper, "候補はない。")
        return
    rows = [(each.name, each.vendor, each.verdict, each.reason or "記載なし") for each in content.listings]
    grid(paper, ("サービス", "事業者", "判断", "理由"), rows, (40, 35, 20, 75))


def _comparison(paper: Paper, content: PaperContent, comparison: QuoteComparison, heading: str) -> None:
    wide = len(comparison.columns) > MOST_UPRIGHT
    if wide:
        turn_page(paper, wide=True)
    paper.add_heading(heading, level=1)
    page, most = (LYING, MOST_LYING) if wide else (UPRIGHT, MOST_UPRIGHT)
    for start in range(0, len(comparison.columns), most):
        _compared(paper, comparison, range(start, min(start + most, len(comparison.columns))), page)
        write(paper, "")
    for remark in comparison.remarks:
        write(paper, remark)
    if content.silent:
        paper.add_heading("見積のない依頼先", level=2)
        facts_table(paper, content.silent, page)
    if wide:
        turn_page(paper, wide=False)


def _compared(paper: Paper, comparison: QuoteComparison, places: Sequence[int], page: int) -> None:
    columns = [comparison.columns[place] for place in places]
    head = ["項目", *(_head(column) for column in columns)]
    rows = [[f"{row.label}\n（{row.kind}）", *(_said(row.cells[place]) for place in places)] for row in comparison.rows]
    rows += [[total.label, *(_said(total.cells[place]) for place in places)] for total in comparison.totals]
    first = 45
    widths = [first, *([(page - first) // len(columns)] * len(columns))]
    grid(paper, head, rows, widths, right_from=1)
    until = [each.version.valid_until for each in columns]
    notes = [
        ["有効期限", *(era_date(day) if day else "" for day in until)],
        ["前提条件・範囲", *(each.version.scope_notes or "記載なし" for each in columns)],
    ]
    grid(paper, None, notes, widths)


def _head(column: Column) -> str:
    invitation = column.invitation
    tax = column.version.get_tax_display()
    return f"{invitation.vendor.name}\n{invitation.version.name}\n（{tax}で提示）"


def _said(cell: Cell) -> str:
    mark = "【範囲の違い】" if cell.is_gap else "【最低額】" if cell.is_lowest else ""
    return "\n".join(part for part in (cell.text, mark, cell.note) if part)


def _listings(paper: Paper, content: PaperContent) -> None:
    for each in content.listings:
        paper.add_heading(plain(f"{each.name}（{each.vendor}）"), level=2)
        write(paper, each.source)
        facts_table(paper, each.facts, UPRIGHT)
