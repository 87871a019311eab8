"""The URL map: each app keeps its own urls.py."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from dss import dev_mail, health, sitemaps, styleguide, views
from dss.bench.floor import floor
from dss.metrics.views import metrics

handler400 = "dss.faults.bad_request"
handler500 = "dss.faults.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("", include("accounts.urls")),
    path("", include("catalog.urls")),
    path("accounts/", include("accounts.auth_urls")),
    path("admin/", admin.site.urls),
    path("", include("documents.urls")),
    path("", include("forums.urls")),
    path("", include("procurement.urls")),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemaps/<slug:section>.xml", sitemaps.sitemap_section, name="sitemap_section"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]

if settings.BENCH:
    urlpatterns += [path("bench/floor/", floor, name="bench_floor")]
if settings.DEVELOPMENT:
    urlpatterns += [
        path("dev/mail/", dev_mail.dev_mail, name="dev_mail"),
        path("styleguide/", styleguide.styleguide, name="styleguide"),
    ]
