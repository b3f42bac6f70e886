"""Files made to do harm, brought as anybody brings one: each is answered with a sentence, and nothing is stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from indices.models import Score, Upload
from tests.indices.importing.test_hostile import LAUGHS, MANY, SHEET, bomb, of_sheet, zipped
from tests.indices.importing.workbooks import part_of, saved, with_part, workbook
from tests.indices.upload_pages.conftest import DESK, text_of
from tests.indices.uploading.conftest import CHANGED, sheet

TYPES = "[Content_Types].xml"
PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def plain():
    return workbook([["Đơn vị", "1.1"], ["An", 1]])


def with_macros():
    types = part_of(plain(), TYPES).replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    return with_part(plain(), TYPES, types, instead=True)


def far_away():
    book = Workbook()
    book.active["XFD1048576"] = 1
    return saved(book)


FILES = {
    "zip bomb": (lambda: zipped(("xl/0", b"\x00" * 2**29), ("xl/1", b"\x00" * 2**29)), "diem.xlsx", "quá lớn"),
    "zip of zips": (bomb, "diem.xlsx", "tệp nén"),
    "XML entity": (lambda: of_sheet("", before=LAUGHS), "diem.xlsx", "có thể gây hại"),
    "external link": (
        lambda: with_part(plain(), "xl/externalLinks/externalLink1.xml", "<a/>"),
        "diem.xlsx",
        "liên kết lấy số liệu từ tệp hoặc nguồn khác",
    ),
    "macros": (with_macros, "diem.xlsm", "macro"),
    "macros under a plain ending": (with_macros, "diem.xlsx", "macro"),
    "millions of empty styled rows": (
        lambda: of_sheet('<row r="1" s="1" customFormat="1"/>' * MANY),
        "diem.xlsx",
        "quá nhiều ô",
    ),
    "the last cell": (far_away, "diem.xlsx", "XFD1048576"),
    "wrong ending": (plain, "diem.csv", "bên trong là bảng tính Excel"),
    "old Excel": (lambda: PASSWORD.replace(b"E", b"X", 1), "diem.xls", "Office kiểu cũ"),
    "encrypted": (lambda: PASSWORD, "diem.xlsx", "mật khẩu"),
    "truncated": (lambda: plain()[:-200], "diem.xlsx", "chưa tải về đủ"),
    "damaged inside": (lambda: with_part(plain(), SHEET, "<worksheet", instead=True), "diem.xlsx", "bị hỏng"),
    "empty": (lambda: b"", "diem.xlsx", "Tệp rỗng"),
    "a hundred megabytes": (lambda: b"PK\x03\x04" + bytes(100 * 2**20), "diem.xlsx", "Tệp lớn hơn"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_is_answered_with_a_sentence(door, draft, what):
    made, name, sentence = FILES[what]
    before = Score.objects.count()
    response = door.post(DESK, {"files": SimpleUploadedFile(name, made())}, follow=True)
    assert response.status_code in (200, 400)
    assert sentence in text_of(response)
    assert Score.objects.count() == before
    assert not Upload.objects.exclude(state="faulty").exists()


@pytest.mark.parametrize("name", ["../../diem.csv", "..\\..\\diem.csv", "/etc/diem.csv", "C:\\diem.csv"])
def test_a_name_keeps_no_path(door, draft, settings, name):
    head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = head.encode() + sheet(CHANGED) + b"\r\n--x--\r\n"
    door.generic("POST", DESK, body, content_type="multipart/form-data; boundary=x")
    upload = Upload.objects.get()
    assert upload.file_name == "diem.csv"
    assert (settings.UPLOADS_ROOT / upload.stored_as).is_file()
    assert "diem" not in upload.stored_as
