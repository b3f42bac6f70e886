"""Why a criterion cannot rest on what a link says it rests on: sentences, each with the field it is about."""

from django.utils.translation import gettext as _


def link_faults(link, own_sets):
    """(field, sentence) of everything in a link that makes no sense.

    Args:
        link: a `ContributionLink` whose edition, criteria and units are known, stored or not.
        own_sets: ids of the criteria sets of the unit's own results: its edition's, and its annexes'.
    """
    edition, rests_on, unit = link.standing.edition, link.rests_on, link.standing.unit
    if link.criterion.criteria_set_id not in own_sets:
        text = _("Tiêu chí %(code)s không thuộc bộ tiêu chí của %(edition)s, cũng không thuộc phụ lục của đơn vị.")
        yield "criterion", text % {"code": link.criterion.code, "edition": edition}
    if rests_on.index_id == edition.index_id:
        yield "rests_on", _("Một chỉ số không thể dựa vào chính nó; hãy chọn bảng của chỉ số cấp dưới.")
    elif rests_on.index.within_id is None or rests_on.index.within_id not in (unit.pk, unit.parent_id):
        text = _("%(index)s không phải chỉ số của địa phương này; hãy chọn bảng xếp hạng đơn vị ở ngay địa phương ấy.")
        yield "rests_on", text % {"index": rests_on.index.label}
    if rests_on.index.is_sample != edition.index.is_sample:
        yield "rests_on", _("Không nối dữ liệu minh họa với số liệu có thật.")
    if rests_on.starts_on > edition.ends_on:
        yield (
            "rests_on",
            _("%(rests_on)s là của thời gian sau; kết quả năm này không thể dựa vào.") % {"rests_on": rests_on},
        )
    yield from _part_faults(link)


def _part_faults(link):
    part = link.part
    if part is None:
        return
    if part.criteria_set_id != link.rests_on.criteria_set_id:
        text = _("Tiêu chí %(code)s không thuộc bộ tiêu chí của %(rests_on)s.")
        yield "part", text % {"code": part.code, "rests_on": link.rests_on}
    if part.kind != part.CriterionKind.ORDINARY:
        yield "part", _("Điểm thưởng, điểm trừ không có mức tối đa chung nên không so được giữa các đơn vị.")


def weight_faults(weighting_is_stated, units, ranked):
    """Sentences about the weights of a link.

    Args:
        units: id -> name, of the units with a weight.
        ranked: ids of the units of the edition that the criterion rests on.
    """
    if weighting_is_stated and not units:
        yield _("Hãy ghi tỷ trọng của từng đơn vị, hoặc chọn tính các đơn vị như nhau.")
    elif units and not weighting_is_stated:
        yield _("Các đơn vị được tính như nhau thì không ghi tỷ trọng.")
    for pk, name in units.items():
        if pk not in ranked:
            yield _("%(unit)s không có trong bảng mà tiêu chí dựa vào.") % {"unit": name}
