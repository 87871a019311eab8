"""Putting listings aside to compare, from any page that shows some: without a script, a cookie or a session.

{% load comparing %}
{% compare_form %}…{% endcompare_form %}   around the listings; sends the reader back to the same page
{% compare_form_apart "choose" %}          the same for buttons elsewhere, which name it by `form="choose"`
{% keep_form %}                            what the あとで見る buttons of cards send
{% compare_bar %}                          what is chosen, at the foot of the page; nothing while nothing is
{% carrying service.get_absolute_url %}    an address that takes the choice along
{% carried_fields %}                       the choice as hidden fields of another form
"""

from __future__ import annotations

from typing import Any

from django import template
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from catalog.choosing import MOST, PARAM, chosen_ids, is_overfull, with_choice, without_one
from catalog.models import Service

register = template.Library()


@register.simple_tag(takes_context=True)
def carrying(context: Context, href: str) -> str:
    return with_choice(href, chosen_ids(_parameters(context)))


@register.simple_tag(takes_context=True)
def carried_fields(context: Context) -> SafeString:
    return _hidden((PARAM, str(pk)) for pk in chosen_ids(_parameters(context)))


@register.simple_block_tag(takes_context=True)
def compare_form(context: Context, content: str, about: str = "") -> SafeString:
    """`about`: which listings, where a page has more than one such form."""
    return _form(context, content, about=about)


@register.simple_tag(takes_context=True)
def compare_form_apart(context: Context, name: str) -> SafeString:
    """For a page whose listings stand among other forms."""
    return _form(context, "", name=name)


@register.inclusion_tag("catalog/_keep_form.html", takes_context=True)
def keep_form(context: Context) -> dict[str, Any]:
    request = context["request"]
    return {"back": request.get_full_path() if request.user.is_authenticated else ""}


def _form(context: Context, content: str, *, name: str = "", about: str = "") -> SafeString:
    parameters = _parameters(context)
    kept = [(name, value.replace("\x00", "")) for name, values in parameters.lists() for value in values]
    shown = {"content": content, "hidden": _hidden(kept), "name": name, "about": about}
    return render_to_string("catalog/_compare_form.html", shown)


@register.inclusion_tag("catalog/_compare_bar.html", takes_context=True)
def compare_bar(context: Context) -> dict[str, Any]:
    """The names are those of listings the reader may see; one query, and none while nothing is chosen."""
    parameters = _parameters(context)
    ids = chosen_ids(parameters)
    if not ids:
        return {"chosen": []}
    visible = Service.objects.visible_to(context["request"].user).filter(current__isnull=False)
    known = visible.only("pk", "name").in_bulk(ids)
    return {
        "chosen": [(known[pk], without_one(parameters, pk)) for pk in ids if pk in known],
        "is_overfull": is_overfull(parameters),
        "most": MOST,
        "clear_href": without_one(parameters),
    }


def _parameters(context: Context) -> QueryDict:
    parameters: QueryDict = context["request"].GET
    return parameters


def _hidden(pairs: Any) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
