"""Addresses of the ground app."""

from django.urls import path

from accounts.views import (
    advisors,
    me,
    membership,
    notifications,
    reports,
    signup,
    terms,
    unsubscribing,
    vendor,
    vendor_handovers,
)

app_name = "accounts"

urlpatterns = [
    path("signup/", signup.signup, name="signup"),
    path("signup/staff/", signup.signup_staff, name="signup_staff"),
    path("signup/vendor/", signup.signup_vendor, name="signup_vendor"),
    path("signup/vendor/company/", vendor.vendor_register, name="vendor_register"),
    path("signup/advisor/<str:token>/", signup.signup_advisor, name="signup_advisor"),
    path("signup/welcome/", signup.signup_welcome, name="signup_welcome"),
    path("me/", me.me, name="me"),
    path("me/profile/", me.profile, name="profile"),
    path("me/membership/", membership.membership, name="membership"),
    path("me/membership/send/", membership.membership_code_send, name="membership_code_send"),
    path("me/membership/code/", membership.membership_code, name="membership_code"),
    path("me/membership/request/", membership.membership_request, name="membership_request"),
    path("me/membership/leave/", membership.membership_leave, name="membership_leave"),
    path("me/invitations/", membership.colleague_invitations, name="colleague_invitations"),
    path("me/advisor/", advisors.advisor_profile, name="advisor_profile"),
    path("me/advisor/retire/", advisors.advisor_retire, name="advisor_retire"),
    path("advisors/", advisors.advisor_list, name="advisor_list"),
    path("advisors/<int:pk>/", advisors.advisor_detail, name="advisor_detail"),
    path("invitations/advisor/<str:token>/", advisors.advisor_invitation, name="advisor_invitation"),
    path("desk/company/", vendor.vendor_edit, name="vendor_edit"),
    path("desk/team/", vendor.vendor_team, name="vendor_team"),
    path(
        "desk/team/invitations/<int:invitation_id>/withdraw/",
        vendor.vendor_invitation_withdraw,
        name="vendor_invitation_withdraw",
    ),
    path("desk/team/<int:membership_id>/role/", vendor.vendor_member_role, name="vendor_member_role"),
    path(
        "desk/team/<int:membership_id>/hand-over/",
        vendor_handovers.vendor_handover_offer,
        name="vendor_handover_offer",
    ),
    path(
        "desk/team/handovers/<int:handover_id>/withdraw/",
        vendor_handovers.vendor_handover_withdraw,
        name="vendor_handover_withdraw",
    ),
    path(
        "desk/team/handovers/<int:handover_id>/accept/",
        vendor_handovers.vendor_handover_accept,
        name="vendor_handover_accept",
    ),
    path(
        "desk/team/handovers/<int:handover_id>/decline/",
        vendor_handovers.vendor_handover_decline,
        name="vendor_handover_decline",
    ),
    path("desk/team/<int:membership_id>/end/", vendor.vendor_member_end, name="vendor_member_end"),
    path("me/notifications/", notifications.notifications, name="notifications"),
    path("me/preferences/", notifications.preferences, name="preferences"),
    path("me/notifications/read/", notifications.notifications_read, name="notifications_read"),
    path("me/notifications/<int:notification_id>/", notifications.notification_open, name="notification_open"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("reports/new/<slug:kind>/<int:object_id>/", reports.report_new, name="report_new"),
    path("terms/consent/", terms.terms_consent, name="terms_consent"),
    path("terms/", terms.terms, name="terms"),
    path("terms/<int:number>/", terms.terms, name="terms_version"),
    path("privacy/", terms.privacy, name="privacy"),
    path("privacy/<int:number>/", terms.privacy, name="privacy_version"),
    path("invitations/<str:token>/", vendor.vendor_invitation, name="vendor_invitation"),
]
