"""Reviews, replies and claims of the demonstration, written by the same actions that real people use.

The people are fictional; their bodies are real, so every text says that it is made up. Again: nothing happens twice.
"""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from typing import Any

from accounts.demo import load_demo_member
from accounts.models import Municipality, User, Vendor
from accounts.personas import persona_of
from catalog import actions
from catalog.demo.files import DATA, demo_listings
from catalog.demo.loading import DEMO_DEPARTMENT, DEMO_SOURCE
from catalog.enums import AdoptionStage, ReviewDisclosure, ReviewerRole, UsagePeriod
from catalog.models import ASPECTS, Adoption, Review, ReviewReply, Service

MARK = "（デモデータ）"
_TOKENS = uuid.UUID("2f6a1f55-0f0e-4b43-8a55-93a1a7c0d5b2")
# What the demo vendors claim of the bodies of the demo log-ins, so that something waits for their word.
_CLAIMS = (
    ("vendor-a@aoba-systems.example", "giji-aoba", "112186", AdoptionStage.TRIAL),
    ("vendor-b@minato-tech.example", "shinsei-minato", "112186", AdoptionStage.IN_USE),
    ("vendor-b@minato-tech.example", "kakanai-minato", "202151", AdoptionStage.IN_USE),
)


def load_demo_reviews(*, now: dt.datetime) -> None:
    """Reviews with replies and marks. Listings and vendors' teams must exist."""
    data = tomllib.loads((DATA / "reviews.toml").read_text(encoding="utf-8"))
    people = {key: _person(row, now) for key, row in data["people"].items()}
    for row in data["reviews"]:
        service = _service(row["listing"])
        if service is not None:
            _load_review(row, service, people, now)


def load_demo_claims(*, now: dt.datetime) -> None:
    """Claims by the demo vendors that the demo staff have not answered."""
    for email, listing, code, stage in _CLAIMS:
        service, body = _service(listing), Municipality.objects.filter(pk=code).first()
        claimed = Adoption.objects.filter(service=service, municipality=body, department=DEMO_DEPARTMENT)
        if service is not None and body is not None and not claimed.exists():
            facts = actions.AdoptionFacts(stage=stage, department=DEMO_DEPARTMENT, source_url=DEMO_SOURCE)
            actor = User.objects.get(email=email)
            actions.claim_adoption(service=service, municipality=body, facts=facts, actor=actor, now=now)


def _person(row: dict[str, str], now: dt.datetime) -> User:
    name = row.get("name", "")
    return load_demo_member(email=row["email"], name=name, now=now) if name else User.objects.get(email=row["email"])


def _service(key: str) -> Service | None:
    listing = next(listing for listing in demo_listings() if listing.key == key)
    return Service.objects.published().filter(name=listing.name).order_by("pk").first()


def _load_review(row: dict[str, Any], service: Service, people: dict[str, User], now: dt.datetime) -> None:
    author, written_at = people[row["author"]], now - dt.timedelta(days=row["days"])
    if row.get("adopted"):
        _record_use(service, author, written_at)
    if Review.objects.filter(service=service, author_key=author.key).exists():
        return
    review = actions.write_review(
        service=service,
        words=_words(row),
        client_token=uuid.uuid5(_TOKENS, f"{row['listing']} {row['author']}"),
        actor=author,
        now=written_at,
    )
    for reader in row["helpful"]:
        actions.mark_review(review=review, is_helpful=True, actor=people[reader], now=now)
    if "reply" in row and not ReviewReply.objects.filter(review=review).exists():
        body, later = f"{row['reply']}{MARK}", written_at + dt.timedelta(days=4)
        actions.reply_review(review=review, body=body, actor=_somebody_of(service.vendor), now=later)


def _record_use(service: Service, member: User, now: dt.datetime) -> None:
    """What the reviewer's body uses, recorded and confirmed by the reviewer."""
    body = persona_of(member).municipality
    known = Adoption.objects.filter(service=service, municipality=body, department=DEMO_DEPARTMENT)
    if body is None or known.exists():
        return
    facts = actions.AdoptionFacts(stage=AdoptionStage.IN_USE, department=DEMO_DEPARTMENT)
    adoption = actions.claim_adoption(service=service, municipality=body, facts=facts, actor=member, now=now)
    actions.confirm_adoption(adoption=adoption, revision=adoption.revision, actor=member, now=now)


def _words(row: dict[str, Any]) -> actions.ReviewWords:
    marks = dict.fromkeys(ASPECTS) | row["marks"]
    return actions.ReviewWords(
        disclosure=ReviewDisclosure(row["disclosure"]),
        usage=UsagePeriod(row["usage"]),
        role=ReviewerRole(row["role"]),
        good_points=f"{row['good']}{MARK}" if row["good"] else "",
        wishes=f"{row['wishes']}{MARK}" if row["wishes"] else "",
        **marks,
    )


def _somebody_of(vendor: Vendor) -> User:
    return User.objects.filter(vendor_memberships__vendor=vendor, vendor_memberships__ended_at=None).order_by("pk")[0]
