"""Addresses of units and indices (design §6). `trends` and `method` are no labels of editions."""

from django.urls import path, re_path

from indices.views import downloads, home, indices, methods, pages, rankings, rules, scorecards, search, units

EDITION = r"indices/(?P<index>[-\w]+)/(?P<label>\d{4}(?:-[qmw]\d{1,2})?(?:-r\d+)?)"

urlpatterns = [
    path("", home.home, name="home"),
    path("my-unit/", home.my_unit, name="my_unit"),
    path("search/", search.search, name="search"),
    path("indices/", indices.index_list, name="index_list"),
    path("indices/<slug:index>/", indices.index_detail, name="index_detail"),
    path("indices/<slug:index>/method/", methods.index_method, name="index_method"),
    path("indices/<slug:index>/method/<slug:criteria_set>/", rules.criteria_set, name="criteria_set"),
    # A code is whatever the decision prints, a stroke in it included.
    path("indices/<slug:index>/method/<slug:criteria_set>/<path:code>/", rules.criterion_rule, name="criterion_rule"),
    re_path(rf"^{EDITION}/$", rankings.league_table, name="league_table"),
    re_path(rf"^{EDITION}\.(?P<extension>csv|xlsx|json)$", downloads.league_table_file, name="league_table_file"),
    re_path(rf"^{EDITION}/units/(?P<unit>[-\w]+)/$", scorecards.scorecard, name="scorecard"),
    re_path(rf"^{EDITION}/units/(?P<unit>[-\w]+)\.xlsx$", downloads.scorecard_file, name="scorecard_file"),
    path("units/", units.unit_list, name="unit_list"),
    path("units/<slug:unit>/", units.unit_detail, name="unit_detail"),
    path("method/", methods.method, name="method"),
    path("sources/", methods.sources, name="sources"),
    path("sources/conflicts/", methods.conflicts, name="conflicts"),
    path("sources/left-out/", methods.left_out, name="left_out"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("style-guide/", pages.style_guide, name="style_guide"),
]
