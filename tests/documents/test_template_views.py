"""The pages of the templates: a form from a declaration, saved, shown, fetched; and what strangers get."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from accounts.models import AuditEvent
from documents import actions
from documents.enums import TemplateStatus
from documents.models import SharedDocument, TemplateDraft
from tests.documents.test_filling import NASTY
from tests.factories import DocumentTemplateFactory, TemplateDraftFactory

pytestmark = pytest.mark.django_db
STRANGERS = ("vendor", "advisor", "member", "operator")
MANAGEMENT = {"t-items-INITIAL_FORMS": "0", "t-items-MIN_NUM_FORMS": "0", "t-items-MAX_NUM_FORMS": "60"}


def page(client, user, name, *args, status=200, **query):
    client.force_login(user)
    response = client.get(reverse(f"documents:{name}", args=args), query)
    assert response.status_code == status, (name, response.status_code)
    return response


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"documents:{name}", args=args), data)


def words(response) -> str:
    return response.content.decode()


def filled(*rows, **changes):
    """What the browser sends; each of `rows` is name, amount, order."""
    data = {"title": "下書き", "revision": "1", "v-title": "議事録作成支援", "v-form": "準委任"}
    data |= MANAGEMENT | {"t-items-TOTAL_FORMS": str(len(rows))}
    for number, (name, amount, order) in enumerate(rows):
        data |= {
            f"t-items-{number}-{key}": value
            for key, value in zip(("name", "amount", "ORDER"), (name, amount, order), strict=True)
        }
    return data | changes


@pytest.fixture
def draft(scene):
    return TemplateDraftFactory(municipality=scene.body, created_by=scene.owner, created_by_key=scene.owner.key)


# --- From the list to the file --------------------------------------------------------------------------------------


def test_from_the_list_to_the_file_and_the_library(client, scene):
    template = DocumentTemplateFactory(title="仕様書（SaaS利用型）")
    assert "仕様書（SaaS利用型）" in words(page(client, scene.owner, "template_list"))
    shown = words(page(client, scene.owner, "template_detail", template.pk))
    assert "【未記入：件名】" in shown
    assert "（1行の文字・必須）" in shown
    begun = send(client, scene.owner, "template_start", template.pk, client_token=uuid4())
    draft = TemplateDraft.objects.get()
    assert (begun.status_code, begun.url) == (302, reverse("documents:draft_edit", args=[draft.pk]))
    form = words(page(client, scene.colleague, "draft_edit", draft.pk))
    assert 'value="鶴亀市"' in form
    assert 'value="初期設定"' in form
    assert "必須" in form
    assert "なぜ必要かを書きます。" in form
    saved = send(
        client,
        scene.colleague,
        "draft_edit",
        draft.pk,
        **filled(
            ("研修", "１２０，０００円", "2"),
            ("設定", "300,000", "1"),
            ("", "", ""),
            **{"v-starts_on": "2027-04-01", "v-limit": "1,000,000", "v-networks": ["LGWAN接続系"], "v-training": "on"},
        ),
    )
    assert (saved.status_code, saved.url) == (302, draft.get_absolute_url())
    draft.refresh_from_db()
    assert draft.answers == {
        "title": "議事録作成支援",
        "form": "準委任",
        "starts_on": "2027-04-01",
        "limit": 1_000_000,
        "networks": ["LGWAN接続系"],
        "training": True,
        "items": [{"name": "設定", "amount": 300_000}, {"name": "研修", "amount": 120_000}],
    }
    text = words(page(client, scene.owner, "draft_detail", draft.pk))
    assert "開始 令和9年4月1日 西暦 2027年4月1日 上限 1,000,000円（税込）" in text
    assert "必須の項目は記入済み" in text
    file = page(client, scene.owner, "draft_download", draft.pk)
    content = b"".join(file.streaming_content)
    assert "議事録作成支援" in Document(io.BytesIO(content)).paragraphs[0].text
    assert file["Content-Disposition"].endswith("%E4%B8%8B%E6%9B%B8%E3%81%8D.docx")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert AuditEvent.objects.filter(verb="download_draft", actor_key=scene.owner.key).count() == 1
    put = send(client, scene.owner, "draft_to_library", draft.pk, revision=2)
    document = SharedDocument.objects.get()
    assert put.url == document.get_absolute_url()
    assert "まだ公開していません" in words(client.get(put.url))
    again = words(page(client, scene.owner, "draft_detail", draft.pk))
    assert "に登録しました" in again
    assert "共有文書に登録する" not in again


def test_half_a_draft_is_kept_and_rows_are_added(client, scene, draft):
    half = filled(("", "5", ""), **{"v-title": "", "step": "later"})
    response = send(client, scene.owner, "draft_edit", draft.pk, **half)
    assert response.url == reverse("documents:draft_edit", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.answers == {"form": "準委任", "training": False, "items": [{"amount": 5}]}
    shown = words(client.get(response.url))
    assert "t-items-3-name" in shown  # the row that is there, and three empty ones
    assert "t-items-4-name" not in shown
    detail = words(page(client, scene.owner, "draft_detail", draft.pk))
    assert "【未記入：件名】" in detail
    assert "まだ記入していない必須の項目があります" in detail
    refused = send(client, scene.owner, "draft_to_library", draft.pk, revision=2)
    assert "必須の項目が1件あります" in words(client.get(refused.url))


def test_a_row_is_taken_away(client, scene, draft):
    sent = filled(("設定", "1", "1"), ("研修", "2", "2"), **{"t-items-0-DELETE": "on", "t-items-0-amount": "x"})
    assert send(client, scene.owner, "draft_edit", draft.pk, **sent).status_code == 302
    draft.refresh_from_db()
    assert draft.answers["items"] == [{"name": "研修", "amount": 2}]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"v-title": ""}, "：入力してください。"),
        ({"title": "\u200b"}, "：入力してください。"),
        ({"v-title": "あ" * 201}, "200文字以内"),
        ({"v-need": "一\x0b二"}, "使えない文字"),
        ({"v-need": "一\x00"}, "文字"),
        ({"v-need": "あ" * 5001}, "5,000文字以内"),
        ({"v-starts_on": "2027-02-30"}, "日付"),
        ({"v-starts_on": "0001-01-01"}, "昭和から"),
        ({"v-limit": "-1"}, "整数"),
        ({"v-limit": "9" * 400}, "整数"),
        ({"v-users": "百人"}, "整数"),
        ({"v-form": "売買"}, "選択"),
        ({"v-networks": ["衛星"]}, "選択"),
        ({"t-items-0-name": ""}, "入力してください。</li>"),
        ({"t-items-0-amount": "1.5"}, "整数"),
        ({"t-items-TOTAL_FORMS": "x"}, "ManagementForm"),
        ({"t-items-TOTAL_FORMS": "99999"}, "60"),
    ],
)
def test_bad_input_stands_beside_its_field(client, scene, draft, changes, message):
    response = send(client, scene.owner, "draft_edit", draft.pk, **filled(("設定", "1", "1"), **changes))
    assert response.status_code == 422
    assert message in words(response)
    assert "エラー：" in words(response)
    draft.refresh_from_db()
    assert draft.revision == 1


@pytest.mark.parametrize("step", ["", "later"])
def test_what_does_not_fit_is_never_kept_half(client, scene, draft, step):
    response = send(client, scene.owner, "draft_edit", draft.pk, **filled(**{"v-limit": "たくさん", "step": step}))
    assert response.status_code == 422


@pytest.mark.parametrize("value", NASTY[:6], ids=range(6))
def test_values_are_only_values_on_the_page_and_in_the_file(client, scene, draft, value):
    assert send(client, scene.owner, "draft_edit", draft.pk, **filled(**{"v-need": value})).status_code == 302
    response = page(client, scene.owner, "draft_detail", draft.pk)
    assert value in [element.text for element in response.context["elements"]]
    assert "</w:t>" not in words(response)
    file = b"".join(page(client, scene.owner, "draft_download", draft.pk).streaming_content)
    assert value in [each.text for each in Document(io.BytesIO(file)).paragraphs]


def test_a_lost_update_shows_both_texts(client, scene, draft):
    first = filled(("設定", "1", "1"), **{"v-need": "同僚の文章"})
    assert send(client, scene.colleague, "draft_edit", draft.pk, **first).status_code == 302
    response = send(client, scene.owner, "draft_edit", draft.pk, **filled(**{"v-need": "わたしの文章"}))
    text = words(response)
    assert response.status_code == 409
    assert "同僚の文章" in text
    assert "わたしの文章" in text
    assert "設定 ／ 1円" in text
    assert 'name="revision" value="2"' in text
    draft.refresh_from_db()
    assert draft.answers["need"] == "同僚の文章"


def test_what_was_copied_is_marked_until_it_is_changed(client, scene, draft):
    TemplateDraft.objects.filter(pk=draft.pk).update(
        prefilled={"title": "議事録作成支援", "need": "元の目的"},
        source_title="検討案件「議事録」",
        source_path="/projects/1/",
    )
    text = words(page(client, scene.owner, "draft_edit", draft.pk))
    assert text.count("写した元の内容です") == 1
    assert '<a href="/projects/1/">検討案件「議事録」</a>' in text


def test_a_copy_and_a_newer_version(client, scene, draft):
    assert "新しい版があります" not in words(page(client, scene.owner, "draft_detail", draft.pk))
    type(draft.template).objects.filter(pk=draft.template_id).update(
        status=TemplateStatus.RETIRED, retired_at=draft.created_at
    )
    newer = DocumentTemplateFactory(code=draft.template.code, number=2)
    assert "新しい版があります" in words(page(client, scene.owner, "draft_detail", draft.pk))
    token = uuid4()
    urls = {send(client, scene.owner, "draft_copy", draft.pk, client_token=token).url for _ in range(2)}
    copy = TemplateDraft.objects.exclude(pk=draft.pk).get()
    assert urls == {reverse("documents:draft_edit", args=[copy.pk])}
    assert (copy.template, copy.answers) == (newer, draft.answers)
    page(client, scene.owner, "template_detail", draft.template_id, status=404)


@pytest.mark.parametrize("name", ["draft_copy", "draft_to_library"])
def test_a_button_without_its_hidden_field_changes_nothing(client, scene, draft, name):
    response = send(client, scene.owner, name, draft.pk)
    assert "画面の情報が欠けています" in words(client.get(response.url))
    assert (TemplateDraft.objects.count(), SharedDocument.objects.count()) == (1, 0)


def test_a_beginning_without_its_hidden_field(client, scene):
    template = DocumentTemplateFactory()
    assert send(client, scene.owner, "template_start", template.pk).status_code == 422
    assert not TemplateDraft.objects.exists()


def test_a_lost_file_is_said_on_the_page(client, scene, draft):
    draft.template.file.storage.delete(draft.template.file.name)
    assert "書き込めませんでした" in words(page(client, scene.owner, "draft_detail", draft.pk))
    page(client, scene.owner, "draft_download", draft.pk, status=409)
    assert "いまは文章を表示できません" in words(page(client, scene.owner, "template_detail", draft.template_id))


# --- Who sees what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_learn_nothing(client, scene, draft, who):
    person = getattr(scene, who)
    for name in ("template_list", "draft_list"):
        closed = words(page(client, person, name, status=403))
        assert draft.title not in closed
        assert draft.template.title not in closed
    page(client, person, "template_detail", draft.template_id, status=404)
    for name in ("draft_detail", "draft_edit", "draft_download"):
        page(client, person, name, draft.pk, status=404)
    assert send(client, person, "template_start", draft.template_id, client_token=uuid4()).status_code == 404
    assert TemplateDraft.objects.count() == 1


def test_other_bodies_see_templates_and_no_drafts(client, scene, draft):
    assert draft.template.title in words(page(client, scene.other, "template_list"))
    for name in ("template_list", "draft_list"):
        assert draft.title not in words(page(client, scene.other, name))
    for name in ("draft_detail", "draft_edit", "draft_download"):
        page(client, scene.other, name, draft.pk, status=404)
    sent = send(client, scene.other, "draft_edit", draft.pk, **filled())
    assert sent.status_code == 404


def test_empty_lists_say_what_to_do(client, scene):
    assert "使える書式は、まだありません" in words(page(client, scene.owner, "template_list"))
    assert "下書きは、まだありません" in words(page(client, scene.owner, "draft_list"))


@pytest.mark.parametrize("name", ["template_list", "draft_list"])
def test_lists_ask_the_same_number_of_queries(client, scene, name):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, scene.owner, name)
        return len(queries)

    TemplateDraftFactory(municipality=scene.body)
    page(client, scene.owner, name)
    with_one = asked()
    TemplateDraftFactory.create_batch(2, municipality=scene.body)
    assert asked() == with_one


@pytest.mark.parametrize("name", ["template_list", "draft_list", "draft_detail", "draft_edit"])
def test_pages_ask_few_queries(client, scene, draft, name):
    client.force_login(scene.owner)
    url = reverse(f"documents:{name}", args=[draft.pk] if name.startswith("draft_") and name != "draft_list" else [])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert len(queries) <= 8, [each["sql"][:100] for each in queries]


def test_a_person_who_left_stays_in_the_record(client, scene, draft):
    actions.save_draft(draft=draft, title="題", answers={}, revision=1, actor=scene.colleague, now=draft.created_at)
    TemplateDraft.objects.filter(pk=draft.pk).update(edited_by=None)
    assert "異動・退職した職員" in words(page(client, scene.owner, "draft_detail", draft.pk))


def test_a_silent_scanner_says_so(client, scene, draft, settings):
    settings.CLAMAV_SOCKET = "unix:/nowhere/clamd.ctl"
    page(client, scene.owner, "draft_download", draft.pk, status=503)
    assert send(client, scene.owner, "draft_to_library", draft.pk, revision="1").status_code == 503
    assert not SharedDocument.objects.exists()
    settings.CLAMAV_SOCKET = ""
    assert send(client, scene.owner, "draft_to_library", draft.pk, revision="1").status_code == 302
    assert SharedDocument.objects.count() == 1


def test_a_draft_is_put_away_and_taken_out_again(client, scene, draft):
    def listed(**query) -> bool:
        return draft.title in words(page(client, scene.colleague, "draft_list", **query))

    assert listed()
    for _ in range(2):
        assert send(client, scene.colleague, "draft_put_away", draft.pk, away="yes").status_code == 302
    assert AuditEvent.objects.filter(verb="put_away_draft").count() == 1
    assert not listed()
    assert listed(away="1")
    assert draft.title not in words(page(client, scene.owner, "template_list"))
    assert "しまった下書きです" in words(page(client, scene.owner, "draft_detail", draft.pk))
    assert "読み取れません" in words(client.get(send(client, scene.owner, "draft_put_away", draft.pk, away="x").url))
    send(client, scene.owner, "draft_put_away", draft.pk, away="no")
    assert listed()
    send(client, scene.owner, "draft_put_away", draft.pk, away="yes")
    send(client, scene.owner, "draft_edit", draft.pk, **filled())
    assert TemplateDraft.objects.at_hand().get() == draft
    for name in (*STRANGERS, "other"):
        assert send(client, getattr(scene, name), "draft_put_away", draft.pk, away="yes").status_code == 404
