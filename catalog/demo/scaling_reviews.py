"""Reviews of the generated listings: always the same for a listing, every text different from every other.

One made-up member of staff writes for each body, with an account nobody can sign in to. The averages are those of
`catalog.ratings`.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections import defaultdict
from collections.abc import Sequence

from accounts.body_class import describe
from accounts.models import Municipality, User
from catalog.demo.reviews import MARK
from catalog.enums import ReviewDisclosure, ReviewerRole, UsagePeriod
from catalog.models import ASPECTS, Review, ReviewSummary, Service, ServiceVersion
from catalog.ratings import rated, summarize

_DOMAIN = "@review-load.example"
_TOKENS = uuid.UUID("7b0f6a52-64f7-4c0b-9c41-0f2a8f8d7a10")
_PLACES = ["窓口", "本庁の各課", "支所と出張所", "情報政策の担当課", "議会事務局", "学校と教育委員会", "税の担当課"]
_GOOD = [
    "{place}で使っています。{month}月から試し、{days}日ほどで担当者が一人で操作できるようになりました。",
    "{place}の作業が月に{hours}時間ほど減りました。入力の誤りが画面で分かるので、確認のやり直しも減っています。",
    "導入のときの説明会を{days}回開いてもらい、{place}の職員も無理なく移れました。電話の返事も早いです。",
    "{place}で{hours}人が使っています。画面の文字が大きく、異動してきた職員にも引き継ぎやすいと感じます。",
]
_WISHES = [
    "帳票の並び順を{place}ごとに保存できると助かります。毎月{hours}件ほどを手で並べ替えています。",
    "年度切替えの手順書を{month}月より前に届けてほしいです。",
    "{place}から使うと、画面が開くまでに{days}秒ほどかかることがあります。",
    "利用者の一括登録で、{hours}件を超えると分けて取り込む必要があります。",
]


class Reviewers:
    """Who writes for which body. Accounts are made as they are asked for, and saved together."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._bodies = Municipality.objects.in_bulk(codes)
        self._people = {user.email: user for user in User.objects.filter(email__endswith=_DOMAIN)}
        self._new: list[User] = []
        self._counts: dict[str, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
        for body in self._bodies.values():
            self._counts[body.kind][body.population_band] += 1

    def of(self, code: str) -> User:
        """The member of staff of this body."""
        email = f"review-{code}{_DOMAIN}"
        if email not in self._people:
            person = User(email=email, name=f"架空 職員{code}")
            person.set_unusable_password()
            self._people[email] = person
            self._new.append(person)
        return self._people[email]

    def class_of(self, code: str) -> str:
        """What a review of this body says where it keeps the body's name back."""
        body = self._bodies[code]
        return describe(body.kind, body.population_band, self._counts[body.kind])

    def save(self) -> None:
        """Before the reviews are."""
        User.objects.bulk_create(self._new)
        self._new = []


def generated_reviews(
    version: ServiceVersion, codes: Sequence[str], reviewers: Reviewers, now: dt.datetime
) -> list[Review]:
    """Unsaved reviews of a version, one by each body; `codes` are of bodies that live."""
    return [_review(version, code, number, reviewers, now) for number, code in enumerate(codes, start=1)]


def summary_of(service: Service, reviews: Sequence[Review], now: dt.datetime) -> ReviewSummary:
    """The unsaved figures of these reviews."""
    ratings = summarize([rated(review) for review in reviews], now)
    return ReviewSummary(service=service, reviews=ratings.reviews, bodies=ratings.bodies, **ratings.averages)


def _review(version: ServiceVersion, code: str, number: int, reviewers: Reviewers, now: dt.datetime) -> Review:
    chance = random.Random(f"{version.name} {code}")  # noqa: S311 (a repeatable choice, not a secret)
    author = reviewers.of(code)
    written_at = now - dt.timedelta(days=chance.randrange(1, 900), minutes=chance.randrange(1440))
    return Review(
        service=version.service,
        version=version,
        municipality_id=code,
        author=author,
        author_key=author.key,
        disclosure=chance.choice(ReviewDisclosure.values),
        body_class=reviewers.class_of(code),
        overall=chance.choice([3, 4, 4, 5]),
        **{aspect: chance.choice([None, 2, 3, 4, 4, 5]) for aspect in ASPECTS},
        usage=chance.choice(UsagePeriod.values),
        role=chance.choice(ReviewerRole.values),
        good_points=_text(_GOOD, version, number, chance),
        wishes=_text(_WISHES, version, number, chance) if chance.random() < 0.6 else "",
        client_token=uuid.uuid5(_TOKENS, f"{version.service_id} {code}"),
        created_at=written_at,
        revised_at=written_at,
    )


def _text(patterns: Sequence[str], version: ServiceVersion, number: int, chance: random.Random) -> str:
    words = {
        "place": chance.choice(_PLACES),
        "month": chance.randrange(1, 13),
        "days": chance.randrange(2, 30),
        "hours": chance.randrange(3, 200),
    }
    return f"{chance.choice(patterns).format(**words)}「{version.name}」への感想その{number}です。{MARK}"
