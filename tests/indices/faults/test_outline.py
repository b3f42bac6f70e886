"""What is wrong with a tree, in words that name the figures."""

from decimal import Decimal

import pytest
from django.utils import translation

from indices.domain.outline import Flaw, OutlineFault, OutlineRow, Totals, outline_faults
from indices.faults.outline import WORDS, fault_words

ROWS = [
    OutlineRow(0, "1", "Chỉ đạo", Decimal(6)),
    OutlineRow(1, "1.1", "Kế hoạch", Decimal("3.5")),
    OutlineRow(1, "1.2", "Kiểm tra", Decimal("2.25")),
    OutlineRow(0, "", "", Decimal(1)),
]


def words(fault):
    with translation.override("vi"):
        return str(fault_words(fault, ROWS))


def test_a_sum_names_both_figures_and_what_lacks():
    fault = outline_faults(ROWS[:3], Totals())[0]

    assert words(fault).startswith(
        "Mục 1: Điểm tối đa ghi 6 nhưng các tiêu chí bên dưới cộng lại được 5,75: thiếu 0,25."
    )


def test_too_much_is_said_as_such():
    assert "thừa 0,5" in words(OutlineFault(Flaw.TOTAL, stated=Decimal(10), computed=Decimal("10.5")))


def test_a_row_without_a_code_is_called_by_its_number():
    assert words(OutlineFault(Flaw.NO_NAME, 3)).startswith("Dòng 4: ")


def test_another_row_is_called_by_code_and_name():
    assert "“1.1 Kế hoạch”" in words(OutlineFault(Flaw.CODE_TWICE, 2, other=1, text="1.1"))


def test_a_method_is_called_as_officials_do():
    fault = OutlineFault(Flaw.PART, stated=Decimal(22), computed=Decimal("21.5"), text="survey")

    assert "“điều tra xã hội học” theo văn bản là 22 điểm" in words(fault)


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_has_words_that_can_be_filled(flaw):
    fault = OutlineFault(flaw, 1, stated=Decimal(1), computed=Decimal(2), other=0, text="criterion")

    assert "%(" not in words(fault)
    assert set(WORDS) == set(Flaw)
