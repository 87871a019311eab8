"""A small world with one object of each kind, and everybody who might look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality, Notification, User
from tests.access.canary import ADVISOR_CANARY, CANARY
from tests.access.things import catalog, documents, forums, procurement
from tests.factories import (
    AdvisorFactory,
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    UserFactory,
    VendorFactory,
    VendorMembershipFactory,
)

__all__ = ["CANARY", "PERSONAS", "World"]

PERSONAS = ("anonymous", "member", "staff_a", "staff_b", "vendor_x", "vendor_y", "advisor", "operator")


def _confirmed(user: User) -> User:
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def _notification(user: User) -> Notification:
    return Notification.objects.create(
        user=user,
        event="inquiry_answered",
        instance_key="1",
        title=CANARY,
        path="/me/",
        created_at=timezone.now(),
    )


@dataclass
class World:
    """`things` holds the objects by name, e.g. `world.things["service"]`."""

    users: dict[str, User]
    municipality_a: Municipality
    things: dict[str, Any] = field(default_factory=dict)

    @classmethod
    @transaction.atomic  # some rows must agree when it ends
    def build(cls) -> World:
        """Everybody and one object of each kind; X's listing is asked about by A without naming itself."""
        body_a = MunicipalityFactory(name="架空甲市")
        membership_a = MembershipFactory(municipality=body_a, user__name=f"{CANARY}太郎")
        membership_b = MembershipFactory(municipality__name="架空乙町")
        vendor_x = VendorFactory(name="架空甲システム株式会社")
        team_x = VendorMembershipFactory(vendor=vendor_x)
        team_y = VendorMembershipFactory(vendor__name="架空乙ソフト株式会社")
        operator = OperatorFactory()
        advisor = AdvisorFactory(user__name=ADVISOR_CANARY, introduction=ADVISOR_CANARY, conflicts=ADVISOR_CANARY)
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
        world.things = {
            "now": timezone.now(),
            "vendor": vendor_x,
            "team": team_x,
            "advisor": advisor,
            "notification": _notification(users["staff_a"]),
        }
        for room in (catalog, documents, forums, procurement):  # each finds what the rooms below it made
            world.things |= room.things(world)
        return world

    def client(self, persona: str) -> Client:
        """A test client with this persona's session; operators' second factor counts as given."""
        client = Client()
        if persona != "anonymous":
            client.force_login(self.users[persona])
        return client
