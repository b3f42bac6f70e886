"""The sample province is kept apart from what is real, and says on every page that it is invented."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.urls import get_resolver, reverse
from django.utils import translation
from openpyxl import load_workbook

from indices.queries.sample import WAYS, of_side
from records.models import Decision, Source
from tests.factories import (
    AliasFactory,
    ConflictFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DecisionFactory,
    IndexFactory,
    SourceFactory,
    SuccessionFactory,
    TargetFactory,
    UnitFactory,
)
from tests.indices.tables import build, text
from tests.test_every_page import FILES

BANNER = "Dữ liệu minh họa: đơn vị và số liệu trên trang này là giả định, chỉ để dùng thử, không có thật."
MARK = 'class="sample-banner"'
SAMPLE = {"index": "par-mau-districts", "label": "2024", "unit": "huyen-mau-mot", "criteria_set": "bo-mau", "code": "1"}
REAL = {"index": "chi-so", "label": "2024", "unit": "an", "criteria_set": "bo", "code": "1"}
# Addresses that name nothing: those that show the sample when asked (and with which query), those that never do.
ASKED = {
    "home": {},
    "my_unit": {},
    "search": {"q": "mẫu"},
    "index_list": {},
    "unit_list": {},
    "sources": {},
    "conflicts": {},
}
NEVER = {"method", "left_out", "accessibility", "style_guide", "login", "logout"}
# The pages that may name the sample on the real side: by one quiet link each; the style guide shows every badge.
QUIET_LINK = "Xem dữ liệu minh họa (Tỉnh Mẫu)"
LINKED = {"index_list", "method"}
# What only the sample is called.
INVENTED = ("Mẫu", "CCHC huyện của tỉnh", "QĐ-MAU", "nguon-mau", "par-mau-districts")


def public_names():
    """name of a public address -> the names of what it takes. The supervisors' door is open to supervisors only."""
    found = {}
    resolver = get_resolver()
    for name in resolver.reverse_dict:
        if isinstance(name, str) and not name.startswith("upload_"):
            found[name] = set(resolver.reverse_dict.getlist(name)[0][0][0][1])
    return found


def page_cases():
    """(name, the names of what it takes) of every public address that is a page of something."""
    return sorted((name, tuple(sorted(taken))) for name, taken in public_names().items() if taken and name not in FILES)


def address(name, values, language="vi"):
    taken = public_names()[name]
    with translation.override(language):
        return reverse(name, kwargs={one: values[one] for one in taken})


@pytest.fixture
def sample(db):
    """Tỉnh Mẫu: two districts and a merged one, two years of an index, a decision, a source, a conflict, a target."""
    province = UnitFactory(name="Tỉnh Mẫu", slug="tinh-mau", is_sample=True)
    about = {"level": "district", "kind": "district", "parent": province, "is_sample": True}
    units = {
        name: UnitFactory(name=name, slug=slug, **about)
        for name, slug in (("Mẫu Một", "huyen-mau-mot"), ("Mẫu Hai", "huyen-mau-hai"))
    }
    decision, source = DecisionFactory(number="1/QĐ-MAU"), SourceFactory(code="nguon-mau", title="Sổ tay của Mẫu")
    index = IndexFactory(
        slug="par-mau-districts",
        short_name="CCHC huyện của tỉnh Mẫu",
        name="Chỉ số CCHC cấp huyện của tỉnh Mẫu",
        level="district",
        within=province,
        is_sample=True,
        publishes_ranks=False,
    )
    index.sources.add(source)
    criteria_set = CriteriaSetFactory(
        index=index, slug="bo-mau", name="Bộ của Mẫu", max_points=Decimal(20), decision=decision
    )
    for code in ("1", "2"):
        CriterionFactory(criteria_set=criteria_set, code=code, position=int(code), name=f"Việc của Mẫu {code}")
    build(criteria_set, 2023, {"Mẫu Một": ("9", "9"), "Mẫu Hai": ("8", "8")}, units)
    edition = build(criteria_set, 2024, {"Mẫu Một": ("6", "7"), "Mẫu Hai": ("8", "8")}, units)
    edition.standings.get(unit=units["Mẫu Một"]).sources.add(source)
    gone = UnitFactory(name="Mẫu Ba", valid_to=date(2023, 12, 31), code="003", **about)
    SuccessionFactory(
        predecessor=gone, successor=units["Mẫu Một"], effective_on=date(2024, 1, 1), decision=decision
    ).sources.add(source)
    AliasFactory(unit=units["Mẫu Một"], text="Mẫu 1")
    ConflictFactory(slug="mau-1", index=index, edition_label="2024").kept_sources.add(source)
    TargetFactory(unit=units["Mẫu Một"], index=index, year=2024, decision=decision)
    return edition


@pytest.fixture
def both(years, sample):
    """A real index of five provinces beside the sample."""
    return sample


# The banner


def test_every_address_that_names_nothing_is_known_to_show_the_sample_or_not():
    assert {name for name, taken in public_names().items() if not taken} == ASKED.keys() | NEVER


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("name", "taken"), page_cases())
def test_every_page_of_the_sample_wears_the_banner(client, both, name, taken, language):
    page = client.get(address(name, SAMPLE, language), follow=True)
    assert page.status_code == 200
    assert MARK in page.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(ASKED))
def test_every_page_that_is_asked_for_the_sample_wears_the_banner(client, both, name, language):
    page = client.get(address(name, {}, language), ASKED[name] | {"sample": "1"})
    assert page.status_code == 200
    assert MARK in page.content.decode()


def test_the_banner_and_the_title_say_that_it_is_invented(client, both):
    page = client.get("/units/huyen-mau-mot/")
    assert BANNER in text(page)
    title = page.content.decode().partition("<title>")[2].partition("</title>")[0]
    assert " ".join(title.split()) == "Mẫu Một · Dữ liệu minh họa · ReformTrack"


@pytest.mark.parametrize("path", ["/units/tinh-mau/", "/indices/par-mau-districts/2024-r1/"])
def test_other_addresses_of_the_sample_answer_with_the_banner(client, both, path):
    page = client.get(path)
    assert page.status_code == 200
    assert MARK in page.content.decode()


def test_an_index_of_the_sample_without_years_wears_the_banner(client, db):
    IndexFactory(slug="mau", is_sample=True)
    assert MARK in client.get("/indices/mau/").content.decode()


# What is real


@pytest.mark.parametrize(("name", "taken"), page_cases())
def test_no_real_page_of_something_names_the_sample(client, both, name, taken):
    assert_real(client.get(address(name, REAL), follow=True))


@pytest.mark.parametrize("name", sorted((ASKED.keys() | NEVER) - {"logout", "style_guide"} - LINKED))
def test_no_real_page_names_the_sample(client, both, name):
    query = {"q": "an"} if name == "search" else {}
    assert_real(client.get(address(name, {}), query))


@pytest.mark.parametrize("name", sorted(LINKED))
def test_one_quiet_link_leads_to_the_sample(client, both, name):
    page = client.get(address(name, {}))
    assert text(page).count(QUIET_LINK) == 1
    assert page.content.decode().count("sample=1") == 1
    seen = text(page).replace(QUIET_LINK, "")
    assert [word for word in INVENTED if word in seen] == []


@pytest.mark.parametrize("name", sorted(LINKED))
def test_without_a_sample_nothing_leads_there(client, years, name):
    assert "minh họa" not in text(client.get(address(name, {})))


def assert_real(page):
    assert page.status_code == 200
    markup = page.content.decode()
    assert [word for word in (*INVENTED, MARK, "minh họa", "sample=1") if word in markup] == []


def test_totals_count_what_is_real(client, both):
    assert "1 chỉ số cả nước và 0 chỉ số của 0 tỉnh, thành phố; 2 năm đánh giá" in text(client.get("/indices/"))
    assert "Hiện nay có 5 tỉnh, thành phố." in text(client.get("/units/"))
    assert "2 nguồn đã đọc." in text(client.get("/sources/"))
    assert "0 chỗ các nguồn mâu thuẫn" in text(client.get("/sources/"))


def test_a_level_that_only_the_sample_has_is_not_offered(client, both):
    assert "Cấp huyện" not in text(client.get("/units/"))
    assert "Hiện nay có 5 tỉnh, thành phố." in text(client.get("/units/?level=district"))


def test_the_newest_change_of_real_units_counts_no_invented_ones(client, both, units):
    units["Em"].valid_to = date(2025, 6, 30)
    units["Em"].save()
    assert "Hiện nay có 4 tỉnh, thành phố; đến hết ngày 30/06/2025 có 5 tỉnh, thành phố." in text(client.get("/units/"))


def test_a_code_that_an_invented_unit_bears_too_is_not_told(client, both, units):
    UnitFactory(name="Mẫu Trùng", code=units["An"].code, valid_from=date(2030, 1, 1), is_sample=True)
    assert "Mẫu Trùng" not in text(client.get("/units/an/"))


def test_no_province_is_chosen_from_the_sample(client, both):
    assert "tinh-mau" not in client.get("/my-unit/").content.decode()


# Sources and decisions, which do not say it themselves


def test_every_model_that_cites_a_decision_or_a_source_tells_its_side():
    citing = {relation.related_model for model in (Decision, Source) for relation in model._meta.related_objects}
    assert citing - {Decision} == WAYS.keys()


def test_a_source_of_both_sides_supports_on_each_page_its_own(client, both, years):
    source = SourceFactory(code="chung")
    years.sources.add(source)
    both.sources.add(source)
    real, sample = (client.get(f"/sources/{query}") for query in ("", "?sample=1"))
    assert 'id="chung"' in real.content.decode()
    assert 'id="chung"' in sample.content.decode()
    assert "par-mau-districts" not in real.content.decode()
    assert "/indices/chi-so/" not in sample.content.decode()


def test_a_source_that_only_a_decision_of_the_sample_cites_is_of_the_sample(client, both):
    source = SourceFactory(code="cong-bao")
    Decision.objects.get(number="1/QĐ-MAU").sources.add(source)
    assert 'id="cong-bao"' not in client.get("/sources/").content.decode()
    assert 'id="cong-bao"' in client.get("/sources/?sample=1").content.decode()


def test_a_decision_that_nothing_refers_to_is_real(sample):
    DecisionFactory(number="2/QĐ")
    real = Decision.objects.filter(of_side(Decision, is_sample=False))
    assert list(real.values_list("number", flat=True)) == ["2/QĐ"]


def test_a_decision_of_both_sides_tells_on_each_its_own(client, both, years):
    decision = DecisionFactory(number="7/NQ")
    CriteriaSetFactory(index=years.index, name="Bộ thật", slug="that", decision=decision)
    CriteriaSetFactory(index=both.index, name="Bộ giả định", slug="gia", decision=decision)
    real, sample = (text(client.get(f"/search/?q=7/NQ{query}")) for query in ("", "&sample=1"))
    assert ("Bộ thật" in real, "Bộ giả định" in real) == (True, False)
    assert ("Bộ thật" in sample, "Bộ giả định" in sample) == (False, True)


# Asked for


def test_the_list_of_indices_shows_only_the_sample_when_asked(client, both):
    page = text(client.get("/indices/?sample=1"))
    assert "1 chỉ số minh họa, 2 năm đánh giá." in page
    assert "CCHC huyện của tỉnh Mẫu" in page
    assert "CHỈ SỐ" not in page


def test_an_empty_sample_says_so(client, years):
    assert "Chưa có dữ liệu minh họa" in text(client.get("/indices/?sample=1"))


def test_the_list_of_units_shows_only_the_sample_when_asked(client, both):
    page = client.get("/units/?sample=1")
    assert "Hiện nay có 2 huyện, quận, thị xã; đến hết ngày 31/12/2023 có 3 huyện" in text(page)
    assert 'href="/units/an/"' not in page.content.decode()
    assert '<input type="hidden" name="sample" value="1">' in page.content.decode()


@pytest.mark.parametrize("asked", ["0", "", "yes", "11"])
def test_only_one_asks_for_the_sample(client, both, asked):
    assert MARK not in client.get("/indices/", {"sample": asked}).content.decode()


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("mau mot", "/units/huyen-mau-mot/"),
        ("cchc 2024", "/indices/par-mau-districts/2024/"),
        ("viec cua mau", "/indices/par-mau-districts/method/"),
        ("1/QĐ-MAU", "/indices/par-mau-districts/method/#bo-mau"),
    ],
)
def test_what_is_invented_is_found_in_the_sample_alone(client, both, words, address):
    assert address not in client.get("/search/", {"q": words}).content.decode()
    assert address in client.get("/search/", {"q": words, "sample": "1"}).content.decode()


def test_a_search_that_finds_nothing_real_counts_what_the_sample_has(client, both):
    page = client.get("/search/?q=mẫu một")
    assert "Không tìm thấy gì cho “mẫu một”." in text(page)
    assert "Có 1 kết quả trong dữ liệu minh họa" in text(page)
    assert 'href="/search/?q=m%E1%BA%ABu+m%E1%BB%99t&amp;sample=1"' in page.content.decode()


def test_a_search_of_the_sample_that_finds_nothing_counts_what_is_real(client, both):
    page = client.get("/search/?q=cường&sample=1")
    assert "Không tìm thấy gì cho “cường” trong dữ liệu minh họa." in text(page)
    assert "Có 1 kết quả trong số liệu thật" in text(page)


def test_a_search_that_finds_something_real_does_not_speak_of_the_sample(client, both):
    AliasFactory(unit=UnitFactory(name="Mẫu Sơn"))
    page = text(client.get("/search/?q=mẫu"))
    assert "Mẫu Sơn" in page
    assert "minh họa" not in page


def test_the_search_box_of_a_page_of_the_sample_looks_in_the_sample(client, both):
    assert 'placeholder="Tìm trong dữ liệu minh họa"' in client.get("/units/huyen-mau-mot/").content.decode()


# One's own unit


def test_an_own_unit_of_the_sample_is_told_of_on_a_page_of_the_sample(client, both):
    client.cookies["my_unit"] = "huyen-mau-mot"
    page = client.get("/")
    assert "Mẫu Một (huyện, Tỉnh Mẫu) đang đứng ở đâu?" in text(page)
    assert "hạng 2 trong 2" in text(page)
    assert MARK in page.content.decode()
    assert "CHỈ SỐ" not in text(page)


def test_a_real_own_unit_is_not_told_of_in_the_sample(client, both):
    client.cookies["my_unit"] = "an"
    assert_real(client.get("/"))
    page = client.get("/?sample=1")
    assert "Đơn vị mình đang đứng ở đâu?" in text(page)
    assert "CCHC huyện của tỉnh Mẫu 2024: Mẫu Hai dẫn đầu" in text(page)


def test_units_of_the_sample_are_offered_by_level_when_asked(client, both):
    page = client.get("/my-unit/?sample=1").content.decode()
    assert '<optgroup label="Tỉnh, thành phố">' in page
    assert '<optgroup label="Cấp huyện">' in page
    assert 'value="huyen-mau-mot"' in page
    assert 'value="an"' not in page


def test_marking_a_unit_of_the_sample_is_confirmed_under_the_banner(client, both):
    page = client.get("/my-unit/?unit=huyen-mau-mot")
    assert "Chọn Mẫu Một làm đơn vị của tôi?" in text(page)
    assert MARK in page.content.decode()


# Figures of one side on pages of the other


def test_a_real_unit_shows_no_result_of_an_invented_index(client, both, fields, units):
    index = IndexFactory(slug="thu", short_name="THỬ", is_sample=True)
    made = CriteriaSetFactory(index=index, max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=made, code=code, position=int(code))
    build(made, 2024, {"An": ("1", "1")}, units)
    client.cookies["my_unit"] = "an"
    assert "THỬ" not in text(client.get("/units/an/"))
    assert "THỬ" not in text(client.get("/"))


# Files

FILE_PATH = "/indices/par-mau-districts/2024"


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_name_of_a_file_says_that_it_is_invented(client, both, extension):
    name = client.get(f"{FILE_PATH}.{extension}")["Content-Disposition"]
    assert name == f'attachment; filename="par-mau-districts-2024-r1-minh-hoa.{extension}"'


@pytest.mark.parametrize(("path", "told"), [(FILE_PATH, True), ("/indices/chi-so/2024", False)])
def test_json_says_whether_it_is_invented(client, both, path, told):
    assert json.loads(client.get(f"{path}.json").content)["sample"] is told


def test_both_sheets_of_a_workbook_say_that_it_is_invented(client, both):
    book = load_workbook(io.BytesIO(client.get(f"{FILE_PATH}.xlsx").content))
    for sheet in book:
        assert any(str(cell.value).startswith("Dữ liệu minh họa:") for row in sheet.iter_rows() for cell in row)


def test_a_real_workbook_says_nothing_of_it(client, both):
    book = load_workbook(io.BytesIO(client.get("/indices/chi-so/2024.xlsx").content))
    assert not any("minh họa" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
