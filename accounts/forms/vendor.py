"""A vendor's facts and its team."""

from __future__ import annotations

import unicodedata

from django import forms
from django.core.validators import URLValidator

from accounts.corporate_number import is_corporate_number
from accounts.enums import VendorRole, VendorSize
from accounts.forms.membership import plain_address
from accounts.prefectures import PREFECTURES
from dss.fields import LineField, TextField


class VendorForm(forms.Form):
    """事業者の情報."""

    name = LineField(label="事業者名", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    kana = forms.RegexField(
        label="事業者名のよみがな",
        max_length=200,
        regex=r"^[ぁ-ゖー・\s]+$",
        strip=True,
        help_text="ひらがなで入力してください。「株式会社」などは省けます。",
        error_messages={"invalid": "ひらがなで入力してください。"},
    )
    size = forms.ChoiceField(label="企業規模", choices=VendorSize.choices, widget=forms.RadioSelect)
    is_startup = forms.BooleanField(label="スタートアップ（設立10年以内を目安）", required=False)
    corporate_number = forms.CharField(
        label="法人番号",
        required=False,
        max_length=20,
        help_text="13桁の数字です。国税庁の法人番号公表サイトで確認できます。",
    )
    headquarters = forms.ChoiceField(label="本社所在地", choices=[("", "選んでください"), *PREFECTURES])
    service_areas = forms.MultipleChoiceField(
        label="対応地域",
        required=False,
        choices=PREFECTURES,
        widget=forms.CheckboxSelectMultiple,
        help_text="1つも選ばない場合は、全国対応として扱います。",
    )
    website = forms.URLField(
        label="ウェブサイト",
        required=False,
        max_length=300,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="例：https://example.jp/",
    )
    introduction = TextField(label="事業者の紹介", required=False, max_length=2000, rows=5)

    def clean_corporate_number(self) -> str:
        number = unicodedata.normalize("NFKC", self.cleaned_data["corporate_number"]).replace("-", "").replace(" ", "")
        if number and not is_corporate_number(number):
            raise forms.ValidationError("法人番号が正しくありません。13桁の数字を確かめてください。")
        return number

    def clean_kana(self) -> str:
        return "".join(self.cleaned_data["kana"].split())


class VendorInvitationForm(forms.Form):
    """The address and the role of a person to invite."""

    email = forms.CharField(
        label="招待する方のメールアドレス", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label="役割",
        choices=VendorRole.choices,
        initial=VendorRole.EDITOR,
        widget=forms.RadioSelect,
        help_text="管理者は、事業者の情報の変更とメンバーの招待・変更を含むすべての操作ができます。編集者は、掲載の変更と、問い合わせ・見積依頼への回答ができます。閲覧者は、見ることだけができます。",
    )

    def clean_email(self) -> str:
        return plain_address(self.cleaned_data["email"])


class VendorRoleForm(forms.Form):
    """The role a member shall have."""

    role = forms.ChoiceField(label="役割", choices=VendorRole.choices)
