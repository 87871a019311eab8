"""The people of the demonstration, made by the same actions that real people use. Their password is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.actions.advisors import (
    AdvisorFacts,
    accept_advisor_invitation,
    change_advisor_profile,
    invite_advisor,
)
from accounts.actions.memberships import grant_membership
from accounts.actions.requests import submit_membership_request
from accounts.actions.terms import give_consent
from accounts.enums import VendorRole
from accounts.models import (
    Advisor,
    MembershipRequest,
    Municipality,
    MunicipalMembership,
    User,
    Vendor,
    VendorMembership,
)

PASSWORD = "dss-demo-2026"  # noqa: S105 (published: the demonstration runs in development only)


INTRODUCTION = (
    "（デモデータ）市役所の情報政策課に12年勤めたあと、自治体の調達と情報セキュリティの研究をしています。"
    "仕様書の書き方、クラウドサービスの安全性の確かめ方、三層分離の見直しについて、お答えできます。"
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One log-in; `role` is staff, advisor, operator, applicant, or the name of the vendor the person owns."""

    email: str
    name: str
    role: str


PEOPLE = (
    DemoPerson("operator@dss.example", "運営 花子", "operator"),
    DemoPerson("operator2@dss.example", "運営 次郎", "operator"),
    DemoPerson("staff-fukaya@city.fukaya.saitama.jp", "深谷 太郎", "staff"),
    DemoPerson("staff-shiojiri@city.shiojiri.lg.jp", "塩尻 春子", "staff"),
    DemoPerson("fuyuki-shiojiri@city.shiojiri.lg.jp", "塩尻 冬樹", "staff"),
    DemoPerson("staff-kaga@city.kaga.lg.jp", "加賀 夏生", "staff"),
    DemoPerson("staff-hioki@city.hioki.lg.jp", "日置 秋人", "staff"),
    DemoPerson("staff-kamishihoro@town.kamishihoro.lg.jp", "上士幌 冬美", "staff"),
    DemoPerson("vendor-a@aoba-systems.example", "青葉 一郎", "架空 株式会社青葉システムズ"),
    DemoPerson("vendor-b@minato-tech.example", "港 みなみ", "架空 みなとテック"),
    DemoPerson("advisor@trust.example", "信頼 学", "advisor"),
    DemoPerson("applicant@chichibu-koiki.example", "秩父 次郎", "applicant"),
)


@transaction.atomic
def load_demo_people(*, now: datetime) -> User:
    """Create who is missing, renew what lapsed; returns the first operator. Bodies and vendors must exist."""
    operators: list[User] = []
    for person in PEOPLE:
        user = _user(person, now)
        if person.role == "operator":
            operators.append(user)
        elif person.role == "staff":
            _make_staff(user, now)
        elif person.role == "applicant":
            _make_applicant(user, now)
        elif person.role == "advisor":
            _make_advisor(user, operators[0], now)
        else:
            _make_owner(user, person.role, now)
    return operators[0]


@transaction.atomic
def load_demo_member(*, email: str, name: str, now: datetime) -> User:
    """One more member of municipal staff: the address decides the body, as at sign-up."""
    user = _user(DemoPerson(email, name, "staff"), now)
    _make_staff(user, now)
    return user


def _user(person: DemoPerson, now: datetime) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        is_operator = person.role == "operator"
        user = User.objects.create_user(
            person.email, PASSWORD, name=person.name, is_staff=is_operator, is_superuser=is_operator
        )
        give_consent(user=user, now=now)
    EmailAddress.objects.get_or_create(user=user, email=person.email, defaults={"verified": True, "primary": True})
    return user


def _make_staff(user: User, now: datetime) -> None:
    if not MunicipalMembership.objects.live(now).filter(user=user).exists():
        grant_membership(address=EmailAddress.objects.get(user=user, email=user.email), actor=user, now=now)


def _make_advisor(user: User, operator: User, now: datetime) -> None:
    if not Advisor.objects.filter(user=user, is_active=True).exists():
        facts = {"affiliation": "架空 自治体DX研究所", "fields": "情報セキュリティ、調達"}
        invitation = invite_advisor(email=user.email, actor=operator, now=now, **facts)
        accept_advisor_invitation(invitation=invitation, actor=user, now=now)
        said = AdvisorFacts(**facts, introduction=INTRODUCTION, conflicts="")
        change_advisor_profile(facts=said, actor=user, now=now)


def _make_applicant(user: User, now: datetime) -> None:
    """Somebody whose address proves no body: the operators' queue is not empty, and their front page says they wait."""
    if not MembershipRequest.objects.filter(user=user).exists():
        submit_membership_request(
            actor=user,
            address=EmailAddress.objects.get(user=user, email=user.email),
            municipality=Municipality.objects.get(prefecture="埼玉県", name="秩父市"),
            department="（デモデータ）総務部",
            telephone="（デモデータ）代表電話 内線100",
            evidence="（デモデータ）独自のドメインを使っています。公式サイトの問い合わせ先に載っています。",
            now=now,
        )


def _make_owner(user: User, vendor_name: str, now: datetime) -> None:
    if not VendorMembership.objects.filter(user=user, ended_at=None).exists():
        vendor = Vendor.objects.get(name=vendor_name)
        VendorMembership.objects.create(vendor=vendor, user=user, role=VendorRole.OWNER, created_at=now)
