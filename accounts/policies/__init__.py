"""Who may do what in the ground app; each refusal carries its reason."""

from accounts.policies.exports import can_ask_export
from accounts.policies.mails import can_get_digest
from accounts.policies.memberships import (
    can_apply_membership,
    can_confirm_membership,
    can_decide_membership_request,
    can_edit_municipality,
    can_grant_membership,
    can_invite_colleague,
    can_moderate_membership,
    can_propose_domain,
    can_revoke_domain,
    can_verify_domain,
)
from accounts.policies.roles import (
    can_become_advisor,
    can_become_staff,
    can_become_vendor,
    can_deactivate_person,
    can_edit_advisor,
    can_invite_advisor,
    can_open_advisors,
    can_retire_advisor,
    can_speak_as_advisor,
)
from accounts.policies.vendors import (
    can_answer_vendor_handover,
    can_change_vendor_role,
    can_end_vendor_membership,
    can_manage_vendor,
    can_suspend_vendor,
    can_write_for_own_vendor,
    can_write_for_vendor,
)

__all__ = [
    "can_answer_vendor_handover",
    "can_apply_membership",
    "can_ask_export",
    "can_become_advisor",
    "can_become_staff",
    "can_become_vendor",
    "can_change_vendor_role",
    "can_confirm_membership",
    "can_deactivate_person",
    "can_decide_membership_request",
    "can_edit_advisor",
    "can_edit_municipality",
    "can_end_vendor_membership",
    "can_get_digest",
    "can_grant_membership",
    "can_invite_advisor",
    "can_invite_colleague",
    "can_manage_vendor",
    "can_moderate_membership",
    "can_open_advisors",
    "can_propose_domain",
    "can_retire_advisor",
    "can_revoke_domain",
    "can_speak_as_advisor",
    "can_suspend_vendor",
    "can_verify_domain",
    "can_write_for_own_vendor",
    "can_write_for_vendor",
]
