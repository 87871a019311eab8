"""Who may do what with projects. Whether the project's state still allows it is the actions' matter."""

from __future__ import annotations

from accounts.models import User
from accounts.personas import persona_of
from catalog.enums import ServiceStatus
from catalog.models import Service
from dss.access import ALLOWED, Decision, refuse
from procurement.models import Candidate, Outcome, Project

_NOT_STAFF = (
    "検討案件は、自治体の職員が候補の比較や見積の依頼を進める場所です。"
    "所属の確認が済んだ自治体職員の方が利用できます。マイページで所属の登録をお願いします。"
)
_NOT_OURS = "この案件を扱えるのは、案件を持つ自治体の職員だけです。"


def can_open_projects(user: User, subject: object = None) -> Decision:
    """The list of one's own body: live municipal staff."""
    return ALLOWED if persona_of(user).municipality is not None else refuse(_NOT_STAFF)


def can_create_project(user: User, subject: object = None) -> Decision:
    """Live municipal staff, for their own body."""
    return can_open_projects(user)


def can_consider_service(user: User, service: Service) -> Decision:
    """Put this listing into a project of one's own body: while it is published."""
    decision = can_open_projects(user)
    if decision and service.status != ServiceStatus.PUBLISHED:
        return refuse("このサービスはいま掲載されていないため、案件に加えられません。")
    return decision


def can_edit_project(user: User, project: Project) -> Decision:
    """Any live colleague: the text, the candidates, the notes, the documents."""
    return _is_ours(user, project)


def can_judge_candidate(user: User, candidate: Candidate) -> Decision:
    """Any live colleague."""
    return _is_ours(user, candidate.project)


def can_take_over_project(user: User, project: Project) -> Decision:
    """Any live colleague becomes the lead; nobody has to ask the former one, who may have been transferred."""
    return _is_ours(user, project)


def can_hand_over_project(user: User, project: Project) -> Decision:
    """Any live colleague may name a successor: the lead may be gone."""
    return _is_ours(user, project)


def can_archive_project(user: User, project: Project) -> Decision:
    """Any live colleague puts it away or takes it out again."""
    return _is_ours(user, project)


def can_reopen_project(user: User, project: Project) -> Decision:
    """Any live colleague goes on with a decided project."""
    return _is_ours(user, project)


def can_decide_project(user: User, project: Project) -> Decision:
    """Any live colleague records what the project came to."""
    return _is_ours(user, project)


def can_record_outcome_adoption(user: User, outcome: Outcome) -> Decision:
    """Any live colleague tells the catalogue that the body uses what it chose."""
    return _is_ours(user, outcome.project)


def can_record_outcome_contract(user: User, outcome: Outcome) -> Decision:
    """Any live colleague writes down the period of the contract."""
    return _is_ours(user, outcome.project)


def can_write_outcome_lesson(user: User, outcome: Outcome) -> Decision:
    """Any live colleague writes down what was learnt."""
    return _is_ours(user, outcome.project)


def _is_ours(user: User, project: Project) -> Decision:
    municipality = persona_of(user).municipality
    if municipality is None or municipality.pk != project.municipality_id:
        return refuse(_NOT_OURS)
    return ALLOWED
