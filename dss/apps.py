from django.apps import AppConfig


class DssConfig(AppConfig):
    name = "dss"
    verbose_name = "プロジェクト"
