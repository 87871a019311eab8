"""レビュー: the author's words with the choice of what is shown of them, and the vendor's reply."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from accounts.kept_names import names_of_body, names_of_person, told_in
from accounts.models import Municipality, User
from catalog.actions import ReviewWords
from catalog.enums import ReviewDisclosure, ReviewerRole, UsagePeriod
from catalog.models import ASPECTS, REPLY_LENGTH, REVIEW_LENGTH, Review
from catalog.review_cards import preview_byline
from dss.fields import TextField

_SCALE = [("5", "5 とてもよい"), ("4", "4 よい"), ("3", "3 ふつう"), ("2", "2 あまりよくない"), ("1", "1 よくない")]
_ASPECT_HELP = {
    "usability": "職員や住民にとっての画面や操作の分かりやすさ",
    "administration": "設定、権限、異動や組織改正への対応など、管理する側の手間",
    "fit": "仕様書や業務に求めたことを満たしているか",
    "support": "問い合わせへの対応、研修、障害時の連絡",
    "value": "かかった費用に見合う効果があったか",
}


def _aspect(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=ASPECTS[name],
        choices=[("", "評価できない"), *_SCALE],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_ASPECT_HELP[name],
    )


class ReviewForm(forms.Form):
    """A review. `client_token` lets the server tell a form sent twice from two reviews."""

    overall = forms.TypedChoiceField(label="総合", choices=_SCALE, coerce=int, widget=forms.RadioSelect)
    usability = _aspect("usability")
    administration = _aspect("administration")
    fit = _aspect("fit")
    support = _aspect("support")
    value = _aspect("value")
    usage = forms.ChoiceField(label="利用年数", choices=[("", "選んでください"), *UsagePeriod.choices])
    role = forms.ChoiceField(label="あなたの立場", choices=[("", "選んでください"), *ReviewerRole.choices])
    good_points = TextField(
        label="よい点",
        max_length=REVIEW_LENGTH,
        required=False,
        help_text="何がどう楽になったかなど。よい点と要望の、少なくとも一方を書いてください。",
    )
    wishes = TextField(label="要望・改善してほしい点", max_length=REVIEW_LENGTH, required=False)
    disclosure = forms.ChoiceField(
        label="表示する範囲",
        widget=forms.RadioSelect,
        initial=ReviewDisclosure.BAND,
        help_text="事業者にも、ここで選んだ範囲だけを表示します。メールアドレスは、どの場合も表示しません。",
    )
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, municipality: Municipality, body_class: str, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.person = person
        self.fields["disclosure"].choices = [  # type: ignore[attr-defined]
            (level.value, f"{level.label} ― 表示：{preview_byline(level, municipality, body_class, person)}")
            for level in ReviewDisclosure
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        texts = {name: cleaned.get(name, "") for name in ("good_points", "wishes")}
        if not any(texts.values()) and not self.errors.keys() & texts.keys():
            self.add_error("good_points", "よい点か要望のどちらかを書いてください。")
        kept_back = self._kept_back(cleaned.get("disclosure", ReviewDisclosure.BAND))
        for name, text in texts.items():
            told = told_in(text, kept_back)
            if told:
                self.add_error(
                    name,
                    f"表示しない設定の言葉（{'、'.join(told)}）が含まれています。"
                    "取り除くか、表示する範囲を広げてください。",
                )
        return cleaned

    def _kept_back(self, level: str) -> list[str]:
        if level == ReviewDisclosure.PERSON:
            return []
        words = names_of_person(self.person)
        return words + names_of_body(self.municipality, self.person) if level == ReviewDisclosure.BAND else words

    def words(self) -> ReviewWords:
        """What was said; only after `is_valid()`."""
        names = ReviewForm.base_fields.keys() - {"client_token"}
        return ReviewWords(**{name: self.cleaned_data[name] for name in names})


def initial_words(review: Review) -> dict[str, Any]:
    """A stored review as the form's first values."""
    return {name: getattr(review, name) for name in ReviewForm.base_fields if name != "client_token"}


def saved_words(review: Review) -> list[tuple[str, str]]:
    """What stands there now, for the author whose edit came second: label and text."""
    marks = [(label, str(getattr(review, name) or "評価できない")) for name, label in ASPECTS.items()]
    texts = [("よい点", review.good_points), ("要望・改善してほしい点", review.wishes)]
    return [("総合", str(review.overall)), *marks, *texts, ("表示する範囲", review.get_disclosure_display())]


class ReplyForm(forms.Form):
    """The vendor's one reply."""

    body = TextField(
        label="返信",
        max_length=REPLY_LENGTH,
        help_text="返信は一度だけで、あとから変更できません。団体や人を推測して書かないでください。",
    )


class HelpfulForm(forms.Form):
    """Whether the review is marked from now on."""

    helpful = forms.ChoiceField(choices=[("yes", "参考になった"), ("no", "取り消す")])
