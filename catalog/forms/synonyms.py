"""The operators' form for a synonym."""

from __future__ import annotations

from django import forms

from catalog.forms.previewed import PreviewedForm, SamplesField
from catalog.models import Synonym
from catalog.search.synonyms import MOST_EXPANSIONS, synonym_key


class SynonymForm(PreviewedForm):
    """A word that can be asked for, once, and other words that can be found."""

    samples = SamplesField()

    class Meta:
        model = Synonym
        fields = ("word", "expansions")

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        key = synonym_key(word)
        if not key:
            raise forms.ValidationError("この語は検索されません。名詞などの語を入力してください。")
        if Synonym.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("この語は、すでに登録されています（表記の違いは同じ語として扱います）。")
        return word

    def clean_expansions(self) -> list[str]:
        words: list[str] = self.cleaned_data["expansions"]
        unknown = [word for word in words if not synonym_key(word)]
        if unknown:
            raise forms.ValidationError(f"検索されない語があります：{'、'.join(unknown)}")
        if len(words) > MOST_EXPANSIONS:
            raise forms.ValidationError(f"{MOST_EXPANSIONS}語までにしてください。")
        return words
