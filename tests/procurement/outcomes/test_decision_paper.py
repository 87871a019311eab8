"""選定理由書: what is on it, that no text breaks it, who gets it, and that Word's format is kept."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pypdfium2
import pytest
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_ORIENT

from accounts.models import AuditEvent
from procurement import actions
from procurement.decision_paper.writing import plain
from procurement.enums import ProjectStepKind
from procurement.eras import era_date
from procurement.models import Outcome, ProjectStep
from tests.factories import CandidateFactory, PublishedServiceFactory
from tests.procurement.outcomes.conftest import candidate_of, quote, why

NASTY = "</w:t></w:r>&<w:p>]]>\x0b\x00\ud800\ufffe\u202e{{ x }}{% now %}"


def paper_of(client, user, outcome):
    client.force_login(user)
    response = client.post(reverse("procurement:outcome_paper", args=[outcome.pk]))
    assert response.status_code == 200
    return response, Document(io.BytesIO(b"".join(response.streaming_content)))


def words(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture
def outcome(market, ended):
    return actions.award_quote_request(
        request=ended.request,
        winner=ended.x,
        reasons="費用で選んだ。",
        remarks=why(market.project, 乙="年額の費用が含まれない。", 丁="辞退された。"),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )


@pytest.mark.django_db
def test_the_paper_holds_the_whole_decision(client, market, outcome):
    market.project.need = "会議録を早く作りたい。"
    market.project.budget_year = 2027
    market.project.save()
    response, document = paper_of(client, market.colleague, outcome)
    assert response["Content-Disposition"].startswith("attachment; filename=\"document.docx\"; filename*=UTF-8''")
    assert response["Cache-Control"] == "private, no-store"
    text = words(document)
    for expected in (
        "選定理由書",
        "会議録を早く作りたい。",
        "令和9年度（2027年度）",
        "費用で選んだ。",
        "年額の費用が含まれない。",
        "辞退された。",
        "甲の議事録（架空）",
        "1,430,000円（税込）、1,300,000円（税抜）",
        "見積に含まない\n【範囲の違い】",
        "会議は月20回です。",
        "60か月",
        "第1版",
        "人員が足りません。",
        "丙の議事録（架空）",
        era_date(market.now.date()),
    ):
        assert expected in text, expected
    seals = next(table for table in document.tables if table.rows[0].cells[0].text == "起案")
    assert [cell.text for cell in seals.rows[0].cells] == ["起案", "係長", "課長", "決裁"]
    assert {section.orientation for section in document.sections} == {WD_ORIENT.PORTRAIT}
    assert [(round(section.page_width.mm), round(section.page_height.mm)) for section in document.sections] == [
        (210, 297)
    ]
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    step = ProjectStep.objects.get(kind=ProjectStepKind.PAPER_MADE)
    assert (step.actor, step.subject) == (market.colleague, "選定理由書")
    assert AuditEvent.objects.filter(verb="record_decision_paper").count() == 1


@pytest.mark.django_db
def test_a_vendors_question_stands_without_its_author(client, market, ask_for_quotes):
    request = ask_for_quotes(market.project, market.services[:2], now=market.now, deadline_in=timedelta(days=1))
    invitation = request.invitations.order_by("pk")[0]
    question = actions.ask_quote_question(
        invitation=invitation, body="会議室は何室か。", client_token=uuid4(), actor=market.x, now=market.now
    )
    actions.answer_quote_question(question=question, answer="5室です。", actor=market.asker, now=market.now)
    actions.close_quote_request(request=request, actor=market.asker, now=market.now)
    outcome = actions.award_quote_request(
        request=request,
        winner=None,
        reasons="見積がなかった。",
        remarks=why(market.project),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )
    _, document = paper_of(client, market.asker, outcome)
    table = next(table for table in document.tables if table.rows[0].cells[0].text == "質問日")
    said = " ".join(cell.text for row in table.rows for cell in row.cells)
    assert "会議室は何室か。" in said
    assert "5室です。" in said
    assert "甲" not in said


@pytest.mark.django_db
def test_a_draft_is_made_before_anything_is_decided(client, market, ended):
    client.force_login(market.asker)
    reasons = {f"remark_{key}": text for key, text in why(market.project).items()}
    data = {"result": str(candidate_of(ended.x).pk), "reasons": "案の理由", "client_token": uuid4(), "step": "paper"}
    response = client.post(reverse("procurement:quote_request_award", args=[ended.request.pk]), data | reasons)
    assert "選定理由書（案）" in words(Document(io.BytesIO(b"".join(response.streaming_content))))
    assert not Outcome.objects.exists()
    assert ProjectStep.objects.get(kind=ProjectStepKind.PAPER_MADE).subject == "選定理由書（案）"
    address = reverse("procurement:project_decide", args=[market.project.pk])
    draft = Document(io.BytesIO(b"".join(client.post(address, data | reasons).streaming_content)))
    assert "案の理由" in words(draft)
    assert client.post(address, {"step": "paper"}).status_code == 422
    assert not Outcome.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["stranger", "x", "y", "z", "member"])
def test_nobody_else_gets_the_paper(client, market, outcome, who):
    address = reverse("procurement:outcome_paper", args=[outcome.pk])
    client.force_login(getattr(market, who))
    assert client.post(address).status_code == 404
    client.force_login(market.asker)
    assert client.get(address).status_code == 405
    client.logout()
    assert client.post(address).status_code == 302
    assert not ProjectStep.objects.filter(kind=ProjectStepKind.PAPER_MADE).exists()


@pytest.mark.django_db
def test_no_text_breaks_the_file(client, market, ask_for_quotes, tmp_path):
    long = "あ" * 3900 + "</w:t>\n&amp;"
    market.project.title, market.project.need = '../..\\"; <b>件名', long
    market.project.save()
    for place in range(8):
        CandidateFactory(project=market.project, service=PublishedServiceFactory(name=f"候補{place}（架空）"))
    request = ask_for_quotes(market.project, market.services[:3], now=market.now, conditions=long)
    then = market.now - timedelta(days=5)
    for invitation, who in zip(request.invitations.select_related("request").order_by("pk"), "xyz", strict=True):
        quote(invitation, getattr(market, who), then, 100, 10, 1, notes=("</w:t>",), scope_notes=long)
    outcome = actions.award_quote_request(
        request=request,
        winner=None,
        reasons=long,
        remarks=dict.fromkeys(why(market.project), "</w:t>" * 100),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )
    response, document = paper_of(client, market.asker, outcome)
    assert "/" not in response["Content-Disposition"].replace("UTF-8''", "")
    assert "</w:t>" * 100 in words(document)
    orientations = [section.orientation for section in document.sections]
    assert orientations == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_signs_that_xml_does_not_know_are_left_out():
    assert plain(NASTY) == "</w:t></w:r>&<w:p>]]>\u202e{{ x }}{% now %}"
    assert plain("一\r\n二\r三") == "一\n二\n三"


@pytest.mark.django_db
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(client, market, outcome, tmp_path):
    client.force_login(market.asker)
    response = client.post(reverse("procurement:outcome_paper", args=[outcome.pk]))
    source = tmp_path / "paper.docx"
    source.write_bytes(b"".join(response.streaming_content))
    assert zipfile.ZipFile(source).testzip() is None
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    pages = [page.get_textpage().get_text_bounded() for page in pdf]
    assert "選定理由書" in pages[0]
    assert f"1 / {len(pages)}" in pages[0]


def test_eras():
    assert era_date(date(2019, 5, 1)) == "令和元年5月1日"
    assert era_date(date(2026, 11, 25)) == "令和8年11月25日"
    assert era_date(date(2019, 4, 30)) == "平成31年4月30日"
    assert era_date(date(1900, 1, 1)) == "1900年1月1日"
