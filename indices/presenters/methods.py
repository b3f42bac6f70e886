"""The pages on method: rules with an example each from the record, and the criteria sets of an index."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.models import Criterion, Index, TotalMethod
from indices.presenters.addresses import criterion_address, source_address
from indices.presenters.editions import known_of_stated, name_then, table_address, year_links
from indices.presenters.set_links import link_counts, links_anchor, links_on_page
from indices.presenters.words import Figures, edition_name, levels_word, short_date, units_word
from reformtrack.figures import figure_format

Level, Method = Criterion.CriterionLevel, Criterion.Method


def example(text, edition):
    """One worked example: {text, href, link}."""
    return {"text": text, "href": table_address(edition), "link": edition_name(edition)}


def worked_examples(found, language):
    """Rule -> example; a rule of which the record has no case is not in it. `found`: `queries.methods.Examples`."""
    makers = {
        "sum": _sum_example,
        "percent": _percent_example,
        "tie": _tie_example,
        "partial": _partial_example,
        "incomplete": _incomplete_example,
        "computed": _computed_example,
        "break": _break_example,
        "succession": _succession_example,
    }
    made = {rule: make(found, language) for rule, make in makers.items()}
    return {rule: told for rule, told in made.items() if told}


def _sum_example(found, language):
    if not found.fields:
        return None
    figures, leader = figure_format(language), found.leader
    return example(
        _("%(unit)s, %(edition)s: %(sum)s = %(total)s điểm, hiện trên trang là %(shown)s.")
        % {
            "unit": name_then(leader, found.names),
            "edition": edition_name(leader.edition),
            "sum": " + ".join(figures.exact(score.points) for score in found.fields),
            "total": figures.exact(leader.points),
            "shown": Figures(leader.edition.index, language).standing(leader),
        },
        leader.edition,
    )


def _percent_example(found, language):
    leader = found.leader
    if leader is None or leader.percent is None:
        return None
    figures = figure_format(language)
    return example(
        _("%(unit)s, %(edition)s: %(points)s / %(maximum)s × 100 = %(percent)s %%.")
        % {
            "unit": name_then(leader, found.names),
            "edition": edition_name(leader.edition),
            "points": figures.exact(leader.points),
            "maximum": figures.exact(leader.max_points),
            "percent": figures.points(leader.percent, 2),
        },
        leader.edition,
    )


def _tie_example(found, language):
    if not found.tied:
        return None
    tied, edition = found.tied, found.tied[0].edition
    return example(
        _(
            "%(edition)s: %(units)s cùng được công bố %(total)s điểm. Tính từ số in ra, họ cùng hạng %(rank)s; "
            "nơi công bố xếp hạng %(stated)s theo điểm chưa làm tròn. Trang hiện hạng công bố và nói rõ điều này."
        )
        % {
            "edition": edition_name(edition),
            "units": ", ".join(name_then(standing, found.names) for standing in tied),
            "total": Figures(edition.index, language).standing(tied[0]),
            "rank": tied[0].rank,
            "stated": ", ".join(str(standing.stated_rank) for standing in tied),
        },
        edition,
    )


def _partial_example(found, language):
    if found.partial is None:
        return None
    return example(
        _(
            "%(edition)s: biết %(known)s đơn vị. Bảng ghi đúng chừng ấy, giữ thứ hạng được công bố "
            "và không tự xếp hạng ai."
        )
        % {"edition": edition_name(found.partial), "known": known_of_stated(found.partial, found.known)},
        found.partial,
    )


def _incomplete_example(found, language):
    standing = found.incomplete
    if standing is None:
        return None
    count = len(standing.missing)
    return example(
        ngettext(
            "%(unit)s, %(edition)s: thiếu %(count)s tiêu chí (%(codes)s) nên không có tổng và không xếp hạng.",
            "%(unit)s, %(edition)s: thiếu %(count)s tiêu chí (%(codes)s) nên không có tổng và không xếp hạng.",
            count,
        )
        % {
            "unit": name_then(standing, found.names),
            "edition": edition_name(standing.edition),
            "count": count,
            "codes": ", ".join(standing.missing),
        },
        standing.edition,
    )


def _computed_example(found, language):
    edition = found.computed_ranks
    if edition is None:
        return None
    return example(
        _(
            "%(edition)s: nơi công bố không xếp hạng; thứ hạng của %(units)s do phần mềm tính từ điểm công bố "
            "và được ghi rõ như vậy."
        )
        % {
            "edition": edition_name(edition),
            "units": units_word(found.known.get(edition.pk, 0), edition.index.level),
        },
        edition,
    )


def _break_example(found, language):
    if found.break_to is None:
        return None
    return example(
        _(
            "Từ %(before)s sang %(after)s: %(links)s. Chênh lệch tổng điểm giữa hai năm không được hiện "
            "như tăng hay giảm."
        )
        % {
            "before": edition_name(found.break_from),
            "after": edition_name(found.break_to),
            "links": link_counts(found.break_kinds),
        },
        found.break_to,
    )


def _succession_example(found, language):
    if not found.successions:
        return None
    successor = found.successions[0].successor
    text = _("Ngày %(day)s, %(before)s thành %(after)s. Kết quả của các năm trước đứng nguyên ở đơn vị cũ.") % {
        "day": short_date(found.successions[0].effective_on),
        "before": ", ".join(succession.predecessor.shown_name for succession in found.successions),
        "after": successor.shown_name,
    }
    return {"text": text, "href": successor.get_absolute_url(), "link": successor.shown_name}


def index_facts(index):
    """How the totals and ranks of an index come about: for components/facts.html."""
    figure = {
        Index.Figure.POINTS: _("điểm"),
        Index.Figure.PERCENT: _("phần trăm của điểm tối đa"),
        Index.Figure.VALUE: _("giá trị theo thang của nơi công bố"),
    }[index.figure]
    total = (
        _("cộng điểm các tiêu chí")
        if index.total_method == TotalMethod.SUM
        else _("theo số công bố; tổng không suy ra từ các phần")
    )
    ranks = (
        _("có; hạng công bố là hạng chính thức")
        if index.publishes_ranks
        else _("không; thứ hạng ở đây do phần mềm tính và được ghi rõ")
    )
    facts = [
        {"term": _("Cơ quan công bố"), "text": index.shown_agency},
        {"term": _("Đơn vị được xếp hạng"), "text": index.get_level_display()},
        {"term": _("Tổng là"), "text": figure},
        {"term": _("Cách có tổng"), "text": total},
        {"term": _("Nơi công bố có xếp hạng"), "text": ranks},
        {
            "term": _("Số chữ số thập phân"),
            "text": _("%(places)s với số do phần mềm tính; số công bố giữ đúng các chữ số đã in")
            % {"places": index.places},
        },
    ]
    return [fact for fact in facts if fact["text"]]


def sets_on_page(sets, language):
    """Criteria sets, newest first; the newest known tree stands open. `sets`: of `queries.methods.sets_of`."""
    newest = next((found for found in sets if found.criteria), None)
    return [_set(found, language, is_open=found is newest) for found in sets]


def _set(found, language, *, is_open):
    criteria_set, figures = found.criteria_set, figure_format(language)
    return {
        "anchor": criteria_set.slug,
        "links_anchor": links_anchor(criteria_set.slug),
        "name": criteria_set.shown_name,
        "state": criteria_set.get_state_display(),
        "is_in_force": criteria_set.state == criteria_set.State.IN_FORCE,
        "facts": _set_facts(criteria_set, found.criteria, figures),
        "years": year_links(found.editions, {}),
        "note": criteria_set.shown_note,
        "sources": [
            {"text": source.title, "href": source_address(source.code, criteria_set.index.is_sample)}
            for source in criteria_set.sources.all()
        ],
        "levels": levels_word(_by_level(found.criteria)),
        "is_partial": bool(found.criteria) and _is_partial(criteria_set, found.criteria),
        "tree": _tree(found, criteria_set.slug, figures),
        "has_methods": len({criterion.method for criterion in found.criteria}) > 1,
        "is_open": is_open,
        "links": links_on_page(found, figures),
    }


def _set_facts(criteria_set, criteria, figures):
    first, last = criteria_set.year_from, criteria_set.year_to
    years = _("chưa ghi")
    if first and last:
        years = str(first) if first == last else f"{first}–{last}"
    elif first:
        years = _("từ %(year)s") % {"year": first}
    facts = [
        {"term": _("Năm áp dụng"), "text": years},
        _decision_fact(criteria_set.decision),
        {"term": _("Điểm tối đa"), "text": _maximum(criteria_set.max_points, figures)},
    ]
    facts += _stated_facts(criteria_set, figures)
    methods = {criterion.get_method_display() for criterion in criteria}
    if len(methods) == 1:  # else every criterion says its own
        facts.append({"term": _("Cách chấm"), "text": methods.pop()})
    if criteria_set.bonus_cap is not None:
        facts.append({"term": _("Trần điểm thưởng"), "text": figures.exact(criteria_set.bonus_cap)})
    if criteria_set.penalty_cap is not None:
        facts.append({"term": _("Trần điểm trừ"), "text": figures.exact(criteria_set.penalty_cap)})
    return facts


def _decision_fact(decision):
    """The decision that lays a set down, with its day and who signed it for whom."""
    fact = {"term": _("Quyết định"), "text": _("không có văn bản nào trong bản ghi")}
    if decision is None:
        return fact
    if decision.signed_on:
        words = {"number": decision.number, "day": short_date(decision.signed_on)}
        text = _("%(number)s ngày %(day)s") % words
    else:
        text = _("%(number)s, chưa rõ ngày ký") % {"number": decision.number}
    return fact | {"text": text, "href": decision.url, "note": decision.issuer}


def _stated_facts(criteria_set, figures):
    """What the decision, or the results by it, say of the set: how many criteria, and what the points are made of."""
    parts = [
        (criteria_set.appraisal_points, Method.APPRAISAL),
        (criteria_set.satisfaction_points, Method.SATISFACTION),
        (criteria_set.survey_points, Method.SURVEY),
        (criteria_set.outcome_points, Method.OUTCOME),
    ]
    told = [
        (_("Số tiêu chí theo văn bản"), levels_word(_stated_counts(criteria_set))),
        (
            _("Cơ cấu điểm"),
            " · ".join(f"{method.label} {figures.exact(points)}" for points, method in parts if points is not None),
        ),
    ]
    return [{"term": term, "text": text} for term, text in told if text]


def _is_partial(criteria_set, criteria):
    """Does the decision count more criteria, at some level, than the record names?"""
    named = _by_level(criteria)
    return any(count and named[level] < count for level, count in _stated_counts(criteria_set).items())


def _by_level(criteria):
    """Level -> how many there are of it; bonus and penalty are not among what decisions count."""
    return Counter(criterion.level for criterion in criteria if criterion.kind == Criterion.CriterionKind.ORDINARY)


def _stated_counts(criteria_set):
    """Level -> how many criteria of it the decision counts, `None` where it does not say."""
    return {
        Level.FIELD: criteria_set.stated_fields,
        Level.CRITERION: criteria_set.stated_criteria,
        Level.SUBCRITERION: criteria_set.stated_subcriteria,
    }


def _maximum(points, figures):
    return _("chưa biết") if points is None else figures.exact(points)


def _tree(found, slug, figures):
    """Rows of the tree in its order: {anchor, code, name, results, maximum, method, kind, depth}; depth 0 is a field.

    `results`: the page of what units got there in the newest edition that holds it, if any does.
    """
    depth, rows = {}, []
    for criterion in found.criteria:
        edition = found.held.get(criterion.pk)
        depth[criterion.pk] = depth.get(criterion.parent_id, -1) + 1
        rows.append(
            {
                "anchor": criterion_anchor(slug, criterion.code),
                "code": criterion.code,
                "name": criterion.shown_name,
                "results": criterion_address(edition, criterion) if edition else "",
                "maximum": _maximum(criterion.max_points, figures),
                "method": criterion.get_method_display(),
                "kind": "" if criterion.kind == criterion.CriterionKind.ORDINARY else criterion.get_kind_display(),
                "depth": depth[criterion.pk],
                "note": criterion.shown_note,
            }
        )
    return rows


def criterion_anchor(set_slug, code):
    """Where a criterion stands on the page of its index: `papi-2021-1.1`."""
    return f"{set_slug}-{code}"
