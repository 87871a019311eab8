"""Every write of procurement."""

from procurement.actions.answer_templates import (
    TemplateChanged,
    create_answer_template,
    delete_answer_template,
    edit_answer_template,
)
from procurement.actions.assignments import (
    assign_lead,
    assign_quote_invitation,
)
from procurement.actions.brochures import download_brochure, hand_over_brochures
from procurement.actions.candidates import add_candidates, judge_candidate, refresh_candidate, remove_candidate
from procurement.actions.desk_exports import note_inbox_export
from procurement.actions.inquiries import (
    DemoWishes,
    close_inquiry,
    create_inquiry,
    reopen_inquiry,
    reply_inquiry,
    reveal_inquiry,
    tie_inquiry,
)
from procurement.actions.inquiry_reminders import remind_of_unanswered_inquiries
from procurement.actions.leads import answer_lead, decline_lead, mark_lead_answered
from procurement.actions.outcome_follow_up import (
    ContractFacts,
    LessonFacts,
    record_decision_paper,
    record_outcome_contract,
    remind_of_contract_ends,
    write_outcome_lesson,
)
from procurement.actions.outcomes import award_quote_request, decide_project, record_outcome_adoption
from procurement.actions.project_copies import Carried, carried_of, copy_project
from procurement.actions.project_documents import (
    attach_project_document,
    detach_project_document,
    dismiss_project_sharing,
)
from procurement.actions.project_members import add_project_member, remove_project_member
from procurement.actions.project_steps import lock_project, log_step
from procurement.actions.projects import (
    LostUpdateError,
    ProjectFacts,
    archive_project,
    create_project,
    edit_project,
    hand_over_project,
    reopen_project,
    restore_project,
    take_over_project,
    write_project_note,
)
from procurement.actions.quote_amendments import TERMS, AmendmentFacts, amend_quote_request
from procurement.actions.quote_invitations import (
    ask_quote_question,
    decline_quote_invitation,
    note_first_reading,
    remind_of_quote_deadlines,
    resume_quote_invitation,
)
from procurement.actions.quote_inviting import invite_quote_service
from procurement.actions.quote_locks import (
    QuoteRequestChanged,
)
from procurement.actions.quote_requests import (
    RequestFacts,
    attach_quote_document,
    attach_quote_file,
    create_quote_request,
    discard_quote_request,
    edit_quote_request,
    missing_of_request,
    open_quote_request,
    remove_quote_file,
    set_quote_items,
    set_quote_services,
)
from procurement.actions.quote_running import (
    answer_quote_question,
    cancel_quote_request,
    close_quote_request,
    decide_quote_request,
    extend_quote_request,
)
from procurement.actions.quotes import (
    RECURRING,
    LineFacts,
    QuoteChanged,
    QuoteFacts,
    save_quote,
    submit_quote,
    submit_working_copy,
    withdraw_quote,
)
from procurement.actions.references import (
    ReferenceFacts,
    ask_adopters,
    choose_reference,
    decline_reference,
    set_reference_default,
)

__all__ = [
    "RECURRING",
    "TERMS",
    "AmendmentFacts",
    "Carried",
    "ContractFacts",
    "DemoWishes",
    "LessonFacts",
    "LineFacts",
    "LostUpdateError",
    "ProjectFacts",
    "QuoteChanged",
    "QuoteFacts",
    "QuoteRequestChanged",
    "ReferenceFacts",
    "RequestFacts",
    "TemplateChanged",
    "add_candidates",
    "add_project_member",
    "amend_quote_request",
    "answer_lead",
    "answer_quote_question",
    "archive_project",
    "ask_adopters",
    "ask_quote_question",
    "assign_lead",
    "assign_quote_invitation",
    "attach_project_document",
    "attach_quote_document",
    "attach_quote_file",
    "award_quote_request",
    "cancel_quote_request",
    "carried_of",
    "choose_reference",
    "close_inquiry",
    "close_quote_request",
    "copy_project",
    "create_answer_template",
    "create_inquiry",
    "create_project",
    "create_quote_request",
    "decide_project",
    "decide_quote_request",
    "decline_lead",
    "decline_quote_invitation",
    "decline_reference",
    "delete_answer_template",
    "detach_project_document",
    "discard_quote_request",
    "dismiss_project_sharing",
    "download_brochure",
    "edit_answer_template",
    "edit_project",
    "edit_quote_request",
    "extend_quote_request",
    "hand_over_brochures",
    "hand_over_project",
    "invite_quote_service",
    "judge_candidate",
    "lock_project",
    "log_step",
    "mark_lead_answered",
    "missing_of_request",
    "note_first_reading",
    "note_inbox_export",
    "open_quote_request",
    "record_decision_paper",
    "record_outcome_adoption",
    "record_outcome_contract",
    "refresh_candidate",
    "remind_of_contract_ends",
    "remind_of_quote_deadlines",
    "remind_of_unanswered_inquiries",
    "remove_candidate",
    "remove_project_member",
    "remove_quote_file",
    "reopen_inquiry",
    "reopen_project",
    "reply_inquiry",
    "restore_project",
    "resume_quote_invitation",
    "reveal_inquiry",
    "save_quote",
    "set_quote_items",
    "set_quote_services",
    "set_reference_default",
    "submit_quote",
    "submit_working_copy",
    "take_over_project",
    "tie_inquiry",
    "withdraw_quote",
    "write_outcome_lesson",
    "write_project_note",
]
