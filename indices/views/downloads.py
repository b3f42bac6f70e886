"""League tables as files, with the filters and the order of the page."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from indices.exporting.league import LeagueFile, criteria_to_show
from indices.presenters.ranking_page import RankingView
from indices.views.base import get_edition, kept_by_browsers

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
