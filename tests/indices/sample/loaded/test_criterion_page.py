"""The page of one criterion on the sample: rescaled between sets, with an agency in charge, blocks and climbers."""

import pytest
from django.test import Client

from tests.golden.pages import read, table_rows, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

DISTRICTS = "/indices/par-mau-districts/2024/criteria/7.3.2/"
DEPARTMENTS = "/indices/par-mau-departments/2024/criteria/7.3.2/"


def apart(address):
    """The page as a reader sees it, cell by cell."""
    return words(read(address).replace("<", " <"))


def test_online_dossiers_of_the_districts():
    """Six of eleven have 2; 1.31, 1.28, 1.18, 0.73 and 0 besides: 16.5 in all, 1.5 on average."""
    page = words(read(DISTRICTS))
    assert "6 trong 11 huyện, quận, thị xã (54,55 %) đạt điểm tối đa; trung bình 1,50 trên 2 điểm (75,00 %)." in page
    assert "Cơ quan chủ trì Sở Thông tin và Truyền thông" in apart(DISTRICTS)
    points = [cells[2] for unit, cells in table_rows(read(DISTRICTS)) if unit]
    assert points == ["2,00 / 2"] * 6 + ["1,31 / 2", "1,28 / 2", "1,18 / 2", "0,73 / 2", "0,00 / 2"]


def test_dong_quynh_lost_all_of_it():
    page = words(read(f"{DISTRICTS}?unit=dong-quynh-huyen-tinh-mau"))
    assert "Đông Quỳnh được 0,00 trên 2 điểm (0,00 %), hạng 11/11, giảm 2,00 điểm so với 2023." in page


def test_the_set_before_gave_less_for_it():
    assert "đổi điểm tối đa. 7.3.2 Hồ sơ nộp trực tuyến (tối đa 1,5 điểm)" in words(read(DISTRICTS))


def test_who_climbed_among_departments_is_named_with_its_note():
    page = apart(f"{DEPARTMENTS}?unit=thanh-tra-tinh-mau")
    assert "Văn phòng UBND tỉnh Mẫu 2023 63,33 → 100,00 5,11 Số liệu thẩm định: 7688/9153 (83,99%)." in page


def test_code_of_no_criterion_has_no_page():
    assert Client().get("/indices/par-mau-districts/2024/criteria/7.3.99/").status_code == 404
