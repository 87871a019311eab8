from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        from accounts import receivers  # noqa: F401 - connects allauth's signals
        from accounts.notification_events import check_templates

        autodiscover_modules("emails")  # each app declares there what people are told about
        autodiscover_modules("reports")  # and there what can be reported
        autodiscover_modules("departures")  # what each room does when a person goes
        autodiscover_modules("holdings")  # what each room keeps, why and how long
        register(check_templates)
