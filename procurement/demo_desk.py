"""A vendor's desk and a question to adopters in the demonstration. Again: nothing happens twice."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from accounts.actions.terms import give_consent
from accounts.actions.vendor_handovers import offer_vendor_handover
from accounts.demo import PASSWORD
from accounts.enums import VendorRole
from accounts.models import Municipality, User, VendorHandover, VendorMembership
from accounts.personas import persona_of
from catalog import actions as catalog
from catalog.demo.loading import DEMO_DEPARTMENT
from catalog.enums import AdoptionStage
from catalog.models import Adoption, Service
from forums import actions as forums
from forums.enums import ShownAs
from procurement import actions
from procurement.demo import AOBA, SHIOJIRI
from procurement.enums import ReferenceAudience
from procurement.models import AnswerTemplate, Assignment, Inquiry, QuoteInvitation, ReferenceChoice

COLLEAGUE = "sales-2@aoba-systems.example"
ADOPTERS = ("staff-kaga@city.kaga.lg.jp", "staff-hioki@city.hioki.lg.jp")
_TOKENS = uuid.UUID("5a3f64d2-8c0e-4f6b-9d27-3b1c7e9a0d55")
_TEMPLATES = {
    "お礼とデモのご案内": (
        "{宛先}　様\n\n{会社名}の{担当者名}です。「{サービス名}」にお問い合わせいただき、ありがとうございます。\n"
        "実際の画面を30分ほどでご覧いただけます。ご都合のよい日時を2つか3つ、お知らせください。（デモデータ）"
    ),
    "データの保存場所": (
        "「{件名}」にお答えします。\n\n{サービス名}のデータは、国内2か所のデータセンターに保存しています。"
        "契約を終えるときは、CSVで書き出してお渡しし、消去証明書を発行します。（デモデータ）"
    ),
    "費用の考え方": (
        "{サービス名}は、職員数ではなく団体の人口区分で月額が決まります。"
        "予算要求用の参考見積は、案件の画面から見積依頼としてお送りいただくと、3営業日で提出します。（デモデータ）"
    ),
}
_QUESTION = (
    "議事録の作成にかかる時間は、実際にどのくらい減りましたか。\n\n"
    "- 方言や専門用語の聞き取りはどうですか\n- 庁内への説明で苦労した点があれば教えてください\n\n（デモデータ）"
)
_ANSWER = (
    "1時間の会議で、録音の聞き直しを含めて3時間ほどかかっていた作業が、1時間弱になりました。\n\n"
    "方言は辞書に50語ほど登録してから安定しました。最初の1か月は、議会担当と一緒に直し方をそろえるのがおすすめです。（デモデータ）"
)


def load_demo_desk(*, now: datetime) -> None:
    """Text blocks, a colleague who looks after something, and one question to adopters that was answered."""
    seller = User.objects.get(email=AOBA)
    colleague = _colleague(seller, now)
    for title, body in _TEMPLATES.items():
        if not AnswerTemplate.objects.visible_to(seller).filter(title=title).exists():
            actions.create_answer_template(title=title, body=body, client_token=_token(title), actor=seller, now=now)
    _assign(seller, colleague, now)
    if not VendorHandover.objects.filter(vendor=colleague.vendor).exists():
        offer_vendor_handover(successor=colleague, actor=seller, now=now)
    _ask(now)


def _colleague(seller: User, now: datetime) -> VendorMembership:
    team = VendorMembership.objects.get(user=seller, ended_at=None)
    user = User.objects.filter(email=COLLEAGUE).first()
    if user is None:
        user = User.objects.create_user(COLLEAGUE, PASSWORD, name="架空 若葉")
        give_consent(user=user, now=now)
        EmailAddress.objects.get_or_create(user=user, email=COLLEAGUE, defaults={"verified": True, "primary": True})
        VendorMembership.objects.create(vendor=team.vendor, user=user, role=VendorRole.EDITOR, created_at=now)
    return VendorMembership.objects.get(user=user, ended_at=None)


def _assign(seller: User, colleague: VendorMembership, now: datetime) -> None:
    """The latest lead that waits goes to the colleague, the latest request for a quote to the seller."""
    if Assignment.objects.visible_to(seller).exists():
        return
    own = VendorMembership.objects.get(user=seller, ended_at=None)
    inquiry = Inquiry.objects.visible_to_vendor(seller).awaiting_vendor().latest_first().first()
    invitation = QuoteInvitation.objects.visible_to_vendor(seller).order_by("-pk").first()
    if inquiry is not None:
        actions.assign_lead(inquiry=inquiry, assignee=colleague, revision=0, actor=seller, now=now)
    if invitation is not None:
        actions.assign_quote_invitation(invitation=invitation, assignee=own, revision=0, actor=seller, now=now)


def _ask(now: datetime) -> None:
    seller_team = VendorMembership.objects.get(user__email=AOBA, ended_at=None)
    service = Service.objects.published().filter(vendor=seller_team.vendor_id).order_by("pk").first()
    if service is None:
        return
    adopters = [User.objects.get(email=email) for email in ADOPTERS]
    bodies = [_takes_questions(person, service, now) for person in adopters]
    asked = actions.ask_adopters(
        service=service,
        bodies=bodies,
        facts=actions.ReferenceFacts(
            title="議事録づくりは、どのくらい楽になりましたか（デモデータ）",
            body=_QUESTION,
            shown_as=ShownAs.BODY,
            audience=ReferenceAudience.ASKED,
        ),
        project=None,
        client_token=_token("question"),
        actor=User.objects.get(email=SHIOJIRI),
        now=now - timedelta(days=5),
    )
    forums.reply_topic(
        topic=asked.topic,
        body=_ANSWER,
        shown_as=ShownAs.NAME_BODY,
        client_token=_token("answer"),
        actor=adopters[0],
        now=now - timedelta(days=3),
    )


def _takes_questions(person: User, service: Service, now: datetime) -> Municipality:
    """The person's body uses the service, confirmed it and takes questions."""
    body = persona_of(person, now).municipality
    if body is None:
        raise ValueError(f"{person.email} has no live membership")
    if not Adoption.objects.confirmed().filter(service=service, municipality=body).exists():
        facts = catalog.AdoptionFacts(stage=AdoptionStage.IN_USE, department=DEMO_DEPARTMENT)
        catalog.record_own_adoption(
            service=service, municipality=body, facts=facts, actor=person, now=now - timedelta(days=60)
        )
    if not ReferenceChoice.objects.defaults().filter(municipality=body).exists():
        actions.set_reference_default(accepts=True, actor=person, now=now - timedelta(days=30))
    return body


def _token(words: str) -> uuid.UUID:
    """The same in every run, so that the actions see a form sent twice."""
    return uuid.uuid5(_TOKENS, words)
