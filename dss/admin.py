"""The job queue is looked after from the command line: its admin would show arguments and offer no rule of ours."""

import procrastinate.contrib.django.admin  # noqa: F401 - so that its registration happens now, not after ours
from django.contrib import admin
from procrastinate.contrib.django import models

for model in (models.ProcrastinateJob, models.ProcrastinateEvent, models.ProcrastinateWorker):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
