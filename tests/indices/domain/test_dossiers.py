"""Which criteria count dossiers dealt with in time, and which field is that of procedures."""

from unicodedata import normalize

import pytest

from indices.domain.dossiers import counts_dossiers_on_time, is_of_procedures


@pytest.mark.parametrize(
    "name",
    [
        "Hồ sơ giải quyết đúng hạn tại đơn vị",
        "Tỷ lệ hồ sơ TTHC do các cơ quan chuyên môn tiếp nhận được giải quyết đúng hạn",
        "Thủ tục hành chính giải quyết trước hạn",
        normalize("NFD", "HỒ SƠ GIẢI QUYẾT ĐÚNG HẠN"),
    ],
)
def test_dossiers_in_time_are_known_by_their_words(name):
    assert counts_dossiers_on_time(name)


@pytest.mark.parametrize(
    "name", ["Gửi báo cáo định kỳ đúng hạn", "Công khai dự toán đúng hạn", "Hồ sơ nộp trực tuyến", ""]
)
def test_neither_reports_in_time_nor_dossiers_alone_are(name):
    assert not counts_dossiers_on_time(name)


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("Cải cách thủ tục hành chính", True),
        ("Thủ tục hành chính công", True),
        ("Kiểm soát TTHC", True),
        ("Cải cách tài chính công", False),
    ],
)
def test_the_field_of_procedures_is_known_by_its_words(name, holds):
    assert is_of_procedures(name) is holds
