"""A criteria set's next steps, and its way into force, in words."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.faults.outline import fault_words
from indices.models import CriteriaSet, Responsibility, ScoringRule
from indices.presenters.tree_words import tree_link_words
from indices.queries.sets import Reason, hindrances_to_take_back

State = CriteriaSet.State


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done next with a set."""

    label: str
    address: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, with where to go about it; `link` is empty where there is nowhere."""

    text: str
    address: str = ""
    link: str = ""


def address_of_set(what, *args):
    """The address of one of the pages around sets; empty where there is none."""
    try:
        return reverse(f"admin:indices_criteriaset_{what}", args=args)
    except NoReverseMatch:
        return ""


def comparing(old, new, **more):
    """Where two sets are compared; either may be `None`, to be chosen there."""
    chosen = {name: one.pk for name, one in (("old", old), ("new", new)) if one is not None}
    return f"{address_of_set('compare')}?{urlencode(chosen | more)}"


def years_words(criteria_set):
    """`2022–2025`, `từ 2025`, `đến 2011`; empty where no year is known."""
    first, last = criteria_set.year_from, criteria_set.year_to
    if first is None:
        return "" if last is None else _("đến %(year)s") % {"year": last}
    if last is None:
        return _("từ %(year)s") % {"year": first}
    return str(first) if first == last else f"{first}–{last}"


def set_words(criteria_set):
    """A set as it is chosen among others: its name, its years, its state."""
    parts = [years_words(criteria_set), criteria_set.get_state_display()]
    return f"{criteria_set} ({', '.join(filter(None, parts))})"


# What can be done next


def next_steps(criteria_set, *, locked):
    """[Step] that are possible for a set now, in the order in which they are usually taken."""
    pk = criteria_set.pk
    has_tree = criteria_set.criteria.exists()
    is_draft = criteria_set.state == State.DRAFT
    steps = [Step(tree_link_words(criteria_set), address_of_set("tree", pk), is_main=is_draft)]
    if is_draft and not has_tree:  # a file becomes the tree of a set that has none
        steps.append(Step(_("Nhập từ tệp"), address_of_set("import", pk)))
    if criteria_set.index.criteria_sets.count() > 1:
        origin = criteria_set.copied_from
        other = origin if origin and origin.index_id == criteria_set.index_id else None
        steps.append(Step(_("So sánh"), comparing(other, criteria_set)))
    if is_draft and has_tree:
        steps.append(Step(_("Đưa vào áp dụng"), address_of_set("in_force", pk)))
    elif not hindrances_to_take_back(criteria_set):
        steps.append(Step(_("Rút về dự thảo"), address_of_set("in_force", pk)))
    if has_tree:
        steps.append(Step(_("Chép thành bộ mới"), address_of_set("copy", pk), is_main=locked))
        steps.append(Step(_("Xuất ra tệp"), address_of_set("workbook", pk)))
    return [step for step in steps if step.address]


def copied_words(criteria_set):
    """How much a copy takes along, as a sentence: criteria, and rules and agencies in charge where there are any."""
    of_set = {"criterion__criteria_set": criteria_set}
    criteria, rules = criteria_set.criteria.count(), ScoringRule.objects.filter(**of_set).count()
    leads = Responsibility.objects.filter(**of_set).count()
    counts = (
        (ngettext("%(count)s tiêu chí các cấp", "%(count)s tiêu chí các cấp", criteria), criteria),
        (ngettext("%(count)s quy tắc cho điểm", "%(count)s quy tắc cho điểm", rules), rules),
        (ngettext("%(count)s phân công chủ trì", "%(count)s phân công chủ trì", leads), leads),
    )
    said = ", ".join(words % {"count": count} for words, count in counts if count)
    return _("Sẽ chép: %(what)s.") % {"what": said} if said else _("Bộ này chưa có tiêu chí nào để chép.")


# Into force


def hindrance_words(one, criteria_set, rows):
    """One `Hindrance` as `Told`. `rows`: the tree that its fault was found in."""
    words = {
        Reason.NOT_DRAFT: lambda: Told(_("Chỉ đưa được bộ dự thảo vào áp dụng.")),
        Reason.NO_DECISION: lambda: _on_own_page(
            criteria_set, "id_decision", _("Chưa ghi quyết định ban hành bộ tiêu chí."), _("Ghi quyết định")
        ),
        Reason.NO_YEAR: lambda: _on_own_page(
            criteria_set, "id_year_from", _("Chưa ghi áp dụng từ năm nào."), _("Ghi năm")
        ),
        Reason.TREE: lambda: Told(
            str(fault_words(one.fault, rows)), address_of_set("tree", criteria_set.pk), _("Mở cây tiêu chí")
        ),
        Reason.LINKS: lambda: Told(
            ngettext(
                "Còn %(count)s đối chiếu chưa có người xem; hãy xem rồi đánh dấu vào ô “Tôi đã xem đối chiếu”.",
                "Còn %(count)s đối chiếu chưa có người xem; hãy xem rồi đánh dấu vào ô “Tôi đã xem đối chiếu”.",
                one.count,
            )
            % {"count": one.count},
            "#id_seen",
            _("Đến ô đánh dấu"),
        ),
        Reason.OVERLAP: lambda: Told(
            _("Trùng năm với bộ “%(set)s” (%(years)s): sửa từ năm, đến năm của một trong hai bộ.")
            % {"set": one.other, "years": years_words(one.other)},
            address_of_set("change", one.other.pk),
            _("Mở bộ đó"),
        ),
        Reason.NOT_IN_FORCE: lambda: Told(_("Chỉ rút được bộ đang áp dụng.")),
        Reason.USED: lambda: Told(_("Đã có năm đánh giá hoặc phụ lục điểm dùng bộ này nên không rút về dự thảo được.")),
    }
    return words[one.reason]()


def _on_own_page(criteria_set, field, text, link):
    return Told(text, f"{address_of_set('change', criteria_set.pk)}#{field}", link)


def retiring_words(other, criteria_set):
    """What becomes of the set that another follows."""
    last = criteria_set.year_from - 1 if other.year_to is None else other.year_to
    return _("Bộ “%(set)s” hết áp dụng, năm cuối là %(year)s.") % {"set": other, "year": last}
