"""A unit's scorecard, as its readers meet it."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from indices.actions import Draft, store_standings
from indices.models import Criterion, Depth, Edition, Index, Score, Target
from indices.presenters.scorecard_fields import _axis_start, missing_names
from indices.queries.entries import entered
from indices.queries.units import ScoreLine
from tests.factories import (
    AssignmentFactory,
    BandFactory,
    BlockFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DecisionFactory,
    EditionFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    StandingPartFactory,
    TargetFactory,
    UnitFactory,
    UnitNameFactory,
    freeze,
)
from tests.indices.tables import build, rows, text
from units.models import Unit

Level = Criterion.CriterionLevel
ALL = ("An", "Bình", "Cường")


def page(client, name="An", label="2024", language=""):
    unit = Unit.objects.get(name=name)
    return client.get(f"{language}/indices/chi-so/{label}/units/{unit.slug}/")


def publish(edition):
    """Compute and freeze a draft that was filled by hand."""
    drafts = [Draft(*pair) for pair in entered(edition)]
    store_standings(edition=edition, drafts=drafts, provisional=False)
    return freeze(edition)


@pytest.fixture
def stated(db):
    """A draft of an index whose totals are stated and shown with nothing below them."""
    made = CriteriaSetFactory(
        slug="bo",
        index__slug="chi-so",
        index__short_name="CHỈ SỐ",
        index__total_method="stated",
        index__figure=Index.Figure.VALUE,
        index__public_depth=Depth.TOTALS,
        max_points=Decimal(100),
    )
    return EditionFactory(criteria_set=made, source=SourceFactory())


def test_place_total_and_change_open_the_page(client, years):
    told = text(page(client, "Em"))
    assert "Em, CHỈ SỐ 2024" in told
    assert "Em đạt 6,25 trên 20 điểm, đứng thứ 4 trong 4 tỉnh, thành phố; " in told
    assert "giảm 11,75 điểm và giảm 3 bậc so với 2023." in told


def test_the_strip_has_gap_and_mean(client, years):
    told = text(page(client, "Em"))
    assert "Tới hạng trên 7,75 điểm" in told
    assert "So trung bình −6,69 điểm 12,94" in told


def test_the_fields_that_moved_most_are_named(client, years):
    told = text(page(client, "Em"))
    assert "Giảm nhiều nhất: Lĩnh vực 1 (−6,00); Lĩnh vực 2 (−5,75)." in told
    assert "Thấp hơn trung bình ở 2 trong 2 lĩnh vực có điểm." in told
    told = text(page(client, "Cường"))
    assert "Tăng nhiều nhất: Lĩnh vực 1 (+3,00); Lĩnh vực 2 (+1,00)." in told
    assert "Không thấp hơn" in text(page(client, "An"))


def test_a_field_shows_points_percent_mean_best_rank_and_change(client, years):
    assert rows(page(client, "Em"), "h-fields")[0] == [
        "1 Lĩnh vực 1",
        "",
        "3,00 / 10",
        "30,00 / 67,50",
        "4/4",
        "▼giảm 6,00 điểm",
    ]


def test_a_bar_says_the_same_in_words_and_writes_a_point(client, years):
    content = page(client, "Em").content.decode()
    assert 'aria-label="30,00 %; trung bình 67,50 %; cao nhất 90,00 %"' in content
    assert 'width="30.0"' in content


def test_the_quarters_are_told_apart_where_there_are_enough_units(client, fields, units):
    build(fields, 2024, {f"Tỉnh {number:02}": (str(number), "5") for number in range(1, 10)}, units)
    assert 'class="bar worse"' in page(client, "Tỉnh 01").content.decode()
    assert 'class="bar better"' in page(client, "Tỉnh 09").content.decode()
    assert 'class="bar "' in page(client, "Tỉnh 05").content.decode()


@pytest.mark.parametrize(
    ("lowest", "start"), [("0", 0), ("59.9", 0), ("60", 50), ("82.1", 70), ("99", 90), ("120", 110)]
)
def test_bars_begin_below_everything_that_is_drawn(lowest, start):
    assert _axis_start([Decimal(lowest), Decimal(130)]) == start


def test_the_years_lead_to_each_scorecard(client, years):
    content = page(client, "Em").content.decode()
    assert 'href="/indices/chi-so/2023/units/em/">2023</a>' in content
    assert 'aria-current="true">2024</a>' in content


def test_english_speaks_english_figures(client, years):
    assert rows(page(client, "Em", language="/en"), "h-fields")[0][3] == "30.00 / 67.50"


def test_the_name_is_the_one_borne_then(client, years, units):
    UnitNameFactory(unit=units["An"], valid_from=date(1, 1, 1), name="An Cũ")
    UnitNameFactory(unit=units["An"], valid_from=date(2025, 1, 1), name="An")
    told = text(page(client, "An"))
    assert "An Cũ, CHỈ SỐ 2024" in told
    assert "tên hiện nay: An" in told


def test_what_is_missing_is_said_by_name(client, years):
    told = text(page(client, "Dũng"))
    assert "Dũng thiếu số liệu ở một số tiêu chí nên không có tổng và không xếp hạng." in told
    assert "Còn thiếu: 2 Lĩnh vực 2" in told
    assert rows(page(client, "Dũng"), "h-fields")[1][2] == "không có số liệu"


def test_a_field_without_anything_stands_for_all_below_it(draft):
    criteria = draft.criteria_set.criteria.order_by("position")
    lines = [ScoreLine(criterion, None, None, None) for criterion in criteria]
    name = {criterion.code: f"{criterion.code} {criterion.name}" for criterion in criteria}
    assert missing_names(["1.1", "1.2"], lines) == [name["1"]]
    assert missing_names(["1.2", "2"], lines) == [name["1.2"], name["2"]]
    assert missing_names(["1.2"], []) == ["1.2"]


def test_another_criteria_set_is_said_and_nothing_is_compared(client, fields, units):
    other = CriteriaSetFactory(index=fields.index, slug="bo-cu")
    for code in ("1", "2"):
        CriterionFactory(criteria_set=other, code=code, position=int(code))
    build(other, 2023, dict.fromkeys(ALL, ("9", "9")), units)
    build(fields, 2024, {"An": ("1", "1"), "Bình": ("9", "9"), "Cường": ("8", "8")}, units)
    response = page(client, "An")
    told = text(response)
    assert "Năm 2023 dùng bộ tiêu chí khác nên không so điểm; khi đó đứng thứ 1 trong 3." in told
    assert "2023 hạng 1 bộ tiêu chí khác" in told
    assert "▼" not in told
    assert len(rows(response, "h-fields")[0]) == 5


def test_the_tree_stands_folded_under_each_field(client, draft):
    publish(draft)
    content = page(client, "An").content.decode()
    tree = content[content.index("Toàn bộ tiêu chí") :]
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", tree[tree.index("<tbody>") :])
    name = draft.criteria_set.criteria.get(code="1.1").name
    assert [strip_tags(cell) for cell in cells[:5]] == [f"1.1 {name}", "4,00 / 5", "80,00", "73,33", "2/3"]


@pytest.mark.parametrize(
    ("depth", "fields_shown", "tree_shown"),
    [(Depth.TOTALS, False, False), (Depth.PARTS, False, False), (Depth.FIELDS, True, False), (Depth.FULL, True, True)],
)
def test_no_more_is_shown_than_the_index_is_open_to(client, draft, depth, fields_shown, tree_shown):
    StandingPartFactory(standing=draft.standings.get(unit__name="An"))
    publish(draft)
    Index.objects.update(public_depth=depth)
    told = text(page(client, "An"))
    assert ("Đạt / tối đa" in told) is fields_shown
    assert ("Toàn bộ tiêu chí" in told) is tree_shown
    assert ("Điểm thẩm định" in told) is (depth != Depth.TOTALS)
    assert ("điểm thành phần không công bố ở đây" in told) is not fields_shown


def test_a_score_without_a_rank_and_a_rank_without_a_score(client, stated):
    stated.stated_units = 63
    stated.save()
    both = {"stated_points": Decimal("63.40"), "stated_points_places": 2}
    StandingFactory(edition=stated, unit=UnitFactory(name="An"), **both)
    StandingFactory(edition=stated, unit=UnitFactory(name="Bình"), stated_rank=29)
    StandingFactory(edition=stated, unit=UnitFactory(name="Cường"), stated_rank=3, **both)
    publish(stated)
    assert "An đạt 63,40 điểm; chưa biết thứ hạng." in text(page(client, "An"))
    assert "Bình (chưa biết điểm) đứng thứ 29 trong 63 tỉnh, thành phố." in text(page(client, "Bình"))
    told = text(page(client, "Cường"))
    assert "Cường đạt 63,40 điểm, đứng thứ 3 trong 63" in told
    assert "Thứ hạng công bố" in told
    assert "So trung bình" not in told
    assert "điểm thành phần không công bố ở đây" in told


def test_who_is_not_published_is_said_so(client, fields, units):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    StandingFactory(edition=edition, unit=UnitFactory(name="An"), to_be_ranked=False)
    publish(edition)
    told = text(page(client, "An"))
    assert "Kết quả của An không có trong số liệu đã công bố." in told
    assert "Không có điểm thành phần của đơn vị này trong số liệu đã công bố." in told


def test_who_is_assessed_without_a_rank_is_said_so(client, fields):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    for name, ranked in (("An", False), ("Bình", True)):
        standing = StandingFactory(edition=edition, unit=UnitFactory(name=name), to_be_ranked=ranked)
        for criterion in fields.criteria.all():
            ScoreFactory(standing=standing, criterion=criterion)
    publish(edition)
    assert "An đạt 17,00 trên 20 điểm; được đánh giá, không xếp hạng." in text(page(client, "An"))


def test_what_does_not_apply_is_no_zero(client, fields):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    standing = StandingFactory(edition=edition, unit=UnitFactory(name="An"))
    one, two = fields.criteria.order_by("code")
    ScoreFactory(standing=standing, criterion=one)
    ScoreFactory(standing=standing, criterion=two, entered_points=None, status=Score.Status.NOT_APPLICABLE)
    publish(edition)
    table = rows(page(client, "An"), "h-fields")
    assert table[1][2:4] == ["không áp dụng", "–"]


def test_a_stated_figure_keeps_its_digits(client, fields):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    standing = StandingFactory(edition=edition, unit=UnitFactory(name="An"))
    one, two = fields.criteria.order_by("code")
    ScoreFactory(
        standing=standing,
        criterion=one,
        entered_points=Decimal("8.5"),
        stated_points=Decimal("8.5"),
        stated_points_places=3,
        stated_percent=Decimal(85),
        stated_percent_places=1,
    )
    ScoreFactory(standing=standing, criterion=two)
    publish(edition)
    assert rows(page(client, "An"), "h-fields")[0][2:4] == ["8,500 / 10", "85,00 / 85,00"]


def test_band_block_and_target_stand_in_the_strip(client, fields):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    BandFactory(edition=edition, name="Nhóm A", lower=Decimal(80))
    block = BlockFactory(edition=edition, name="Khối miền núi")
    standing = StandingFactory(edition=edition, unit=UnitFactory(name="An"), block=block)
    for criterion in fields.criteria.all():
        ScoreFactory(standing=standing, criterion=criterion)
    wanted = {"unit": standing.unit, "index": fields.index, "year": 2024}
    TargetFactory(**wanted, kind=Target.TargetKind.PERCENT, figure=Decimal(95))
    TargetFactory(**wanted, kind=Target.TargetKind.POINTS, figure=Decimal(17))
    TargetFactory(**wanted, kind=Target.TargetKind.RANK, figure=Decimal(1))
    publish(edition)
    told = text(page(client, "An"))
    assert "Nhóm Nhóm A" in told
    assert "Khối Khối miền núi" in told
    assert "Mục tiêu 2024 95 % chưa đạt" in told
    assert "Mục tiêu 2024 17 điểm đạt" in told
    assert "Mục tiêu 2024 hạng 1 đạt" in told


def test_a_stated_rank_that_differs_is_explained(client, stated):
    for name, rank in (("An", 1), ("Bình", 2)):
        StandingFactory(
            edition=stated,
            unit=UnitFactory(name=name),
            stated_points=Decimal("58.20"),
            stated_points_places=2,
            stated_rank=rank,
        )
    publish(stated)
    assert "Thứ hạng công bố là 2; tính từ điểm đã in thì là 1" in text(page(client, "Bình"))
    assert "tính từ điểm đã in" not in text(page(client, "An"))


def test_what_the_software_computed_is_said(client, years):
    assert "Do phần mềm tính từ số đã công bố: tổng điểm; thứ hạng;" in text(page(client, "An"))


def test_sources_are_named(client, fields, units):
    decision = DecisionFactory(number="409/QĐ-BNV")
    source = SourceFactory(title="Báo cáo chính")
    edition = EditionFactory(criteria_set=fields, source=source, decision=decision, published_on=date(2025, 4, 6))
    other = SourceFactory(title="Báo cáo phụ")
    edition.sources.add(other, source)
    standing = StandingFactory(edition=edition, unit=UnitFactory(name="An"))
    standing.sources.add(SourceFactory(title="Bài báo"))
    publish(edition)
    told = text(page(client, "An"))
    assert told.count("Báo cáo chính") == 1
    assert "Báo cáo phụ" in told
    assert "Bài báo" in told
    assert "công bố 06/04/2025" in told
    assert "theo 409/QĐ-BNV" in told


def test_an_old_revision_leads_to_the_newest(client, fields, units):
    old = build(fields, 2024, {"An": ("9", "8"), "Bình": ("7", "7")}, units)
    Edition.objects.filter(pk=old.pk).update(state=Edition.State.SUPERSEDED)
    build(fields, 2024, {"An": ("6", "6"), "Bình": ("7", "7")}, units, revision=2, reason="đính chính điểm")
    told = text(page(client, "An", "2024-r1"))
    assert "Đây là bản cũ, đã có bản mới hơn. đính chính điểm" in told
    assert "An đạt 17,00 trên 20 điểm, đứng thứ 1 trong 2" in told
    assert 'href="/indices/chi-so/2024/units/an/"' in page(client, "An", "2024-r1").content.decode()
    newest = text(page(client, "An"))
    assert "An đạt 12,00 trên 20 điểm, đứng thứ 2 trong 2" in newest
    assert "Lý do có bản này: đính chính điểm" in newest


def test_a_draft_is_not_shown_to_everybody(client, draft, units):
    AssignmentFactory()
    assert page(client, "An").status_code == 404
    assert page(client, "An", "2024-r1").status_code == 404


def test_a_unit_that_is_not_in_the_table_is_not_found(client, years):
    UnitFactory(name="Xa")
    assert page(client, "Xa").status_code == 404


def test_a_sample_is_badged(client, years):
    Index.objects.update(is_sample=True)
    assert "Dữ liệu minh họa" in text(page(client, "An"))


@pytest.mark.parametrize("more", [0, 40])
def test_the_page_takes_the_same_queries_however_many_units_and_criteria(
    client, fields, units, more, django_assert_num_queries
):
    for number in range(more):
        CriterionFactory(criteria_set=fields, code=f"T{number}", position=9, kind=Criterion.CriterionKind.BONUS)
    for year in range(2020, 2025):
        totals = dict.fromkeys(ALL, ("9", "8")) | {f"Tỉnh {number}": ("5", "4") for number in range(more)}
        build(fields, year, totals, units)
    with django_assert_num_queries(25):
        client.get("/indices/chi-so/2024/units/an/")


@pytest.mark.parametrize(
    ("figure", "own", "mean"),
    [(Index.Figure.PERCENT, "85,00 %", "+10,00 điểm % 75,00"), (Index.Figure.POINTS, "17,00", "")],
)
def test_a_mean_is_of_the_measure_that_is_shown(client, fields, figure, own, mean):
    fields.index.figure = figure
    fields.index.save()
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    for name, points, own_max in (("An", "8.5", None), ("Bình", "3.25", Decimal(5))):
        standing = StandingFactory(edition=edition, unit=UnitFactory(name=name))
        for criterion in fields.criteria.all():
            ScoreFactory(standing=standing, criterion=criterion, entered_points=Decimal(points), own_max_points=own_max)
    publish(edition)
    told = text(page(client, "An"))
    assert own in told
    assert ("So trung bình" in told) is bool(mean)
    assert mean in told


def test_a_mean_of_points_is_told_in_percent_where_percents_are_shown(client, fields, units):
    fields.index.figure = Index.Figure.PERCENT
    fields.index.save()
    build(fields, 2024, {"An": ("9", "8"), "Bình": ("7", "7")}, units)
    assert "So trung bình +7,50 điểm % 77,50" in text(page(client, "An"))
