"""Factories of the boards."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from forums.enums import (
    AttachmentKind,
    AttachmentStatus,
    ColumnAudience,
    ColumnStatus,
    EventStatus,
    MemberStatus,
    QuestionStatus,
    RegistrationStatus,
    ShownAs,
    TopicKind,
    WatchLevel,
    WatchScope,
)
from forums.models import (
    Board,
    BoardMembership,
    BoardWatch,
    Column,
    Event,
    EventQuestion,
    EventRegistration,
    EventSpeaker,
    Post,
    PostAttachment,
    ThemeWish,
    Topic,
    TopicWatch,
)
from tests.dss.pictures import picture
from tests.factories.accounts import MunicipalityFactory, UserFactory


class BoardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Board

    slug = factory.Sequence(lambda n: f"board-{n}")
    name = factory.Sequence(lambda n: f"架空{n}課")
    purpose = "調達の進め方を相談します。"
    created_at = factory.LazyFunction(timezone.now)


class BoardMembershipFactory(factory.django.DjangoModelFactory):
    """Somebody who takes part."""

    class Meta:
        model = BoardMembership

    board = factory.SubFactory(BoardFactory)
    user = factory.SubFactory(UserFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    status = MemberStatus.ACTIVE
    asked_at = factory.LazyFunction(timezone.now)
    joined_at = factory.LazyAttribute(lambda row: row.asked_at if row.status == MemberStatus.ACTIVE else None)


class BoardWatchFactory(factory.django.DjangoModelFactory):
    """Somebody who wants to hear everything on the site."""

    class Meta:
        model = BoardWatch

    board = factory.SubFactory(BoardFactory)
    user = factory.SubFactory(UserFactory)
    scope = WatchScope.POSTS
    level = WatchLevel.SITE


class TopicFactory(factory.django.DjangoModelFactory):
    """A question with its text as post 1 (`body`)."""

    class Meta:
        model = Topic

    board = factory.SubFactory(BoardFactory)
    kind = TopicKind.CONSULTATION
    title = "議事録サービスの導入で困ったこと"
    author = factory.SubFactory(UserFactory)
    author_key = factory.SelfAttribute("author.key")
    municipality = factory.SubFactory(MunicipalityFactory)
    shown_as = ShownAs.NAME_BODY
    created_at = factory.LazyFunction(timezone.now)
    last_activity_at = factory.SelfAttribute("created_at")

    @classmethod
    def _create(cls, model_class, *args, body="どのように進めましたか。", **kwargs):
        topic = super()._create(model_class, *args, **kwargs)
        Post.objects.create(
            topic=topic,
            number=1,
            author=topic.author,
            author_key=topic.author_key,
            municipality=topic.municipality,
            shown_as=topic.shown_as,
            body=body,
            created_at=topic.created_at,
        )
        return topic


class TopicWatchFactory(factory.django.DjangoModelFactory):
    """Somebody who wants to hear of new posts on the site."""

    class Meta:
        model = TopicWatch

    topic = factory.SubFactory(TopicFactory)
    user = factory.SubFactory(UserFactory)
    level = WatchLevel.SITE


class PostFactory(factory.django.DjangoModelFactory):
    """An answer of somebody else; the topic's counters follow."""

    class Meta:
        model = Post

    topic = factory.SubFactory(TopicFactory)
    number = factory.LazyAttribute(lambda post: post.topic.post_count + 1)
    author = factory.SubFactory(UserFactory)
    author_key = factory.SelfAttribute("author.key")
    municipality = factory.SubFactory(MunicipalityFactory)
    shown_as = ShownAs.NAME_BODY
    body = "うちでは試行から始めました。"
    created_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        post = super()._create(model_class, *args, **kwargs)
        post.topic.post_count = post.number
        post.topic.last_activity_at = post.created_at
        post.topic.save()
        return post


class PostAttachmentFactory(factory.django.DjangoModelFactory):
    """A picture that readers see; its post says so."""

    class Meta:
        model = PostAttachment

    post = factory.SubFactory(PostFactory)
    place = 1
    kind = AttachmentKind.IMAGE
    status = AttachmentStatus.READY
    alt = "画面の図"
    size = 100
    width = height = preview_width = preview_height = 40
    created_at = done_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        content = picture("WEBP", (40, 40))
        for name in ("picture", "preview"):
            kwargs[name] = default_storage.save(f"posts/{uuid4()}.webp", ContentFile(content))
            kwargs[f"{name}_sha256"] = sha256(content).hexdigest()
        attachment = super()._create(model_class, *args, **kwargs)
        Post.objects.filter(pk=attachment.post_id).update(has_parts=True)
        return attachment


class ColumnFactory(factory.django.DjangoModelFactory):
    """A draft that everybody may read once it is published."""

    class Meta:
        model = Column

    author = factory.SubFactory(UserFactory)
    author_key = factory.SelfAttribute("author.key")
    title = "仕様書は困りごとから書く"
    summary = "困りごとから書くと、提案を比べやすくなります。"
    body = "まず、だれが何に困っているかを書きます。"
    audience = ColumnAudience.PUBLIC
    created_at = factory.LazyFunction(timezone.now)

    class Params:
        published = factory.Trait(
            status=ColumnStatus.PUBLISHED,
            affiliation="架空大学",
            conflicts_stated_at=factory.LazyFunction(timezone.now),
            published_at=factory.LazyFunction(timezone.now),
        )


class EventFactory(factory.django.DjangoModelFactory):
    """A published session next week, without a speaker."""

    class Meta:
        model = Event

    title = factory.Sequence(lambda n: f"架空の座談会{n}")
    theme = "書かない窓口をどう始めたか。"
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=2))
    capacity = 30
    status = EventStatus.PUBLISHED
    created_at = factory.LazyFunction(timezone.now)
    published_at = factory.LazyAttribute(lambda event: None if event.status == EventStatus.DRAFT else event.created_at)


class EventSpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventSpeaker

    event = factory.SubFactory(EventFactory)
    name = "話手 花"
    affiliation = "架空市 情報政策課"


class EventRegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventRegistration

    event = factory.SubFactory(EventFactory)
    user = factory.SubFactory(UserFactory)
    status = RegistrationStatus.CONFIRMED
    queued_at = factory.LazyFunction(timezone.now)


class EventQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventQuestion

    event = factory.SubFactory(EventFactory)
    author = factory.SubFactory(UserFactory)
    author_key = factory.SelfAttribute("author.key")
    shown_as = ShownAs.NAME_BODY
    body = "費用はいくらかかりましたか。"
    status = QuestionStatus.SHOWN
    created_at = factory.LazyFunction(timezone.now)


class ThemeWishFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ThemeWish

    author = factory.SubFactory(UserFactory)
    author_key = factory.SelfAttribute("author.key")
    municipality = factory.SubFactory(MunicipalityFactory)
    title = "キャッシュレス決済の精算"
    created_at = factory.LazyFunction(timezone.now)
