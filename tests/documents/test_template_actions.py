"""Templates from the operators to the staff, and drafts from their beginning to the library."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership
from documents import actions
from documents.actions.templates import REPLACED
from documents.enums import DocumentKind, DocumentStatus, TemplateStatus
from documents.files import check_upload
from documents.filling.checking import check_template
from documents.filling.declaration import from_toml
from documents.filling.prefill import Prefill
from documents.models import DocumentTemplate, SharedDocument, TemplateDraft
from documents.policies import can_edit_draft, can_manage_templates, can_start_draft
from dss.access import DomainError, PolicyRefused
from tests.factories import DocumentTemplateFactory, TemplateDraftFactory
from tests.factories.templates import DECLARATION, small_template, template_docx

pytestmark = pytest.mark.django_db


def checked(content: bytes | None = None, declaration: str = DECLARATION):
    return check_template(
        check_upload(ContentFile(content or small_template(), name="書式.docx")), from_toml(declaration)
    )


def facts(**changes):
    said = {"code": "spec-saas", "title": "仕様書", "kind": DocumentKind.SPECIFICATION, "summary": "SaaSの仕様書"}
    return actions.TemplateFacts(**(said | changes))


def begin(scene, template=None, **changes):
    given = {
        "template": template or DocumentTemplateFactory(),
        "client_token": uuid4(),
        "actor": scene.owner,
        "now": timezone.now(),
    }
    return actions.start_draft(**(given | changes))


def save(draft, actor, **changes):
    given = {"title": "議事録の仕様書", "answers": {"title": "議事録作成支援"}, "revision": draft.revision}
    return actions.save_draft(draft=draft, actor=actor, now=timezone.now(), **(given | changes))


# --- Templates ------------------------------------------------------------------------------------------------------


def test_from_the_operators_to_the_staff(scene):
    template = actions.register_template(facts=facts(), checked=checked(), actor=scene.operator, now=timezone.now())
    assert (template.number, template.status) == (1, TemplateStatus.DRAFT)
    assert not DocumentTemplate.objects.visible_to(scene.owner).exists()
    actions.approve_template(template=template, actor=scene.operator, now=timezone.now())
    assert list(DocumentTemplate.objects.visible_to(scene.other)) == [template]
    for stranger in (scene.vendor, scene.advisor, scene.member, scene.operator):
        assert not DocumentTemplate.objects.visible_to(stranger).exists()
    verbs = AuditEvent.objects.filter(object_type="documents.documenttemplate").order_by("at", "pk")
    assert [event.verb for event in verbs] == ["register_template", "approve_template"]


def test_a_new_version_retires_the_one_before_and_drafts_go_on(scene):
    first = DocumentTemplateFactory(code="spec-saas")
    draft = begin(scene, first)
    content = template_docx("第2版 {{ title }}")
    small = '[[fields]]\nkey = "title"\nlabel = "件名"\ntype = "text"\n'
    second = actions.register_template(
        facts=facts(), checked=checked(content, small), actor=scene.operator, now=timezone.now()
    )
    actions.approve_template(template=second, actor=scene.operator, now=timezone.now())
    first.refresh_from_db()
    assert (second.number, first.status, first.retired_reason) == (2, TemplateStatus.RETIRED, REPLACED)
    kept = save(draft, scene.colleague, answers={"need": "まだ書けます"})
    assert (kept.template, kept.answers) == (first, {"need": "まだ書けます"})
    with pytest.raises(DomainError, match="新しい版"):
        begin(scene, first)
    save(kept, scene.owner, answers={"title": "題", "need": "目的"})
    copy = actions.copy_draft(draft=kept, client_token=uuid4(), actor=scene.owner, now=timezone.now())
    assert (copy.template, copy.answers) == (second, {"title": "題"})


def test_the_same_template_again_is_refused(scene):
    upload = checked()
    actions.register_template(facts=facts(), checked=upload, actor=scene.operator, now=timezone.now())
    with pytest.raises(DomainError, match="まったく同じ"):
        actions.register_template(facts=facts(), checked=upload, actor=scene.operator, now=timezone.now())


def test_states_go_forward_only(scene):
    template = DocumentTemplateFactory()
    with pytest.raises(DomainError, match="公開中"):
        actions.approve_template(template=template, actor=scene.operator, now=timezone.now())
    actions.retire_template(template=template, reason="法令の改正", actor=scene.operator, now=timezone.now())
    for act in (actions.approve_template, lambda **given: actions.retire_template(reason="x", **given)):
        with pytest.raises(DomainError, match="廃止"):
            act(template=template, actor=scene.operator, now=timezone.now())


@pytest.mark.parametrize("who", ["owner", "vendor", "advisor", "member"])
def test_only_operators_manage_templates(scene, who):
    person = getattr(scene, who)
    template = DocumentTemplateFactory(status=TemplateStatus.DRAFT, approved_at=None)
    assert "運営だけ" in can_manage_templates(person).reason
    with pytest.raises(PolicyRefused):
        actions.register_template(facts=facts(), checked=checked(), actor=person, now=timezone.now())
    with pytest.raises(PolicyRefused):
        actions.approve_template(template=template, actor=person, now=timezone.now())
    with pytest.raises(PolicyRefused):
        actions.retire_template(template=template, reason="x", actor=person, now=timezone.now())


def test_the_database_keeps_templates():
    template = DocumentTemplateFactory(code="spec-saas")
    for change in ({"declaration": []}, {"sha256": "0" * 64}, {"title": "別"}):
        with pytest.raises(Error), transaction.atomic():
            DocumentTemplate.objects.filter(pk=template.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        template.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentTemplateFactory(code="spec-saas", number=2)


# --- Drafts ---------------------------------------------------------------------------------------------------------


def test_a_draft_begins_with_what_is_known(scene):
    source = actions.DraftSource(
        title="検討案件「議事録」", path="/projects/1/", prefill=Prefill(project_title="議事録作成支援", users=120)
    )
    draft = begin(scene, source=source)
    assert draft.answers == {
        "title": "議事録作成支援",
        "users": 120,
        "form": "準委任",
        "items": [{"name": "初期設定"}],
        "body_name": "鶴亀市",
    }
    assert draft.prefilled == {"title": "議事録作成支援", "users": 120}
    assert (draft.source_title, draft.source_path) == ("検討案件「議事録」", "/projects/1/")
    assert draft.title.endswith("（議事録作成支援）")
    event = AuditEvent.objects.get(verb="start_draft")
    assert "議事録" not in str(event.data)  # the operators read the audit trail


def test_who_sees_a_draft(scene):
    draft = begin(scene)
    assert list(TemplateDraft.objects.visible_to(scene.colleague)) == [draft]
    for stranger in (scene.other, scene.vendor, scene.advisor, scene.member, scene.operator):
        assert not TemplateDraft.objects.visible_to(stranger).exists()
        assert not can_edit_draft(stranger, draft)
        with pytest.raises(PolicyRefused):
            save(draft, stranger)
        with pytest.raises(PolicyRefused):
            actions.download_draft(draft=draft, actor=stranger, now=timezone.now())
        with pytest.raises(PolicyRefused):
            actions.copy_draft(draft=draft, client_token=uuid4(), actor=stranger, now=timezone.now())
        with pytest.raises(PolicyRefused):
            actions.save_draft_as_document(draft=draft, revision=1, actor=stranger, now=timezone.now())
    MunicipalMembership.objects.filter(user=scene.owner).update(expires_on="2020-05-31")
    assert not TemplateDraft.objects.visible_to(scene.owner).exists()
    assert "所属の確認" in can_start_draft(scene.vendor).reason


def test_a_colleague_goes_on_and_a_lost_update_is_refused(scene):
    draft = begin(scene)
    saved = save(draft, scene.colleague, answers={"title": "同僚の題", "unknown": "x"})
    assert (saved.revision, saved.answers, saved.edited_by) == (2, {"title": "同僚の題"}, scene.colleague)
    with pytest.raises(actions.DraftChanged) as caught:
        save(draft, scene.owner)
    assert caught.value.draft.answers == {"title": "同僚の題"}


def test_one_form_makes_one_draft_and_a_day_has_a_limit(scene, monkeypatch):
    template, token = DocumentTemplateFactory(), uuid4()
    assert begin(scene, template, client_token=token) == begin(scene, template, client_token=token)
    monkeypatch.setattr("documents.actions.drafts.DRAFTS_A_DAY", 1)
    with pytest.raises(DomainError, match="1日に"):
        begin(scene, template)


def test_a_draft_that_is_not_approved_does_not_begin(scene):
    with pytest.raises(DomainError):
        begin(scene, DocumentTemplateFactory(status=TemplateStatus.DRAFT, approved_at=None))


def test_each_fetching_is_recorded(scene):
    draft = TemplateDraftFactory(municipality=scene.body)
    upload = actions.download_draft(draft=draft, actor=scene.colleague, now=timezone.now())
    assert upload.name == f"{draft.title}.docx"
    event = AuditEvent.objects.get(verb="download_draft")
    assert (event.actor_key, event.data) == (scene.colleague.key, {"revision": 1, "sha256": upload.sha256})


def test_from_a_draft_to_the_library_in_versions(scene):
    draft = save(begin(scene), scene.owner)
    document = actions.save_draft_as_document(draft=draft, revision=2, actor=scene.owner, now=timezone.now())
    assert (document.title, document.status, document.kind) == ("議事録の仕様書", "draft", "specification")
    again = actions.save_draft_as_document(draft=draft, revision=2, actor=scene.colleague, now=timezone.now())
    assert (again, document.versions.count()) == (document, 1)
    changed = save(draft, scene.owner, answers={"title": "題を変えた"})
    actions.save_draft_as_document(draft=changed, revision=3, actor=scene.colleague, now=timezone.now())
    assert document.versions.count() == 2
    actions.publish_document(document=document, newest=2, by_hand=[1, 2], actor=scene.owner, now=timezone.now())
    further = save(changed, scene.owner, answers={"title": "もう一度"})
    actions.save_draft_as_document(draft=further, revision=4, actor=scene.owner, now=timezone.now())
    assert SharedDocument.objects.get().status == DocumentStatus.PUBLISHED
    assert not document.versions.get(number=3).is_declared  # others do not see it yet


def test_the_library_takes_only_what_is_complete_and_was_seen(scene):
    draft = begin(scene)
    with pytest.raises(DomainError, match="件名"):
        actions.save_draft_as_document(draft=draft, revision=1, actor=scene.owner, now=timezone.now())
    saved = save(draft, scene.colleague)
    with pytest.raises(DomainError, match="先にこの下書き"):
        actions.save_draft_as_document(draft=saved, revision=1, actor=scene.owner, now=timezone.now())
    assert not SharedDocument.objects.exists()


def test_one_copy_for_one_form(scene):
    draft, token = begin(scene), uuid4()
    copies = {
        actions.copy_draft(draft=draft, client_token=token, actor=scene.owner, now=timezone.now()).pk for _ in range(2)
    }
    copy = TemplateDraft.objects.get(pk__in=copies)
    assert (copy.title, copy.answers) == (f"{draft.title}の写し", draft.answers)
    assert draft.title in copy.source_title


def test_a_lost_template_file_is_said(scene):
    draft = TemplateDraftFactory(municipality=scene.body)
    draft.template.file.storage.delete(draft.template.file.name)
    with pytest.raises(DomainError, match="書き込めません"):
        actions.download_draft(draft=draft, actor=scene.owner, now=timezone.now())
    assert not AuditEvent.objects.filter(verb="download_draft").exists()
