"""Vietnamese of before Unicode: known by its letters, in every kind of file; Unicode is never taken for it."""

import pytest

from indices.importing.cells import read_book
from indices.importing.faults import FileRefusedError
from indices.importing.lettering import old_letters_in
from tests.indices.importing.opendocuments import row, spreadsheet, text
from tests.indices.importing.workbooks import workbook

UNICODE = (
    "à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ đ è ẻ ẽ é ẹ ê ề ể ễ ế ệ ì ỉ ĩ í ị ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ ù ủ ũ ú ụ "
    "ư ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ Đ"
)
TCVN3 = (
    "µ ¶ · ¸ ¹ ¨ » ¼ ½ ¾ Æ © Ç È É Ê Ë ® Ì Î Ï Ð Ñ ª Ò Ó Ô Õ Ö × Ø Ü Ý Þ ß á â ã ä « å æ ç è é ¬ ê ë ì í î ï ñ ò ó ô "
    "\u00ad õ ö ÷ ø ù ú û ü ý þ §"
)
VNI = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò oø oû oõ où oï "
    "oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î Ñ"
)
FONTS = {
    name: dict(zip(UNICODE.split(), letters.split(" "), strict=True))
    for name, letters in (("TCVN3", TCVN3), ("VNI", VNI))
}
NAMES = [
    "Đơn vị", "Ủy ban nhân dân huyện Phú Xuyên", "Thường Tín", "Sóc Sơn", "Mê Linh", "Điểm thẩm định", "Tổng cộng",
    "Công tác chỉ đạo, điều hành cải cách hành chính", "Xếp hạng", "Hà Nội",
]  # fmt: skip


def written(words, font):
    return "".join(FONTS[font].get(letter, letter) for letter in words)


def refusal(data, name):
    with pytest.raises(FileRefusedError) as error:
        read_book(data, name)
    assert "Unicode" in error.value.remedy
    return error.value


@pytest.mark.parametrize("font", FONTS)
def test_a_table_in_an_old_font_is_recognised(font):
    assert old_letters_in(written(name, font) for name in NAMES) == font


@pytest.mark.parametrize("font", FONTS)
def test_it_is_refused_inside_a_workbook_and_the_font_is_named(font):
    refused = refusal(workbook([[written(name, font), 1.5] for name in NAMES]), "diem.xlsx")
    assert refused.code == "legacy_letters"
    assert font in refused.message


def test_it_is_refused_inside_a_spreadsheet():
    data = spreadsheet(*(row(text(written(name, "TCVN3"))) for name in NAMES))
    assert refusal(data, "diem.ods").code == "legacy_letters"


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_it_is_refused_inside_a_csv_file_of_any_bytes(font, encoding):
    data = "\n".join(f"{written(name, font)};1" for name in NAMES).encode(encoding, "replace")
    assert refusal(data, "diem.csv").code == "legacy_letters"


@pytest.mark.parametrize(
    "texts",
    [
        NAMES,
        ["An Giang", "Long An", "Nghe An"],
        ["São Tomé", "Nuñoa"],  # a few may be foreign names
        [*NAMES, "Müller", "Gänsefleisch", "Ærø"],
        ["«An Giang»", "© 2024", "§ 3", "µ", "25 °C"],
        [],
    ],
)
def test_unicode_is_never_taken_for_it(texts):
    assert old_letters_in(texts) is None


def test_a_hidden_draft_in_an_old_font_does_not_stand_in_the_way():
    draft = [[written(name, "VNI")] for name in NAMES]
    data = workbook(("Nháp", draft), ("Chính", [["Hà Nội"]]), states={"Nháp": "hidden"})
    assert len(read_book(data, "diem.xlsx").sheets) == 2
