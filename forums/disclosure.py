"""What readers learn of an author. Every page, list and mail takes its words from here: no second place could say more.

The three ways to be shown: name and body, body alone, anonymous. Readers are never told more than the author chose,
and nothing but these words tells whether two posts come from one person. So anonymous people carry no number, no class
of bodies and no key; two anonymous posts of one topic look like those of two people, with one exception that the asker
chose: posts that show themselves exactly as the topic does carry 「投稿者」 when they are the asker's own. An asker who
answers under another way of being shown is not linked with the question. Operators, in the admin, see who wrote what
was reported; the forms say so.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.kept_names import names_of_body, names_of_person, told_in
from accounts.models import Municipality, User, Vendor
from forums.enums import ShownAs
from forums.models import EventQuestion, Post, Topic

LEFT = "退会した方"
ANONYMOUS = "匿名の職員"
ANONYMOUS_COMER = "匿名の参加者"
"""In a talk session vendors may ask, too: one word for all, or it would tell which of them asked."""


@dataclass(frozen=True, slots=True)
class Byline:
    """The author as readers see them; `affiliation` is an expert's, `is_asker` marks the topic's own author."""

    label: str
    affiliation: str = ""
    is_expert: bool = False
    is_asker: bool = False

    def __str__(self) -> str:
        return f"{self.label}（{self.affiliation}）" if self.affiliation else self.label


def topic_byline(topic: Topic) -> Byline:
    """Who opened the topic, as far as they want it known."""
    return Byline(_staff_label(topic.shown_as, topic.municipality, topic.author))


def post_byline(post: Post) -> Byline:
    """Who wrote the post, as far as they want it known."""
    if post.by_expert or post.municipality is None:
        return Byline(_name(post.author), affiliation=_affiliation(post.author), is_expert=True)
    is_asker = post.author_key == post.topic.author_key and post.shown_as == post.topic.shown_as
    return Byline(_staff_label(post.shown_as, post.municipality, post.author), is_asker=is_asker)


def preview_label(shown_as: str, municipality: Municipality, person: User) -> str:
    """What readers will see when `person` chooses to be shown this way."""
    return _staff_label(shown_as, municipality, person)


def told_names(text: str, *, way: str, municipality: Municipality, person: User) -> list[str]:
    """The names in `text` that the chosen way of being shown keeps back, as the person would recognise them."""
    if way == ShownAs.NAME_BODY:
        return []
    words = names_of_person(person)
    return told_in(text, words + names_of_body(municipality, person) if way == ShownAs.ANONYMOUS else words)


def question_byline(question: EventQuestion) -> str:
    """Who asks a talk session, as far as they want it known."""
    return comer_label(question.shown_as, question.municipality, question.vendor, question.author)


def comer_label(way: str, municipality: Municipality | None, vendor: Vendor | None, person: User | None) -> str:
    """What others of a talk session read of `person`, who comes for a body, a vendor, or for neither (an expert)."""
    if way == ShownAs.ANONYMOUS:
        return ANONYMOUS_COMER
    if municipality is not None:
        return _staff_label(way, municipality, person)
    owner = vendor.name if vendor is not None else _affiliation(person)
    return f"{owner} {_name(person)}".strip() if way == ShownAs.NAME_BODY else f"{owner or '専門家アドバイザー'}の方"


def names_told_by_comer(
    text: str, *, way: str, municipality: Municipality | None, vendor: Vendor | None, person: User
) -> list[str]:
    """The names in `text` that the chosen way of asking keeps back."""
    if municipality is not None or way == ShownAs.NAME_BODY:
        return told_names(text, way=way, municipality=municipality, person=person) if municipality else []
    owner = [vendor.name] if vendor is not None and way == ShownAs.ANONYMOUS else []
    return told_in(text, names_of_person(person) + owner)


def operators_label(written: Topic | Post | EventQuestion) -> str:
    """Who wrote it: for the operators' screens of what was reported, and nowhere else."""
    vendor = written.vendor if isinstance(written, EventQuestion) else None
    owner = written.municipality.full_name if written.municipality is not None else vendor.name if vendor else ""
    body = f"{owner} " if owner else ""
    email = "" if written.author is None else f"（{written.author.email}）"
    return f"{body}{_name(written.author)}{email}"


def _staff_label(shown_as: str, municipality: Municipality, person: User | None) -> str:
    if shown_as == ShownAs.NAME_BODY:
        return f"{municipality.full_name} {_name(person)}"
    return f"{municipality.full_name}の職員" if shown_as == ShownAs.BODY else ANONYMOUS


def _name(person: User | None) -> str:
    return person.name if person is not None else LEFT


def _affiliation(person: User | None) -> str:
    advisor = getattr(person, "advisor", None) if person is not None else None
    return advisor.affiliation if advisor is not None else ""
