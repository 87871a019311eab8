"""Requests for quotes of the demonstration, in every state, by the same actions that real people use.

Again: nothing happens twice. Listings and the vendors' people must exist.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User, VendorMembership
from catalog.models import Service
from procurement import actions
from procurement.actions import LineFacts, ProjectFacts, QuoteFacts, RequestFacts
from procurement.demo import FUKAYA, SHIOJIRI
from procurement.enums import QuoteInvitationStatus, QuoteNetwork, QuoteRequestStatus, QuoteStatus, QuoteTax
from procurement.models import Quote, QuoteInvitation, QuoteQuestion, QuoteRequest

_TOKENS = uuid.UUID("6f0b3a52-8f0c-4d0e-9b25-51c6a7f0d2b4")
Prices = Sequence[int | None]
"""Yen for each of the usual lines, in their order; None: not part of the offer."""


@dataclass(frozen=True, slots=True)
class Story:
    """A purchase of the demonstration; days count from today, those in the past are negative."""

    staff: str
    title: str
    need: str
    conditions: str
    services: Sequence[str]
    begun: int
    deadline: int
    user_count: int
    population: int | None = None
    months: int = 60
    network: str = QuoteNetwork.LGWAN


MINUTES = Story(
    staff=SHIOJIRI,
    title="会議録作成の効率化（デモデータ）",
    need="議会と審議会の会議録づくりに、職員がひと月に延べ120時間を使っています。録音から下書きを作る仕組みを検討します。",
    conditions="審議会などの会議は月に20回、1回あたり約2時間です。\n録音は職員がICレコーダーで行い、LGWAN接続系の端末から登録します。\n"
    "話者の区別と、議員・職員の氏名の辞書登録ができることを条件とします。\n初年度は試行のため、利用は3課に限ります。",
    services=("青葉 会議録作成支援", "たまゆら議事録", "こだま リアルタイム字幕"),
    begun=-8,
    deadline=9,
    user_count=45,
)
FORMS = Story(
    staff=FUKAYA,
    title="オンライン申請の更新（デモデータ）",
    need="いまの電子申請の契約が来年度で終わります。窓口の混雑を減らせる仕組みに替えたいと考えています。",
    conditions="年間の申請は約3万件、手続は120種類です。\n既存の手続の様式の移し替えを含めてください。",
    services=("みなとオンライン手続", "瀬戸内 共同電子申請"),
    begun=-2,
    deadline=21,
    user_count=300,
    population=141_000,
    network=QuoteNetwork.INTERNET,
)
WRITING = Story(
    staff=FUKAYA,
    title="庁内での生成AIの利用（デモデータ）",
    need="文書の下書きや要約に生成AIを使いたいという要望が、各課から出ています。",
    conditions="利用者は段階的に増やします。初年度は500人を見込みます。\n入力した内容が学習に使われないことを条件とします。\n操作研修を2回含めてください。",
    services=("コトノハ庁内生成AI", "瀬戸内 共同生成AI基盤", "つむぎ文案添削", "青葉 会議録作成支援"),
    begun=-30,
    deadline=-6,
    user_count=500,
    months=36,
)
CHATBOT = Story(
    staff=SHIOJIRI,
    title="住民向けの自動応答（デモデータ）",
    need="夜間と休日の問い合わせに、ホームページで答えられるようにします。",
    conditions="想定する質問は300問です。回答の案は市が用意します。\nごみの分け方の検索を含めてください。",
    services=("コトノハ行政チャットボット", "北雪シナリオ応答"),
    begun=-60,
    deadline=-40,
    user_count=20,
    population=65_000,
    network=QuoteNetwork.INTERNET,
)
BOOKING = Story(
    staff=SHIOJIRI,
    title="公共施設の予約の見直し（デモデータ）",
    need="体育館と公民館の予約を、窓口に来なくても済むようにします。",
    conditions="対象は24施設です。予約時の支払いと、スマートロックとの連携を希望します。",
    services=("みなと施設予約とカギ", "瀬戸内 公共施設予約"),
    begun=-25,
    deadline=-4,
    user_count=60,
    population=65_000,
    network=QuoteNetwork.INTERNET,
)


def load_demo_quotes(*, now: datetime) -> None:
    """A draft, an open one with a quote and questions, a closed one with gaps, a decided and a cancelled one."""
    _draft(FORMS, now)
    _tell_minutes(_opened(MINUTES, now), now)
    writing = _opened(WRITING, now)
    _quote(
        writing,
        "コトノハ庁内生成AI",
        QuoteTax.EXCLUDED,
        (350_000, 0, None, 200_000, 150_000, 80_000, 210_000, 0, 0),
        now,
        day=-20,
    )
    _quote(
        writing,
        "コトノハ庁内生成AI",
        QuoteTax.EXCLUDED,
        (300_000, 0, None, 200_000, 150_000, 80_000, 195_000, 0, 0),
        now,
        day=-9,
    )
    _quote(
        writing,
        "青葉 会議録作成支援",
        QuoteTax.INCLUDED,
        (0, 110_000, 0, None, None, 0, 275_000, 132_000, 0),
        now,
        day=-12,
    )
    _decline(
        writing,
        "つむぎ文案添削",
        "会議録に特化した製品のため、今回の範囲では対応が難しく、辞退いたします。",
        now,
        day=-22,
    )
    chatbot = _opened(CHATBOT, now)
    _quote(
        chatbot,
        "コトノハ行政チャットボット",
        QuoteTax.EXCLUDED,
        (200_000, 150_000, 0, None, 60_000, None, 88_000, 0, 0),
        now,
        day=-50,
    )
    _quote(
        chatbot,
        "北雪シナリオ応答",
        QuoteTax.EXCLUDED,
        (480_000, 100_000, 0, None, 80_000, None, 55_000, 60_000, 0),
        now,
        day=-45,
    )
    _award(chatbot, now + timedelta(days=-35))
    _cancel(
        _opened(BOOKING, now),
        "施設の改修の計画が見直され、対象の施設が変わるため、いったん取りやめます。",
        now,
        day=-10,
    )


def _tell_minutes(request: QuoteRequest | None, now: datetime) -> None:
    if request is None:
        return
    _ask(
        request,
        "たまゆら議事録",
        "録音の保存期間に決まりはありますか。",
        "会議録の確定後、3か月で消去します。",
        now,
        day=-6,
    )
    _ask(request, "青葉 会議録作成支援", "辞書に登録する氏名は、何件くらいでしょうか。", "", now, day=-1)
    _quote(
        request,
        "青葉 会議録作成支援",
        QuoteTax.EXCLUDED,
        (120_000, 50_000, None, None, 80_000, 0, 68_000, 0, 0),
        now,
        day=-3,
    )


def _draft(story: Story, now: datetime) -> QuoteRequest | None:
    """The story's request; None when the demonstration has too few of its listings."""
    begun = now + timedelta(days=story.begun)
    staff = User.objects.get(email=story.staff)
    listed = {service.name: service for service in Service.objects.published().filter(name__in=story.services)}
    services = [listed[name] for name in story.services if name in listed]
    if len(services) < len(story.services):
        return None
    project = actions.create_project(
        facts=ProjectFacts(title=story.title, need=story.need),
        services=services,
        client_token=_token(story.title, "project"),
        actor=staff,
        now=begun,
    )
    request = QuoteRequest.objects.filter(created_by=staff, client_token=_token(story.title, "request")).first()
    if request is not None:
        return request
    request = actions.create_quote_request(
        project=project,
        facts=_facts(story, now),
        client_token=_token(story.title, "request"),
        actor=staff,
        now=begun,
    )
    return actions.set_quote_services(
        request=request, services=services, revision=request.revision, actor=staff, now=begun
    )


def _facts(story: Story, now: datetime) -> RequestFacts:
    """The deadline is the end of that day's work."""
    day = timezone.localtime(now + timedelta(days=story.deadline))
    return RequestFacts(
        title=f"{story.title.removesuffix('（デモデータ）')}の参考見積（デモデータ）",
        conditions=story.conditions,
        user_count=story.user_count,
        population=story.population,
        months=story.months,
        starts_on=date(timezone.localdate(now).year + 1, 10, 1),
        network=story.network,
        deadline_at=day.replace(hour=17, minute=0, second=0, microsecond=0),
    )


def _opened(story: Story, now: datetime) -> QuoteRequest | None:
    request = _draft(story, now)
    if request is None or not request.is_draft:
        return request
    return actions.open_quote_request(
        request=request,
        revision=request.revision,
        actor=User.objects.get(email=story.staff),
        now=now + timedelta(days=story.begun, hours=1),
    )


def _quote(
    request: QuoteRequest | None, service: str, tax: QuoteTax, prices: Prices, now: datetime, *, day: int
) -> None:
    if request is None:
        return
    invitation = _invitation(request, service)
    quote = Quote.objects.filter(invitation=invitation).first()
    actions.submit_quote(
        invitation=invitation,
        facts=QuoteFacts(
            tax=tax,
            months=request.months,
            valid_until=timezone.localdate(now + timedelta(days=day + 90)),
            scope_notes="金額は、条件に書かれた範囲のものです。範囲が変わる場合は、あらためてお見積りします。",
            lines=_lines(request, prices),
        ),
        revision=quote.revision if quote is not None else 0,
        client_token=_token(str(request.client_token), "quote", str(invitation.pk), str(day)),
        actor=_somebody(invitation),
        now=now + timedelta(days=day),
    )


def _lines(request: QuoteRequest, prices: Prices) -> Mapping[int, LineFacts]:
    items = request.items.current()
    return {
        item.pk: LineFacts(unit_amount=price) if price is not None else LineFacts(is_excluded=True, note="別途ご相談")
        for item, price in zip(items, prices, strict=True)
    }


def _ask(request: QuoteRequest, service: str, body: str, answer: str, now: datetime, *, day: int) -> None:
    invitation = _invitation(request, service)
    question = actions.ask_quote_question(
        invitation=invitation,
        body=body,
        client_token=_token(str(request.client_token), body),
        actor=_somebody(invitation),
        now=now + timedelta(days=day),
    )
    if answer and not QuoteQuestion.objects.get(pk=question.pk).is_answered:
        staff = _staff(request)
        actions.answer_quote_question(question=question, answer=answer, actor=staff, now=now + timedelta(days=day + 1))


def _decline(request: QuoteRequest | None, service: str, reason: str, now: datetime, *, day: int) -> None:
    if request is None:
        return
    invitation = _invitation(request, service)
    if invitation.status == QuoteInvitationStatus.INVITED:
        actions.decline_quote_invitation(
            invitation=invitation, reason=reason, actor=_somebody(invitation), now=now + timedelta(days=day)
        )


def _award(request: QuoteRequest | None, now: datetime) -> None:
    """The first quote wins."""
    if request is None or request.status != QuoteRequestStatus.OPEN:
        return
    winner = Quote.objects.get(
        invitation=_invitation(request, CHATBOT.services[0]), status=QuoteStatus.SUBMITTED
    ).invitation
    actions.award_quote_request(
        request=request,
        winner=winner,
        reasons="60か月の総額が低く、ごみの分け方の検索を追加費用なしで含むため。",
        remarks={
            each.pk: "検索が追加費用なしで含まれる。" if each.service_id == winner.service_id else "総額が高い。"
            for each in request.project.candidates.all()
        },
        client_token=_token(str(request.client_token), "award"),
        actor=_staff(request),
        now=now,
    )


def _cancel(request: QuoteRequest | None, reason: str, now: datetime, *, day: int) -> None:
    if request is None or request.status != QuoteRequestStatus.OPEN:
        return
    staff = _staff(request)
    actions.cancel_quote_request(request=request, reason=reason, actor=staff, now=now + timedelta(days=day))


def _invitation(request: QuoteRequest, service: str) -> QuoteInvitation:
    return request.invitations.select_related("request").get(service__name=service)


def _staff(request: QuoteRequest) -> User:
    if request.created_by is None:
        raise User.DoesNotExist
    return request.created_by


def _somebody(invitation: QuoteInvitation) -> User:
    return VendorMembership.objects.filter(vendor=invitation.vendor_id, ended_at=None).earliest("pk").user


def _token(*parts: str) -> uuid.UUID:
    """The same in every run, so that the actions see a form sent twice."""
    return uuid.uuid5(_TOKENS, " ".join(parts))
