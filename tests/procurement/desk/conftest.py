"""A listing that two bodies confirmed and take questions about, one that does not, and staff of all of them."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.enums import VendorRole
from forums.enums import ShownAs
from procurement import actions
from procurement.actions import ReferenceFacts
from procurement.enums import ReferenceAudience
from procurement.models import ReferenceChoice
from tests.factories import (
    AdoptionFactory,
    AdvisorFactory,
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    PublishedServiceFactory,
    UserFactory,
    VendorFactory,
    VendorMembershipFactory,
)


def confirmed(user):
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@pytest.fixture
def adopters(db):
    """`first` and `second` take questions, `silent` confirmed and does not, `third` has nothing to do with it."""
    vendor = VendorFactory(name="答申システム株式会社")
    service = PublishedServiceFactory(vendor=vendor, name="議事録たすけ（架空）")
    names = {"own": "質問元市", "first": "先行市", "second": "二番町", "silent": "無言村", "third": "第三市"}
    bodies = {key: MunicipalityFactory(name=name) for key, name in names.items()}
    staff = {
        key: MembershipFactory(municipality=body, user=UserFactory(name=f"{body.name}の 職員太郎")).user
        for key, body in bodies.items()
    }
    adoptions = {
        key: AdoptionFactory(service=service, municipality=bodies[key], confirmed=True)
        for key in ("first", "second", "silent")
    }
    for key in ("first", "second"):
        ReferenceChoice.objects.create(
            municipality=bodies[key], accepts=True, updated_at=timezone.now(), updated_by_key=uuid4()
        )
    return SimpleNamespace(
        vendor=vendor,
        service=service,
        bodies=bodies,
        staff=staff,
        adoptions=adoptions,
        colleague=MembershipFactory(municipality=bodies["own"]).user,
        seller=confirmed(VendorMembershipFactory(vendor=vendor, role=VendorRole.EDITOR).user),
        advisor=confirmed(AdvisorFactory().user),
        member=confirmed(UserFactory()),
        operator=OperatorFactory(),
    )


@pytest.fixture
def ask_adopters(adopters):
    """Ask as the own body's staff; any argument may be given otherwise."""

    def send(
        *,
        to=("first", "second"),
        shown_as=ShownAs.NAME_BODY,
        audience=ReferenceAudience.ASKED,
        title="移行の苦労について",
        body="どのくらいかかりましたか。",
        **changes,
    ):
        arguments = {
            "service": adopters.service,
            "bodies": [adopters.bodies[key] for key in to],
            "facts": ReferenceFacts(title=title, body=body, shown_as=shown_as, audience=audience),
            "project": None,
            "client_token": uuid4(),
            "actor": adopters.staff["own"],
            "now": timezone.now(),
        }
        return actions.ask_adopters(**(arguments | changes))

    return send
