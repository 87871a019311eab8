"""Who may do what with listings, brochures and adoption records. Whether the state still allows it is the action's."""

from __future__ import annotations

from accounts.models import Municipality, User, Vendor
from accounts.personas import persona_of
from catalog.models import Adoption, Service
from catalog.querysets import AnyUser
from dss.access import ALLOWED, Decision, refuse

_ONLY_OPERATORS = "この操作は運営だけが行えます。"


def can_create_service(user: User, vendor: Vendor) -> Decision:
    """Any member of a vendor's team lists services for it."""
    if persona_of(user).vendor != vendor:
        return refuse("サービスを掲載できるのは、事業者として登録した方だけです。")
    return ALLOWED


def can_edit_service(user: User, service: Service) -> Decision:
    """Any member of the team that owns the listing edits, submits, withdraws and confirms it."""
    vendor = persona_of(user).vendor
    if vendor is None or vendor.pk != service.vendor_id:
        return refuse("このサービスの掲載内容を変更できるのは、掲載した事業者だけです。")
    return ALLOWED


def can_review_service(user: User, service: Service) -> Decision:
    """Operators publish, return, suspend and lift; never for a vendor they act for themselves."""
    persona = persona_of(user)
    if not persona.is_operator:
        return refuse(_ONLY_OPERATORS)
    if persona.vendor is not None and persona.vendor.pk == service.vendor_id:
        return refuse("ご自身が所属する事業者の掲載は審査できません。ほかの運営担当者に依頼してください。")
    return ALLOWED


def can_curate_catalog(user: User) -> Decision:
    """Operators keep categories, collections and the search's synonyms."""
    return ALLOWED if persona_of(user).is_operator else refuse(_ONLY_OPERATORS)


def can_record_adoption(user: AnyUser, service: Service) -> Decision:
    """Live staff of any municipality, for their own; the vendor of the listing, for its customers."""
    persona = persona_of(user)
    is_own = persona.vendor is not None and persona.vendor.pk == service.vendor_id
    if persona.municipality is None and not is_own:
        return refuse("導入実績を登録できるのは、導入した自治体の職員と、掲載した事業者だけです。")
    return ALLOWED


def can_claim_adoption(user: User, service: Service, municipality: Municipality) -> Decision:
    """Staff record what their own body uses; the vendor records its customers."""
    persona = persona_of(user)
    if persona.municipality is not None:
        if persona.municipality.pk == municipality.pk:
            return ALLOWED
        return refuse("ご自身が所属する自治体の導入実績だけを登録できます。")
    if persona.vendor is not None and persona.vendor.pk == service.vendor_id:
        return ALLOWED
    return refuse("導入実績を登録できるのは、導入した自治体の職員と、掲載した事業者だけです。")


def can_decide_adoption(user: User, adoption: Adoption) -> Decision:
    """A live member of that very municipality confirms or disputes."""
    municipality = persona_of(user).municipality
    if municipality is None or municipality.pk != adoption.municipality_id:
        return refuse("導入実績を確認できるのは、その自治体の職員だけです。")
    return ALLOWED


def can_open_desk(user: AnyUser) -> Decision:
    """The desk is for people who act for a vendor at present."""
    if persona_of(user).vendor is None:
        return refuse("この画面は、事業者として登録した方のためのものです。")
    return ALLOWED
