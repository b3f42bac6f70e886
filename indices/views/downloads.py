"""What pages show, as files: league tables with the filters and the order of the page, scorecards to its depth."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from indices.exporting.league import LeagueFile, criteria_to_show
from indices.exporting.scores import ScorecardFile
from indices.presenters.ranking_page import RankingView
from indices.queries.units import scorecard_of
from indices.views.base import get_edition, kept_by_browsers
from units.queries import names_on

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@kept_by_browsers
def league_table_file(request, index, label, extension):
    """`/indices/<index>/<label>.csv`, `.json` or `.xlsx`; `?depth=all` for the whole tree instead of the fields."""
    edition = get_edition(index, label, request.user)
    view = RankingView(edition, request.GET, my_unit=request.COOKIES.get("my_unit", ""))
    whole_tree = request.GET.get("depth") == "all"
    columns = criteria_to_show(edition, view.criteria, whole_tree=whole_tree)
    file = LeagueFile(edition, view.standings, columns)
    if extension == "json":
        # The dictionary's characters are the reader's: no \u escapes.
        return JsonResponse(file.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    if extension == "csv":
        response = HttpResponse(file.as_csv(), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(file.as_workbook(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file.name}.{extension}"'
    return response


@require_safe
@kept_by_browsers
def scorecard_file(request, index, label, unit):
    """`/indices/<index>/<label>/units/<unit>.xlsx`: whoever may read the page may have the file."""
    edition = get_edition(index, label, request.user)
    standing = get_object_or_404(
        edition.standings.select_related("unit", "block", "band", "stated_band", "edition"), unit__slug=unit
    )
    file = ScorecardFile(scorecard_of(standing, edition), names_on([standing.unit_id], edition.ends_on))
    response = HttpResponse(file.as_workbook(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file.name}.xlsx"'
    return response
