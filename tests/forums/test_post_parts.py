"""Pictures and files in posts: taken in, looked at by the worker, edited."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions.files import sweep_files
from accounts.models import AuditEvent, Notification, OutboxMail
from dss.access import DomainError
from dss.images.structure import measured
from forums import actions, jobs
from forums.attaching import ATTACHMENTS_A_DAY, MOST_ATTACHMENTS
from forums.enums import AttachmentStatus
from forums.models import Post, PostAttachment
from tests.documents.makers import docx, upload
from tests.dss.pictures import PLACE, given, photograph, picture
from tests.forums.attaching import NOW, clean, fields, prepare_all, reply, text_of
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def helper(client, scene):
    client.force_login(scene.helper)
    return client


# --- Taken in --------------------------------------------------------------------------------------------------------


def test_a_photograph_goes_through_the_worker_and_is_shown_without_its_place(helper, open_topic):
    topic = open_topic()
    response = reply(helper, topic, (given(photograph((900, 600)), "深谷太郎の写真.jpg"), "受付窓口の写真"))
    assert response.status_code == 302, text_of(response)
    row = PostAttachment.objects.get()
    assert (row.status, row.name, row.alt) == (AttachmentStatus.PENDING, "", "受付窓口の写真")
    assert row.post.has_parts
    assert helper.get(row.get_absolute_url()).status_code == 404, "not before the worker has made it anew"
    assert "画像を確認しています" in text_of(helper.get(topic.get_absolute_url()))
    came = row.file.name
    prepare_all()
    row.refresh_from_db()
    assert (row.status, row.file.name, row.file_sha256) == (AttachmentStatus.READY, "", "")
    page = text_of(helper.get(topic.get_absolute_url()))
    assert f'<img src="{reverse("forums:attachment_preview", args=[row.pk])}" alt="受付窓口の写真"' in page
    assert f'width="{row.preview_width}" height="{row.preview_height}" loading="lazy"' in page
    assert "深谷太郎の写真" not in page
    for address, width in ((row.get_absolute_url(), 900), (reverse("forums:attachment_preview", args=[row.pk]), 480)):
        answer = helper.get(address)
        content = b"".join(answer.streaming_content)
        assert answer["Content-Type"] == "image/webp"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert measured(content).width == width
        assert PLACE not in content
        assert helper.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert default_storage.exists(came)
    sweep_files(now=NOW() + timedelta(days=2))
    assert not default_storage.exists(came), "what came goes with the next sweep"
    assert default_storage.exists(row.picture.name)
    assert default_storage.exists(row.preview.name)


def test_a_file_of_somebody_who_stands_by_their_name_is_there_at_once(helper, open_topic):
    topic = open_topic()
    assert reply(helper, topic, (upload("比較表（案）.docx", docx("本文")), "")).status_code == 302
    row = PostAttachment.objects.get()
    assert (row.status, row.name) == (AttachmentStatus.READY, "比較表（案）.docx")
    page = text_of(helper.get(topic.get_absolute_url()))
    assert f'<a href="{row.get_absolute_url()}">比較表（案）.docx</a>' in page
    answer = helper.get(row.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert len(b"".join(answer.streaming_content)) == row.size


def test_several_at_once_when_a_topic_is_opened(client, scene):
    client.force_login(scene.asker)
    sent = fields(
        (given(picture()), "画面"),
        (upload("一覧.csv", "項目,値\n".encode()), ""),
        kind="sharing",
        title="画面の紹介",
        services="",
        documents="",
    )
    response = client.post(reverse("forums:topic_create", args=[scene.board.slug]), sent)
    assert response.status_code == 302, text_of(response)
    assert list(PostAttachment.objects.order_by("place").values_list("kind", "place")) == [("image", 1), ("file", 2)]


@pytest.mark.parametrize(
    ("slot", "message"),
    [
        ((given(picture()), ""), "1つ目：画像の説明を書いてください"),
        ((given(picture()), "\u200b"), "1つ目：画像の説明を書いてください"),
        ((given(b"GIF89a<html>", "x.gif"), "説明"), "GIF"),
        ((given(b"<svg xmlns='x'/>", "x.svg"), "説明"), "SVG"),
        ((given(picture()[:-20]), "説明"), "途中で切れています"),
        ((upload("x.exe", b"MZ"), ""), "この種類のファイルは扱えません"),
        ((upload("x.docm", docx()), ""), "マクロ"),
        ((upload("x.docx", b"nothing"), ""), "1つ目："),
        ((upload("x.txt", b"\x00\x01"), ""), "テキストではない"),
        (("", "説明だけ"), "画像を選び直すか、説明を消してください"),
        ((given(picture()), "あ" * 301), "300文字以内"),
        ((given(picture()), "a\x00b"), "使えない文字"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_stored(helper, open_topic, slot, message):
    topic = open_topic()
    response = reply(helper, topic, slot)
    assert response.status_code == 422
    page = text_of(response)
    assert message in page
    assert "ファイルは選び直してください" in page
    assert "画面を付けます。" in page, "the text is still there"
    assert Post.objects.count() == 1
    assert not PostAttachment.objects.exists()


def test_without_the_scanners_word_nothing_is_taken_and_the_page_says_so(helper, open_topic, settings):
    settings.CLAMAV_SOCKET = "unix:/nowhere/clamd.ctl"
    response = reply(helper, open_topic(), (given(picture()), "画面"))
    assert response.status_code == 503
    assert "ウイルスの検査ができない" in text_of(response)
    assert not PostAttachment.objects.exists()


def test_a_preview_stores_nothing(helper, open_topic):
    response = reply(helper, open_topic(), (given(picture()), "画面"), preview="1")
    assert response.status_code == 200
    assert "説明" in text_of(response)
    assert not PostAttachment.objects.exists()


def test_a_post_holds_a_few_and_a_person_sends_a_few_a_day(scene, open_topic, answer, monkeypatch):
    slots = clean(fields(*[(given(picture()), "画面")] * 3), scene)
    topic = open_topic()
    post = answer(topic, attachments=slots)
    edit = {"title": "", "body": post.body, "actor": scene.helper, "now": NOW()}
    actions.edit_post(post=post, revision=1, attachments=slots, **edit)
    with pytest.raises(DomainError, match=f"{MOST_ATTACHMENTS}件まで"):
        actions.edit_post(post=post, revision=1, attachments=slots, **edit)
    assert post.attachments.count() == 6
    monkeypatch.setattr("forums.actions.post_parts.ATTACHMENTS_A_DAY", 8)
    with pytest.raises(DomainError, match="8件まで"):
        answer(topic, attachments=slots)
    assert ATTACHMENTS_A_DAY == 60
    assert Post.objects.filter(topic=topic).count() == 2


def test_the_same_form_sent_twice_makes_one_post_with_one_picture(helper, open_topic):
    topic, sent = open_topic(), None
    for _ in range(2):
        sent = sent or fields((None, "画面"))
        sent["attachments_0"] = given(picture())
        assert helper.post(reverse("forums:topic_reply", args=[topic.pk]), sent).status_code == 302
    assert PostAttachment.objects.count() == 1


# --- The worker ------------------------------------------------------------------------------------------------------


def test_a_picture_that_cannot_be_read_is_refused_to_its_author_alone(client, scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic, attachments=clean(fields((given(picture()), "壊れた画面")), scene))
    row = post.attachments.get()
    row.file = default_storage.save("posts/broken.jpeg", ContentFile(b"\xff\xd8\xff nothing"))
    row.save()
    prepare_all()
    row.refresh_from_db()
    assert (row.status, row.file.name) == (AttachmentStatus.REFUSED, "")
    assert Notification.objects.get(event="attachment_refused").user == scene.helper
    assert topic.title in OutboxMail.objects.get(event="attachment_refused").subject
    for reader, is_told in ((scene.helper, True), (scene.reader, False)):
        client.force_login(reader)
        assert ("壊れた画面" in text_of(client.get(topic.get_absolute_url()))) is is_told
        assert client.get(row.get_absolute_url()).status_code == 404
    jobs.prepare_attachment(attachment_id=row.pk, now=NOW())
    assert Notification.objects.filter(event="attachment_refused").count() == 1


def test_a_lost_file_is_refused_and_a_forgotten_one_queued_again(scene, open_topic, answer):
    post = answer(open_topic(), attachments=clean(fields((given(picture()), "画面")), scene))
    row = post.attachments.get()
    default_storage.delete(row.file.name)
    jobs.prepare_forgotten_attachments(now=NOW() + timedelta(hours=1))
    prepare_all()
    row.refresh_from_db()
    assert row.status == AttachmentStatus.REFUSED
    assert "見つからない" in row.reason


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_picture(scene, open_topic, answer):
    post = answer(open_topic(), attachments=clean(fields((given(picture()), "画面")), scene))
    row = post.attachments.get()
    all_at_once([lambda: jobs.prepare_attachment(attachment_id=row.pk, now=NOW())] * 3)
    row.refresh_from_db()
    assert row.status == AttachmentStatus.READY
    assert AuditEvent.objects.filter(verb="show_attachment").count() == 1


# --- Editing ---------------------------------------------------------------------------------------------------------


def test_editing_adds_and_removes_and_leaves_no_file_behind(helper, scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic, attachments=clean(fields((given(picture()), "一枚目")), scene))
    prepare_all()
    first = post.attachments.get()
    address = reverse("forums:post_edit", args=[post.pk])
    assert "画像：一枚目" in text_of(helper.get(address))
    sent = {"body": post.body, "revision": 1, "removed": [first.pk]}
    sent |= {"attachments_0": given(picture()), "attachments_alt_0": "二枚目"}
    assert helper.post(address, sent).status_code == 302
    assert post.attachments.get().alt == "二枚目"
    assert helper.get(first.get_absolute_url()).status_code == 404
    sweep_files(now=NOW() + timedelta(days=2))
    assert not default_storage.exists(first.picture.name)
    stranger = PostAttachment.objects.get()
    other = answer(topic)
    response = helper.post(
        reverse("forums:post_edit", args=[other.pk]), {"body": "x", "revision": 1, "removed": [stranger.pk]}
    )
    assert response.status_code in (302, 422)
    assert PostAttachment.objects.filter(pk=stranger.pk).exists(), "nobody removes what belongs to another post"
    sent = {"body": post.body, "revision": 1, "removed": [stranger.pk]}
    assert helper.post(address, sent).status_code == 302
    post.refresh_from_db()
    assert not post.has_parts
    assert not post.attachments.exists()


# --- Cost ------------------------------------------------------------------------------------------------------------


def test_the_page_asks_once_for_all_that_stands_below_its_posts(client, scene, open_topic, answer):
    plain, one, three = (open_topic(client_token=uuid4()) for _ in range(3))
    for topic, count in ((one, 1), (three, 3)):
        for _ in range(count):
            slots = clean(fields((given(picture()), "画面"), (upload("a.txt", b"text"), "")), scene)
            answer(
                topic, body=f"見てください {topic.get_absolute_url()} /services/{scene.service.pk}/", attachments=slots
            )
    answer(plain)
    prepare_all()
    client.force_login(scene.reader)

    def queries(topic):
        client.get(topic.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(topic.get_absolute_url()).status_code == 200
        return len(asked)

    assert queries(one) == queries(three) == queries(plain) + 2
    assert queries(three) <= 8
