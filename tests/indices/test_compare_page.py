"""A few units side by side, as readers meet them."""

from decimal import Decimal

import pytest
from django.utils.html import escape

from indices.actions import Draft, store_standings
from indices.domain.comparison import Peer, Reason, peers_of
from indices.models import Edition, Index
from indices.presenters.comparison_words import reasons_in_words
from indices.presenters.words import Figures
from indices.queries import comparison as queries
from indices.queries.entries import entered
from tests.factories import (
    BlockFactory,
    EditionFactory,
    GroupFactory,
    GroupMembershipFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build, rows, text

COMPARE = "/indices/chi-so/2024/compare/"


def heads(response):
    content = response.content.decode()
    content = content[content.index("<thead>") : content.index("</thead>")]
    return [part.rpartition(">")[2].strip() for part in content.split("</a>")[:-1]]


def line(response, name):
    """The cells of the line that begins with a name."""
    return next(row[1:] for row in rows(response) if row[0].endswith(name))


# Who is compared


def test_units_come_from_the_address_in_its_order(client, years):
    assert heads(client.get(COMPARE + "?units=cuong,an")) == ["Cường", "An"]
    assert heads(client.get(COMPARE + "?units=cuong&units=an")) == ["Cường", "An"]


def test_nobody_named_gives_the_first_three(client, years):
    assert heads(client.get(COMPARE)) == ["An", "Bình", "Cường"]


def test_nobody_named_gives_ones_own_unit_and_its_neighbours(client, years):
    client.cookies["my_unit"] = "em"
    assert heads(client.get(COMPARE)) == ["★ Em", "Bình"]


def test_unknown_units_are_told_and_the_known_ones_shown(client, years):
    response = client.get(COMPARE + "?units=an,sao-hoa,em")
    assert "Bảng này không có: sao-hoa." in text(response)
    assert heads(response) == ["An", "Em"]


def test_none_known_shows_the_first_three_and_says_so(client, years):
    response = client.get(COMPARE + "?units=sao-hoa")
    assert "Bảng này không có: sao-hoa. Đang hiện các đơn vị chọn sẵn." in text(response)
    assert len(heads(response)) == 3


def test_more_than_eight_are_told(client, fields, units):
    build(fields, 2024, {f"Tỉnh {n}": (str(n), "5") for n in range(1, 10)}, units)
    slugs = ",".join(f"tinh-{n}" for n in range(1, 10))
    response = client.get(COMPARE + f"?units={slugs}")
    assert len(heads(response)) == 8
    assert "Chỉ so sánh được 8 đơn vị một lần; chưa hiện: Tỉnh 9." in text(response)
    assert 'name="add"' not in response.content.decode()
    assert "Đã đủ 8 đơn vị" in text(client.get(COMPARE + f"?units={slugs}&add=tinh-9"))


def test_a_unit_is_taken_away_or_put_first_by_its_address(client, years):
    content = client.get(COMPARE + "?units=an,binh,em").content.decode()
    assert 'href="?units=an,em"' in content
    assert 'href="?units=em,an,binh"' in content


def test_the_only_unit_is_not_taken_away(client, years):
    assert "bỏ" not in text(client.get(COMPARE + "?units=an")).split("Thêm đơn vị")[0].split("Đơn vị được so sánh")[1]


def test_choosing_one_from_the_list_leads_to_its_address(client, years):
    assert '<option value="cuong">Cường</option>' in client.get(COMPARE + "?units=an").content.decode()
    response = client.get(COMPARE + "?units=an&add=cuong")
    assert (response.status_code, response["Location"]) == (302, COMPARE + "?units=an,cuong")


def test_a_name_without_accents_finds_its_unit(client, years):
    assert client.get(COMPARE + "?units=an&add=cuong&field=9")["Location"] == COMPARE + "?units=an,cuong"


def test_several_that_match_are_offered(client, fields, units):
    build(fields, 2024, {"Hà An": ("9", "8"), "Hà Bình": ("7", "7"), "Xuân": ("5", "5")}, units)
    response = client.get(COMPARE + "?units=xuan&add=ha")
    assert "Có nhiều đơn vị khớp, chọn một: Hà An · Hà Bình" in text(response)
    assert 'href="?units=xuan,ha-an"' in response.content.decode()


def test_nobody_that_matches_is_told(client, years):
    response = client.get(COMPARE, {"units": "an", "add": "<b>sao</b>"})
    assert "Không có đơn vị nào khớp với" in text(response)
    assert escape("<b>sao</b>") in response.content.decode()


def test_many_units_are_looked_for_by_name(client, fields, units, monkeypatch):
    monkeypatch.setattr(queries, "MOST_LISTED", 3)
    monkeypatch.setattr(queries, "MOST_FOUND", 3)
    build(fields, 2024, {f"Tỉnh {n}": (str(n), "5") for n in range(1, 7)}, units)
    response = client.get(COMPARE + "?units=tinh-1&add=tinh")
    assert '<input type="search" name="add"' in response.content.decode()
    assert "còn nữa, hãy gõ thêm chữ" in text(response)


def test_an_edition_without_units_says_so(client, fields):
    freeze(EditionFactory(criteria_set=fields, source=SourceFactory()))
    assert "Chưa có đơn vị nào trong bảng này" in text(client.get(COMPARE))


# What is compared


def test_cells_hold_percent_points_rank_and_the_difference_to_the_first(client, years):
    response = client.get(COMPARE + "?units=binh,an,em")
    assert line(response, "Tổng điểm")[:3] == [
        "14,00",
        "17,50▲ cao nhất · +3,50 so với Bình",
        "6,25−7,75 so với Bình",
    ]
    assert line(response, "Thứ hạng")[:3] == ["2", "1", "4"]
    assert line(response, "Lĩnh vực 1") == [
        "70,00 %7,00 điểm · hạng 3",
        "90,00 %9,00 điểm · hạng 1▲ cao nhất · +20,00 so với Bình",
        "30,00 %3,00 điểm · hạng 4−40,00 so với Bình",
        "67,50",
        "90,00",
    ]


def test_level_units_are_said_to_be_level(client, years):
    assert line(client.get(COMPARE + "?units=binh,cuong"), "Tổng điểm")[1] == "14,00bằng so với Bình"


def test_what_is_not_known_is_said(client, years):
    response = client.get(COMPARE + "?units=an,dung")
    assert line(response, "Lĩnh vực 2")[1] == "–không có số liệu"
    assert line(response, "Tổng điểm")[1] == "–không có số liệu"


def test_the_sentences_say_who_is_ahead_and_where_the_first_falls_behind(client, years):
    told = text(client.get(COMPARE + "?units=cuong,binh"))
    assert "Dẫn đầu ở nhiều lĩnh vực nhất (1 trong 2): Cường và Bình." in told
    assert "Cường kém xa nhất ở 2 Lĩnh vực 2: kém đơn vị dẫn đầu 10,00 điểm %." in told
    assert "Cường hơn xa nhất ở 1 Lĩnh vực 1: hơn đơn vị kế tiếp 10,00 điểm %." in told
    assert "An cao nhất với 17,50 điểm." in text(client.get(COMPARE + "?units=an,binh"))


def test_one_unit_alone_is_ahead_of_nobody(client, years):
    told = text(client.get(COMPARE + "?units=an"))
    assert "cao nhất với" not in told
    assert "Dẫn đầu" not in told


def test_the_chart_has_a_sentence_and_a_table(client, years):
    response = client.get(COMPARE + "?units=an,em")
    assert "Các đơn vị cách nhau xa nhất ở 1 Lĩnh vực 1: 30,00 % (Em) và 90,00 % (An)." in text(response)
    assert 'data-chart="side-by-side"' in response.content.decode()
    assert "Số liệu của biểu đồ" in text(response)


def test_level_units_have_a_sentence_for_their_chart(client, fields, units):
    build(fields, 2024, {"An": ("7", "7"), "Bình": ("7", "7")}, units)
    assert "càng sang phải càng gần điểm tối đa" in text(client.get(COMPARE))


@pytest.fixture
def tree(draft):
    store_standings(edition=draft, drafts=[Draft(*pair) for pair in entered(draft)], provisional=False)
    return freeze(draft)


def test_a_fields_criteria_are_shown_on_demand(client, tree):
    content = client.get(COMPARE + "?units=an,bac").content.decode()
    assert 'href="?units=an,bac&amp;field=1"' in content
    response = client.get(COMPARE + "?units=an,bac&field=1")
    assert [row[0].split()[0] for row in rows(response)[2:]] == ["1.1", "1.2"]
    assert 'href="?units=bac&amp;field=1"' in response.content.decode()
    assert "nhiều tiêu chí nhất" in text(response)


def test_totals_alone_are_compared_where_nothing_else_is_open(client, years):
    Index.objects.filter(slug="chi-so").update(public_depth="totals")
    response = client.get(COMPARE + "?units=an,em")
    assert "Năm này chỉ công bố tổng: so sánh tổng và thứ hạng" in text(response)
    assert [row[0] for row in rows(response)] == ["Tổng điểm", "Thứ hạng"]
    assert "data-chart" not in response.content.decode()
    assert "tổng lệch" in text(response)


def test_units_of_several_blocks_are_not_ranked_together(client, fields):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    for slug in "ab":
        block = BlockFactory(edition=edition, slug=slug, name=f"Khối {slug}")
        for number in (1, 2):
            standing = StandingFactory(edition=edition, block=block, unit=UnitFactory(name=f"Sở {slug}{number}"))
            for code in "12":
                ScoreFactory(
                    standing=standing, criterion=fields.criteria.get(code=code), entered_points=Decimal(number)
                )
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)], provisional=False)
    freeze(edition)
    response = client.get(COMPARE + "?units=so-a1,so-b1")
    assert "thuộc khối khác nhau" in text(response)
    assert "Trung bình chung" not in text(response)
    assert "cùng khối Khối a" in text(response)


# Who is like whom


def test_neighbours_are_one_click_away(client, years):
    told = text(client.get(COMPARE + "?units=em"))
    assert "Thêm Bình ngay trên trong bảng; các lĩnh vực lệch nhau trung bình 38,75 điểm %" in told


def test_whoever_is_compared_already_is_not_offered_again(client, years):
    content = client.get(COMPARE + "?units=em,binh").content.decode()
    assert "Thêm Bình" not in content
    assert "<strong>Bình</strong>" in content.split('id="h-peers"')[1]


def test_peers_of_the_region_come_first_with_their_reason(client, fields, units):
    made = {name: (figure, "5") for name, figure in {"An": "9", "Bình": "9", "Xa": "1"}.items()}
    build(fields, 2024, made, units)
    region = GroupFactory(slug="tay-bac", name="Tây Bắc")
    for name in ("An", "Xa"):
        GroupMembershipFactory(unit=units[name], group=region)
    told = text(client.get(COMPARE + "?units=an"))
    assert "cùng Tây Bắc; các lĩnh vực lệch nhau trung bình 40,00 điểm %" in told
    assert told.index("Thêm Xa") < told.index("Thêm Bình")


def test_all_peers_are_compared_at_once(client, years):
    assert 'href="?units=em,' in client.get(COMPARE + "?units=em").content.decode().split('id="h-peers"')[1]


def test_only_who_can_be_a_peer_is_weighed(fields, units):
    """The narrowed year gives the same peers as everybody's."""
    made = build(fields, 2024, {f"Tỉnh {n:02}": (str(n % 10), str(n % 7)) for n in range(30)}, units)
    groups = [GroupFactory(), GroupFactory()]
    for n in range(0, 30, 3):
        GroupMembershipFactory(unit=units[f"Tỉnh {n:02}"], group=groups[n % 2])
    edition = Edition.objects.select_related("index").get(pk=made.pk)
    everybody = [queries._Known(*row) for row in queries._everybody(edition)[0]]
    for standing in edition.standings.select_related("unit", "block"):
        slug = standing.unit.slug
        year, traits = queries._as_year(edition, everybody, slug, len(everybody))
        assert queries.peers_for(edition, standing)[0] == peers_of(year, slug, traits)


def test_a_reason_names_the_block_the_kind_and_how_near(fields):
    peer = Peer("x", (Reason.SAME_BLOCK, Reason.SAME_KIND, Reason.NEAR_TOTAL), (), Decimal("1.234"), 0)
    told = reasons_in_words(peer, kind="huyện", block="A", regions={}, figures=Figures(fields.index, "vi"))
    assert told == "cùng khối A; cùng loại (huyện); tổng lệch 1,23 điểm"


@pytest.mark.parametrize("count", [4, 60])
@pytest.mark.parametrize("query", ["", "?units=tinh-1,tinh-2,tinh-3", "?units=tinh-1&add=khong+co"])
def test_queries_do_not_grow_with_units(client, fields, units, django_assert_max_num_queries, count, query):
    build(fields, 2024, {f"Tỉnh {n}": ("5", str(n % 10)) for n in range(count)}, units)
    with django_assert_max_num_queries(30):
        client.get(COMPARE + query)
