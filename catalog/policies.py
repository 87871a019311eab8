"""Who may do what in the catalogue. Whether the state still allows it is the action's."""

from __future__ import annotations

from accounts.models import Municipality, User, Vendor
from accounts.personas import persona_of
from accounts.policies.vendors import can_write_for_vendor
from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus
from catalog.models import Adoption, ListingUpload, Review, SavedSearch, Service
from catalog.querysets import AnyUser
from dss.access import ALLOWED, Decision, refuse

_ONLY_OPERATORS = "この操作は運営だけが行えます。"
_WHO_RECORDS = "導入実績を登録できるのは、導入した自治体の職員と、掲載した事業者だけです。"


def can_create_service(user: User, vendor: Vendor) -> Decision:
    """Who writes for a vendor lists services for it."""
    return can_write_for_vendor(user, vendor.pk, "サービスを掲載できるのは、事業者として登録した方だけです。")


def can_edit_service(user: User, service: Service) -> Decision:
    """Who writes for the vendor of the listing edits, submits, withdraws and confirms it."""
    otherwise = "このサービスの掲載内容を変更できるのは、掲載した事業者だけです。"
    return can_write_for_vendor(user, service.vendor_id, otherwise)


def can_use_upload(user: User, upload: ListingUpload) -> Decision:
    """Who writes for the vendor that uploaded it applies, discards and submits it."""
    otherwise = "この取り込みを扱えるのは、ファイルをアップロードした事業者だけです。"
    return can_write_for_vendor(user, upload.vendor_id, otherwise)


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
    if persona_of(user).municipality is not None:
        return ALLOWED
    return can_write_for_vendor(user, service.vendor_id, _WHO_RECORDS)


def can_claim_adoption(user: User, service: Service, municipality: Municipality) -> Decision:
    """Staff record what their own body uses; the vendor records its customers."""
    persona = persona_of(user)
    if persona.municipality is not None:
        if persona.municipality.pk == municipality.pk:
            return ALLOWED
        return refuse("ご自身が所属する自治体の導入実績だけを登録できます。")
    return can_write_for_vendor(user, service.vendor_id, _WHO_RECORDS)


def can_decide_adoption(user: User, adoption: Adoption) -> Decision:
    """A live member of that very municipality confirms or disputes."""
    municipality = persona_of(user).municipality
    if municipality is None or municipality.pk != adoption.municipality_id:
        return refuse("導入実績を確認できるのは、その自治体の職員だけです。")
    return ALLOWED


def can_claim_stage(user: User, stage: AdoptionStage) -> Decision:
    """Only the body's own staff say that it is considering: from a vendor's mouth that would tell its intent."""
    if stage == AdoptionStage.CONSIDERING and persona_of(user).municipality is None:
        return refuse("「検討」の段階は、その自治体の職員だけが登録できます。")
    return ALLOWED


def can_open_adoptions(user: AnyUser, subject: object = None) -> Decision:
    """The records of one's own body, with what waits for confirmation: live municipal staff."""
    if persona_of(user).municipality is None:
        return refuse(
            "自分の自治体の導入実績は、所属の確認が済んだ職員の方が扱えます。マイページで登録の状況をご確認ください。"
        )
    return ALLOWED


def can_edit_adoption(user: User, adoption: Adoption) -> Decision:
    """Staff of the body correct every record of it; the vendor corrects what it claimed and nobody confirmed yet."""
    persona = persona_of(user)
    if persona.municipality is not None and persona.municipality.pk == adoption.municipality_id:
        return ALLOWED
    return _is_own_claim(user, adoption)


def can_end_adoption(user: User, adoption: Adoption) -> Decision:
    """A live member of that very municipality says that the use is over."""
    return can_decide_adoption(user, adoption)


def can_withdraw_adoption(user: User, adoption: Adoption) -> Decision:
    """Whoever recorded it: staff what their own body recorded, the vendor its claim while nobody confirmed it."""
    persona = persona_of(user)
    if persona.municipality is not None and persona.municipality.pk == adoption.municipality_id:
        if adoption.origin == AdoptionOrigin.STAFF:
            return ALLOWED
        return refuse("事業者が申告した導入実績は取り下げられません。事実と違うときは異議を出してください。")
    return _is_own_claim(user, adoption)


def can_settle_dispute(user: User, adoption: Adoption) -> Decision:
    """Operators, never for a vendor they act for themselves."""
    return can_review_service(user, adoption.service)


def _is_own_claim(user: User, adoption: Adoption) -> Decision:
    otherwise = "この導入実績を変更できるのは、その自治体の職員と、申告した事業者だけです。"
    if adoption.origin != AdoptionOrigin.VENDOR:
        return refuse(otherwise)
    decision = can_write_for_vendor(user, adoption.service.vendor_id, otherwise)
    if not decision:
        return decision
    if adoption.status != AdoptionStatus.CLAIMED:
        return refuse("自治体の職員が確認した導入実績は、事業者からは変更できません。")
    return ALLOWED


def can_write_review(user: AnyUser, service: Service) -> Decision:
    """Live municipal staff, of whatever body."""
    if persona_of(user).municipality is None:
        return refuse("レビューを書けるのは、所属の確認が済んだ自治体職員の方だけです。")
    return ALLOWED


def can_edit_review(user: AnyUser, review: Review) -> Decision:
    """The author, while they serve the body for which they wrote."""
    if not _wrote(user, review):
        return refuse("レビューを書き直せるのは、書いた本人だけです。")
    municipality = persona_of(user).municipality
    if municipality is None or municipality.pk != review.municipality_id:
        return refuse("書いたときの自治体に所属している間だけ、書き直せます。取り下げはいつでもできます。")
    return ALLOWED


def can_withdraw_review(user: AnyUser, review: Review) -> Decision:
    """The author, also after leaving the body: the words are their own."""
    return ALLOWED if _wrote(user, review) else refuse("レビューを取り下げられるのは、書いた本人だけです。")


def can_reply_review(user: AnyUser, review: Review) -> Decision:
    """Who writes for the vendor of the listing."""
    return can_write_for_vendor(user, review.service.vendor_id, "レビューに返信できるのは、掲載した事業者だけです。")


def can_mark_review(user: AnyUser, review: Review) -> Decision:
    """参考になった counts live municipal staff, and never the author."""
    if persona_of(user).municipality is None:
        return refuse("「参考になった」を押せるのは、所属の確認が済んだ自治体職員の方だけです。")
    if _wrote(user, review):
        return refuse("ご自身のレビューには押せません。")
    return ALLOWED


def can_moderate_review(user: User, review: Review) -> Decision:
    """Operators hide and show again; never what concerns a vendor they act for, and not their own words."""
    persona = persona_of(user)
    if not persona.is_operator:
        return refuse(_ONLY_OPERATORS)
    if persona.vendor is not None and persona.vendor.pk == review.service.vendor_id:
        return refuse("ご自身が所属する事業者へのレビューは扱えません。ほかの運営担当者に依頼してください。")
    if _wrote(user, review):
        return refuse("ご自身が書いたレビューは扱えません。ほかの運営担当者に依頼してください。")
    return ALLOWED


def _wrote(user: AnyUser, review: Review) -> bool:
    return isinstance(user, User) and user.key == review.author_key


def can_save_search(user: AnyUser, subject: object = None) -> Decision:
    """Whoever is signed in, for themselves."""
    return ALLOWED if user.is_authenticated else refuse("検索を保存するには、ログインしてください。")


def can_edit_saved_search(user: AnyUser, search: SavedSearch) -> Decision:
    """Whoever saved it."""
    return ALLOWED if search.user_id == user.pk else refuse("この検索を変更できるのは、保存した本人だけです。")


def can_bookmark_service(user: AnyUser, service: Service) -> Decision:
    """Whoever is signed in, for themselves."""
    return ALLOWED if user.is_authenticated else refuse("「あとで見る」に入れるには、ログインしてください。")


def can_open_desk(user: AnyUser) -> Decision:
    """The desk is for people who act for a vendor at present."""
    if persona_of(user).vendor is None:
        return refuse("この画面は、事業者として登録した方のためのものです。")
    return ALLOWED
