"""The development-only page that shows every component with invented content."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dss.access import ALLOWED, refuse

CHOICES = [("saas", "SaaS"), ("lgwan", "LGWAN-ASP"), ("onpremise", "オンプレミス")]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="サービス名", help_text="略さない正式な名前を書いてください。", max_length=60)
    address = forms.EmailField(label="メールアドレス", required=False)
    url = forms.URLField(label="公式サイト", assume_scheme="https")
    amount = forms.IntegerField(label="最低価格（円）", min_value=0, required=False)
    started_on = forms.DateField(label="開始日", widget=forms.DateInput(attrs={"type": "date"}))
    delivery = forms.MultipleChoiceField(
        label="提供形態", choices=CHOICES, widget=forms.CheckboxSelectMultiple, help_text="あてはまるものすべて"
    )
    network = forms.ChoiceField(label="ネットワーク", choices=CHOICES, widget=forms.RadioSelect, required=False)
    kind = forms.ChoiceField(label="種別", choices=[("", "選んでください"), *CHOICES])
    text = forms.CharField(label="説明", widget=forms.Textarea, required=False)
    brochure = forms.FileField(label="資料（PDF）", required=False, help_text="20 MBまで")
    agreed = forms.BooleanField(label="利用規約に同意します")


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, with a fresh form and a refused one."""
    invalid = SampleForm({"name": "", "url": "x", "started_on": "きのう"}, prefix="bad")
    page = Paginator(range(400), 20).get_page(request.GET.get("page", 7))
    context = {
        "sample": SampleForm(),
        "invalid": invalid,
        "page_of_rows": page,
        "allowed": ALLOWED,
        "refused": refuse("下書きの必須項目がまだ3つ残っています。"),
    }
    return render(request, "styleguide.html", context)
