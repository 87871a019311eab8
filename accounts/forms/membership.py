"""Codes and requests for a municipal membership, and the invitation of a colleague."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from accounts.fields import CodeField
from accounts.identity import AddressRefused, parse_address
from accounts.models import Municipality
from accounts.prefectures import PREFECTURE_NAMES
from dss.fields import LineField, TextField


class MembershipCodeForm(forms.Form):
    """The code sent to an address that is already confirmed."""

    code = CodeField()


class MunicipalityField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One living body, by its code or by its full name as suggested beside the field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Municipality.objects.none(), **kwargs)

    def label_from_instance(self, obj: Municipality) -> str:
        return obj.full_name


class MembershipRequestForm(forms.Form):
    """所属の申請. The candidates the address points at come first; any other body is named by prefecture and name."""

    candidate = MunicipalityField(
        label="所属する自治体の候補", required=False, widget=forms.RadioSelect, empty_label="この中にない"
    )
    prefecture = forms.ChoiceField(
        label="都道府県", required=False, choices=[("", "選んでください"), *PREFECTURE_NAMES.items()]
    )
    municipality_name = forms.CharField(
        label="自治体名",
        required=False,
        max_length=60,
        help_text="正式な名称を入力してください（例：深谷市、〇〇広域連合）。",
    )
    department = LineField(label="所属部署", max_length=80, help_text="例：総務部情報政策課")
    telephone = LineField(
        label="代表電話と内線",
        max_length=40,
        help_text="自治体の公式サイトに載っている代表番号と内線を入力してください。運営が確認の電話をかけることがあります。",
    )
    evidence = TextField(
        label="確認の手がかり",
        required=False,
        max_length=1000,
        rows=4,
        help_text="このメールアドレスが載っている公式サイトのページなど、運営が確かめられるものがあれば書いてください。",
    )

    def __init__(self, *args: Any, candidates: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if candidates:
            field = cast("MunicipalityField", self.fields["candidate"])
            field.queryset = Municipality.objects.filter(pk__in=candidates, ended_on=None).order_by("pk")
        else:
            del self.fields["candidate"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["municipality"] = cleaned.get("candidate") or self._named(cleaned)
        return cleaned

    def _named(self, cleaned: dict[str, Any]) -> Municipality | None:
        name = "".join((cleaned.get("municipality_name") or "").split())
        prefecture = PREFECTURE_NAMES.get(cleaned.get("prefecture") or "", "")
        if not name or not prefecture:
            self.add_error("municipality_name", "都道府県を選び、自治体名を入力してください。")
            return None
        name = name if name == prefecture else name.removeprefix(prefecture)
        found = list(Municipality.objects.filter(prefecture=prefecture, name=name, ended_on=None)[:2])
        if len(found) != 1:
            self.add_error("municipality_name", "この名称の自治体が見つかりません。正式な名称を入力してください。")
            return None
        return found[0]


class ColleagueInvitationForm(forms.Form):
    """The address of a colleague, judged as typed."""

    email = forms.CharField(
        label="同僚のメールアドレス",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="同じ自治体のメールアドレスにだけ送れます。",
    )

    def clean_email(self) -> str:
        return plain_address(self.cleaned_data["email"])


def plain_address(text: str) -> str:
    """The address in lower case, or a message beside the field."""
    try:
        parse_address(text)
    except AddressRefused as refusal:
        raise forms.ValidationError(refusal.message, code="address_refused") from refusal
    return text.lower()
