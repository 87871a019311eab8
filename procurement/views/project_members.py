"""Colleagues beside the lead: who works on a project, who watches it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from dss.faults import form_status
from procurement import actions
from procurement.enums import MemberRole
from procurement.forms import MemberForm, RoleForm, WordsForm
from procurement.models import ProjectMember
from procurement.policies import can_edit_project
from procurement.views.handovers import colleagues_of
from procurement.views.posting import carried_out
from procurement.views.projects import own_project


@require_http_methods(["GET", "HEAD", "POST"])
def project_members(request: PersonRequest, pk: int) -> HttpResponse:
    """Who takes part; a colleague is taken in."""
    project = own_project(request, pk)
    can_edit_project(request.user, project).or_refuse()
    now = timezone.now()
    words = WordsForm(request.GET)
    sought = words.cleaned_data["q"] if words.is_valid() else ""
    form = MemberForm(
        request.POST if request.method == "POST" else None, colleagues=colleagues_of(project), sought=sought
    )
    added = carried_out(
        form,
        lambda: actions.add_project_member(
            project=project,
            person=form.cleaned_data["person"],
            role=MemberRole(form.cleaned_data["role"]),
            actor=request.user,
            now=now,
        ),
    )
    if added is not None:
        messages.success(request, f"{added.user.name}さんを「{added.get_role_display()}」に加えました。")
        return redirect("procurement:project_members", pk=pk)
    members = project.members.with_liveness(now).in_order()
    context = {"project": project, "form": form, "sought": sought, "members": members}
    return render(request, "procurement/project_members.html", context, status=form_status(form))


@require_POST
def project_join(request: PersonRequest, pk: int) -> HttpResponse:
    """Take part oneself."""
    project = own_project(request, pk)
    form = RoleForm(request.POST)
    role = MemberRole(form.cleaned_data["role"] if form.is_valid() else MemberRole.FOLLOWER)
    actions.add_project_member(project=project, person=request.user, role=role, actor=request.user, now=timezone.now())
    messages.success(request, f"この案件の「{role.label}」になりました。主な動きをお知らせします。")
    return redirect(project)


@require_POST
def project_member_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Take somebody out, or oneself."""
    own = ProjectMember.objects.visible_to(request.user).select_related("project", "user")
    member = get_object_or_404(own, pk=pk)
    actions.remove_project_member(member=member, actor=request.user, now=timezone.now())
    messages.success(request, "担当・見守る人から外しました。")
    return redirect("procurement:project_members", pk=member.project_id)
