"""Figures that contradict each other, in a sentence for those who entered them."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from indices.domain.values import Disagreement, FaultKind
from indices.faults import DataFaultsError, worded

SENTENCES = {
    FaultKind.SUM: "Hà Nội, tiêu chí 1: ghi 91,61, còn các phần cộng lại là 91,5",
    FaultKind.STATED: "Hà Nội, tiêu chí 1: điểm công bố là 91,61, còn điểm nhập là 91,5",
    FaultKind.PERCENT: "Hà Nội, tiêu chí 1: chỉ số công bố là 91,61%, còn tính từ điểm là 91,5%",
    FaultKind.SIGN: "Hà Nội, tiêu chí 1: 91,61 sai dấu: chỉ điểm trừ được âm, và điểm trừ không được dương",
    FaultKind.NOT_APPLICABLE: "Hà Nội, tiêu chí 1: có 91,61 điểm trong phần được ghi là không áp dụng",
}


def fault(kind, code="1"):
    return Disagreement("7", code, kind, Decimal("91.61"), Decimal("91.500"), Decimal("0.005"))


@pytest.mark.parametrize("kind", FaultKind)
def test_every_kind_of_fault_names_the_unit_the_criterion_and_the_figures(kind):
    assert worded(fault(kind), "Hà Nội") == SENTENCES[kind]


def test_figures_are_written_as_the_language_does():
    with override("en"):
        assert "91.61" in worded(fault(FaultKind.SUM), "Hà Nội")


def test_error_counts_the_faults_and_names_each():
    error = DataFaultsError("PAPI 2018", (fault(FaultKind.SUM, None), fault(FaultKind.SIGN)), {"7": "Hà Nội"})
    assert str(error).splitlines() == [
        "PAPI 2018: 2 chỗ số liệu không khớp nhau.",
        "Hà Nội, tổng: ghi 91,61, còn các phần cộng lại là 91,5",
        SENTENCES[FaultKind.SIGN],
    ]
