"""The page of rank bands as its readers meet it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indices.actions import Draft, store_standings
from indices.models import Criterion, Depth
from indices.queries.entries import entered
from indices.queries.rank_bands import Assumed, Lack, asked_in, make_bands
from tests.factories import (
    BlockFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build, rows, text

BANDS = "/indices/chi-so/2024/rank-bands/"
PRINTED = {"An": "60.30", "Bình": "58.20", "Cường": "58.20", "Dũng": "58.19", "Em": "50.00"}


def publish(edition):
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)], provisional=False)
    return freeze(edition)


@pytest.fixture
def values(db):
    """A set of an index that publishes totals alone."""
    return CriteriaSetFactory(
        slug="bo", index__slug="chi-so", index__short_name="CHỈ SỐ", index__figure="value", index__total_method="stated"
    )


def printed(criteria_set, totals=PRINTED, *, blocks=(), **edition):
    """A published edition of printed totals."""
    made = EditionFactory(criteria_set=criteria_set, source=SourceFactory(), **edition)
    of_block = {}
    for slug, names in blocks:
        of_block |= dict.fromkeys(names, BlockFactory(edition=made, slug=slug, name=slug))
    for name, total in totals.items():
        StandingFactory(
            edition=made,
            unit=UnitFactory(name=name),
            block=of_block.get(name),
            stated_points=None if total is None else Decimal(total),
            stated_points_places=None if total is None else 2,
        )
    return publish(made)


def band_of(response, unit):
    return next(row[3:] for row in rows(response, "h-units") if len(row) > 2 and row[1].endswith(unit))


class TestRounding:
    def test_each_unit_has_its_best_and_worst_rank(self, client, values):
        printed(values)
        response = client.get(BANDS)
        assert band_of(response, "An") == ["1", "1", "0"]
        # 58.19 may have been 58.195, and as much as 58.20 may have been.
        assert band_of(response, "Bình") == band_of(response, "Cường") == ["2", "3", "1"]
        assert band_of(response, "Dũng") == ["2", "4", "2"]

    def test_the_sentence_comes_first_and_names_ones_own_unit(self, client, values):
        printed(values)
        assert "Chỉ do làm tròn khi in: 3 trong 5 tỉnh, thành phố có thể đứng ở hạng khác." in text(client.get(BANDS))
        client.cookies["my_unit"] = "binh"
        response = client.get(BANDS)
        assert "Bình: từ hạng 2 đến 3." in text(response)
        assert band_of(response, "Bình") == ["2", "3", "1"]

    def test_without_ones_own_the_widest_is_named(self, client, values):
        printed(values)
        assert "Rộng nhất: Dũng, từ hạng 2 đến 4." in text(client.get(BANDS))

    def test_totals_far_apart_hide_nothing(self, client, values):
        printed(values, {"An": "60.30", "Bình": "58.20"})
        response = client.get(BANDS)
        assert "không làm thay đổi thứ hạng của đơn vị nào" in text(response)
        assert "data-chart" not in response.content.decode()

    def test_exact_totals_hide_nothing(self, client, years):
        assert "Tổng của bảng này là số đủ chữ số" in text(client.get(BANDS))

    def test_a_total_that_is_not_known_leaves_nobody_a_band(self, client, values):
        printed(values, PRINTED | {"Giang": None})
        response = client.get(BANDS)
        assert "Mới biết tổng của 5 trên 6 đơn vị được xếp hạng." in text(response)
        assert "<tbody>" not in response.content.decode()

    def test_a_table_that_lacks_units_leaves_nobody_a_band(self, client, values):
        edition = printed(values, stated_units=63)
        assert make_bands(edition)[None].lack is Lack.TOTALS
        assert "Mới biết tổng của 5 trên 63 đơn vị" in text(client.get(BANDS))

    def test_how_many_lack_may_not_be_known(self, client, values):
        printed(values, is_complete=False)
        assert "không rõ có bao nhiêu đơn vị được xếp hạng" in text(client.get(BANDS))

    def test_an_edition_of_nobody(self, client, values):
        publish(EditionFactory(criteria_set=values, source=SourceFactory()))
        assert "Chưa biết tổng của đơn vị nào." in text(client.get(BANDS))

    def test_blocks_are_ranked_apart_and_one_may_lack_a_total(self, client, values):
        blocks = [("dong", ("An", "Bình", "Cường")), ("tay", ("Dũng", "Em", "Giang"))]
        printed(values, PRINTED | {"Giang": None}, blocks=blocks)
        response = client.get(BANDS)
        assert band_of(response, "Bình") == ["2", "3", "1"]
        assert band_of(response, "Em") == ["–", "–", "–"]
        assert "tay: Mới biết tổng của 2 trên 3 đơn vị" in text(response)
        assert "chọn một khối để xem biểu đồ" in text(response)
        one = client.get(f"{BANDS}?block=dong")
        assert [row[1] for row in rows(one, "h-units")] == ["An", "Bình", "Cường"]
        assert "data-chart" in one.content.decode()

    def test_words_narrow_the_table_and_no_band(self, client, values):
        printed(values)
        response = client.get(f"{BANDS}?q=dung")
        assert [row[1] for row in rows(response, "h-units")] == ["Dũng"]
        assert band_of(response, "Dũng") == ["2", "4", "2"]
        assert "Không có đơn vị nào khớp" in text(client.get(f"{BANDS}?q=zzz"))

    def test_nonsense_in_the_address_is_the_default(self, client, values):
        printed(values)
        response = client.get(f"{BANDS}?cause=survey&n=5&block=x&page=99&sort=%00")
        assert "Chỉ do làm tròn khi in" in text(response)

    def test_the_league_table_leads_here(self, client, values):
        printed(values)
        assert f'href="{BANDS}"' in client.get("/indices/chi-so/2024/").content.decode()

    @pytest.mark.parametrize("units", [3, 40])
    def test_number_of_queries_does_not_grow(self, client, values, units, django_assert_max_num_queries):
        printed(values, {f"Đơn vị {n}": f"{50 + n % 7}.00" for n in range(units)})
        with django_assert_max_num_queries(16):
            client.get(BANDS)

    def test_more_units_than_a_page_or_a_picture_holds(self, client, values):
        printed(values, {f"Đơn vị {n:03}": "50.00" for n in range(120)})
        response = client.get(BANDS)
        assert len(rows(response, "h-units")) == 100
        assert "Còn 30 đơn vị nữa ở trang này." in text(response)
        assert len(rows(client.get(f"{BANDS}?page=2"), "h-units")) == 20


@pytest.fixture
def surveyed(fields):
    """An 8 + 9, Bình 8 + 8.9, Cường 2 + 2 points of 20; the second ten are asked of citizens."""
    Criterion.objects.filter(criteria_set=fields, code="2").update(method=Criterion.Method.SATISFACTION)
    return build(fields, 2024, {"An": ("8", "9"), "Bình": ("8", "8.9"), "Cường": ("2", "2")}, {})


class TestSurvey:
    def test_asks_for_the_number_of_answers_first(self, client, surveyed):
        response = client.get(f"{BANDS}?cause=survey")
        assert "Hãy ghi số phiếu của cuộc điều tra" in text(response)
        assert "<tbody>" not in response.content.decode()

    def test_units_close_together_cannot_be_told_apart(self, client, surveyed):
        response = client.get(f"{BANDS}?cause=survey&n=100")
        assert band_of(response, "An") == band_of(response, "Bình") == ["1", "2", "1"]
        assert band_of(response, "Cường") == ["3", "3", "0"]
        assert "Nếu mỗi đơn vị có 100 phiếu" in text(response)
        assert "1 tiêu chí chấm bằng điều tra, tối đa 10 điểm" in text(response)

    def test_what_is_assumed_is_told(self, client, surveyed):
        told = text(client.get(f"{BANDS}?cause=survey&n=1000&design=1,5"))
        assert "1000 phiếu hợp lệ ở mỗi đơn vị, hệ số thiết kế mẫu 1,5." in told
        assert "số khởi tạo 20250701" in told

    def test_comes_out_the_same_again(self, surveyed):
        how = {"asked": asked_in(surveyed), "assumed": Assumed(50, Fraction(3, 2))}
        assert make_bands(surveyed, **how) == make_bands(surveyed, **how)

    @pytest.mark.parametrize(
        ("query", "fault"),
        [
            ("n=", "Hãy ghi số phiếu"),
            ("n=abc", "Hãy ghi một số nguyên, ví dụ 400."),
            ("n=1", "Ít nhất 2 phiếu."),
            ("n=2000000", "Nhiều nhất một triệu phiếu."),
            ("n=400&design=0", "Hệ số thiết kế mẫu từ 0,5 đến 20."),
            ("n=400&design=x", "Hãy ghi một số"),
        ],
    )
    def test_a_fault_stands_at_its_field(self, client, surveyed, query, fault):
        response = client.get(f"{BANDS}?cause=survey&{query}")
        assert fault in text(response)
        assert 'aria-invalid="true"' in response.content.decode()

    def test_an_index_of_surveys_rests_on_answers_wholly(self, client, fields, units):
        fields.index.family = "papi"
        fields.index.save()
        edition = build(fields, 2024, {"An": ("9", "9"), "Bình": ("9", "8.9")}, units)
        assert asked_in(edition).whole
        assert "Toàn bộ điểm của chỉ số này là từ phiếu hỏi." in text(client.get(f"{BANDS}?cause=survey&n=100"))

    def test_nothing_is_offered_where_nothing_rests_on_answers(self, client, years):
        assert asked_in(years) is None
        assert "Sai số điều tra" not in text(client.get(BANDS))

    def test_answers_known_of_some_alone_give_nobody_an_error(self, client, values):
        asked = CriterionFactory(criteria_set=values, code="1", method=Criterion.Method.SATISFACTION)
        edition = EditionFactory(criteria_set=values, source=SourceFactory())
        for name in ("An", "Bình"):
            standing = StandingFactory(
                edition=edition, unit=UnitFactory(name=name), stated_points=Decimal(50), stated_points_places=2
            )
            if name == "An":
                ScoreFactory(standing=standing, criterion=asked, entered_points=Decimal(8))
        publish(edition)
        assert "Chưa biết điểm điều tra của mọi đơn vị" in text(client.get(f"{BANDS}?cause=survey&n=100"))

    def test_totals_alone_tell_nothing_of_what_was_asked(self, values):
        CriterionFactory(criteria_set=values, code="1", method=Criterion.Method.SATISFACTION)
        assert asked_in(printed(values)) is None

    def test_criteria_that_readers_do_not_see_tell_nothing(self, surveyed):
        surveyed.public_depth = Depth.TOTALS
        assert asked_in(surveyed) is None

    def test_a_field_open_to_readers_tells_nothing_of_the_criteria_in_it(self, fields):
        fields.criteria.update(method=Criterion.Method.SATISFACTION)
        CriterionFactory(criteria_set=fields, code="1.1", parent=fields.criteria.get(code="1"), position=9)
        edition = EditionFactory(criteria_set=fields, public_depth=Depth.FIELDS)
        asked = fields.criteria.get(code="2")
        ScoreFactory(standing=StandingFactory(edition=edition), criterion=asked, entered_points=Decimal(1))
        assert asked_in(edition).criteria == (asked.pk,)

    def test_a_criterion_without_a_maximum_has_no_error(self, fields):
        fields.criteria.filter(code="2").update(method=Criterion.Method.SATISFACTION, max_points=None)
        assert asked_in(EditionFactory(criteria_set=fields)) is None

    def test_what_does_not_apply_to_a_unit_rests_on_nothing(self, fields):
        Criterion.objects.filter(criteria_set=fields, code="2").update(method=Criterion.Method.SURVEY)
        edition = EditionFactory(criteria_set=fields, source=SourceFactory())
        for name, status in (("An", "scored"), ("Bình", "not_applicable")):
            standing = StandingFactory(edition=edition, unit=UnitFactory(name=name))
            one, two = (fields.criteria.get(code=code) for code in "12")
            ScoreFactory(standing=standing, criterion=one, entered_points=Decimal(8))
            points = Decimal(6) if status == "scored" else None
            ScoreFactory(standing=standing, criterion=two, entered_points=points, status=status)
        publish(edition)
        found = make_bands(edition, asked=asked_in(edition), assumed=Assumed(100))[None]
        assert len(found.bands) == 2
