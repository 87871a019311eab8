"""Since when the vendor is awaited, and when it first answered, out of the messages there are."""

from django.db import migrations
from django.utils import timezone

from dss.working_days import add_working_days, is_working_day, working_days_between


def _days(asked_at, answered_at):
    asked, answered = timezone.localdate(asked_at), timezone.localdate(answered_at)
    began = asked if is_working_day(asked) else add_working_days(asked, 1)
    return max(0, working_days_between(began, answered))


def fill(apps, schema_editor):
    Inquiry = apps.get_model("procurement", "Inquiry")
    Message = apps.get_model("procurement", "InquiryMessage")
    for inquiry in Inquiry.objects.order_by("pk").iterator(chunk_size=500):
        of_thread = Message.objects.filter(inquiry=inquiry).order_by("pk")
        answer = of_thread.filter(side="vendor").first()
        asked = of_thread.filter(side="staff").last()
        inquiry.awaited_since = asked.created_at if asked else inquiry.created_at
        if answer is not None:
            inquiry.first_answered_at = answer.created_at
            if not inquiry.handovers.filter(handed_at=inquiry.created_at).exists():
                inquiry.response_days = _days(inquiry.created_at, answer.created_at)
        elif inquiry.answered_at is not None:
            inquiry.first_answered_at = inquiry.answered_at
        inquiry.save(update_fields=["awaited_since", "first_answered_at", "response_days"])


class Migration(migrations.Migration):
    dependencies = [("procurement", "0009_projects_and_inquiries")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
