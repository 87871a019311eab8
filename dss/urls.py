"""The URL map: each app keeps its own urls.py."""

from django.contrib import admin
from django.urls import include, path

from dss import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
