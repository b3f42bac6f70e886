"""Why an edition cannot be made of answers, in sentences."""

from django.utils.translation import gettext as _

from indices.domain.values import TotalMethod


def survey_faults(edition, criteria):
    """Everything in the way of making points of answers, in sentences; empty where nothing is.

    Each item counts the same (domain.survey.pooled), so each must weigh the same, and what is above must be their sum.

    Args:
        criteria: of the edition's set, all of them.
    """
    index = edition.index
    if index.total_method != TotalMethod.SUM or index.figure != index.Figure.PERCENT:
        yield _(
            "Chỉ số này lấy tổng theo số công bố hoặc không tính bằng phần trăm; chỉ tính được từ phiếu ở chỉ số cộng "
            "điểm các mục và có tổng bằng phần trăm."
        )
    parents = {criterion.parent_id for criterion in criteria}
    leaves = [criterion for criterion in criteria if criterion.pk not in parents]
    if not leaves:
        yield _("Bộ tiêu chí chưa có mục hỏi nào.")
    elif None in {leaf.max_points for leaf in leaves} or len({leaf.max_points for leaf in leaves}) > 1:
        yield _("Các mục hỏi phải có cùng một điểm tối đa: mỗi mục được tính như nhau.")
    stated = [criterion for criterion in criteria if criterion.pk in parents and _is_stated(criterion)]
    if stated:
        codes = ", ".join(criterion.code for criterion in stated)
        yield _("Không cộng được lên %(codes)s vì bộ tiêu chí ghi điểm ở đó lấy theo số công bố.") % {"codes": codes}
    odd = [leaf.code for leaf in leaves if leaf.kind != leaf.CriterionKind.ORDINARY]
    if odd:
        yield _("Điểm thưởng, điểm trừ không phải mục hỏi: %(codes)s.") % {"codes": ", ".join(odd)}


def _is_stated(criterion):
    return criterion.total_method == TotalMethod.STATED
