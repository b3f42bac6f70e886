"""Addresses of units and indices (design §6). `trends` and `method` are no labels of editions."""

from django.urls import path, re_path

from indices.views import (
    alerts,
    briefs,
    comparison,
    criteria,
    downloads,
    home,
    indices,
    methods,
    pages,
    rankings,
    routes,
    rules,
    scorecards,
    search,
    trends,
    units,
    uploads,
    uploads_annex,
    uploads_editions,
    uploads_files,
    uploads_workbooks,
)

OF_EDITION = r"(?P<index>[-\w]+)/(?P<label>\d{4}(?:-[qmw]\d{1,2})?(?:-r\d+)?)"
EDITION = f"indices/{OF_EDITION}"
DESK = f"uploads/{OF_EDITION}"
ANNEX = f"uploads/annex/{OF_EDITION}/(?P<unit>[-\\w]+)"

urlpatterns = [
    path("", home.home, name="home"),
    path("my-unit/", home.my_unit, name="my_unit"),
    path("search/", search.search, name="search"),
    path("indices/", indices.index_list, name="index_list"),
    path("indices/<slug:index>/", indices.index_detail, name="index_detail"),
    path("indices/<slug:index>/trends/", trends.trends, name="trends"),
    path("indices/<slug:index>/method/", methods.index_method, name="index_method"),
    path("indices/<slug:index>/method/<slug:criteria_set>/", rules.criteria_set, name="criteria_set"),
    # A code is whatever the decision prints, a stroke in it included.
    path("indices/<slug:index>/method/<slug:criteria_set>/<path:code>/", rules.criterion_rule, name="criterion_rule"),
    re_path(rf"^{EDITION}/$", rankings.league_table, name="league_table"),
    re_path(rf"^{EDITION}\.(?P<extension>csv|xlsx|json)$", downloads.league_table_file, name="league_table_file"),
    re_path(rf"^{EDITION}/criteria/(?P<code>.+)/$", criteria.criterion, name="criterion"),
    re_path(rf"^{EDITION}/units/(?P<unit>[-\w]+)/$", scorecards.scorecard, name="scorecard"),
    re_path(rf"^{EDITION}/units/(?P<unit>[-\w]+)/brief/$", briefs.unit_brief, name="unit_brief"),
    re_path(rf"^{EDITION}/units/(?P<unit>[-\w]+)/brief\.docx$", briefs.unit_brief_file, name="unit_brief_file"),
    re_path(rf"^{EDITION}/units/(?P<unit>[-\w]+)/route/$", routes.route, name="route"),
    re_path(rf"^{EDITION}/units/(?P<unit>[-\w]+)\.xlsx$", downloads.scorecard_file, name="scorecard_file"),
    re_path(rf"^{EDITION}/alerts/$", alerts.alerts, name="alerts"),
    re_path(rf"^{EDITION}/heat/$", comparison.heat, name="heat"),
    re_path(rf"^{EDITION}/compare/$", comparison.compare, name="compare"),
    path("units/", units.unit_list, name="unit_list"),
    path("units/<slug:unit>/", units.unit_detail, name="unit_detail"),
    path("method/", methods.method, name="method"),
    path("sources/", methods.sources, name="sources"),
    path("sources/conflicts/", methods.conflicts, name="conflicts"),
    path("sources/left-out/", methods.left_out, name="left_out"),
    path("uploads/", uploads.upload_list, name="upload_list"),
    path("uploads/files/<int:pk>/", uploads_files.upload_file, name="upload_file"),
    path("uploads/files/<int:pk>/step/", uploads_files.step, name="upload_step"),
    path("uploads/files/<int:pk>/progress.json", uploads_files.progress, name="upload_progress"),
    path("uploads/files/<int:pk>/original/", uploads_files.original, name="upload_original"),
    path("uploads/files/<int:pk>/marked/", uploads_workbooks.marked, name="upload_marked"),
    re_path(rf"^{ANNEX}/$", uploads_annex.annex, name="upload_annex"),
    re_path(rf"^{ANNEX}/step/$", uploads_annex.annex_step, name="upload_annex_step"),
    re_path(rf"^{DESK}/$", uploads.desk, name="upload_desk"),
    re_path(rf"^{DESK}/read/$", uploads.read_waiting, name="upload_read_waiting"),
    re_path(rf"^{DESK}/step/$", uploads_editions.edition_step, name="upload_desk_step"),
    re_path(rf"^{DESK}/template\.xlsx$", uploads_workbooks.template, name="upload_template"),
    re_path(rf"^{DESK}/publish/$", uploads_editions.publish, name="upload_publish"),
    re_path(rf"^{DESK}/correction/$", uploads_editions.correction, name="upload_correction"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("style-guide/", pages.style_guide, name="style_guide"),
]
