"""Two drafts of the demonstration, begun by a town from the templates that come with the product."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from documents import actions
from documents.demo.loading import FUKAYA
from documents.library import codes, load_template
from documents.models import DocumentTemplate, TemplateDraft

_TOKENS = uuid.UUID("8f9a3c04-30b2-4f0b-8a3e-0b1d1f0a7c55")

#: Code of the template, name of the draft, days ago, and what was filled in; the second one is half done.
DRAFTS: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
    (
        "spec-saas",
        "議事録作成支援サービス 仕様書（デモデータ）",
        12,
        {
            "title": "議事録作成支援サービス利用契約（デモデータ）",
            "service": "議事録作成支援サービス",
            "issued_on": "2027-01-15",
            "department": "デジタル推進課（架空）",
            "contact": "内線0000（架空） dx@example.jp",
            "purpose": "庁内の会議は年間およそ600件あり、議事録の作成に1件あたり3時間を要している。\n"
            "録音から文字に起こし、要約の下書きを作るまでを自動で行い、職員が確かめて直す時間に集中できるようにする。"
            "あわせて、会議の翌営業日に要点を共有できるようにする。",
            "current": "録音を聞き直しながら、担当者が手で作成している。用語と人名の聞き取りに手間がかかる。",
            "users": 120,
            "network": "LGWAN接続系",
            "model": "αモデル",
            "starts_on": "2027-04-01",
            "months": 36,
            "auth": ["多要素認証", "接続元IPアドレスの制限"],
            "certificates": ["ISMAPクラウドサービスリストへの登録", "ISO/IEC 27001"],
            "has_personal": True,
            "has_ai": True,
        },
    ),
    (
        "rfi",
        "書かない窓口 RFI（デモデータ・記入中）",
        3,
        {
            "title": "書かない窓口（デモデータ）",
            "department": "市民課（架空）",
            "purpose": "転入や転居の手続では、同じ氏名と住所を何枚もの用紙に書いていただいている。"
            "一度お聞きした内容を各課の手続に使い、書く負担と待ち時間を減らしたい。",
            "users": 45,
            "population": 141000,
        },
    ),
)


def load_demo_drafts(*, now: datetime) -> None:
    """Bring the templates, and begin what is missing."""
    for code in codes():
        load_template(code, now=now)
    owner = User.objects.get(email=FUKAYA)
    for code, title, days_ago, answers in DRAFTS:
        token = uuid.uuid5(_TOKENS, title)
        template = DocumentTemplate.objects.approved().filter(code=code).first()
        if template is None or TemplateDraft.objects.filter(created_by_key=owner.key, client_token=token).exists():
            continue
        begun_at = now - timedelta(days=days_ago)
        draft = actions.start_draft(template=template, client_token=token, actor=owner, now=begun_at)
        filled = draft.answers | answers
        actions.save_draft(
            draft=draft, title=title, answers=filled, revision=1, actor=owner, now=begun_at + timedelta(hours=2)
        )
