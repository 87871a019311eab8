"""Who is told of further versions and of comments. No title and nothing of the content goes by mail."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Area, Way
from accounts.models import MunicipalMembership, User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from documents.emails.documents import MOST_COLLEAGUES, who_see_it
from documents.models import DocumentComment, SharedDocument

NEW_VERSION = register(
    NotificationEvent(
        "document_new_version",
        "新着通知を受けている共有文書の新しい版",
        who_see_it,
        says="新着通知を受けている文書に新しい版ができたとき",
        area=Area.DOCUMENTS,
        reaches=frozenset({Role.STAFF}),
        default=Way.DIGEST,
        may_be_silent=True,
    )
)
ORIGIN_CHANGED = register(
    NotificationEvent(
        "document_origin_changed",
        "写した元の共有文書の新しい版",
        who_see_it,
        says="写した元の文書に新しい版ができたとき",
        area=Area.DOCUMENTS,
        reaches=frozenset({Role.STAFF}),
        default=Way.DIGEST,
        may_be_silent=True,
    )
)
COMMENTED = register(
    NotificationEvent(
        "document_commented",
        "所属する自治体の共有文書へのコメント",
        who_see_it,
        says="所属する自治体の文書にコメントがついたとき",
        area=Area.DOCUMENTS,
        reaches=frozenset({Role.STAFF}),
        may_be_silent=True,
    )
)


def send_new_version(document: SharedDocument, *, number: int, now: datetime) -> None:
    """To those who watch it, its own body's colleagues excepted, and for each copy to those who look after that."""
    told: set[int] = set()
    for fork in SharedDocument.objects.filter(forked_from__document=document).order_by("pk"):
        keepers = [person for person in keepers_of(fork, now) if person.pk not in told]
        told |= {person.pk for person in keepers}
        notify(
            ORIGIN_CHANGED.key,
            instance_key=f"document:{document.pk}:{number}:{fork.pk}",
            recipients=keepers,
            target=fork,
            path=reverse("documents:fork_diff", args=[fork.pk]),
            now=now,
        )
    watchers = User.objects.filter(pk__in=document.watches.of_live_staff(now).values("user"))
    owners = MunicipalMembership.objects.live(now).filter(municipality=document.municipality_id).values("user")
    notify(
        NEW_VERSION.key,
        instance_key=f"document:{document.pk}:{number}",
        recipients=watchers.exclude(pk__in=told).exclude(pk__in=owners).order_by("pk"),
        target=document,
        now=now,
    )


def send_comment(comment: DocumentComment, *, now: datetime) -> None:
    """To the owner's colleagues who watch the document; the author excepted."""
    document = comment.document
    watchers = document.watches.of_owner(now).exclude(user=comment.author_id).values("user")
    notify(
        COMMENTED.key,
        instance_key=f"comment:{comment.pk}",
        recipients=User.objects.filter(pk__in=watchers).order_by("pk"),
        target=document,
        path=f"{reverse('documents:document_comments', args=[document.pk])}#comment-{comment.pk}",
        now=now,
    )


def keepers_of(document: SharedDocument, now: datetime) -> list[User]:
    """Colleagues of the owner who watch it or made it; a few others when none of them is there any more."""
    live = MunicipalMembership.objects.live(now).filter(municipality=document.municipality_id).values("user")
    colleagues = User.objects.filter(pk__in=live)
    watchers = document.watches.values("user")
    people = colleagues.filter(Q(pk=document.created_by_id) | Q(pk__in=watchers)).order_by("pk")
    return list(people) or list(colleagues.order_by("pk")[:MOST_COLLEAGUES])
