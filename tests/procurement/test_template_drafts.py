"""書式に書き出す: what a project or a request for quotes knows begins a draft; nobody else gets near it."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Profile
from accounts.personas import persona_of
from documents.models import TemplateDraft
from tests.factories import (
    DocumentTemplateFactory,
    MembershipFactory,
    ProjectFactory,
    QuoteRequestFactory,
    UserFactory,
    VendorMembershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def staff():
    person = MembershipFactory(municipality__name="鶴亀市").user
    Profile.objects.create(user=person, department="デジタル推進課")
    return person


@pytest.fixture
def project(staff):
    return ProjectFactory(
        municipality=persona_of(staff).municipality,
        title="議事録作成支援",
        need="会議が多く、作成に時間がかかる。",
        budget_year=2027,
    )


def address(thing, name: str) -> str:
    return reverse(f"procurement:{name}_templates", args=[thing.pk])


def begin(client, url: str, template, token=None):
    return client.post(url, {"template": template.pk, "client_token": token or uuid4()})


def test_a_project_begins_a_draft(client, staff, project):
    template = DocumentTemplateFactory()
    client.force_login(staff)
    assert address(project, "project") in client.get(project.get_absolute_url()).content.decode()
    page = client.get(address(project, "project")).content.decode()
    assert "写す項目：</strong>件名、自治体、目的" in page
    token = uuid4()
    urls = {begin(client, address(project, "project"), template, token).url for _ in range(2)}
    draft = TemplateDraft.objects.get()
    assert urls == {reverse("documents:draft_edit", args=[draft.pk])}
    assert draft.answers["title"] == "議事録作成支援"
    assert draft.answers["need"] == "会議が多く、作成に時間がかかる。"
    assert (draft.source_title, draft.source_path) == ("検討案件「議事録作成支援」", project.get_absolute_url())
    form = client.get(urls.pop()).content.decode()
    assert "検討案件「議事録作成支援」" in form
    assert form.count("写した元の内容です") == len(draft.prefilled)
    again = client.get(address(project, "project")).content.decode()
    assert draft.title in again


def test_a_request_for_quotes_gives_its_conditions(client, staff, project):
    template = DocumentTemplateFactory()
    request = QuoteRequestFactory(
        project=project, title="議事録の参考見積", user_count=120, starts_on=dt.date(2027, 4, 1), conditions="月に30件"
    )
    client.force_login(staff)
    assert address(request, "quote_request") in client.get(request.get_absolute_url()).content.decode()
    begin(client, address(request, "quote_request"), template)
    draft = TemplateDraft.objects.get()
    assert draft.answers["title"] == "議事録の参考見積"
    assert draft.answers["users"] == 120
    assert draft.answers["starts_on"] == "2027-04-01"
    labels = [item.label for item in request.items.current()]
    assert [row["name"] for row in draft.answers["items"]] == (labels or ["初期設定"])
    begin(client, address(project, "project"), template)
    assert TemplateDraft.objects.latest("pk").answers["users"] == 120  # the project takes its newest request's


def test_a_project_with_little_known_and_a_library_without_templates(client, staff, project):
    client.force_login(staff)
    page = client.get(address(project, "project")).content.decode()
    assert "使える書式が、まだありません" in page
    response = client.post(address(project, "project"), {"template": 5, "client_token": "x"})
    assert response.status_code == 422
    assert not TemplateDraft.objects.exists()


def test_a_retired_template_is_refused_with_words(client, staff, project):
    template = DocumentTemplateFactory(status="draft", approved_at=None)
    client.force_login(staff)
    response = begin(client, address(project, "project"), template)
    assert response.status_code == 422
    assert "もう一度選んでください" in response.content.decode()


@pytest.mark.parametrize(
    "make", [lambda: MembershipFactory().user, lambda: VendorMembershipFactory().user, UserFactory]
)
def test_strangers_get_nothing(client, project, make):
    template = DocumentTemplateFactory()
    request = QuoteRequestFactory(project=project)
    client.force_login(make())
    for url in (address(project, "project"), address(request, "quote_request")):
        assert client.get(url).status_code == 404
        assert begin(client, url, template).status_code == 404
    assert not TemplateDraft.objects.exists()


def test_few_queries_whatever_the_number_of_templates(client, staff, project):
    QuoteRequestFactory(project=project)
    client.force_login(staff)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(project, "project")).status_code == 200
        return len(queries)

    DocumentTemplateFactory()
    client.get(address(project, "project"))
    with_one = asked()
    DocumentTemplateFactory.create_batch(2)
    assert asked() == with_one
    assert with_one <= 12
