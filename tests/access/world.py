"""A small world with one object of each kind, and everybody who might look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality, Notification, User
from catalog.enums import AdoptionStage
from tests.factories import (
    AdoptionFactory,
    AdvisorFactory,
    BrochureFactory,
    BrochureHandoverFactory,
    CategoryFactory,
    CollectionFactory,
    InquiryFactory,
    InquiryMessageFactory,
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    PublishedServiceFactory,
    ServiceDraftFactory,
    ServiceFactory,
    UserFactory,
    VendorFactory,
    VendorMembershipFactory,
)

PERSONAS = ("anonymous", "member", "staff_a", "staff_b", "vendor_x", "vendor_y", "advisor", "operator")

CANARY = "カナリア秘密語"
"""Planted in every field that only some may read."""


def _confirmed(user: User) -> User:
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@dataclass
class World:
    """`things` holds the objects by name, e.g. `world.things["service"]`."""

    users: dict[str, User]
    municipality_a: Municipality
    things: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def build(cls) -> World:
        """Everybody and one object of each kind; X's listing is asked about by A without naming itself."""
        body_a = MunicipalityFactory(name="架空甲市")
        membership_a = MembershipFactory(municipality=body_a, user__name=f"{CANARY}太郎")
        membership_b = MembershipFactory(municipality__name="架空乙町")
        vendor_x = VendorFactory(name="架空甲システム株式会社")
        team_x = VendorMembershipFactory(vendor=vendor_x)
        team_y = VendorMembershipFactory(vendor__name="架空乙ソフト株式会社")
        operator = OperatorFactory()
        advisor = AdvisorFactory()
        users = {
            "member": _confirmed(UserFactory()),
            "staff_a": membership_a.user,
            "staff_b": membership_b.user,
            "vendor_x": _confirmed(team_x.user),
            "vendor_y": _confirmed(team_y.user),
            "advisor": _confirmed(advisor.user),
            "operator": _confirmed(operator),
        }
        Authenticator.objects.create(user=operator, type=Authenticator.Type.TOTP, data={"secret": "unused"})
        world = cls(users=users, municipality_a=body_a)
        world.things = world._things(vendor_x, team_x)
        return world

    def _things(self, vendor_x: Any, team_x: Any) -> dict[str, Any]:
        service = PublishedServiceFactory(vendor=vendor_x, name="架空議事録サービス")
        unpublished = ServiceFactory(vendor=vendor_x, name=f"{CANARY}準備中サービス")
        draft = ServiceDraftFactory(service=unpublished, description=CANARY)
        considering = AdoptionFactory(
            service=service, municipality=self.municipality_a, department=f"{CANARY}課", stage=AdoptionStage.CONSIDERING
        )
        brochure = BrochureFactory(service=service)
        inquiry = InquiryFactory(
            service=service,
            municipality=self.municipality_a,
            created_by=self.users["staff_a"],
            subject=f"{CANARY}についての件",
        )
        BrochureHandoverFactory(inquiry=inquiry, brochure=brochure)
        return {
            "service": service,
            "unpublished": unpublished,
            "draft": draft,
            "considering": considering,
            "brochure": brochure,
            "inquiry": inquiry,
            "message": InquiryMessageFactory(inquiry=inquiry, body=CANARY),
            "notification": Notification.objects.create(
                user=self.users["staff_a"],
                event="inquiry_answered",
                instance_key="1",
                title=CANARY,
                path=f"/inquiries/{inquiry.pk}/",
                created_at=timezone.now(),
            ),
            "vendor": vendor_x,
            "team": team_x,
            "category": CategoryFactory(),
            "collection": CollectionFactory(),
            "now": timezone.now(),
        }

    def client(self, persona: str) -> Client:
        """A test client with this persona's session; operators' second factor counts as given."""
        client = Client()
        if persona != "anonymous":
            client.force_login(self.users[persona])
        return client
