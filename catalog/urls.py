"""Addresses of the catalogue."""

from django.urls import path

from catalog.views import adoptions, browse, desk, desk_brochures, opendata, search, services

app_name = "catalog"

urlpatterns = [
    path("services.json", opendata.service_json, name="service_json"),
    path("services.csv", opendata.service_csv, name="service_csv"),
    path("services.atom", opendata.service_atom, name="service_atom"),
    path("services/", services.service_list, name="service_list"),
    path("services/suggest/", search.service_suggest, name="service_suggest"),
    path("services/compare/", services.service_compare, name="service_compare"),
    path("services/<int:pk>/", services.service_detail, name="service_detail"),
    path("services/<int:pk>/versions/<int:number>/", services.service_version, name="service_version"),
    path("services/<int:pk>/adoptions/new/", adoptions.adoption_create, name="adoption_create"),
    path("adoptions/<int:pk>/confirm/", adoptions.adoption_confirm, name="adoption_confirm"),
    path("adoptions/<int:pk>/dispute/", adoptions.adoption_dispute, name="adoption_dispute"),
    path("vendors/", browse.vendor_list, name="vendor_list"),
    path("vendors/<int:pk>/", browse.vendor_detail, name="vendor_detail"),
    path("categories/<slug:slug>/", browse.category_detail, name="category_detail"),
    path("collections/", browse.collection_list, name="collection_list"),
    path("collections/<slug:slug>/", browse.collection_detail, name="collection_detail"),
    path("desk/", desk.desk_overview, name="desk_overview"),
    path("desk/services/", desk.desk_service_list, name="desk_service_list"),
    path("desk/services/new/", desk.desk_service_new, name="desk_service_new"),
    path("desk/services/<int:pk>/", desk.desk_service_detail, name="desk_service_detail"),
    path("desk/services/<int:pk>/edit/<slug:section>/", desk.desk_service_section, name="desk_service_section"),
    path("desk/services/<int:pk>/preview/", desk.desk_service_preview, name="desk_service_preview"),
    path("desk/services/<int:pk>/draft/", desk.desk_draft_start, name="desk_draft_start"),
    path("desk/services/<int:pk>/submit/", desk.desk_draft_submit, name="desk_draft_submit"),
    path("desk/services/<int:pk>/withdraw/", desk.desk_draft_withdraw, name="desk_draft_withdraw"),
    path("desk/services/<int:pk>/discard/", desk.desk_draft_discard, name="desk_draft_discard"),
    path("desk/services/<int:pk>/unpublish/", desk.desk_service_unpublish, name="desk_service_unpublish"),
    path("desk/services/<int:pk>/republish/", desk.desk_service_republish, name="desk_service_republish"),
    path("desk/services/<int:pk>/confirm/", desk.desk_service_confirm, name="desk_service_confirm"),
    path("desk/services/<int:pk>/brochures/new/", desk_brochures.desk_brochure_new, name="desk_brochure_new"),
    path(
        "desk/services/<int:pk>/brochures/<int:brochure_id>/",
        desk_brochures.desk_brochure_download,
        name="desk_brochure_download",
    ),
    path(
        "desk/services/<int:pk>/brochures/<int:brochure_id>/remove/",
        desk_brochures.desk_brochure_remove,
        name="desk_brochure_remove",
    ),
]
