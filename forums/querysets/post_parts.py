"""Who gets the pictures and files of posts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from forums.enums import AttachmentKind, AttachmentStatus
from forums.querysets.people import AnyUser

if TYPE_CHECKING:
    from forums.models import PostAttachment


class AttachmentQuerySet(QuerySet["PostAttachment"]):
    """Pictures and files."""

    def visible_to(self, user: AnyUser) -> AttachmentQuerySet:
        """Who reads the post, once the file is ready and as long as the post is there."""
        posts = apps.get_model("forums", "Post").objects.visible_to(user).filter(removed_at__isnull=True)
        return self.filter(status=AttachmentStatus.READY, post__in=posts.values("pk"))

    def ready(self) -> AttachmentQuerySet:
        """Looked at by the worker and shown."""
        return self.filter(status=AttachmentStatus.READY)

    def images(self) -> AttachmentQuerySet:
        return self.filter(kind=AttachmentKind.IMAGE)

    def files(self) -> AttachmentQuerySet:
        return self.filter(kind=AttachmentKind.FILE)

    def pending(self) -> AttachmentQuerySet:
        """Not looked at by the worker yet."""
        return self.filter(status=AttachmentStatus.PENDING)

    def sent_on(self, day: dt.date, author: User) -> AttachmentQuerySet:
        """By this person on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(post__author=author, created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))
