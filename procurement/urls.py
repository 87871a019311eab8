"""Addresses of procurement."""

from django.urls import path

from procurement.views import inquiries, leads, threads

app_name = "procurement"

urlpatterns = [
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
