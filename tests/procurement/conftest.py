"""The people and things most tests of procurement need."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.enums import PopulationBand
from procurement import actions
from procurement.enums import Disclosure, InquiryKind
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    UserFactory,
    VendorFactory,
    VendorMembershipFactory,
)

# Names that must never reach a vendor before they are revealed.
PERSON = "伏見鶴亀"
BODY = "かなりや市"
DOMAIN = "city.canary.lg.jp"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def scene(db):
    """A body with two colleagues, another body, a vendor with a team of two and a listing, another vendor, a member."""
    body = MunicipalityFactory(name=BODY, population_band=PopulationBand.FROM_30K)
    MunicipalityFactory.create_batch(9, population_band=PopulationBand.FROM_30K)
    MunicipalityFactory.create_batch(10, population_band=PopulationBand.FROM_50K)
    vendor = VendorFactory(name="答申システム株式会社")
    return SimpleNamespace(
        body=body,
        asker=MembershipFactory(municipality=body, user=UserFactory(name=PERSON, email=f"tsurukame@{DOMAIN}")).user,
        colleague=MembershipFactory(municipality=body, user=UserFactory(email=f"second@{DOMAIN}")).user,
        stranger=MembershipFactory().user,
        vendor=vendor,
        seller=VendorMembershipFactory(vendor=vendor, user=UserFactory(name="売子 一郎")).user,
        partner=VendorMembershipFactory(vendor=vendor).user,
        rival=VendorMembershipFactory().user,
        member=UserFactory(),
        service=PublishedServiceFactory(vendor=vendor, name="議事録たすけ（架空）"),
    )


@pytest.fixture
def ask(scene):
    """Send an inquiry as the asker; any argument may be given otherwise."""

    def send(**changes):
        arguments = {
            "service": scene.service,
            "kind": InquiryKind.QUESTION,
            "subject": "保存場所について",
            "body": "データはどこに保存されますか。",
            "disclosure": Disclosure.BAND,
            "client_token": uuid4(),
            "actor": scene.asker,
            "now": timezone.now(),
        }
        return actions.create_inquiry(**(arguments | changes))

    return send
