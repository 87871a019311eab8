"""Addresses of the shared documents."""

from django.urls import path

from documents.views import documents, drafts, publishing, templates, uploading, versions

app_name = "documents"

urlpatterns = [
    path("documents/", documents.document_list, name="document_list"),
    path("documents/new/", documents.document_create, name="document_create"),
    path("documents/upload/", uploading.document_upload, name="document_upload"),
    path("documents/finish/", uploading.document_finish, name="document_finish"),
    path("documents/of-service/<int:pk>/", documents.service_documents, name="service_documents"),
    path("documents/<int:pk>/", documents.document_detail, name="document_detail"),
    path("documents/<int:pk>/edit/", documents.document_edit, name="document_edit"),
    path("documents/<int:pk>/publish/", publishing.document_publish, name="document_publish"),
    path("documents/<int:pk>/redaction/", publishing.document_redaction, name="document_redaction"),
    path("documents/<int:pk>/withdraw/", documents.document_withdraw, name="document_withdraw"),
    path("documents/<int:pk>/downloads/", documents.document_downloads, name="document_downloads"),
    path("documents/<int:pk>/suspend/", documents.document_suspend, name="document_suspend"),
    path("documents/<int:pk>/lift/", documents.document_lift, name="document_lift"),
    path("documents/<int:pk>/versions/new/", versions.version_create, name="version_create"),
    path("documents/<int:pk>/versions/<int:number>/", versions.version_detail, name="version_detail"),
    path("documents/<int:pk>/versions/<int:number>/download/", versions.version_download, name="version_download"),
    path("documents/templates/", templates.template_list, name="template_list"),
    path("documents/templates/<int:pk>/", templates.template_detail, name="template_detail"),
    path("documents/templates/<int:pk>/start/", templates.template_start, name="template_start"),
    path("documents/drafts/", drafts.draft_list, name="draft_list"),
    path("documents/drafts/<int:pk>/", drafts.draft_detail, name="draft_detail"),
    path("documents/drafts/<int:pk>/edit/", drafts.draft_edit, name="draft_edit"),
    path("documents/drafts/<int:pk>/download/", drafts.draft_download, name="draft_download"),
    path("documents/drafts/<int:pk>/copy/", drafts.draft_copy, name="draft_copy"),
    path("documents/drafts/<int:pk>/to-library/", drafts.draft_to_library, name="draft_to_library"),
]
