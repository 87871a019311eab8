"""Drafts on the forms' pages: what is filled in again, and texts that arrive after the session was lost.

Each form carries a key, signed by us, that names the person it was made for and the place. A text that comes without a
log-in is kept as that person's draft: nobody else ever reads it, whoever logs in next at the same computer. The key
lets nothing be read and nothing be published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.crypto import constant_time_compare

from accounts.models import User
from dss.access import DomainError, PolicyRefused
from forums import actions
from forums.forms import entered_in, token_in
from forums.models import Board, Place, Post, PostDraft, Topic, draft_url, form_url
from forums.policies import can_open_boards

KEY_LIFE = timedelta(days=4)
"""A form left open on Friday is sent on Monday."""

_SIGNER = Signer(salt="forums.draft")
#: The forms, and where their drafts are saved: which thing the address names, and by what.
_PLACES: dict[str, tuple[type[Board] | type[Topic] | type[Post], str]] = {
    "topic_create": (Board, "slug"),
    "topic_create_draft": (Board, "slug"),
    "topic_reply": (Topic, "pk"),
    "topic_reply_draft": (Topic, "pk"),
    "post_edit": (Post, "pk"),
    "post_edit_draft": (Post, "pk"),
}


@dataclass(frozen=True, slots=True)
class DraftBox:
    """What a form's page needs: the key, where to save, and the draft there is (its fields fill the form)."""

    key: str
    url: str
    pk: int | None
    saved_at: datetime | None
    entered: dict[str, str]


def draft_box(place: Place, person: User, now: datetime) -> DraftBox:
    """For a form; one query."""
    name = place._meta.model_name
    draft = PostDraft.objects.visible_to(person).filter(**{f"{name}": place}).first()
    found = None if draft is None else {"pk": draft.pk, "entered": draft.entered, "saved_at": draft.saved_at}
    return box_of(place, person, found, now)


def box_of(place: Place, person: User, found: dict[str, Any] | None, now: datetime) -> DraftBox:
    """For a form whose draft was read along with its place (`with_draft_of`)."""
    draft = found or {"pk": None, "entered": {}, "saved_at": None}
    saved_at = draft["saved_at"]
    if isinstance(saved_at, str):
        saved_at = datetime.fromisoformat(saved_at)
    return DraftBox(_key(place, person, now), draft_url(place), draft["pk"], saved_at, draft["entered"])


def texts_of(entered: Mapping[str, str]) -> list[str]:
    """What was written, without the choices made."""
    return [text for name in ("title", "body") if (text := entered.get(name, "").strip())]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft in its writer's list. `href` is empty where the place cannot be opened any more: then the list shows
    the whole text."""

    pk: int
    what: str
    where: str
    href: str
    saved_at: datetime
    texts: list[str]


def draft_rows(drafts: Iterable[PostDraft], reader: User) -> list[DraftRow]:
    """The rows; one query beside the drafts' own. A title is told only where the topic can still be read."""
    rows = list(drafts)
    topics = {topic.pk for draft in rows if (topic := _topic_of(draft)) is not None}
    seen = set(Topic.objects.visible_to(reader).filter(pk__in=topics).values_list("pk", flat=True))
    return [_row(draft, seen, is_staff=bool(can_open_boards(reader))) for draft in rows]


def _row(draft: PostDraft, seen: set[int], *, is_staff: bool) -> DraftRow:
    topic = _topic_of(draft)
    is_open = is_staff if topic is None else topic.pk in seen
    is_gone = draft.post is not None and draft.post.is_removed
    what = "新しいトピック" if topic is None else "回答・コメント" if draft.post is None else "投稿の編集"
    where = str(draft.board if topic is None else topic) if is_open else "いまは開けないページ"
    href = form_url(draft.place) if is_open and not is_gone else ""
    return DraftRow(draft.pk, what, where, href, draft.saved_at, texts_of(draft.entered))


def _topic_of(draft: PostDraft) -> Topic | None:
    return draft.post.topic if draft.post is not None else draft.topic


@dataclass(frozen=True, slots=True)
class Unsent:
    """A text that could not be taken: `is_kept` as a draft of who wrote it, whose form is at `form_url`."""

    form_url: str
    is_kept: bool
    texts: list[str]


def keep_unsent(request: HttpRequest, now: datetime) -> Unsent | None:
    """What to do with a text that came to one of our forms without a session, or with one that does not fit; None
    where it is no form of ours, or says nothing."""
    match = request.resolver_match
    if match is None or match.app_name != "forums" or match.url_name not in _PLACES or request.method != "POST":
        return None
    entered = entered_in(request.POST)
    texts = texts_of(entered)
    if not texts:
        return None
    model, field = _PLACES[match.url_name]
    named = match.kwargs[field]
    is_kept = _is_kept(request.POST, model.objects.filter(**{field: named}), now)
    return Unsent(form_url(Board(slug=named) if model is Board else model(pk=named)), is_kept, texts)


def _is_kept(data: QueryDict, places: QuerySet[Any], now: datetime) -> bool:
    """Whether the text became a draft of the person whom the form was made for, who still sees the place."""
    person, name = _whose(data.get("draft_key", ""), now)
    place: Place | None = places.visible_to(person).first() if person is not None else None  # type: ignore[attr-defined]  # ours
    if person is None or place is None or _name(place) != name:
        return False
    try:
        actions.save_draft(place=place, entered=entered_in(data), client_token=token_in(data), actor=person, now=now)
    except (PolicyRefused, DomainError):
        return False
    return True


def _key(place: Place, person: User, now: datetime) -> str:
    return _SIGNER.sign_object([person.pk, _name(place), int(now.timestamp()), _fingerprint(person)])


def _whose(key: str, now: datetime) -> tuple[User | None, str]:
    """Whom the form was made for, and its place; nobody if the key is not ours, is old, or the password changed."""
    try:
        pk, name, at, fingerprint = _SIGNER.unsign_object(key)
    except BadSignature:
        return None, ""
    person = User.objects.filter(pk=pk, is_active=True).first()
    is_fresh = 0 <= now.timestamp() - at <= KEY_LIFE.total_seconds()
    if person is None or not is_fresh or not constant_time_compare(fingerprint, _fingerprint(person)):
        return None, ""
    return person, name


def _name(place: Place) -> str:
    return f"{place._meta.model_name}:{place.pk}"


def _fingerprint(person: User) -> str:
    """Changes with the password, as sessions do."""
    return person.get_session_auth_hash()[:16]
