"""The operators' entrance and screens."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.actions.advisors import invite_advisor
from accounts.bodies.codes import check_digit
from accounts.enums import DomainStatus, MembershipStatus, RequestStatus
from accounts.models import (
    Advisor,
    AdvisorInvitation,
    AuditEvent,
    MembershipRequest,
    MunicipalDomain,
    Municipality,
    MunicipalMembership,
)
from tests.factories import (
    PASSWORD,
    AdvisorFactory,
    EmailAddressFactory,
    MembershipFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    OperatorFactory,
    UserFactory,
    VendorFactory,
)

pytestmark = pytest.mark.django_db


def protect(user):
    """Give the account a second factor."""
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.fixture
def operator(client):
    user = protect(OperatorFactory())
    client.force_login(user)
    return user


def act(client, model, name, rows, reason="根拠を確認した"):
    """Run an admin action, with its reason."""
    data = {"action": name, ACTION_CHECKBOX_NAME: [row.pk for row in rows], "reason": reason}
    return client.post(reverse(f"admin:accounts_{model}_changelist"), data, follow=True)


# --- The entrance ----------------------------------------------------------------------------------------------------


def test_visitors_are_led_to_the_sites_own_log_in(client):
    page = client.get(reverse("admin:index"), follow=True)
    assert page.request["PATH_INFO"] == reverse("account_login")
    assert page.redirect_chain[-1][0].endswith("next=/admin/")


def test_other_people_find_nothing(client):
    client.force_login(UserFactory())
    assert client.get(reverse("admin:index"), follow=True).status_code == 404
    assert client.get(reverse("admin:accounts_user_changelist"), follow=True).status_code == 404


def test_operators_without_a_second_factor_are_sent_to_set_one_up(client):
    client.force_login(OperatorFactory())
    page = client.get(reverse("admin:index"), follow=True)
    assert page.request["PATH_INFO"] == reverse("mfa_index")
    assert "多要素認証の設定が必要です" in page.content.decode()
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 302
    membership = MembershipFactory()
    act(client, "municipalmembership", "suspend", [membership])
    membership.refresh_from_db()
    assert membership.status == MembershipStatus.ACTIVE


def test_the_password_alone_does_not_open_the_admin(client):
    operator = protect(OperatorFactory())
    EmailAddressFactory(user=operator)
    client.post(reverse("account_login"), {"login": operator.email, "password": PASSWORD})
    assert client.get(reverse("admin:index")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_with_a_second_factor_the_admin_opens(client, operator):
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_demand_can_be_lifted_in_development_only(client):
    client.force_login(OperatorFactory())
    with override_settings(OPERATOR_MFA=False):
        assert client.get(reverse("admin:index")).status_code == 200


def test_no_screen_confirms_an_address_or_hands_out_a_second_factor():
    assert not admin.site.is_registered(EmailAddress)
    assert not admin.site.is_registered(Authenticator)
    assert not admin.site.is_registered(Group)


@pytest.mark.parametrize(
    "model",
    [
        "user",
        "advisor",
        "advisorinvitation",
        "municipality",
        "municipaldomain",
        "municipalmembership",
        "membershiprequest",
        "vendor",
    ],
)
def test_every_list_and_row_opens(client, operator, model):
    membership = MembershipFactory()
    objects = {
        "user": membership.user,
        "advisor": Advisor.objects.create(user=UserFactory(), affiliation="架空大学", fields="情報"),
        "advisorinvitation": invite_advisor(
            email="gaku@trust.example", affiliation="架空大学", fields="情報", actor=operator, now=timezone.now()
        ),
        "municipality": membership.municipality,
        "municipaldomain": MunicipalDomainFactory(),
        "municipalmembership": membership,
        "membershiprequest": _request(),
        "vendor": VendorFactory(),
    }
    assert client.get(reverse(f"admin:accounts_{model}_changelist"), {"q": "x"}).status_code == 200
    row = client.get(reverse(f"admin:accounts_{model}_change", args=[objects[model].pk]))
    assert row.status_code == 200


# --- The work --------------------------------------------------------------------------------------------------------


def _request(**facts) -> MembershipRequest:
    person = UserFactory()
    address = EmailAddressFactory(user=person)
    return MembershipRequest.objects.create(
        **{
            "user": person,
            "email_address_pk": address.pk,
            "email": address.email,
            "municipality": MunicipalityFactory(),
            "department": "総務課",
            "telephone": "000",
            "rule": "no-rule",
            "created_at": timezone.now(),
        }
        | facts
    )


@pytest.mark.parametrize(
    ("action", "status"), [("approve", RequestStatus.APPROVED), ("reject", RequestStatus.REJECTED)]
)
def test_a_request_is_decided_with_a_reason(client, operator, action, status):
    request = _request()
    asked = client.post(
        reverse("admin:accounts_membershiprequest_changelist"), {"action": action, ACTION_CHECKBOX_NAME: [request.pk]}
    )
    assert "理由" in asked.content.decode()
    request.refresh_from_db()
    assert request.status == RequestStatus.PENDING
    act(client, "membershiprequest", action, [request])
    request.refresh_from_db()
    assert (request.status, request.decided_by, request.decision_reason) == (status, operator, "根拠を確認した")
    assert MunicipalMembership.objects.filter(user=request.user).exists() == (status == RequestStatus.APPROVED)


def test_a_refused_action_says_why_and_changes_nothing(client, operator):
    domain = MunicipalDomainFactory(proposed_by=operator)
    page = act(client, "municipaldomain", "verify", [domain])
    assert "提案した本人は確認できません" in page.content.decode()
    domain.refresh_from_db()
    assert domain.status == DomainStatus.PROPOSED


def test_a_domain_goes_through_two_operators(client, operator):
    body = MunicipalityFactory()
    facts = {"domain": "City-Example.JP", "municipality": body.pk, "evidence": "WHOISで地方公共団体"}
    client.post(reverse("admin:accounts_municipaldomain_add"), facts)
    domain = MunicipalDomain.objects.get()
    assert (domain.domain, domain.status, domain.proposed_by) == ("city-example.jp", DomainStatus.PROPOSED, operator)
    act(client, "municipaldomain", "verify", [domain])
    domain.refresh_from_db()
    assert domain.status == DomainStatus.PROPOSED
    client.force_login(protect(OperatorFactory()))
    act(client, "municipaldomain", "verify", [domain])
    domain.refresh_from_db()
    assert domain.status == DomainStatus.VERIFIED
    act(client, "municipaldomain", "revoke", [domain])
    domain.refresh_from_db()
    assert domain.status == DomainStatus.REVOKED


def test_a_revoked_domain_is_proposed_again_on_its_page(client, operator):
    domain = MunicipalDomainFactory(domain="town.example")
    path = reverse("admin:accounts_municipaldomain_change", args=[domain.pk])
    facts = {"domain": "other.example", "municipality": MunicipalityFactory().pk, "evidence": "代表電話で再確認"}
    assert client.post(path, facts).status_code == 403
    act(client, "municipaldomain", "revoke", [domain])
    assert "あらためて提案します" in client.get(path).content.decode()
    assert client.post(path, facts).status_code == 302
    domain.refresh_from_db()
    assert (domain.domain, domain.status, domain.evidence) == (
        "town.example",
        DomainStatus.PROPOSED,
        "代表電話で再確認",
    )
    assert (domain.municipality_id, domain.proposed_by) == (facts["municipality"], operator)
    act(client, "municipaldomain", "verify", [domain])
    domain.refresh_from_db()
    assert domain.status == DomainStatus.PROPOSED
    assert AuditEvent.objects.filter(verb="propose_domain_again", actor_key=operator.key).count() == 1


@pytest.mark.parametrize("domain", ["city example.jp", "東京.jp", "a@b.jp", "jp", "x.jp."])
def test_an_odd_domain_is_refused(client, operator, domain):
    body = MunicipalityFactory()
    page = client.post(
        reverse("admin:accounts_municipaldomain_add"), {"domain": domain, "municipality": body.pk, "evidence": "x"}
    )
    assert page.status_code == 200
    assert not MunicipalDomain.objects.exists()


def test_a_domain_no_database_takes_is_a_bad_request(client, operator):
    form = {"domain": "\x00.jp", "municipality": MunicipalityFactory().pk, "evidence": "x"}
    assert client.post(reverse("admin:accounts_municipaldomain_add"), form).status_code == 400
    assert not MunicipalDomain.objects.exists()


def test_memberships_are_moderated_with_a_reason(client, operator):
    membership = MembershipFactory()
    for action, status in (("suspend", "suspended"), ("resume", "active"), ("revoke", "revoked")):
        act(client, "municipalmembership", action, [membership])
        membership.refresh_from_db()
        assert membership.status == status
    assert AuditEvent.objects.filter(actor_key=operator.key, reason="根拠を確認した").count() == 3


def test_vendors_are_stopped_and_let_act_again(client, operator):
    vendor = VendorFactory()
    act(client, "vendor", "suspend", [vendor])
    vendor.refresh_from_db()
    assert vendor.is_suspended
    act(client, "vendor", "resume", [vendor])
    vendor.refresh_from_db()
    assert not vendor.is_suspended


def test_advisors_are_invited_by_mail_and_retired(client, operator):
    facts = {"email": "Gaku@Trust.example", "affiliation": "架空大学", "fields": "情報政策"}
    page = client.post(reverse("admin:accounts_advisorinvitation_add"), facts | {"email": "not an address"})
    assert page.status_code == 200
    assert not AdvisorInvitation.objects.exists()
    client.post(reverse("admin:accounts_advisorinvitation_add"), facts)
    invitation = AdvisorInvitation.objects.get()
    assert (invitation.email, invitation.invited_by) == ("gaku@trust.example", operator)
    row = client.get(reverse("admin:accounts_advisorinvitation_change", args=[invitation.pk])).content.decode()
    assert invitation.token_sha256 not in row
    act(client, "advisorinvitation", "withdraw", [invitation])
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    advisor = AdvisorFactory()
    act(client, "advisor", "retire", [advisor])
    advisor.refresh_from_db()
    assert not advisor.is_active
    assert client.get(reverse("admin:accounts_advisor_add")).status_code == 403


def test_associations_are_added_and_codes_never_change(client, operator):
    code = "99887" + check_digit("99887")
    facts = {
        "code": code,
        "name": "架空広域連合",
        "kana": "かくうこういきれんごう",
        "prefecture_code": "11",
        "prefecture": "埼玉県",
        "kind": "association",
    }
    page = client.post(reverse("admin:accounts_municipality_add"), facts | {"code": "12345x"})
    assert "検査数字" in page.content.decode()
    client.post(reverse("admin:accounts_municipality_add"), facts)
    body = Municipality.objects.get(code=code)
    client.post(reverse("admin:accounts_municipality_change", args=[body.pk]), facts | {"code": "111112", "name": "新"})
    assert list(Municipality.objects.values_list("code", "name")) == [(code, "新")]
    assert AuditEvent.objects.filter(verb="save_municipality", actor_key=operator.key).count() == 2


def test_an_account_is_closed_and_opened_again(client, operator):
    person = EmailAddressFactory().user
    theirs = Client()
    theirs.force_login(person)
    assert theirs.get(reverse("accounts:me")).status_code == 200
    act(client, "user", "deactivate", [person])
    assert theirs.get(reverse("accounts:me")).status_code == 302
    act(client, "user", "reactivate", [person])
    person.refresh_from_db()
    assert person.is_active
    page = act(client, "user", "deactivate", [operator])
    assert "自分のアカウントは停止できません" in page.content.decode()
    assert AuditEvent.objects.filter(object_id=str(person.pk), reason="根拠を確認した").count() == 2
