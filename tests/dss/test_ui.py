"""The components: what they say, and what they refuse."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory
from django.utils.safestring import SafeString

from dss.access import ALLOWED, refuse
from dss.templatetags import ui

ATTACK = '<script>alert("1")</script>'


def rendered(source: str, **context: object) -> str:
    """The template as a page of /x/?… shows it to a visitor."""
    request = RequestFactory().get("/x/", context.pop("query", {}))
    request.user = AnonymousUser()
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def test_styleguide(client: Client, db: None) -> None:
    """Every component appears, by the class its CSS hangs on."""
    text = client.get("/styleguide/").content.decode()
    shown = {name for names in re.findall(r'class="([^"]+)"', text) for name in names.split()}
    expected = """
        breadcrumb page-heading section button--primary button--secondary button--tertiary button--danger button-form
        refusal notice--info notice--success notice--warning notice--error badge--neutral badge--action badge--success
        badge--warning badge--error badge--special badge--strong tag stars progress card card--link empty table--list
        table--compare facts facts__row tabs stepper pagination disclosure dialog thread message--own filter-panel
        columns__aside error-summary field field--invalid field__mark--required field__mark--optional field__help
        choices choice search-box site-nav site-footer skip-link
    """
    assert set(expected.split()) <= shown


@pytest.mark.parametrize(
    "source",
    [
        "{% card title=x eyebrow=x footer=x href=x %}{{ x }}{% endcard %}",
        "{% notice title=x %}{{ x }}{% endnotice %}",
        "{% page_heading x eyebrow=x lead=x %}{{ x }}{% endpage_heading %}",
        "{% section x id=x %}{{ x }}{% endsection %}",
        "{% empty_state x %}{{ x }}{% endempty_state %}",
        "{% disclosure x %}{{ x }}{% enddisclosure %}",
        "{% filter_panel x %}{{ x }}{% endfilter_panel %}",
        "{% dialog 'a' label=x title=x %}{{ x }}{% enddialog %}",
        "{% data_table caption=x %}<tbody><tr><td>{{ x }}</td></tr></tbody>{% enddata_table %}",
        "{% comparison_table caption=x %}<tbody><tr><td>{{ x }}</td></tr></tbody>{% endcomparison_table %}",
        "{% facts %}{% fact x %}{{ x }}{% endfact %}{% endfacts %}",
        "{% badge x %}{% tag x %}{% tag x href=x %}{% progress_bar 1 2 label=x %}",
        "{% tabs label=x %}{% tab x x %}{% endtabs %}{% stepper x x current=1 %}",
        "{% breadcrumb x x x %}{% button x name=x value=x %}{% button x href=x %}{% post_button x x %}",
    ],
)
def test_components_escape_what_they_are_given(source: str) -> None:
    text = rendered(source, x=ATTACK)
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    "source", ['{% badge "x" kind="loud" %}', '{% button "x" kind="loud" %}', '{% notice kind="x" %}{% endnotice %}']
)
def test_unknown_kind_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered(source)


def test_breadcrumb_ends_with_this_page() -> None:
    text = rendered('{% breadcrumb "サービス" "/services/" "議事録" %}')
    assert '<a href="/services/">サービス</a>' in text
    assert '<span aria-current="page">議事録</span>' in text


def test_text_that_equals_html_is_another_button() -> None:
    for x in (SafeString("<b>公開</b>"), "<b>公開</b>", SafeString("<b>公開</b>")):
        text = rendered("{% button x %}{% breadcrumb x %}", x=x)
        assert ("&lt;b&gt;" in text) is not isinstance(x, SafeString)


def test_pagination_keeps_the_other_parameters() -> None:
    page = Paginator(range(100), 10).page(5)
    text = rendered("{% pagination page %}", page=page, query={"q": "議事録", "page": "5", "spec.x": ["1", "2"]})
    assert 'href="?q=%E8%AD%B0%E4%BA%8B%E9%8C%B2&amp;page=4&amp;spec.x=1&amp;spec.x=2" rel="prev"' in text
    assert text.count("aria-current") == 1


def test_pagination_of_one_page_is_nothing() -> None:
    assert rendered("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_guarded_button_shows_the_button_or_the_reason() -> None:
    source = '{% guarded_button decision "公開する" "/publish/" %}'
    allowed = rendered(source, decision=ALLOWED)
    assert 'action="/publish/"' in allowed
    assert "csrfmiddlewaretoken" in allowed
    refused = rendered(source, decision=refuse("審査中です。"))
    assert "審査中です。" in refused
    assert "<button" not in refused


def test_stars_say_their_number() -> None:
    text = rendered("{% stars 3.6 count=7 %}")
    assert "5点中3.6点（7件）" in text
    assert text.count("is-full") == 4


def test_stepper_marks_where_the_person_is() -> None:
    text = rendered('{% stepper "一" "二" "三" current=2 %}')
    assert '<li aria-current="step"><span>二</span></li>' in text
    assert text.count("（完了）") == 1


def test_aside_region_without_content_is_nothing() -> None:
    assert rendered("{% aside_region %}  {% endaside_region %}") == ""


class SampleForm(forms.Form):
    name = forms.CharField(label="名称", help_text="略さずに")
    kinds = forms.MultipleChoiceField(
        label="種類", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, help_text="すべて"
    )
    note = forms.CharField(label="備考", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        raise forms.ValidationError("全体の誤り")


def test_field_wires_label_help_and_error() -> None:
    text = str(SampleForm({"name": ""}))
    assert '<label class="field__label" for="id_name">' in text
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'id="id_name_helptext"' in text
    assert 'id="id_name_error"' in text
    assert 'aria-invalid="true"' in text
    assert '<fieldset class="field field--invalid" aria-describedby="id_kinds_helptext id_kinds_error">' in text
    assert text.count(">必須<") == 2
    assert text.count(">任意<") == 1


def test_error_summary_links_to_the_fields() -> None:
    text = str(SampleForm({"name": ""}))
    assert 'href="#id_name"' in text
    assert 'href="#id_kinds_0"' in text
    assert 'id="id_kinds_0"' in text
    assert "全体の誤り" in text
    assert "入力内容を確認してください" not in str(SampleForm())


def test_dates_are_those_of_tokyo() -> None:
    moment = dt.datetime(2026, 11, 22, 15, 5, tzinfo=dt.UTC)
    assert ui.jdatetime(moment) == "2026年11月23日(月) 00:05"
    assert ui.jdate(moment) == "2026年11月23日(月)"
    assert ui.jdate(dt.date(2026, 1, 4)) == "2026年1月4日(日)"
    assert ui.jdate(None) == ui.jdatetime(None) == ""


def test_grouped() -> None:
    assert ui.grouped(1788) == "1,788"
    assert ui.grouped(None) == ""
