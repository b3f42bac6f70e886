"""`make bench`: what it builds says that it is invented, and what it prints is what was measured."""

import http.server
import io
import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from openpyxl import load_workbook

from indices.benchmarks import floor, pages, report, serving, uploads, workbooks
from indices.benchmarks.explaining import PartCost
from indices.benchmarks.measuring import Spread, UnexpectedAnswerError, milliseconds
from indices.benchmarks.pages import Page, cost_of
from indices.benchmarks.sample import FEW, NATIONAL, Size, build, tree
from indices.checking import faults
from indices.models import Edition, Index, Score, Standing
from units.models import Level, Unit

SMALL = Size(provinces=2, communes=5, fields=3, criteria=3, leaves=5, years=3)
FEWER = replace(FEW, communes=3, fields=3, criteria=3, leaves=5, years=3)


@pytest.fixture
def built(db):
    return build(SMALL)


def answering(pages):
    """A server on this machine: path -> bytes; 304 to who has the page."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path)
            kept = "If-None-Match" in self.headers
            self.send_response(404 if body is None else 304 if kept else 200)
            self.send_header("ETag", '"same"')
            if not kept:
                self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            if body and not kept:
                self.wfile.write(body)

        def log_message(self, *_told):
            """A test says nothing."""

    @contextmanager
    def running():
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield server.server_port
            server.shutdown()

    return running()


def test_bench_refuses_a_database_that_holds_something(db):
    with pytest.raises(CommandError, match="holds something"):
        call_command("bench")
    assert not Unit.objects.exists()


def test_bench_refuses_to_measure_a_site_in_debug(db):
    with override_settings(DEBUG=True), pytest.raises(CommandError, match="DJANGO_DEBUG"):
        call_command("bench")


def test_country_has_the_tree_of_the_national_index():
    found = tree(NATIONAL)
    depths = [code.count(".") for code in found]
    assert [depths.count(depth) for depth in range(3)] == [8, 38, 95]


@pytest.mark.parametrize("size", [NATIONAL, SMALL])
def test_tree_sums_to_a_hundred_at_every_level(size):
    found = tree(size)
    for depth in range(3):
        assert sum(points for code, points in found.items() if code.count(".") == depth) == 100
    for code, points in found.items():
        children = [below for child, below in found.items() if child.rpartition(".")[0] == code]
        assert not children or sum(children) == points


def test_sample_says_of_everything_that_it_is_invented(built):
    assert not Unit.objects.filter(is_sample=False).exists()
    assert not Index.objects.filter(is_sample=False).exists()
    assert all("minh họa" in unit.name for unit in Unit.objects.all())
    assert "không phải số liệu thật" in built.newest.source.title


def test_sample_has_every_commune_ranked_in_every_year(built):
    assert Unit.objects.filter(level=Level.COMMUNE).count() == SMALL.communes
    assert Edition.objects.published().count() == SMALL.years
    assert not Standing.objects.filter(shown_rank__isnull=True).exists()
    assert built.newest.label == str(SMALL.newest)


def test_newest_year_of_the_sample_has_its_whole_tree(built):
    standing = built.newest.standings.get(unit=built.unit)
    assert standing.scores.count() == len(tree(SMALL))
    assert standing.total == sum(score.points for score in standing.scores.filter(criterion__parent__isnull=True))


def test_sample_is_the_same_for_the_same_seed(built):
    totals = built.newest.standings.order_by("unit__code").values_list("total", flat=True)
    assert " ".join(map(str, totals)) == "91.35 95.67 98.96 67.23 55.17"


def test_check_data_finds_no_fault_in_the_sample_and_its_twin(built):
    build(FEWER)
    assert list(faults()) == []


def test_pages_over_more_units_take_no_more_queries(built):
    few = build(FEWER)
    own = [*pages.of_one_unit(built, few, units=5), *pages.of_all_units(built, few, units=5)]
    costs = [cost_of(page, repetitions=1) for page in own if page.few]
    assert len(costs) > 8
    assert [cost.page.name for cost in costs if report.growth(cost) != "same"] == []


def test_spread_is_the_median_with_its_quartiles():
    assert Spread.of([5, 1, 4, 2, 3]) == Spread(median=3, lower=2, upper=4, lowest=1, highest=5, count=5)


def test_spread_of_one_measurement_is_that_measurement():
    assert Spread.of([7]) == Spread(median=7, lower=7, upper=7, lowest=7, highest=7, count=1)


def test_action_is_done_so_often_after_its_warm_up():
    done = []
    spread = milliseconds(lambda: done.append(1), repetitions=4, warm_up=2)
    assert (spread.count, len(done)) == (4, 6)


def test_cost_counts_queries_and_the_answer_to_who_has_the_page(built):
    cost = cost_of(Page("table", built.newest.get_absolute_url()), repetitions=1)
    assert cost.queries > 3
    assert cost.kept.count == 1
    assert 0 < cost.compressed < cost.raw


def test_cost_of_a_page_that_is_not_there_is_refused(db):
    with pytest.raises(UnexpectedAnswerError, match="answers 404"):
        cost_of(Page("none", "/indices/none/2025/"), repetitions=1)


@pytest.mark.parametrize("kept", [False, True])
def test_load_counts_the_answers_of_some_seconds(kept):
    with answering({"/": b"page"}) as port:
        found = serving.load(port, "/", seconds=0.1, kept=kept)
    assert found.milliseconds.count >= serving.CONNECTIONS
    assert found.per_second > 0


def test_load_on_a_page_that_is_not_there_is_refused():
    with answering({}) as port, pytest.raises(UnexpectedAnswerError, match="answers 404"):
        serving.load(port, "/", seconds=0.1)


def test_weight_is_of_the_page_and_all_that_it_names():
    pages = {
        "/": b'<link rel="stylesheet" href="/static/a.css"><script src="/static/b.js" defer></script><a href="/else/">',
        "/static/a.css": b'@font-face { src: url("fonts/c.woff2") } i { background: url("fonts/c.woff2") }',
        "/static/b.js": b"123",
        "/static/fonts/c.woff2": b"4567",
    }
    with answering(pages) as port:
        weight = serving.weigh(port, "/")
    assert {kind: sent for kind, (_raw, sent) in weight.by_kind.items()} == {
        "html": len(pages["/"]),
        "css": len(pages["/static/a.css"]),
        "js": 3,
        "fonts": 4,
    }
    assert weight.sent() == sum(map(len, pages.values()))


def test_report_lines_up_and_names_what_missed_its_aim(built):
    costs = [
        cost_of(Page("quick enough", "/accounts/login/", 60_000), repetitions=1),
        cost_of(Page("never", "/accounts/login/", 0), repetitions=1),
    ]
    lines = report.page_table(costs)
    assert len({len(line) for line in lines}) == 1
    assert "60000 met" in lines[2]
    assert "0 MISSED" in lines[3]


def test_report_of_steps_holds_each_to_its_aim():
    lines = report.part_table([PartCost("account", Spread.of([299]), 5), PartCost("account", Spread.of([301]), 5)])
    assert ["300 met" in lines[2], "300 MISSED" in lines[3]] == [True, True]


def test_weight_report_holds_a_page_to_its_aim_without_the_charts():
    weight = serving.Weight({"html": (9000, 2000), "charts": (90_000, 30_000)})
    line = report.weight_table([("page", weight)], most=2001)[2]
    assert [cell.strip() for cell in line.split("|")[-4:-1]] == ["32.0", "2.0", "met"]


def test_workbooks_are_timed_from_their_bytes_to_stored_and_ranked(built, monkeypatch):
    # What a process of its own holds cannot be asked of a database in memory.
    monkeypatch.setattr(uploads, "_memory", lambda edition, folder: (1_000_000, 2_000_000))

    costs = uploads.measure(built, units=SMALL.communes)

    assert [cost.cells for cost in costs] == [SMALL.communes * (3 + SMALL.leaves + SMALL.fields + 3)] * 2
    assert all(cost.until_faults > 0 and cost.ratio > 0 and cost.again_stored > 0 for cost in costs)
    newest = Edition.objects.get(year=SMALL.newest + 3)
    assert newest.standings.filter(shown_rank__isnull=False).count() == SMALL.communes
    assert len(report.upload_table(costs)) == 4


def test_a_national_workbook_is_as_wide_as_those_that_officials_keep(built):
    filled = load_workbook(io.BytesIO(workbooks.workbook(built.newest))).active
    assert (filled.max_column, workbooks.width(built.newest)) == (3 + SMALL.leaves + SMALL.fields + 4,) * 2
    assert workbooks.workbook(built.newest, turn=1) != workbooks.workbook(built.newest)


def test_the_floor_leaves_nothing_behind(built):
    before, edition = Score.objects.count(), workbooks.draft(built.newest, SMALL.communes, SMALL.newest + 1)
    assert floor.insert_barely(edition) > 0
    assert floor.read_by_fastest(workbooks.workbook(edition)) > 0
    assert Score.objects.count() == before


@pytest.mark.parametrize(
    ("units", "seconds", "memory", "verdicts"),
    [
        (34, 0.9, 900, ["", "", "met"]),
        (34, 1.1, 0, ["", "", "MISSED"]),
        (3_321, 3.9, 499, ["met", "met", ""]),
        (3_321, 4.1, 501, ["MISSED", "MISSED", ""]),
    ],
)
def test_each_size_of_workbook_has_its_own_aims(units, seconds, memory, verdicts):
    cost = uploads.UploadCost(
        "x", units, 1, 0.5, 0.5, seconds, seconds, 0, 1, 1, checking=memory * 1_000_000, storing=0
    )
    (_heads, _rule, row) = report.upload_table([cost])
    assert [cell.strip() for cell in row.split("|")[-4:-1]] == verdicts
