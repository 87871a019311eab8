"""{% service_card service %}: one listing in a list. {% filter_groups browsing main=True %}: some filters of the
panel. {% compare_button service %}: puts a listing aside, outside a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from catalog.cards import Choice, card_html, panel_html
from catalog.choosing import MOST, chosen_ids, without_one
from catalog.models import Bookmark

if TYPE_CHECKING:
    from catalog.browsing import Browsing
    from catalog.models import Service

register = template.Library()


@register.simple_tag(takes_context=True)
def service_card(context: Context, service: Service, *, can_choose: bool = False) -> SafeString:
    """The page's context says what is stale (`stale_before`) and what was asked for (`browsing`, where there is any);
    `can_choose`: it stands inside `compare_form`."""
    return card_html(
        service,
        stale_before=context["stale_before"],
        browsing=context.get("browsing"),
        carried=chosen_ids(context["request"].GET),
        choice=_choice(context, service) if can_choose else None,
        is_kept=_is_kept(context, service) if can_choose else None,
    )


@register.inclusion_tag("catalog/_compare_button.html", takes_context=True)
def compare_button(context: Context, service: Service, *, form: str = "", anchor: str = "") -> dict[str, Any]:
    """Puts the listing aside to compare, or takes it out again; stands inside `compare_form`, or names one by its id.
    The reader comes back to `anchor`, or to its card."""
    card = {"pk": service.pk, "name": service.name}
    return {"card": card, "choice": _choice(context, service), "form": form, "anchor": anchor}


def _is_kept(context: Context, service: Service) -> bool | None:
    """As the row says, else asked once a page, whatever the number of its listings; their number has a limit."""
    request = context["request"]
    if hasattr(service, "is_bookmarked"):
        return bool(service.is_bookmarked)
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "kept_listings"):
        request.kept_listings = Bookmark.objects.service_ids_of(request.user)
    return service.pk in request.kept_listings


def _choice(context: Context, service: Service) -> Choice:
    parameters = context["request"].GET
    ids = chosen_ids(parameters)
    is_chosen = service.pk in ids
    return Choice(is_chosen, len(ids) >= MOST, without_one(parameters, service.pk) if is_chosen else "")


@register.simple_tag
def filter_groups(browsing: Browsing, *, main: bool) -> SafeString:
    return panel_html(browsing, is_main=main)
