"""Documents of a project: found among those the person may read, attached, taken off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from documents.errands import finish_errand
from documents.models import DocumentVersion
from dss.faults import form_status
from procurement import actions
from procurement.forms import ChooseVersionForm, WordsForm
from procurement.models import ProjectDocument
from procurement.policies import can_edit_project
from procurement.views.posting import carried_out
from procurement.views.projects import own_project

OFFERED = 30


@require_http_methods(["GET", "HEAD", "POST"])
def project_document_attach(request: PersonRequest, pk: int) -> HttpResponse:
    """Choose a document: one's own body's newest first, `q` looks for words in the titles of all."""
    project = own_project(request, pk)
    can_edit_project(request.user, project).or_refuse()
    finish_errand(request)
    words = WordsForm(request.GET)
    readable = DocumentVersion.objects.visible_to(request.user)
    sought = words.cleaned_data["q"] if words.is_valid() else ""
    found = readable.filter(document__title__icontains=sought) if sought else readable
    own_first = found.current().own_body_first(project.municipality_id).without_text()
    form = ChooseVersionForm(request.POST if request.method == "POST" else None, versions=readable)
    attached = carried_out(
        form,
        lambda: actions.attach_project_document(
            project=project, version=form.cleaned_data["version"], actor=request.user, now=timezone.now()
        ),
    )
    if attached is not None:
        messages.success(request, f"「{attached.version.document.title}」を案件に添付しました。")
        return redirect(f"{project.get_absolute_url()}#documents")
    context = {"project": project, "form": form, "words": words, "sought": sought, "versions": own_first[:OFFERED]}
    return render(request, "procurement/project_document_attach.html", context, status=form_status(form))


@require_POST
def project_sharing_dismiss(request: PersonRequest, pk: int) -> HttpResponse:
    """「共有しない」: the project's documents are suggested no longer."""
    project = actions.dismiss_project_sharing(project=own_project(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "この案件の文書の共有は、もうおすすめしません。あとから共有することはできます。")
    return redirect(f"{project.get_absolute_url()}#documents")


@require_POST
def project_document_detach(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a document off."""
    own = ProjectDocument.objects.visible_to(request.user).select_related("project")
    attached = get_object_or_404(own, pk=pk)
    actions.detach_project_document(attached=attached, actor=request.user, now=timezone.now())
    messages.success(request, "文書を案件から外しました。文書そのものは残っています。")
    return redirect(f"{attached.project.get_absolute_url()}#documents")
