"""Factories of accounts."""

from __future__ import annotations

from datetime import date

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.enums import MunicipalityKind, VendorRole, VendorSize
from accounts.models import (
    Advisor,
    MunicipalDomain,
    Municipality,
    MunicipalMembership,
    Notification,
    OutboxMail,
    Profile,
    User,
    Vendor,
    VendorMembership,
)

PASSWORD = "correct-horse-7-battery"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@mail.example")
    name = factory.Sequence(lambda n: f"利用者{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, password=kwargs.pop("password", PASSWORD), **kwargs)


class OperatorFactory(UserFactory):
    email = factory.Sequence(lambda n: f"operator{n}@dss.example")
    is_staff = True
    is_superuser = True


class ProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profile

    user = factory.SubFactory(UserFactory)
    department = "情報政策課"


class EmailAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmailAddress

    user = factory.SubFactory(UserFactory)
    email = factory.SelfAttribute("user.email")
    verified = True
    primary = True


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: f"{900000 + n}")
    name = factory.Sequence(lambda n: f"架空{n}市")
    kana = factory.Sequence(lambda n: f"かくう{n}し")
    prefecture_code = "11"
    prefecture = "埼玉県"
    kind = MunicipalityKind.CITY


class MunicipalDomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MunicipalDomain

    domain = factory.Sequence(lambda n: f"town{n}.example")
    municipality = factory.SubFactory(MunicipalityFactory)
    evidence = "代表電話で確認"
    proposed_by = factory.SubFactory(OperatorFactory)
    proposed_at = factory.LazyFunction(timezone.now)


class MembershipFactory(factory.django.DjangoModelFactory):
    """A live membership with its confirmed address."""

    class Meta:
        model = MunicipalMembership

    class Params:
        address = factory.SubFactory(EmailAddressFactory, user=factory.SelfAttribute("..user"))

    user = factory.SubFactory(UserFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    email_address_pk = factory.LazyAttribute(lambda o: o.address.pk)
    email = factory.LazyAttribute(lambda o: o.address.email)
    rule = "test"
    granted_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.LazyFunction(timezone.now)
    expires_on = date(2099, 5, 31)


class NotificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    event = "report_resolved"
    instance_key = factory.Sequence(str)
    target_key = "1"
    title = "通報への対応が終わりました"
    path = "/me/notifications/"
    created_at = factory.LazyFunction(timezone.now)


class OutboxMailFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutboxMail

    event = "test_event"
    instance_key = factory.Sequence(str)
    to = factory.Sequence(lambda n: f"reader{n}@mail.example")
    subject = "件名"
    body = "本文\n"
    created_at = factory.LazyFunction(timezone.now)


class VendorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Vendor

    name = factory.Sequence(lambda n: f"架空システム{n}株式会社")
    kana = factory.Sequence(lambda n: f"かくうしすてむ{n}")
    size = VendorSize.SMALL
    headquarters = "13"
    created_at = factory.LazyFunction(timezone.now)


class VendorMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VendorMembership

    vendor = factory.SubFactory(VendorFactory)
    user = factory.SubFactory(UserFactory)
    role = VendorRole.OWNER
    created_at = factory.LazyFunction(timezone.now)


class AdvisorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Advisor

    user = factory.SubFactory(UserFactory)

    affiliation = "架空大学"
    conflicts_stated_at = factory.LazyFunction(timezone.now)
    fields = "情報政策"
