"""The component set: everything a page is built from. `/styleguide/` shows each one.

    {% load ui %}

Page            {% breadcrumb "サービス" "/services/" service.name %}   label, address, label, address, …, this page
                {% page_heading "問い合わせ" eyebrow="…" lead="…" %}buttons{% endpage_heading %}
                {% section "見出し" id="spec" %}…{% endsection %}
Boxes           {% card title="…" href="…" eyebrow="…" level=3 footer="…" %}…{% endcard %}
                {% notice kind="info|success|warning|error" title="…" %}…{% endnotice %}
                {% empty_state "まだありません" %}…{% endempty_state %}
                {% disclosure "くわしく" open=False %}…{% enddisclosure %}
                {% filter_panel "絞り込み" count=2 %}<form>…</form>{% endfilter_panel %}
                {% dialog "ask" label="取り下げる" title="取り下げますか" %}…{% enddialog %}   popover, no script
Data            {% data_table caption="…" %}…<td data-label="期限">…{% enddata_table %}   a list on a phone
                {% comparison_table caption="…" %}…{% endcomparison_table %}   scrolls, its first column stays
                {% facts %}{% fact "提供形態" %}SaaS{% endfact %}{% endfacts %}
                {% badge "公開中" kind="neutral|action|success|warning|error|special|strong" %}
                {% tag "防災" href="…" %}   {% stars 4.2 count=3 %}   {% progress_bar 3 8 label="入力済み" %}
Moving about    {% tabs label="表示" %}{% tab "概要" href current=True count=3 %}{% endtabs %}
                {% stepper "メール" "確認" "所属" current=2 %}   {% pagination page_obj %}   {% place_links places %}
Doing           {% button "保存" kind="primary|secondary|tertiary|danger" href="…" icon="…" name="…" value="…" %}
                {% post_button "取り下げる" url kind="danger" %}   a form with its token
                {% address "/inquiries/new/" service=1 kind="brochure" as href %}
                {% can "catalog.publish_service" service as decision %}   asks catalog.policies.can_publish_service
                {% guarded_button decision "公開する" url %}   the button, or why there is none
Forms           {{ form }} renders summary, fields, help, errors, marks; {{ form.x.as_field_group }} one field;
                {% error_summary form %} when fields are placed by hand; <div class="actions"> for the buttons
Time, figures   {{ d|jdate }} 2026年11月23日(月)   {{ t|jdatetime }} … 14:05   {{ n|grouped }} 1,788
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dss import navigation
from dss.access import Decision
from dss.keyset import KeysetPage

register = template.Library()

BUTTON_KINDS = frozenset({"primary", "secondary", "tertiary", "danger"})
BADGE_KINDS = frozenset({"neutral", "action", "success", "warning", "error", "special", "strong"})
NOTICE_KINDS = frozenset({"info", "success", "warning", "error"})
WEEKDAYS = "月火水木金土日"
_remembered = lru_cache(maxsize=1_000, typed=True)  # HTML equals the same letters that are none, but for its type


def _render(component: str, **values: Any) -> SafeString:
    return render_to_string(f"components/{component}.html", values)


def _known(kind: str, kinds: frozenset[str]) -> str:
    if kind not in kinds:
        raise template.TemplateSyntaxError(f"unknown kind {kind!r}, one of: {', '.join(sorted(kinds))}")
    return kind


# --- Page -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A decorative icon of `static/img/icons.svg`; text beside it carries the meaning."""
    return _icon(static("img/icons.svg"), name, css)


@lru_cache(maxsize=256)
def _icon(file: str, name: str, css: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', css, file, name
    )


@register.simple_tag
@_remembered
def breadcrumb(*steps: Any) -> SafeString:
    """Home, then pairs of label and address; the last label alone is this page."""
    pairs = list(zip(steps[0:-1:2], steps[1::2], strict=False))
    return _render("breadcrumb", pairs=pairs, here=steps[-1] if len(steps) % 2 else "")


@register.simple_block_tag
def page_heading(content: str, title: str, *, eyebrow: str = "", lead: str = "") -> SafeString:
    """The page's one h1; the content (badges, buttons) stands beside it."""
    shown = content if content.strip() else ""
    return _render("page_heading", content=shown, title=title, eyebrow=eyebrow, lead=lead)


@register.simple_block_tag
def section(content: str, title: str, *, id: str = "") -> SafeString:  # noqa: A002 - the attribute's own name
    """A part of the page with its h2."""
    return _render("section", content=content, title=title, id=id)


@register.simple_block_tag
def aside_region(content: str, *, label: str = "補足") -> SafeString:
    """The column beside the content; nothing at all when the page fills no aside."""
    if not content.strip():
        return SafeString("")
    return format_html('<aside class="columns__aside" aria-label="{}">{}</aside>', label, content)


# --- Boxes ----------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(
    content: str, *, title: str = "", href: str = "", eyebrow: str = "", footer: str = "", level: int = 3
) -> SafeString:
    """A bordered box; with `href` the whole card is the link's target."""
    return _render("card", content=content, title=title, href=href, eyebrow=eyebrow, footer=footer, level=level)


@register.simple_block_tag
def notice(content: str, *, kind: str = "info", title: str = "") -> SafeString:
    """A remark the reader should not miss."""
    shown = content if content.strip() else ""
    return _render("notice", content=shown, kind=_known(kind, NOTICE_KINDS), title=title)


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """Says that nothing is here, and in its content what to do next."""
    return _render("empty_state", content=content, title=title)


@register.simple_block_tag
def disclosure(content: str, summary: str, *, open: bool = False, id: str = "") -> SafeString:  # noqa: A002
    """Folded text, opened without a script; the arguments carry the attributes' own names."""
    return _render("disclosure", content=content, summary=summary, open=open, id=id)


@register.simple_block_tag
def filter_panel(content: str, title: str = "絞り込み", *, count: int = 0) -> SafeString:
    """Filters: beside the list on a wide screen, folded on a phone; `count` filters are set."""
    return _render("filter_panel", content=content, title=title, count=count)


@register.simple_block_tag
def dialog(content: str, id: str, *, label: str, title: str, kind: str = "secondary") -> SafeString:  # noqa: A002
    """A button and the box it opens, by the popover attribute; where that is unknown the box simply shows."""
    return _render("dialog", content=content, id=id, label=label, title=title, kind=_known(kind, BUTTON_KINDS))


# --- Data -----------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def data_table(content: str, *, caption: str = "") -> SafeString:
    """A table whose rows become small lists on a phone; name each cell by `data-label`."""
    return _render("data_table", content=content, caption=caption)


@register.simple_block_tag
def comparison_table(content: str, *, caption: str) -> SafeString:
    """A wide table that scrolls sideways by itself; its first column stays in sight."""
    return _render("comparison_table", content=content, caption=caption)


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of names and values; fill it with `fact`."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """One row of `facts`."""
    return format_html('<div class="facts__row"><dt>{}</dt><dd>{}</dd></div>', label, content)


@register.simple_tag
def badge(text: str, *, kind: str = "neutral", icon_name: str = "") -> SafeString:
    """A short state, e.g. 公開中."""
    sign = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge badge--{}">{}{}</span>', _known(kind, BADGE_KINDS), sign, text)


@register.simple_tag
def tag(text: str, *, href: str = "") -> SafeString:
    """A classification, e.g. a category; a link when `href` is given."""
    if href:
        return format_html('<a class="tag" href="{}">{}</a>', href, text)
    return format_html('<span class="tag">{}</span>', text)


@register.simple_tag
def stars(value: float, *, count: int | None = None) -> SafeString:
    """`value` of five, as stars and as text; `count` is the number of reviews."""
    full = int(float(value) + 0.5)
    signs = format_html_join("", "{}", ((icon("star", "is-full" if n <= full else ""),) for n in range(1, 6)))
    number = "" if count is None else f"（{count}件）"
    return format_html(
        '<span class="stars">{}<span class="stars__text">5点中{}点{}</span></span>', signs, value, number
    )


@register.simple_tag
def progress_bar(value: int, maximum: int, *, label: str) -> SafeString:
    """How much of `maximum` is done."""
    return _render("progress_bar", value=value, maximum=maximum, label=label)


# --- Moving about ---------------------------------------------------------------------------------------------------


@register.simple_block_tag
def tabs(content: str, *, label: str) -> SafeString:
    """Links to the views of one thing; fill it with `tab`."""
    return format_html('<nav class="tabs" aria-label="{}"><ul class="tabs__list">{}</ul></nav>', label, content)


@register.simple_tag
def tab(text: str, href: str, *, current: bool = False, count: int | None = None) -> SafeString:
    """One of `tabs`."""
    mark = SafeString(' aria-current="page"') if current else ""
    number = "" if count is None else format_html(' <span class="text-soft">{}</span>', count)
    return format_html('<li><a href="{}"{}>{}{}</a></li>', href, mark, text, number)


@register.simple_tag
def stepper(*steps: str, current: int) -> SafeString:
    """Where the person stands in a procedure; `current` counts from 1."""
    rows = [(step, "done" if n < current else "here" if n == current else "") for n, step in enumerate(steps, 1)]
    return _render("stepper", rows=rows, current=current, total=len(steps))


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any]) -> SafeString:
    """Links to the other pages of a list; the other parameters of the address stay."""
    if page.paginator.num_pages <= 1:
        return SafeString("")
    parameters = context["request"].GET.copy()

    def page_address(number: int) -> str:
        parameters["page"] = str(number)
        return f"?{parameters.urlencode()}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    numbers = [(n, page_address(n) if isinstance(n, int) else "") for n in shown]
    before = page_address(page.previous_page_number()) if page.has_previous() else ""
    after = page_address(page.next_page_number()) if page.has_next() else ""
    return _render("pagination", page=page, numbers=numbers, before=before, after=after)


@register.simple_tag(takes_context=True)
def place_links(context: Context, page: KeysetPage) -> SafeString:
    """Links onwards and back of a list without page numbers; the other parameters of the address stay."""
    if page.is_whole:
        return SafeString("")
    parameters = context["request"].GET.copy()
    for name in ("page", "older", "newer"):
        parameters.pop(name, None)
    kept = f"{parameters.urlencode()}&" if parameters else ""
    return _render(
        "place_links",
        first=f"?{kept.rstrip('&')}",
        newer=page.newer and f"?{kept}newer={page.newer}",
        older=page.older and f"?{kept}older={page.older}",
    )


# --- Doing ----------------------------------------------------------------------------------------------------------


@register.simple_tag
@_remembered
def button(
    label: str,
    *,
    kind: str = "primary",
    href: str = "",
    icon_name: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,
    described_by: str = "",
) -> SafeString:
    """A link that looks like a button when `href` is given, else the submit button of its form."""
    css = f"button button--{_known(kind, BUTTON_KINDS)}" + (" button--small" if small else "")
    return _render(
        "button",
        label=label,
        css=css,
        href=href,
        icon_name=icon_name,
        name=name,
        value=value,
        described_by=described_by,
    )


@register.simple_tag
def address(base: str, **parameters: Any) -> str:
    """`base` with a query string, for a link that carries what it is about."""
    return f"{base}?{urlencode(parameters)}"


@register.simple_tag(takes_context=True)
def post_button(
    context: Context,
    label: str,
    url: str,
    *,
    kind: str = "secondary",
    small: bool = False,
    name: str = "",
    value: str = "",
) -> SafeString:
    """A form with one button: changes never hang on a link. `name` and `value` are sent with it."""
    inner = button(label, kind=kind, small=small, name=name, value=value)
    return _render("post_button", url=url, button=inner, csrf_token=get_token(context["request"]))


@register.simple_tag(takes_context=True)
def can(context: Context, rule: str, obj: Any = None) -> Decision:
    """The decision of the policy `<app>.<verb>_<noun>` for the reader of this page and `obj`."""
    app, name = rule.split(".")
    policy = getattr(import_module(f"{app}.policies"), f"can_{name}")
    decision: Decision = policy(context["request"].user, obj)
    return decision


@register.simple_tag(takes_context=True)
def guarded_button(
    context: Context, decision: Decision, label: str, url: str, *, method: str = "post", kind: str = "secondary"
) -> SafeString:
    """The button when `decision` allows it, otherwise the reason why there is none."""
    if not decision.allowed:
        return format_html('<span class="refusal">{}<span>{}</span></span>', icon("info"), decision.reason)
    return button(label, href=url, kind=kind) if method == "get" else post_button(context, label, url, kind=kind)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """The list of a form's errors with links to the fields; empty while there are none."""
    return {"form": form, "fields": [(field, field.errors) for field in form.visible_fields()] if form.errors else []}


# --- Frame ----------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def site_header(context: Context, *, search: bool = True) -> SafeString:
    """Brand, search (not where the page itself is about searching), navigation and the person's menu."""
    frame = navigation.frame_of(context.get("request"))
    if not frame.name:
        return _visitors_header(frame, search=search)
    return _render("site_header", frame=frame, search=search, csrf_token=context.get("csrf_token"))


@lru_cache(maxsize=64)
def _visitors_header(frame: navigation.Frame, *, search: bool) -> SafeString:
    """It holds no token against forgery: there is nothing to send."""
    return _render("site_header", frame=frame, search=search)


@register.inclusion_tag("components/desk_nav.html", takes_context=True)
def desk_nav(context: Context) -> dict[str, Any]:
    """The side navigation of the person's own area."""
    return {"links": navigation.desk_links(context.get("request"))}


# --- Time and figures -----------------------------------------------------------------------------------------------


@register.filter
def jdate(value: datetime.date | datetime.datetime | None) -> str:
    """2026年11月23日(月), in Tokyo; nothing for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日({WEEKDAYS[value.weekday()]})"


@register.filter
def jdatetime(value: datetime.datetime | None) -> str:
    """2026年11月23日(月) 14:05, in Tokyo; nothing for None."""
    return f"{jdate(value)} {timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def grouped(value: int | str | None) -> str:
    """A whole number with thousands' commas; nothing for None."""
    return "" if value is None or value == "" else f"{int(value):,}"
