"""Words that stand in the sample's own data: explanations of units, and the figures an appraisal goes by.

They are data, as a clerk would have typed them, and therefore in Vietnamese whatever the reader's language.
"""

from indices.domain.rules import Inputs, RuleKind
from reformtrack.figures import figure_format

PARTLY = "Đơn vị bổ sung tài liệu kiểm chứng; Hội đồng thẩm định công nhận một phần."
EXPLANATIONS = {
    RuleKind.FULL_OR_NOTHING: "Đơn vị bổ sung văn bản chứng minh đã thực hiện; Hội đồng thẩm định công nhận.",
    RuleKind.GRADED: "Đơn vị bổ sung tài liệu còn thiếu; Hội đồng thẩm định nâng mức.",
    RuleKind.BANDS: "Đơn vị bổ sung danh sách và số liệu đã đối chiếu; Hội đồng thẩm định tính lại tỷ lệ.",
    RuleKind.PROPORTION: "Đơn vị bổ sung số liệu đã đối chiếu; Hội đồng thẩm định tính lại tỷ lệ.",
    RuleKind.COUNT: "Đơn vị bổ sung quyết định công nhận; Hội đồng thẩm định tính thêm.",
    RuleKind.DEDUCTION: "Đơn vị giải trình trường hợp bị trừ do lỗi hệ thống; Hội đồng thẩm định không trừ nữa.",
}


def working(inputs: Inputs) -> str:
    """The figures that the appraisal went by: `412/430 (95,81%)`; empty where the rule asks for none."""
    figures = figure_format("vi")
    if inputs.part is not None and inputs.whole is not None:
        rate = figures.points(inputs.part / inputs.whole * 100, 2)
        return f"Số liệu thẩm định: {figures.exact(inputs.part)}/{figures.exact(inputs.whole)} ({rate}%)."
    return "" if inputs.count is None else f"Số liệu thẩm định: {figures.exact(inputs.count)}."
