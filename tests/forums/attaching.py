"""What the tests of pictures and files in posts share: sending, preparing and fetching them."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from dss.faults import form_status
from forums import jobs
from forums.forms import ReplyForm
from forums.models import PostAttachment

NOW = timezone.now


def text_of(response) -> str:
    return response.content.decode()


def fields(*slots, **changes):
    """A reply with files: (file, description) each."""
    sent = {"body": "画面を付けます。", "shown_as": "name_body", "client_token": str(uuid4())}
    for place, (file, alt) in enumerate(slots):
        sent[f"attachments_{place}"] = file
        sent[f"attachments_alt_{place}"] = alt
    return sent | changes


def reply(client, topic, *slots, **changes):
    return client.post(reverse("forums:topic_reply", args=[topic.pk]), fields(*slots, **changes))


def prepare_all():
    for pk in PostAttachment.objects.pending().values_list("pk", flat=True):
        jobs.prepare_attachment(attachment_id=pk, now=NOW())


def clean(sent, scene, person=None):
    """The attachments of a form."""
    person = person or scene.helper
    body = person.memberships.get().municipality
    files = {name: value for name, value in sent.items() if name in {"attachments_0", "attachments_1", "attachments_2"}}
    form = ReplyForm(sent, files, municipality=body, person=person)
    assert form.is_valid(), form.errors
    assert form_status(form) == 200
    return form.cleaned_data["attachments"]
