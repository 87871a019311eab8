from django.apps import AppConfig

from dss.required import set_words


class DssConfig(AppConfig):
    name = "dss"
    verbose_name = "プロジェクト"

    def ready(self) -> None:
        set_words()
