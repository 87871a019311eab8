"""Addresses of procurement."""

from django.urls import path

from procurement.views import candidates, handovers, inquiries, leads, projects, threads

app_name = "procurement"

urlpatterns = [
    path("projects/", projects.project_list, name="project_list"),
    path("projects/new/", projects.project_create, name="project_create"),
    path("projects/<int:pk>/", projects.project_detail, name="project_detail"),
    path("projects/<int:pk>/edit/", projects.project_edit, name="project_edit"),
    path("projects/<int:pk>/history/", projects.project_history, name="project_history"),
    path("projects/<int:pk>/notes/", projects.project_note, name="project_note"),
    path("projects/<int:pk>/archive/", projects.project_archive, name="project_archive"),
    path("projects/<int:pk>/restore/", projects.project_restore, name="project_restore"),
    path("projects/<int:pk>/reopen/", projects.project_reopen, name="project_reopen"),
    path("projects/<int:pk>/take-over/", handovers.project_take_over, name="project_take_over"),
    path("projects/<int:pk>/hand-over/", handovers.project_hand_over, name="project_hand_over"),
    path("projects/candidates/new/", candidates.candidate_create, name="candidate_create"),
    path("projects/candidates/<int:pk>/", candidates.candidate_judge, name="candidate_judge"),
    path("projects/candidates/<int:pk>/refresh/", candidates.candidate_refresh, name="candidate_refresh"),
    path("projects/candidates/<int:pk>/remove/", candidates.candidate_remove, name="candidate_remove"),
    path("inquiries/", inquiries.inquiry_list, name="inquiry_list"),
    path("inquiries/new/", inquiries.inquiry_create, name="inquiry_create"),
    path("inquiries/<int:pk>/", inquiries.inquiry_detail, name="inquiry_detail"),
    path("inquiries/<int:pk>/reply/", inquiries.inquiry_reply, name="inquiry_reply"),
    path("inquiries/<int:pk>/close/", inquiries.inquiry_close, name="inquiry_close"),
    path("inquiries/<int:pk>/reopen/", inquiries.inquiry_reopen, name="inquiry_reopen"),
    path("inquiries/<int:pk>/reveal/", inquiries.inquiry_reveal, name="inquiry_reveal"),
    path("inquiries/<int:pk>/brochures/<int:number>/", inquiries.inquiry_brochure, name="inquiry_brochure"),
    path("inquiries/messages/<int:pk>/", threads.inquiry_message, name="inquiry_message"),
    path("desk/leads/", leads.lead_list, name="lead_list"),
    path("desk/leads/<int:pk>/", leads.lead_detail, name="lead_detail"),
    path("desk/leads/<int:pk>/answer/", leads.lead_answer, name="lead_answer"),
    path("desk/leads/<int:pk>/mark-answered/", leads.lead_mark_answered, name="lead_mark_answered"),
    path("desk/leads/<int:pk>/hand-over/", leads.lead_hand_over, name="lead_hand_over"),
]
