"""A town buys something, through HTTP alone: from a comparison to the adoption, and on to a successor."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutboxMail
from catalog.models import Adoption
from procurement.models import Outcome, Project, QuoteRequest
from tests.factories import (
    DocumentVersionFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    VendorMembershipFactory,
)

pytestmark = pytest.mark.django_db
REASONS = "60か月の総額と操作のしやすさで選んだ。"


class Person:
    """A signed-in browser."""

    def __init__(self, user):
        self.user = user
        self.browser = Client()
        self.browser.force_login(user)

    def opens(self, name, *args, query=""):
        response = self.browser.get(reverse(name, args=args) + query)
        assert response.status_code == 200, (name, response.status_code)
        return response.content.decode()

    def sends(self, name, *args, query="", **fields):
        response = self.browser.post(reverse(name, args=args) + query, fields, follow=True)
        assert response.status_code == 200, (name, response.status_code, response.content.decode())
        return response.content.decode()


@pytest.fixture
def town(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return MunicipalityFactory(name="架空塩尻市")


def test_from_a_comparison_to_the_adoption_and_a_successor(town):
    haruko = Person(MembershipFactory(municipality=town, user__name="塩尻 春子").user)
    colleague = Person(MembershipFactory(municipality=town, user__name="塩尻 冬樹").user)
    sellers = [Person(VendorMembershipFactory(vendor__name=f"架空{name}社").user) for name in "甲乙丙"]
    services = [
        PublishedServiceFactory(vendor=seller.user.vendor_memberships.get().vendor, name=f"{name}の議事録（架空）")
        for seller, name in zip(sellers, "甲乙丙", strict=True)
    ]
    outsider = Person(VendorMembershipFactory().user)

    # From the comparison of two listings to a project; the third listing is added from its own page.
    query = f"?id={services[0].pk}&id={services[1].pk}"
    assert "この比較から案件を作る" in haruko.opens("catalog:service_compare", query=query)
    page = haruko.sends(
        "procurement:project_create",
        query=query,
        title="会議録の作成支援",
        need="早く公開したい。",
        client_token=uuid4(),
    )
    project = Project.objects.get()
    assert services[0].name in page
    assert "案件に追加する" in haruko.opens("catalog:service_detail", services[2].pk)
    haruko.sends("procurement:candidate_create", query=f"?id={services[2].pk}", project=project.pk)
    assert project.candidates.count() == 3

    # A specification is attached.
    version = DocumentVersionFactory(document__municipality=town, document__title="会議録作成の仕様書案")
    assert "会議録作成の仕様書案" in haruko.opens("procurement:project_document_attach", project.pk)
    page = haruko.sends("procurement:project_document_attach", project.pk, version=version.pk)
    assert "会議録作成の仕様書案" in page

    # Three services are asked.
    deadline = timezone.localtime() + timedelta(days=10)
    haruko.sends(
        "procurement:quote_request_create",
        project.pk,
        title="会議録の参考見積",
        conditions="会議は月20回です。",
        months="60",
        deadline_at=deadline.strftime("%Y-%m-%dT%H:%M"),
        client_token=uuid4(),
    )
    request = QuoteRequest.objects.get()
    keys = [service.pk for service in services]
    haruko.sends("procurement:quote_request_services", request.pk, services=keys, revision=request.revision)
    request.refresh_from_db()
    haruko.sends("procurement:quote_request_open", request.pk, revision=request.revision)
    assert OutboxMail.objects.filter(event="quote_invited").count() == 3

    # Two answer, the third asks a question.
    first, second, third = request.invitations.order_by("service")
    items = list(request.items.order_by("position"))
    for seller, invitation, amount in ((sellers[0], first, "1,000"), (sellers[1], second, "900")):
        sheet = {f"amount_{item.pk}": amount for item in items}
        if invitation == second:
            sheet |= {f"amount_{items[2].pk}": "", f"excluded_{items[2].pk}": "on"}
        sheet |= {"tax": "excluded", "months": "60", "revision": "0", "client_token": uuid4(), "do": "submit"}
        sheet |= {"valid_until": (timezone.localdate() + timedelta(days=90)).isoformat()}
        seller.sends("procurement:quote_edit", invitation.pk, **sheet)
    sellers[2].sends(
        "procurement:quote_invitation_questions", third.pk, body="録音は何時間ですか。", client_token=uuid4()
    )
    question = third.questions.get()
    haruko.sends("procurement:quote_question_answer", question.pk, answer="月に約40時間です。")

    # The comparison shows the gap; nothing is decided while quotes may come in.
    page = haruko.opens("procurement:quote_request_comparison", request.pk)
    for text in (
        "見積に含まない",
        "範囲の違い",
        "含まない項目があるため参考",
        "60か月の総額（税込）",
        "架空丙社",
        "未回答",
    ):
        assert text in page
    assert "まだ受付中です" in page
    haruko.sends("procurement:quote_request_close", request.pk)

    # The outcome is recorded; each vendor learns its own result alone.
    winner = project.candidates.get(service=services[0])
    page = haruko.sends(
        "procurement:quote_request_award", request.pk, result=winner.pk, reasons=REASONS, client_token=uuid4()
    )
    outcome = Outcome.objects.get()
    assert REASONS in page
    assert "選定されました" in sellers[0].opens("procurement:quote_invitation_detail", first.pk)
    for seller, invitation in ((sellers[1], second), (sellers[2], third)):
        page = seller.opens("procurement:quote_invitation_detail", invitation.pk)
        assert "選定されませんでした" in page
        assert "甲の議事録" not in page
        assert REASONS not in page
    assert OutboxMail.objects.filter(event="quote_decided").count() == 3

    # The adoption appears after confirmation, for everybody.
    listing = Client().get(services[0].get_absolute_url()).content.decode()
    assert town.name not in listing
    assert not Adoption.objects.exists()
    haruko.sends("procurement:outcome_adoption", outcome.pk, stage="in_use", started_on="2027-04")
    listing = Client().get(services[0].get_absolute_url()).content.decode()
    assert town.name in listing
    assert REASONS not in listing

    # A colleague takes the project over and finds everything.
    page = colleague.sends("procurement:project_take_over", project.pk, lead=haruko.user.pk)
    for text in ("塩尻 春子 → 塩尻 冬樹", "会議録作成の仕様書案", "会議録の参考見積", "選定しました", services[0].name):
        assert text in page
    assert OutboxMail.objects.get(event="project_taken_over").to == haruko.user.email

    # Nobody outside the town ever finds any of it.
    for stranger in (outsider, *sellers, Person(MembershipFactory().user)):
        assert stranger.browser.get(project.get_absolute_url()).status_code == 404
        assert stranger.browser.get(outcome.get_absolute_url()).status_code == 404
