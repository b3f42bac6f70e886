"""Every index with its years, and the way from an index to its newest edition."""

import pytest

from indices.models import Edition
from tests.factories import EditionFactory, IndexFactory, SourceFactory, StandingFactory, UnitFactory, freeze
from tests.indices.tables import text


def test_every_index_says_what_it_is_and_who_leads(client, years):
    index = years.index
    index.name, index.agency = "Chỉ số mẫu", "Cơ quan A"
    index.save()
    page = client.get("/indices/")
    assert "Chỉ số mẫu · Cơ quan A" in text(page)
    assert "An dẫn đầu với 17,50 điểm" in text(page)
    for year in ("2023", "2024"):
        assert f'href="/indices/chi-so/{year}/"' in page.content.decode()


def test_a_partial_year_says_how_much_is_known(client, db):
    edition = EditionFactory(stated_units=63, source=SourceFactory())
    StandingFactory(edition=edition, status="ranked", stated_rank=5, shown_rank=5)
    StandingFactory(edition=edition, to_be_ranked=False)
    freeze(edition)
    assert "(1/63)" in text(client.get("/indices/"))


def test_indices_of_a_province_stand_under_it(client, years):
    IndexFactory(short_name="CCHC của tỉnh", within=UnitFactory(name="Hà Nội"))
    page = text(client.get("/indices/"))
    assert page.index("Cả nước") < page.index("Hà Nội") < page.index("CCHC của tỉnh")
    assert "chưa có năm nào được công bố" in page


@pytest.fixture
def of_provinces(years):
    """Two indices of one province, one with a year; one of another province."""
    ha_noi, hai_phong = UnitFactory(name="Hà Nội"), UnitFactory(name="Hải Phòng")
    made = IndexFactory(slug="huyen", short_name="CCHC cấp huyện", within=ha_noi, level="district")
    edition = EditionFactory(criteria_set__index=made, year=2023, source=SourceFactory(), is_complete=False)
    StandingFactory(edition=edition, status="ranked", stated_rank=5, shown_rank=5)
    freeze(edition)
    IndexFactory(slug="so", short_name="CCHC sở, ngành", within=ha_noi, level="department")
    IndexFactory(slug="xa", short_name="CCHC cấp xã", within=hai_phong, level="commune")


def test_each_province_says_folded_what_it_has(client, of_provinces):
    page = client.get("/indices/")
    seen = text(page)
    assert "1 chỉ số cả nước và 3 chỉ số của 2 tỉnh, thành phố; 3 năm đánh giá đã công bố." in seen
    assert "Hà Nội cấp huyện; sở, ban, ngành: 2023" in seen
    assert "Hải Phòng cấp xã; chưa có kết quả nào" in seen
    assert "2023 (1/…)" in seen
    assert '<details class="fold" id="ha-noi" >' in page.content.decode()
    assert 'href="/indices/so/method/"' in page.content.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ha noi", {"huyen", "so"}),
        ("HUYỆN hà nội", {"huyen"}),
        ("hai p", {"xa"}),
        ("ha chin", {"huyen", "so"}),
        ("khong co", set()),
        ("\x00%", {"huyen", "so", "xa", "chi-so"}),
    ],
)
def test_words_narrow_the_list_and_open_what_is_left(client, of_provinces, words, found):
    page = client.get("/indices/", {"q": words}).content.decode()
    assert {slug for slug in ("huyen", "so", "xa", "chi-so") if f'id="{slug}"' in page} == found
    assert ('class="fold"' not in page) or (" open>" in page)
    assert ("Không có chỉ số nào khớp" in page) == (not found)


def test_without_an_index_the_page_says_so(client, db):
    assert "Chưa có chỉ số nào" in text(client.get("/indices/"))


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "/indices/chi-so/2024/"),
        ("?edition=2023", "/indices/chi-so/2023/"),
        ("?edition=1999", "/indices/chi-so/2024/"),
        ("?edition=../../x", "/indices/chi-so/2024/"),
        ("?edition=2023&region=tay-nguyen", "/indices/chi-so/2023/?region=tay-nguyen"),
    ],
)
def test_an_index_leads_to_an_edition(client, years, query, address):
    response = client.get(f"/indices/chi-so/{query}")
    assert (response.status_code, response["Location"]) == (302, address)


def test_a_draft_is_not_an_edition_to_go_to(client, years):
    EditionFactory(criteria_set=years.criteria_set, year=2025)
    assert client.get("/indices/chi-so/")["Location"] == "/indices/chi-so/2024/"


def test_the_newest_revision_is_the_only_one_listed(client, years):
    Edition.objects.filter(pk=years.pk).update(state="superseded")
    freeze(EditionFactory(criteria_set=years.criteria_set, year=2024, revision=2, reason="đính chính"))
    assert client.get("/indices/").content.decode().count('href="/indices/chi-so/2024/"') == 2  # newest, and its year


def test_an_index_without_published_editions_says_so(client, db):
    IndexFactory(slug="moi", short_name="MỚI")
    response = client.get("/indices/moi/")
    assert response.status_code == 200
    assert "Chưa có năm đánh giá nào được công bố" in text(response)


def test_an_unknown_index_is_not_found(client, db):
    assert client.get("/indices/khong-co/").status_code == 404


def test_queries_do_not_grow_with_indices(client, years, django_assert_max_num_queries):
    for _more in range(5):
        freeze(EditionFactory())
    with django_assert_max_num_queries(8):
        client.get("/indices/")
