"""What the tests of inquiries and of what goes along with them share: answers of both sides."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from procurement import actions
from procurement.enums import Disclosure

NOW = timezone.now


def tokyo(month, day, hour=10, year=2026):
    return datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


def answer(inquiry, scene, **changes):
    arguments = {"inquiry": inquiry, "body": "国内です。", "client_token": uuid4(), "actor": scene.seller, "now": NOW()}
    return actions.answer_lead(**(arguments | changes))


def decline(inquiry, scene, **changes):
    arguments = {
        "inquiry": inquiry,
        "reason": "対応地域の外です。",
        "client_token": uuid4(),
        "actor": scene.seller,
        "now": NOW(),
    }
    return actions.decline_lead(**(arguments | changes))


def reply(inquiry, scene, **changes):
    arguments = {
        "inquiry": inquiry,
        "body": "続きです。",
        "client_token": uuid4(),
        "shown_as": Disclosure(inquiry.disclosure),
        "actor": scene.asker,
        "now": NOW(),
    }
    return actions.reply_inquiry(**(arguments | changes))
