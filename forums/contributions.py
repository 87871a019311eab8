"""What one person gave: for their own eyes alone, each with the way in which others see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from catalog.models import Adoption, Review
from documents.models import SharedDocument
from forums.emails import post_path
from forums.enums import ReactionKind, ShownAs, TopicStatus
from forums.models import Event, Post, Reaction, Topic


@dataclass(frozen=True, slots=True)
class Contribution:
    """One row; `way`: how others see who it comes from, `signs`: what readers put under it."""

    title: str
    href: str
    fact: str
    way: str
    at: datetime
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of contribution: `mine` through `visible_to`, newest first; `rows` of a page of them."""

    key: str
    label: str
    mine: Callable[[User], QuerySet[Any]]
    rows: Callable[[Iterable[Any]], list[Contribution]]


def _topics(user: User) -> QuerySet[Topic]:
    return (
        Topic.objects.visible_to(user).present().opened_by(user).select_related("board").order_by("-created_at", "-pk")
    )


def _topic_rows(topics: Iterable[Topic]) -> list[Contribution]:
    return [
        Contribution(
            title=topic.title,
            href=topic.get_absolute_url(),
            fact=f"{topic.board.name}・{topic.get_kind_display()}・回答 {topic.post_count - 1:,}件",
            way=topic.get_shown_as_display(),
            at=topic.created_at,
        )
        for topic in topics
    ]


def _posts(user: User) -> QuerySet[Post]:
    own = Post.objects.visible_to(user).filter(author=user, removed_at__isnull=True)
    return own.select_related("topic__board").order_by("-created_at", "-pk")


def _post_rows(posts: Iterable[Post]) -> list[Contribution]:
    found = list(posts)
    signs = _signs(found)
    return [
        Contribution(
            title=post.topic.title,
            href=post_path(post.topic_id, post.number),
            fact="本文"
            if post.is_first
            else "選ばれた回答"
            if post.topic.accepted_post_id == post.pk
            else "回答・コメント",
            way="専門家として、氏名と所属を表示する" if post.by_expert else post.get_shown_as_display(),
            at=post.created_at,
            signs=signs.get(post.pk, ()),
        )
        for post in found
    ]


def _signs(posts: list[Post]) -> dict[int, tuple[str, ...]]:
    counts = Reaction.objects.filter(post__in=posts).values_list("post", "kind").annotate(total=Count("pk"))
    by_post: dict[int, dict[str, int]] = {}
    for post, kind, total in counts:
        by_post.setdefault(post, {})[kind] = total
    return {
        post: tuple(f"{kind.label} {totals[kind]:,}" for kind in ReactionKind if kind in totals)
        for post, totals in by_post.items()
    }


def _documents(user: User) -> QuerySet[SharedDocument]:
    return SharedDocument.objects.visible_to(user).filter(created_by=user).order_by("-created_at", "-pk")


def _document_rows(documents: Iterable[SharedDocument]) -> list[Contribution]:
    return [
        Contribution(
            title=document.title,
            href=document.get_absolute_url(),
            fact=document.get_status_display(),
            way="所属する自治体の文書として表示する",
            at=document.created_at,
            signs=(f"役に立った {document.helpful_count:,}",) if document.helpful_count else (),
        )
        for document in documents
    ]


def _reviews(user: User) -> QuerySet[Review]:
    return Review.objects.visible_to(user).by(user).select_related("service").order_by("-created_at", "-pk")


def _review_rows(reviews: Iterable[Review]) -> list[Contribution]:
    return [
        Contribution(
            title=f"{review.service.name}のレビュー",
            href=review.get_absolute_url(),
            fact=review.get_status_display(),
            way=review.get_disclosure_display(),
            at=review.created_at,
            signs=(f"参考になった {review.helpful_count:,}",) if review.helpful_count else (),
        )
        for review in reviews
    ]


def _adoptions(user: User) -> QuerySet[Adoption]:
    told = Q(claimed_by_key=user.key) | Q(confirmed_by_key=user.key)
    rows = Adoption.objects.visible_to(user).filter(told).select_related("service", "municipality")
    return rows.order_by("-claimed_at", "-pk")


def _adoption_rows(adoptions: Iterable[Adoption]) -> list[Contribution]:
    return [
        Contribution(
            title=f"{row.service.name}の導入実績（{row.municipality.full_name}）",
            href=row.service.get_absolute_url(),
            fact=f"{row.get_stage_display()}・{row.get_status_display()}",
            way="団体名だけを表示する",
            at=row.claimed_at,
        )
        for row in adoptions
    ]


def _events(user: User) -> QuerySet[Event]:
    return Event.objects.visible_to(user).filter(speakers__user=user).order_by("-starts_at", "-pk")


def _event_rows(events: Iterable[Event]) -> list[Contribution]:
    return [
        Contribution(event.title, event.get_absolute_url(), "座談会の登壇", "氏名と所属を表示する", event.starts_at)
        for event in events
    ]


KINDS = (
    Kind("topics", "立てたトピック", _topics, _topic_rows),
    Kind("posts", "投稿", _posts, _post_rows),
    Kind("documents", "登録した文書", _documents, _document_rows),
    Kind("reviews", "レビュー", _reviews, _review_rows),
    Kind("adoptions", "導入実績の申告と確認", _adoptions, _adoption_rows),
    Kind("events", "登壇した座談会", _events, _event_rows),
)


def totals_of(user: User, kinds: Iterable[Kind] = KINDS) -> dict[str, int]:
    """How many of each kind, by its key; one query."""
    counts = {kind.key: _counted(kind.mine(user)) for kind in kinds}
    return cast("dict[str, int]", User.objects.filter(pk=user.pk).values(**counts).get())


def _counted(rows: QuerySet[Any]) -> Coalesce:
    one = rows.order_by().annotate(counted=Value(1)).values("counted").annotate(total=Count("pk", distinct=True))
    return Coalesce(Subquery(one.values("total"), output_field=IntegerField()), 0)


def signs_received(user: User) -> dict[str, int]:
    """How often others put each sign under one's posts, by its words; `thanks` of them under one's name; one query."""
    shown = Q(kind=ReactionKind.HELPFUL, post__shown_as=ShownAs.NAME_BODY, post__topic__readers=[])
    counts = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in ReactionKind}
    mine = Reaction.objects.filter(post__author=user, post__removed_at__isnull=True)
    return mine.exclude(post__topic__status=TopicStatus.WITHDRAWN).aggregate(**counts, thanks=Count("pk", filter=shown))
