"""「前年度の案件から作る」."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from dss.faults import form_status
from procurement import actions
from procurement.forms import ProjectForm
from procurement.policies import can_edit_project
from procurement.views.posting import carried_out
from procurement.views.projects import own_project


@require_http_methods(["GET", "HEAD", "POST"])
def project_copy(request: PersonRequest, pk: int) -> HttpResponse:
    """See what is taken along, change the text, open the project of the next year."""
    source = own_project(request, pk)
    can_edit_project(request.user, source).or_refuse()
    form = ProjectForm(request.POST if request.method == "POST" else None, project=source, years_later=1)
    project = carried_out(
        form,
        lambda: actions.copy_project(
            source=source,
            facts=form.facts(),
            client_token=form.cleaned_data["client_token"],
            actor=request.user,
            now=timezone.now(),
        ),
    )
    if project is not None:
        messages.success(request, "前の案件を引き継いだ案件を作成しました。候補と文書を確かめてください。")
        return redirect(project)
    context = {"source": source, "form": form, "carried": actions.carried_of(source, request.user)}
    return render(request, "procurement/project_copy.html", context, status=form_status(form))
