"""The operators' screen: a file and its questions are checked together before anything is kept."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.models import AuditEvent
from documents.enums import TemplateStatus
from documents.models import DocumentTemplate
from tests.documents.makers import package, upload
from tests.factories import DocumentTemplateFactory
from tests.factories.templates import DECLARATION, small_template, template_docx

pytestmark = pytest.mark.django_db
LIST = "admin:documents_documenttemplate_changelist"
ADD = "admin:documents_documenttemplate_add"


@pytest.fixture
def operator(client, scene):
    Authenticator.objects.create(user=scene.operator, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    client.force_login(scene.operator)
    return client


def form(content: bytes | None = None, **changes):
    data = {
        "code": "spec-small",
        "title": "小さな仕様書",
        "kind": "specification",
        "summary": "小さな調達のための書式です。",
        "position": "10",
        "upload": upload("書式.docx", content or small_template()),
        "questions": DECLARATION,
    }
    return data | changes


def act(client, template, action, **data):
    return client.post(reverse(LIST), {"action": action, "_selected_action": [template.pk], **data}, follow=True)


def test_from_the_upload_to_the_approval_and_the_end(operator):
    assert operator.get(reverse(ADD)).status_code == 200
    response = operator.post(reverse(ADD), form())
    assert response.status_code == 302, response.context["adminform"].form.errors
    template = DocumentTemplate.objects.get()
    assert (template.code, template.number, template.status) == ("spec-small", 1, TemplateStatus.DRAFT)
    seen = operator.get(reverse("admin:documents_documenttemplate_change", args=[template.pk])).content.decode()
    assert "items.amount" in seen
    assert "title：件名（1行の文字・必須）" in seen
    file = operator.get(reverse("admin:documents_documenttemplate_download", args=[template.pk]))
    assert b"".join(file.streaming_content) == small_template_of(template)
    act(operator, template, "approve")
    template.refresh_from_db()
    assert template.is_approved
    act(operator, template, "retire", reason="様式が変わりました")
    template.refresh_from_db()
    assert (template.status, template.retired_reason) == (TemplateStatus.RETIRED, "様式が変わりました")
    verbs = AuditEvent.objects.filter(object_type="documents.documenttemplate").order_by("pk")
    assert [each.verb for each in verbs] == ["register_template", "approve_template", "retire_template"]


def small_template_of(template) -> bytes:
    with template.open_file() as file:
        return file.read()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"upload": upload("書式.docx", template_docx("{{ nowhere }}"))}, "upload", "宣言にない項目です：nowhere"),
        ({"upload": upload("書式.docx", template_docx("{{ title.__class__ }}"))}, "upload", "宣言にない項目です"),
        ({"upload": upload("書式.docx", template_docx("{% set a = 1 %}"))}, "upload", "使えない書き方"),
        ({"upload": upload("書式.docx", template_docx("{{ title }}"))}, "upload", "どこにも出てこない項目"),
        ({"upload": upload("書式.docm", b"x")}, "upload", "マクロ"),
        ({"upload": upload("書式.docx", package({"word/vbaProject.bin": b"x"}))}, "upload", "マクロ"),
        ({"upload": upload("書式.pdf", b"%PDF-")}, "upload", "扱えません"),
        ({"questions": "[[fields]]\nkey = 3"}, "questions", "key は"),
        ({"questions": "x = ["}, "questions", "読み取れません"),
        ({"questions": DECLARATION.replace('"budget"', '"weather"')}, "questions", "prefill"),
        ({"code": "SPEC 1"}, "code", "英小文字"),
        ({"kind": "novel"}, "kind", "選択"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(operator, changes, field, message):
    response = operator.post(reverse(ADD), form(**changes))
    assert response.status_code == 200
    assert message in str(response.context["adminform"].form.errors[field])
    assert not DocumentTemplate.objects.exists()


def test_a_template_is_never_changed_or_deleted_by_hand(operator):
    template = DocumentTemplateFactory()
    for name in ("change", "delete"):
        url = reverse(f"admin:documents_documenttemplate_{name}", args=[template.pk])
        assert operator.post(url, {"title": "別の題", "post": "yes"}).status_code == 403
    template.refresh_from_db()
    assert template.title != "別の題"


@pytest.mark.parametrize("who", ["owner", "vendor", "advisor", "member"])
def test_only_operators_come_in(client, scene, who):
    template = DocumentTemplateFactory()
    client.force_login(getattr(scene, who))
    for url in (reverse(ADD), reverse("admin:documents_documenttemplate_download", args=[template.pk])):
        assert client.get(url).status_code in {302, 403}
