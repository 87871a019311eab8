"""What waits for a person in procurement, through the same `visible_to` as the lists."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from accounts.personas import Persona
from dss.waiting import Pile
from procurement.enums import QuotePhase
from procurement.models import Inquiry, Outcome, Project, QuoteInvitation, QuoteQuestion, QuoteRequest, ReferenceAsked


def piles_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """The most urgent first."""
    return _of_staff(user, now) if persona.municipality else _of_vendor(user, now) if persona.vendor else []


def _of_staff(user: User, now: datetime) -> list[Pile]:
    projects = Project.objects.visible_to(user)
    inquiries = Inquiry.objects.visible_to_staff(user)
    questions = QuoteQuestion.objects.visible_to_staff(user).awaiting_answer()
    requests, phase = QuoteRequest.objects.visible_to_staff(user), f"{reverse('procurement:quote_request_list')}?phase="
    return [
        Pile("回答を待っている見積依頼への質問", questions, reverse("procurement:quote_request_list")),
        Pile(
            "受付が終わり、結果を待っている見積依頼",
            requests.in_phase(QuotePhase.CLOSED, now),
            f"{phase}{QuotePhase.CLOSED}",
        ),
        Pile(
            "見積が届いている、受付中の見積依頼",
            requests.accepting_quotes(now).with_quotes(),
            f"{phase}{QuotePhase.ACCEPTING}",
            due="deadline_at",
        ),
        Pile(
            "事業者から回答が届いた問い合わせ",
            inquiries.answered_to(user),
            f"{reverse('procurement:inquiry_list')}?status=answered",
        ),
        Pile(
            "振り返りを書いていない決定",
            Outcome.objects.visible_to(user).awaiting_lesson(now).concerning(user, now),
            reverse("procurement:lesson_list"),
        ),
        Pile(
            "他団体の職員から届いた、導入についての質問",
            ReferenceAsked.objects.visible_to(user).waiting(),
            reverse("procurement:reference_list"),
        ),
        Pile(
            "共有できる文書が残っている、決定した案件",
            projects.with_documents_to_share(),
            f"{reverse('procurement:project_list')}?scope=share",
        ),
        Pile(
            "担当者がいない検討案件", projects.without_lead(now), f"{reverse('procurement:project_list')}?scope=unled"
        ),
        Pile(
            "自分が担当している検討案件",
            projects.ongoing().worked_on_by(user),
            f"{reverse('procurement:project_list')}?scope=mine",
        ),
    ]


def _of_vendor(user: User, now: datetime) -> list[Pile]:
    leads = Inquiry.objects.visible_to_vendor(user)
    quotes = QuoteInvitation.objects.visible_to_vendor(user).awaiting_quotes(now)
    return [
        Pile(
            "見積を待っている依頼",
            quotes,
            f"{reverse('procurement:desk_inbox')}?kind=quote&state=waiting",
            due="request__deadline_at",
        ),
        Pile(
            "回答を待っている問い合わせ",
            leads.awaiting_vendor(),
            f"{reverse('procurement:desk_inbox')}?kind=lead&state=waiting",
        ),
    ]
