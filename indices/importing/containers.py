"""What kind of file it is, told from its content and not from its name; what is not read here is refused, kindly."""

import io
import zipfile
import zlib
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext_noop

from indices.importing.faults import FileRefusedError
from reformtrack.said import said
from reformtrack.said import said as _


class Container(StrEnum):
    WORKBOOK = "workbook"
    OPEN_DOCUMENT = "open_document"
    DELIMITED = "delimited"


SAVE_AS = gettext_noop("Mở tệp bằng Excel hoặc LibreOffice, chọn “Lưu thành” (Save As), kiểu tệp “Excel (.xlsx)”.")
INTO_WORKBOOK = gettext_noop("Chép bảng sang một tệp Excel (.xlsx) rồi tải tệp đó lên.")
GET_AGAIN = gettext_noop("Lấy lại tệp từ nơi gửi, mở thử bằng Excel, lưu lại rồi tải lên lần nữa.")
# code -> (what it is, what to do)
REFUSED = {
    "empty": (gettext_noop("Tệp rỗng: không có nội dung nào."), GET_AGAIN),
    "xls": (gettext_noop("Đây là tệp Excel kiểu cũ (.xls)."), SAVE_AS),
    "xlsb": (gettext_noop("Đây là tệp Excel nhị phân (.xlsb)."), SAVE_AS),
    "web": (gettext_noop("Đây là một trang web hoặc tệp XML mang đuôi của Excel."), SAVE_AS),
    "macros": (
        gettext_noop("Tệp có chứa macro (đoạn chương trình chạy trong Excel)."),
        gettext_noop("Mở tệp bằng Excel, “Lưu thành” kiểu “Excel Workbook (.xlsx)”, là kiểu không chứa macro."),
    ),
    "encrypted": (
        gettext_noop("Tệp có đặt mật khẩu nên không đọc được."),
        gettext_noop("Trong Excel: Tệp → Thông tin → Bảo vệ sổ làm việc → Mã hóa bằng mật khẩu, xóa mật khẩu rồi lưu."),
    ),
    "word": (gettext_noop("Đây là văn bản Word, không phải bảng tính."), INTO_WORKBOOK),
    "pdf": (gettext_noop("Đây là tệp PDF, không phải bảng tính."), INTO_WORKBOOK),
    "slides": (gettext_noop("Đây là tệp trình chiếu, không phải bảng tính."), INTO_WORKBOOK),
    "image": (gettext_noop("Đây là ảnh, không phải bảng tính."), INTO_WORKBOOK),
    "archive": (
        gettext_noop("Đây là tệp nén, không phải bảng tính."),
        gettext_noop("Giải nén rồi tải lên tệp Excel bên trong."),
    ),
    "old_office": (gettext_noop("Đây là tệp Office kiểu cũ, không phải bảng tính .xlsx."), SAVE_AS),
    "damaged": (gettext_noop("Tệp bị hỏng hoặc chưa tải về đủ nên không đọc được."), GET_AGAIN),
    "unknown": (
        gettext_noop("Không nhận ra đây là tệp gì."),
        gettext_noop("Chỉ nhận bảng tính Excel (.xlsx), LibreOffice (.ods) và tệp CSV (.csv)."),
    ),
    "entities": (
        gettext_noop("Bên trong tệp có khai báo mà bảng tính bình thường không có; tệp có thể gây hại."),
        gettext_noop("Chép bảng sang một tệp Excel mới rồi tải tệp đó lên."),
    ),
    "external_links": (
        gettext_noop("Tệp có liên kết lấy số liệu từ tệp hoặc nguồn khác."),
        gettext_noop("Trong Excel: Dữ liệu → Sửa liên kết → Ngắt liên kết (Data → Edit Links → Break Link), rồi lưu."),
    ),
    "too_many_cells": (
        gettext_noop("Trang tính có quá nhiều ô, phần lớn thường là ô trống được kẻ khung."),
        gettext_noop("Xóa các dòng và cột trống ở cuối trang tính, lưu lại, hoặc chép riêng phần bảng sang tệp mới."),
    ),
    "bomb": (
        gettext_noop("Nội dung bên trong tệp quá lớn nên không đọc."),
        gettext_noop("Chép riêng phần bảng cần tải lên sang một tệp Excel mới."),
    ),
}
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
# A stream's name in an old Office file -> what it is; Excel writes an encrypted workbook as such a file, too.
STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "word"), ("PowerPoint Document", "slides"),
           ("Workbook", "xls"), ("Book", "xls"))  # fmt: skip
MEMBERS = (("word/document.xml", "word"), ("ppt/presentation.xml", "slides"), ("xl/workbook.bin", "xlsb"))
HARMFUL = (
    ("xl/vbaproject", "macros"),
    ("xl/macrosheets/", "macros"),
    ("xl/activex/", "macros"),
    ("xl/externallinks/", "external_links"),
    ("xl/connections", "external_links"),
    ("basic/", "macros"),
    ("scripts/", "macros"),
)
# What a file may be called, the usual ending first; what is pasted out of a spreadsheet is text with tabs.
ENDINGS = {
    Container.WORKBOOK: ("xlsx",),
    Container.OPEN_DOCUMENT: ("ods",),
    Container.DELIMITED: ("csv", "tsv", "txt"),
}
WITH_MACROS = ("xlsm", "xltm", "xlam")
BINARY = ("xlsx", "xls", "ods")  # under these names text is none of what it says it is
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta")


def refused(code: str) -> FileRefusedError:
    """The refusal of one kind of file."""
    message, remedy = REFUSED[code]
    return FileRefusedError(code, said(message), said(remedy))


def refused_for_size() -> FileRefusedError:
    """The refusal of a file that is too large."""
    return FileRefusedError(
        "too_large",
        _("Tệp lớn hơn %(limit)s MB.") % {"limit": settings.SPREADSHEET_MAX_BYTES // 2**20},
        _("Bỏ hình ảnh và các trang tính không cần, hoặc chép riêng phần bảng sang một tệp Excel mới."),
    )


def recognise(data: bytes, name: str) -> Container:
    """What a file is.

    Raises:
        FileRefusedError: too large, no table, not safe, or its name says something else than its content.
    """
    if len(data) > settings.SPREADSHEET_MAX_BYTES:
        raise refused_for_size()
    if not data.strip(b"\x00 \t\r\n"):
        raise refused("empty")
    if data.startswith(ZIP):
        found = _check_zip(data)
    else:
        _refuse_other_files(data)
        found = Container.DELIMITED
    _check_ending(found, name)
    return found


def _refuse_other_files(data: bytes) -> None:
    """A CSV file has no mark of its own: everything else that can be told is told, and the rest is read as text."""
    for start, code in MAGIC:
        if data.startswith(start):
            raise refused(code)
    if data.startswith(OLE):
        raise refused(next((code for name, code in STREAMS if name.encode("utf-16-le") in data), "old_office"))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower().startswith(MARKUP):
        raise refused("web")


def _check_ending(found: Container, name: str) -> None:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    wanted = ENDINGS[found]
    if found == Container.WORKBOOK and ending in WITH_MACROS:
        raise refused("macros")
    if ending not in wanted:
        if found == Container.DELIMITED and ending in BINARY:
            raise refused("unknown" if ending == "xls" else "damaged")
        what = {
            Container.WORKBOOK: _("bảng tính Excel"),
            Container.OPEN_DOCUMENT: _("bảng tính LibreOffice"),
            Container.DELIMITED: _("văn bản thường"),
        }[found]
        raise FileRefusedError(
            "wrong_ending",
            _("Tên tệp là “%(name)s” nhưng bên trong là %(what)s.") % {"name": name, "what": what},
            _("Đổi đuôi tên tệp thành .%(ending)s nếu đúng là tệp cần tải lên.") % {"ending": wanted[0]},
        )


def _check_zip(data: bytes) -> Container:
    """A workbook's parts are looked at before any is read: what they are, how large they unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise refused("encrypted")
            found = _kind_of(archive, [member.filename.lower() for member in members])
            # Python never unpacks more of a part than its entry says, so that what is said can be trusted.
            unpacked = sum(member.file_size for member in members)
            if unpacked > settings.SPREADSHEET_MAX_UNPACKED or len(members) > settings.SPREADSHEET_MAX_PARTS:
                raise refused("bomb")
            return found
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise refused("damaged") from error


def _kind_of(archive: zipfile.ZipFile, names: list[str]) -> Container:
    for name, code in MEMBERS:
        if name in names:
            raise refused(code)
    is_open_document = "mimetype" in names
    if is_open_document:
        _check_open_document(archive)
    elif not any(name.startswith("xl/") for name in names):
        raise refused("archive")
    for start, code in HARMFUL:
        if any(name.startswith(start) for name in names):
            raise refused(code)
    return Container.OPEN_DOCUMENT if is_open_document else Container.WORKBOOK


def _check_open_document(archive: zipfile.ZipFile) -> None:
    """Is it a spreadsheet, and not kept under a password?"""
    kind = _start_of(archive, "mimetype", 200)
    if b"spreadsheet" not in kind:
        raise refused("word" if b"opendocument.text" in kind else "unknown")
    if "encrypted-package" in archive.namelist():
        raise refused("encrypted")
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b"encryption-data" in _start_of(archive, manifest, 2**20):
        raise refused("encrypted")


def _start_of(archive: zipfile.ZipFile, name: str, length: int) -> bytes:
    with archive.open(next(one for one in archive.namelist() if one.lower() == name.lower())) as part:
        return part.read(length)
