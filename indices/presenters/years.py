"""One unit in one index over the years: a sentence, a table, a chart. The unit page and the scorecard share it."""

from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indices.charts import years as charts
from indices.domain.ranking import top_share
from indices.models import CriterionLink, Index, Standing
from indices.presenters.addresses import address_label
from indices.presenters.said import in_percent
from indices.presenters.words import edition_name, moved_in_words, short_date
from reformtrack.figures import NOTHING

LINK_ORDER = ("new", "dropped", "renamed", "rescaled", "split", "merged")


def scorecard_address(edition, unit):
    return reverse("scorecard", args=(edition.index.slug, address_label(edition), unit.slug))


def change_mark(change):
    """A change as components/change.html draws it, as safe text for a table's cell."""
    return mark_safe(get_template("components/change.html").render(change).strip())  # noqa: S308  (a template's output)


def places_moved(moved):
    """Places gained or lost, as the strip and `change_mark` take them; `None`: nothing to compare with."""
    return _change(moved, lambda count: count, _("bậc"))


def total_moved(difference, figures, word=""):
    return _change(difference, figures.difference, word or figures.difference_word)


def _change(value, text, words):
    if value is None:
        return {"direction": "none"}
    direction = "same" if value == 0 else "up" if value > 0 else "down"
    return {"direction": direction, "text": text(abs(value)), "words": words}


def figure_label(index):
    """What the total of an index is called, above a column or a figure."""
    return _("Chỉ số (%)") if index.figure == Index.Figure.PERCENT else _("Điểm")


def total_text(standing, figures):
    """The total with its sign: `91,61 %`, `45,0950`; `–` where it is not known."""
    text = figures.standing(standing)
    return in_percent(text) if standing.total is not None and figures.index.figure == Index.Figure.PERCENT else text


def short_title(edition):
    """`PAPI 2024`, on one line."""
    return edition_name(edition).replace(" ", "\N{NO-BREAK SPACE}")


def rank_text(year):
    """`11/61`; the rank alone where it is not known how many were ranked; `–` without a rank."""
    if year.rank is None:
        return NOTHING
    return f"{year.rank}/{year.ranked}" if year.ranked else str(year.rank)


def why_no_rank(year):
    """In words why there is no rank, or no total; empty where there is both."""
    standing = year.standing
    if standing is None:
        return _("không có trong bảng số liệu")
    if standing.status == Standing.Status.INCOMPLETE:
        return _("thiếu thành phần, không xếp hạng")
    if not year.has_result:
        return _("chưa công bố")
    if standing.status == Standing.Status.UNRANKED or not standing.to_be_ranked:
        return _("được đánh giá, không xếp hạng")
    if year.rank is None:
        return _("chưa biết thứ hạng")
    if year.total is None:
        return _("chưa biết điểm")
    return ""


def leading_share(year):
    """`thuộc 36 % đầu`: what ranks among different numbers of units can be compared by; "" where it is not known."""
    if not year.rank or not year.ranked or year.rank > year.ranked:
        return ""
    return _("thuộc %(share)s %% đầu") % {"share": top_share(year.rank, year.ranked)}


def rank_and_share(year):
    """`12/34, thuộc 36 % đầu`."""
    return ", ".join(part for part in (rank_text(year), leading_share(year)) if part)


def in_words(year):
    """A year's result in a sentence without its end: `PAPI 2024: hạng 11 trong 61, giảm 10 bậc so với 2023`."""
    edition = short_title(year.edition)
    if year.rank is None:
        return f"{edition}: {why_no_rank(year)}"
    words = _("%(edition)s: hạng %(rank)s") % {"edition": edition, "rank": year.rank}
    if year.ranked:
        words = _("%(edition)s: hạng %(rank)s trong %(ranked)s") % {
            "edition": edition,
            "rank": year.rank,
            "ranked": year.ranked,
        }
    if year.moved is None:
        return words
    earlier = year.before.edition.label
    if year.is_of_other_number:
        return _("%(result)s, %(share)s (%(year)s: hạng %(rank)s)") % {
            "result": words,
            "share": leading_share(year),
            "year": earlier,
            "rank": rank_and_share(year.before),
        }
    if year.is_break:
        return _("%(result)s (%(year)s, với bộ tiêu chí khác: hạng %(rank)s)") % {
            "result": words,
            "year": earlier,
            "rank": year.before.rank,
        }
    if year.is_of_other_number:
        return _("%(result)s (%(year)s: hạng %(rank)s trong %(ranked)s)") % {
            "result": words,
            "year": earlier,
            "rank": year.before.rank,
            "ranked": year.before.ranked,
        }
    return _("%(result)s, %(moved)s so với %(year)s") % {
        "result": words,
        "moved": moved_in_words(year.moved),
        "year": earlier,
    }


def break_in_words(year):
    """What became of the criteria since the edition before: `Bộ tiêu chí khác: 9 mới, 1 bỏ`."""
    kinds = CriterionLink.LinkKind
    parts = [f"{year.links[kind]} {kinds(kind).label}" for kind in LINK_ORDER if year.links.get(kind)]
    if not parts:
        return _("Bộ tiêu chí khác")
    return _("Bộ tiêu chí khác: %(changes)s") % {"changes": ", ".join(parts)}


def units_changed(year):
    """A warning where places are counted among quite another number of units than the year before, else nothing."""
    if not year.is_of_other_number:
        return ""
    return _("%(year)s xếp %(count)s đơn vị") % {"year": year.before.edition.label, "count": year.before.ranked}


def numbers_in_words(year, decision=""):
    """How the number of units changed: `từ 63 còn 34 đơn vị, theo 202/2025/QH15`."""
    then, now = year.before.ranked, year.ranked
    words = _("từ %(then)s còn %(now)s đơn vị") if now < then else _("từ %(then)s lên %(now)s đơn vị")
    told = words % {"then": then, "now": now}
    return f"{told}, {_('theo %(decision)s') % {'decision': decision}}" if decision else told


def numbers_sentence(year):
    """What ranks of two years can be compared by, where they are among quite other numbers of units: one, or none."""
    if not year.is_of_other_number or year.rank is None or year.before.rank is None:
        return []
    return [
        _("Số đơn vị được xếp hạng %(numbers)s nên không so bậc: năm %(year)s hạng %(before)s, nay hạng %(rank)s.")
        % {
            "numbers": numbers_in_words(year),
            "year": year.before.edition.label,
            "before": rank_and_share(year.before),
            "rank": rank_and_share(year),
        }
    ]


def can_be_moved(year):
    """Can places gained or lost be told plainly: the same criteria, about as many units?"""
    return year.moved is not None and not year.is_break and not year.is_of_other_number


def years_table(results, figures, *, unit, caption, current=None, beside=None):
    """Every year, newest first, for components/simple_table.html.

    Args:
        current: the edition whose page this is; its row is marked and is no link.
        beside: what the units got that were merged into this one (`presenters.lineage.Beside`).
    """
    index = results.index
    right = "num"
    heads = [{"text": _("Năm")}]
    if beside is None or beside.has_own:
        heads += [
            {"text": _("Hạng"), "classes": right},
            {"text": _("± bậc"), "classes": right},
            {"text": figure_label(index), "classes": right},
            {"text": _("±"), "classes": right},
        ]
    heads += [*(beside.heads if beside else ()), {"text": _("Ghi chú")}]
    return {
        "caption": caption,
        "heads": heads,
        "rows": [
            _year_row(year, figures, unit, current, beside=beside, with_share=results.numbers_differ)
            for year in reversed(results.years)
        ],
    }


def _year_row(year, figures, unit, current, *, beside, with_share):
    edition, standing = year.edition, year.standing
    is_current = current is not None and current.pk == edition.pk
    href = "" if standing is None or is_current else scorecard_address(edition, unit)
    own = _own_cells(year, figures) if beside is None or beside.has_own else []
    notes = [
        leading_share(year) if with_share else "",
        "" if beside and beside.is_earlier(edition) else why_no_rank(year),
        break_in_words(year) if year.is_break else "",
        units_changed(year),
    ]
    has_result = year.has_result or (beside is not None and beside.has_result(edition))
    return {
        "classes": "mine" if is_current else "" if has_result else "unpublished",
        "cells": [
            {"text": edition.label, "href": href, "head": True},
            *own,
            *(beside.cells(edition) if beside else ()),
            {"text": "; ".join(note for note in notes if note), "classes": "small muted nowrap"},
        ],
    }


def _own_cells(year, figures):
    """Rank, places, total and change of the unit itself; across a break where it came from, and no arrow."""
    if year.moved is not None and not can_be_moved(year):
        before = rank_text(year.before) if year.is_of_other_number else year.before.rank
        moved = format_html('<span class="muted">{}</span>', _("từ hạng %(rank)s") % {"rank": before})
    else:
        moved = change_mark(places_moved(year.moved)) if year.rank is not None else ""
    return [
        {"text": rank_text(year), "classes": "rank"},
        {"text": moved, "classes": "num"},
        {"text": total_text(year.standing, figures) if year.standing else NOTHING, "classes": "num"},
        {"text": figures.change(year.difference), "classes": "num"},
    ]


def labels(years, results):
    """`2005, 2017–2019`: the labels of some of the years, three or more in a row drawn together."""
    wanted, runs = {year.edition.pk for year in years}, [[]]
    for year in results.years:
        if year.edition.pk in wanted:
            runs[-1].append(year.edition.label)
        elif runs[-1]:
            runs.append([])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs if run)


def chart_of_years(results, figures, *, unit_name, beside=None):
    """The figure of a unit's years: its rank above, its total with the mean below; `None` for less than two years.

    Args:
        beside: lines of the units that were merged into this one (`presenters.lineage.Beside`).
    """
    years = results.years
    if sum(year.has_result or (beside is not None and beside.has_result(year.edition)) for year in years) < 2:
        return None
    own = [hover(year, figures) for year in years]
    rank_lines = [charts.Line(unit_name, [year.rank for year in years], own)] if any(y.rank for y in years) else []
    rank_lines += beside.rank_lines() if beside else []
    total_lines = []
    if any(year.total is not None for year in years):
        total_lines.append(charts.Line(unit_name, [year.total for year in years], own))
    total_lines += beside.total_lines() if beside else []
    panels = []
    if rank_lines:
        panels.append(charts.Panel(_("Thứ hạng (hạng 1 ở trên)"), rank_lines, is_rank=True))
    if total_lines:
        total_lines += _mean_line(years, beside.means if beside else [year.mean for year in years], figures)
        panels.append(charts.Panel(figure_label(results.index), total_lines))
    return charts.over_the_years(
        [charts.place_in_time(year.edition.starts_on, year.edition.ends_on) for year in years],
        [year.edition.label for year in years],
        panels,
        breaks=[place for place, year in enumerate(years) if year.is_break],
        break_words=_("Bộ tiêu chí đổi"),
        unit_breaks=[place for place, year in enumerate(years) if year.is_of_other_number],
        unit_break_words=_("Số đơn vị đổi"),
    )


def _mean_line(years, means, figures):
    if all(mean is None for mean in means):
        return []
    texts = [
        _("%(year)s: trung bình %(mean)s") % {"year": year.edition.label, "mean": figures.total(mean)}
        for year, mean in zip(years, means, strict=True)
    ]
    return [charts.Line(_("Trung bình"), means, texts, muted=True)]


def hover(year, figures):
    """What is read on pointing at a year: `2024: hạng 11/61, điểm 45,0950`."""
    if year.standing is None:
        return ""
    parts = []
    if year.rank is not None:
        parts.append(_("hạng %(rank)s") % {"rank": rank_text(year)})
    if year.total is not None:
        parts.append(figures.in_words(figures.standing(year.standing)))
    return f"{year.edition.label}: {', '.join(parts)}"


def source_line(index, years):
    """Where the figures of the years come from: who publishes them, and who made the ranks."""
    parts = []
    if index.shown_agency:
        parts.append(_("Đơn vị công bố: %(agency)s") % {"agency": index.shown_agency})
    if not index.publishes_ranks:
        parts.append(_("thứ hạng do phần mềm tính"))
    titles = list(dict.fromkeys(year.edition.source.title for year in reversed(years) if year.edition.source))
    if len(titles) > 1:
        words = {"title": titles[0], "count": len(titles) - 1}
        parts.append(_("nguồn: %(title)s và %(count)s nguồn khác, ghi ở kết quả chi tiết từng năm") % words)
    elif titles:
        parts.append(_("nguồn: %(title)s") % {"title": titles[0]})
    return capfirst("; ".join(parts) + ".") if parts else ""


def kind_and_days(unit):
    """Since when and until when a unit exists, without a full stop: `từ 01/07/2025`; empty if neither is known."""
    if unit.start_is_known and unit.valid_to:
        return _("từ %(start)s đến hết %(end)s") % {
            "start": short_date(unit.valid_from),
            "end": short_date(unit.valid_to),
        }
    if unit.valid_to:
        return _("đến hết %(end)s") % {"end": short_date(unit.valid_to)}
    if unit.start_is_known:
        return _("từ %(start)s") % {"start": short_date(unit.valid_from)}
    return ""
