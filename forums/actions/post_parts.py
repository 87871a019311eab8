"""What belongs to a post beside its text: taken in with it, looked at by the worker, removed with an edit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit import record
from accounts.models import MunicipalMembership, Notification, User
from accounts.personas import persona_of
from documents.files import CheckedUpload, stored
from dss.access import DomainError
from dss.images.checking import CheckedImage
from dss.images.cleaning import CleanedImage
from dss.images.storing import stored_image, stored_upload
from dss.jobs import enqueue
from dss.markdown import CALL
from forums.attaching import ATTACHMENTS_A_DAY, MOST_ATTACHMENTS, NewAttachment, shown_name
from forums.disclosure import told_names
from forums.emails import MENTIONED, instance_of, send_attachment_refused, send_post_mentions
from forums.enums import AttachmentKind, AttachmentStatus, ShownAs
from forums.mentioning import MOST_CALLED, callable_by, called_in, numbers_in, with_true_names
from forums.models import BODY_LENGTH, Post, PostAttachment, PostMention, PostReference, Topic
from forums.unfurling import references_in

FOLDER = "posts"


def with_calls(
    topic: Topic, body: str, *, way: ShownAs, actor: User, now: datetime
) -> tuple[str, list[MunicipalMembership]]:
    """The text with its calls under the true names, and whom it calls. Experts call nobody: they know of nobody.

    DomainError: too many are called, or the names make the text too long or tell what its author keeps back.
    """
    if CALL not in body:
        return body, []
    municipality = persona_of(actor, now).municipality
    people = callable_by(actor, topic.board, topic, now).filter(user__in=numbers_in(body))
    known = list(people) if municipality is not None else []
    text = with_true_names(body, known)
    if len(text) > BODY_LENGTH:
        raise DomainError(f"呼びかける人の名前を入れると、本文が{BODY_LENGTH:,}文字を超えます。短くしてください。")
    told = told_names(text, way=way, municipality=municipality, person=actor) if municipality is not None else []
    if told:
        raise DomainError(f"表示しない設定の言葉（{'、'.join(told)}）が、呼びかける人の名前に含まれています。")
    called = called_in(text)
    if len(called) > MOST_CALLED:
        raise DomainError(f"1つの投稿で呼びかけられるのは{MOST_CALLED}人までです。")
    return text, [each for each in known if each.user_id in called]


def add_parts(
    post: Post,
    *,
    attachments: Collection[NewAttachment],
    called: Collection[MunicipalMembership],
    actor: User,
    now: datetime,
) -> None:
    """What belongs to the post as it reads now; the caller holds its topic. Only people who were not called before are
    told."""
    _keep_references(post)
    _keep_calls(post, [each.user for each in called], now)
    add_attachments(post, attachments, actor, now)
    note_parts(post)


def _keep_references(post: Post) -> None:
    wanted = references_in(post.body)
    kept = post.references.order_by("place").values_list("kind", "target")
    if [(each.kind, each.target) for each in wanted] == list(kept):
        return
    post.references.all().delete()
    rows = [
        PostReference(post=post, place=place, kind=each.kind, target=each.target) for place, each in enumerate(wanted)
    ]
    PostReference.objects.bulk_create(rows)


def _keep_calls(post: Post, people: Collection[User], now: datetime) -> None:
    """DomainError: edited again and again, one post would tell more people than it may call."""
    before = set(post.mentions.values_list("user", flat=True))
    new = [person for person in people if person.pk not in before]
    if new:
        told = Notification.objects.filter(event=MENTIONED.key, instance_key=instance_of(post))
        if len({*told.values_list("user", flat=True), *(person.pk for person in new)}) > MOST_CALLED:
            raise DomainError(f"1つの投稿で呼びかけられるのは、書き換える前も合わせて{MOST_CALLED}人までです。")
    post.mentions.exclude(user__in=people).delete()
    PostMention.objects.bulk_create([PostMention(post=post, user=person, created_at=now) for person in new])
    if new:
        send_post_mentions(post, new, now=now)


def add_attachments(post: Post, attachments: Collection[NewAttachment], actor: User, now: datetime) -> None:
    """Store them; the caller holds the topic. DomainError: too many. StorageFull: there is no room."""
    if not attachments:
        return
    if post.attachments.count() + len(attachments) > MOST_ATTACHMENTS:
        raise DomainError(f"1つの投稿に添付できるのは{MOST_ATTACHMENTS}件までです。要らないものを削除してください。")
    sent = PostAttachment.objects.sent_on(timezone.localdate(now), actor).count()
    if sent + len(attachments) > ATTACHMENTS_A_DAY:
        raise DomainError(f"1人が1日に添付できるのは{ATTACHMENTS_A_DAY}件までです。明日以降に添付してください。")
    last = post.attachments.aggregate(last=Max("place"))["last"] or 0
    for place, each in enumerate(attachments, start=last + 1):
        row = _attachment(post, place, each, now)
        row.save()
        if row.status == AttachmentStatus.PENDING:
            enqueue("forums.jobs.prepare_attachment", attachment_id=row.pk)


def remove_attachments(post: Post, removed: Collection[PostAttachment]) -> list[int]:
    """Forget these of the locked post; their files go with the next sweep. Which ones there were."""
    keys = [each.pk for each in removed]
    rows = PostAttachment.objects.filter(post=post, pk__in=keys)
    found = sorted(rows.values_list("pk", flat=True))
    rows.delete()
    return found


def note_parts(post: Post) -> None:
    """Keep on the locked post whether anything is to be shown below its text."""
    rows = (PostAttachment, PostReference, PostMention)
    has_parts = any(model.objects.filter(post=post).exists() for model in rows)
    if has_parts != post.has_parts:
        post.has_parts = has_parts
        post.save(update_fields=["has_parts"])


@transaction.atomic
def save_picture(*, attachment_id: int, clean: CleanedImage, now: datetime) -> None:
    """What became of a picture; the second time nothing happens."""
    row = _waiting(attachment_id)
    if row is None:
        return
    if clean.picture is None or clean.preview is None:
        _refuse(row, clean.reason, now)
        return
    row.picture, row.picture_sha256 = stored_image(clean.picture, FOLDER), clean.picture.sha256
    row.width, row.height = clean.picture.width, clean.picture.height
    row.preview, row.preview_sha256 = stored_image(clean.preview, FOLDER), clean.preview.sha256
    row.preview_width, row.preview_height = clean.preview.width, clean.preview.height
    row.file, row.file_sha256 = "", ""
    _show(row, now)


@transaction.atomic
def save_file(*, attachment_id: int, upload: CheckedUpload | None, reason: str, now: datetime) -> None:
    """What became of a file whose author is kept back: `upload` is the one without traces, None when it had none."""
    row = _waiting(attachment_id)
    if row is None:
        return
    if reason:
        _refuse(row, reason, now)
        return
    if upload is not None:
        row.file, row.file_sha256, row.size = stored(upload, FOLDER), upload.sha256, upload.size
    _show(row, now)


def _attachment(post: Post, place: int, given: NewAttachment, now: datetime) -> PostAttachment:
    row = PostAttachment(post=post, place=place, alt=given.alt, created_at=now)
    upload = given.upload
    row.size, row.file_sha256 = upload.size, upload.sha256
    if isinstance(upload, CheckedImage):
        row.kind, row.file = AttachmentKind.IMAGE, stored_upload(upload, FOLDER)
        return row
    way = ShownAs(post.shown_as)
    row.kind, row.format, row.name = AttachmentKind.FILE, upload.format, shown_name(upload, place, way)
    row.file = stored(upload, FOLDER)
    if way == ShownAs.NAME_BODY:
        row.status, row.done_at = AttachmentStatus.READY, now
    return row


def _waiting(attachment_id: int) -> PostAttachment | None:
    """The row, held, while nobody has decided about it; it may have been removed meanwhile."""
    return (
        PostAttachment.objects.pending()
        .select_for_update(of=("self",), no_key=True)
        .select_related("post__topic")
        .filter(pk=attachment_id)
        .first()
    )


def _show(row: PostAttachment, now: datetime) -> None:
    row.status, row.done_at = AttachmentStatus.READY, now
    row.save()
    record(actor=None, verb="show_attachment", obj=row, now=now)


def _refuse(row: PostAttachment, reason: str, now: datetime) -> None:
    row.status, row.reason, row.done_at = AttachmentStatus.REFUSED, reason, now
    row.file, row.file_sha256 = "", ""
    row.save()
    record(actor=None, verb="refuse_attachment", obj=row, now=now, reason=reason)
    send_attachment_refused(row, now=now)
