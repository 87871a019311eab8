"""The people and things most tests of the boards need."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from forums import actions
from forums.enums import ShownAs, TopicKind
from tests.factories import (
    AdvisorFactory,
    BoardFactory,
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    PublishedServiceFactory,
    UserFactory,
    VendorMembershipFactory,
)

# Names that must not reach a reader where their owner keeps them back.
PERSON = "伏見鶴亀"
BODY = "かなりや市"
DOMAIN = "city.canary.lg.jp"


def confirmed(user):
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@pytest.fixture
def scene(db):
    """An asker, two more members of staff of other bodies, an advisor, a vendor, a member, an operator, a board."""
    body = MunicipalityFactory(name=BODY)
    return SimpleNamespace(
        body=body,
        asker=MembershipFactory(municipality=body, user=UserFactory(name=PERSON, email=f"tsurukame@{DOMAIN}")).user,
        helper=MembershipFactory(user__name="答野 助").user,
        reader=MembershipFactory().user,
        expert=confirmed(AdvisorFactory(user=UserFactory(name="信頼 学"), affiliation="架空研究所").user),
        seller=confirmed(VendorMembershipFactory().user),
        member=confirmed(UserFactory()),
        operator=OperatorFactory(),
        board=BoardFactory(slug="procurement", name="情報政策・調達"),
        service=PublishedServiceFactory(name="議事録たすけ（架空）"),
    )


@pytest.fixture
def open_topic(scene):
    """Open a topic as the asker; any argument may be given otherwise."""

    def send(**changes):
        arguments = {
            "board": scene.board,
            "kind": TopicKind.CONSULTATION,
            "title": "議事録サービスの決め手",
            "body": "何を比べましたか。",
            "shown_as": ShownAs.NAME_BODY,
            "experts_invited": False,
            "services": [],
            "documents": [],
            "client_token": uuid4(),
            "actor": scene.asker,
            "now": timezone.now(),
        }
        return actions.create_topic(**(arguments | changes))

    return send


@pytest.fixture
def answer(scene):
    """Answer a topic as the helper; any argument may be given otherwise."""

    def send(topic, **changes):
        arguments = {
            "topic": topic,
            "body": "試行の結果で決めました。",
            "shown_as": ShownAs.NAME_BODY,
            "client_token": uuid4(),
            "actor": scene.helper,
            "now": timezone.now(),
        }
        return actions.reply_topic(**(arguments | changes))

    return send
