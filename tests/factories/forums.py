"""Factories of the boards."""

from __future__ import annotations

import factory
from django.utils import timezone

from forums.enums import ShownAs, TopicKind
from forums.models import Board, Post, Topic
from tests.factories.accounts import MunicipalityFactory, UserFactory


class BoardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Board

    slug = factory.Sequence(lambda n: f"board-{n}")
    name = factory.Sequence(lambda n: f"架空{n}課")
    purpose = "調達の進め方を相談します。"
    created_at = factory.LazyFunction(timezone.now)


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
