"""Every index with its years, and the way from an index to its newest edition."""

import pytest

from indices.models import Edition
from tests.factories import EditionFactory, IndexFactory, SourceFactory, StandingFactory, UnitFactory, freeze
from tests.indices.tables import text


def test_every_index_says_what_it_is_and_who_leads(client, years):
    index = years.index
    index.agency, index.description = "Cơ quan A", "Đo việc B."
    index.save()
    page = client.get("/indices/")
    assert "Cơ quan A" in text(page)
    assert "Đo việc B." in text(page)
    assert "An dẫn đầu với 17,50 điểm" in text(page)
    for year in ("2023", "2024"):
        assert f'href="/indices/chi-so/{year}/"' in page.content.decode()


def test_a_partial_year_says_how_much_is_known(client, db):
    edition = EditionFactory(stated_units=63, source=SourceFactory())
    StandingFactory(edition=edition, status="ranked", stated_rank=5, shown_rank=5)
    StandingFactory(edition=edition, to_be_ranked=False)
    freeze(edition)
    assert "(1 trong 63)" in text(client.get("/indices/"))


def test_indices_of_a_province_stand_under_it(client, years):
    IndexFactory(short_name="CCHC của tỉnh", within=UnitFactory(name="Tỉnh Mẫu"), is_sample=True)
    page = text(client.get("/indices/"))
    assert page.index("Cả nước") < page.index("Tỉnh Mẫu") < page.index("CCHC của tỉnh")
    assert "Dữ liệu minh họa" in page
    assert "chưa có năm nào được công bố" in page


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
