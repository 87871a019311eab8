"""Pictures and files in posts: they tell nothing of who keeps their name back, and go to readers of the post alone."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment

from catalog.demo.pdf import one_page_pdf
from forums import actions
from forums.enums import AttachmentStatus, ShownAs
from forums.models import PostAttachment
from tests.documents.makers import upload
from tests.dss.pictures import given, picture
from tests.factories import MembershipFactory
from tests.forums.attaching import NOW, clean, fields, prepare_all, reply, text_of
from tests.forums.conftest import BODY, PERSON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def status_of(client, address) -> int:
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


# --- Who keeps their name back ---------------------------------------------------------------------------------------


def told_docx(author=PERSON, text="本文") -> bytes:
    document = Document()
    document.core_properties.author = author
    document.add_paragraph(text)
    document.save(out := io.BytesIO())
    return out.getvalue()


def noted_xlsx() -> bytes:
    """Excel itself puts its user's name into a note."""
    book = Workbook()
    book.active["A1"].comment = Comment(f"{PERSON}:\n確認済み", "x")
    book.save(out := io.BytesIO())
    return out.getvalue()


@pytest.mark.parametrize("way", [ShownAs.ANONYMOUS, ShownAs.BODY])
def test_a_file_does_not_tell_who_sent_it(client, scene, open_topic, way):
    topic = open_topic(shown_as=way)
    client.force_login(scene.asker)
    response = reply(client, topic, (upload(f"{PERSON}_比較表.docx", told_docx()), ""), shown_as=way.value)
    assert response.status_code == 302
    row = PostAttachment.objects.get()
    assert (row.name, row.status) == ("添付ファイル1.docx", AttachmentStatus.PENDING)
    assert client.get(row.get_absolute_url()).status_code == 404
    prepare_all()
    row.refresh_from_db()
    assert row.status == AttachmentStatus.READY
    client.force_login(scene.reader)
    answer = client.get(row.get_absolute_url())
    content = b"".join(answer.streaming_content)
    assert Document(io.BytesIO(content)).core_properties.author == ""
    assert Document(io.BytesIO(content)).paragraphs[0].text == "本文"
    assert PERSON not in text_of(client.get(topic.get_absolute_url()))


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.docx", told_docx("", f"{BODY}の窓口"), BODY),
        ("a.xlsx", noted_xlsx(), PERSON),
        ("a.txt", f"{PERSON[0]} {PERSON[1:]} が作成".encode(), PERSON),
        ("a.csv", f"団体,{BODY}".encode(), BODY),
        ("a.pdf", one_page_pdf("Draft", ["x"]).replace(b"<< /Title", b"<< /Author (Tsuru) /Title"), "作成者"),
    ],
    ids=["docx", "xlsx", "txt", "csv", "pdf"],
)
def test_what_names_the_author_inside_is_refused(client, scene, open_topic, answer, name, content, word):
    if name.endswith("pdf"):
        content = re.sub(rb"startxref\n\d+", b"startxref\n0", content)
    sent = fields((upload(name, content), ""), shown_as="anonymous")
    topic = open_topic(shown_as=ShownAs.ANONYMOUS)
    slots = clean(sent, scene, scene.asker)
    answer(topic, actor=scene.asker, shown_as=ShownAs.ANONYMOUS, attachments=slots)
    prepare_all()
    row = PostAttachment.objects.get()
    assert row.status == AttachmentStatus.REFUSED
    assert word in row.reason
    client.force_login(scene.reader)
    page = text_of(client.get(topic.get_absolute_url()))
    assert row.reason not in page
    assert row.name not in page


def test_a_description_that_names_the_author_is_refused(client, scene, open_topic):
    topic = open_topic(shown_as=ShownAs.ANONYMOUS)
    client.force_login(scene.asker)
    response = reply(client, topic, (given(picture()), f"{BODY}の画面"), shown_as="anonymous")
    assert response.status_code == 422
    assert BODY in text_of(response)
    assert not PostAttachment.objects.exists()


# --- Handed out to readers of the post alone -------------------------------------------------------------------------


def test_who_gets_what(client, scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic, attachments=clean(fields((given(picture()), "画面"), (upload("a.txt", b"text"), "")), scene))
    prepare_all()
    image, file = post.attachments.order_by("place")
    addresses = [
        image.get_absolute_url(),
        reverse("forums:attachment_preview", args=[image.pk]),
        file.get_absolute_url(),
    ]
    assert client.get(addresses[0]).status_code == 302

    def statuses(person):
        client.force_login(person)
        return [status_of(client, address) for address in addresses]

    for person, status in (
        (scene.reader, 200),
        (scene.helper, 200),
        (scene.expert, 404),
        (scene.seller, 404),
        (scene.member, 404),
        (scene.operator, 404),
    ):
        assert statuses(person) == [status] * 3
    actions.invite_experts(topic=topic, actor=scene.asker, now=NOW())
    assert statuses(scene.expert) == [200] * 3
    assert client.get(reverse("forums:attachment_preview", args=[file.pk])).status_code == 404
    actions.close_to_experts(topic=topic, actor=scene.asker, now=NOW())
    assert statuses(scene.expert) == [404] * 3
    actions.delete_post(post=post, actor=scene.helper, now=NOW())
    for person in (scene.reader, scene.helper):
        assert statuses(person) == [404] * 3
    assert "画面" not in text_of(client.get(topic.get_absolute_url()))


def test_a_topic_among_bodies_keeps_its_files(client, scene, open_topic, answer):
    other = MembershipFactory()
    topic = open_topic(readers=[scene.helper.memberships.get().municipality])
    post = answer(topic, attachments=clean(fields((given(picture()), "画面")), scene))
    prepare_all()
    for person, status in ((scene.asker, 200), (other.user, 404)):
        client.force_login(person)
        assert status_of(client, post.attachments.get().get_absolute_url()) == status
