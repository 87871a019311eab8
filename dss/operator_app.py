from django.contrib.admin.apps import AdminConfig


class OperatorAdminConfig(AdminConfig):
    """Django's admin with our entrance."""

    default = False
    default_site = "dss.operator_site.OperatorSite"
