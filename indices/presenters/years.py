"""One unit in one index over the years: a sentence, a table, a chart. The unit page and the scorecard share it."""

from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.charts import years as charts
from indices.models import CriterionLink, Index, Standing
from indices.presenters.addresses import address_label
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
    return f"{text} %" if standing.total is not None and figures.index.figure == Index.Figure.PERCENT else text


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
    if year.moved is None or not year.is_of_other_number:
        return ""
    return _("%(year)s xếp %(count)s đơn vị") % {"year": year.before.edition.label, "count": year.before.ranked}


def years_table(results, figures, *, unit, caption, current=None):
    """Every year, newest first, for components/simple_table.html.

    Args:
        current: the edition whose page this is; its row is marked and is no link.
    """
    index = results.index
    right = "num"
    heads = [
        {"text": _("Năm")},
        {"text": _("Hạng"), "classes": right},
        {"text": _("± bậc"), "classes": right},
        {"text": figure_label(index), "classes": right},
        {"text": _("±"), "classes": right},
        {"text": _("Ghi chú")},
    ]
    return {
        "caption": caption,
        "heads": heads,
        "rows": [_year_row(year, figures, unit, current) for year in reversed(results.years)],
    }


def _year_row(year, figures, unit, current):
    edition, standing = year.edition, year.standing
    is_current = current is not None and current.pk == edition.pk
    href = "" if standing is None or is_current else scorecard_address(edition, unit)
    notes = [why_no_rank(year), break_in_words(year) if year.is_break else "", units_changed(year)]
    if year.is_break and year.moved is not None:
        moved, change = _from_rank(year.before.rank), ""
    elif year.is_of_other_number and year.moved is not None:
        moved = _from_rank(f"{year.before.rank}/{year.before.ranked}")
        change = figures.change(year.difference)
    else:
        moved = change_mark(places_moved(year.moved)) if year.rank is not None else ""
        change = figures.change(year.difference)
    return {
        "classes": "mine" if is_current else "" if year.has_result else "unpublished",
        "cells": [
            {"text": edition.label, "href": href, "head": True},
            {"text": rank_text(year), "classes": "rank"},
            {"text": moved, "classes": "num"},
            {"text": total_text(standing, figures) if standing else NOTHING, "classes": "num"},
            {"text": change, "classes": "num"},
            {"text": "; ".join(note for note in notes if note), "classes": "small muted nowrap"},
        ],
    }


def _from_rank(rank):
    """The place before, where places gained or lost would say what they do not mean."""
    return format_html('<span class="muted">{}</span>', _("từ hạng %(rank)s") % {"rank": rank})


def reading(results):
    """What the years say, in two or three sentences: span, best and worst place, what is missing."""
    known = [year for year in results.years if year.has_result]
    if not known:
        return _("Chưa có kết quả nào.")
    ranked = [year for year in known if year.rank is not None]
    first, last = known[0].edition.label, known[-1].edition.label
    if len(known) == 1:
        sentences = [_("Mới có kết quả năm %(year)s.") % {"year": last}]
    else:
        sentences = [
            ngettext(
                "Có kết quả %(count)s năm, từ %(first)s đến %(last)s.",
                "Có kết quả %(count)s năm, từ %(first)s đến %(last)s.",
                len(known),
            )
            % {"count": len(known), "first": first, "last": last}
        ]
    if len(ranked) > 1:
        best, worst = min(year.rank for year in ranked), max(year.rank for year in ranked)
        sentences.append(
            _("Thứ hạng cao nhất là %(best)s (%(best_years)s), thấp nhất là %(worst)s (%(worst_years)s).")
            % {
                "best": best,
                "best_years": labels([year for year in ranked if year.rank == best], results),
                "worst": worst,
                "worst_years": labels([year for year in ranked if year.rank == worst], results),
            }
        )
    missing = [year for year in results.years if not year.has_result]
    if missing:
        sentences.append(_("Không có kết quả: %(years)s.") % {"years": labels(missing, results)})
    changed = [year for year in results.years if year.is_break]
    if changed:
        sentences.append(
            _("Bộ tiêu chí đổi từ năm %(years)s: điểm hai bên đường chấm không so trực tiếp được.")
            % {"years": labels(changed, results)}
        )
    return " ".join(sentences)


def labels(years, results):
    """`2005, 2017–2019`: the labels of some of the years, three or more in a row drawn together."""
    wanted, runs = {year.edition.pk for year in years}, [[]]
    for year in results.years:
        if year.edition.pk in wanted:
            runs[-1].append(year.edition.label)
        elif runs[-1]:
            runs.append([])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs if run)


def chart_of_years(results, figures, *, unit_name):
    """The figure of a unit's years: its rank above, its total with the mean below; `None` for less than two years."""
    years = results.years
    if sum(year.has_result for year in years) < 2:
        return None
    own = [_hover(year, figures) for year in years]
    panels = []
    if any(year.rank for year in years):
        ranks = charts.Line(unit_name, [year.rank for year in years], own)
        panels.append(charts.Panel(_("Thứ hạng (hạng 1 ở trên)"), [ranks], is_rank=True))
    if any(year.total is not None for year in years):
        lines = [charts.Line(unit_name, [year.total for year in years], own)]
        means = [year.mean for year in years]
        if any(mean is not None for mean in means):
            texts = [
                _("%(year)s: trung bình %(mean)s") % {"year": year.edition.label, "mean": figures.total(year.mean)}
                for year in years
            ]
            lines.append(charts.Line(_("Trung bình"), means, texts, muted=True))
        panels.append(charts.Panel(figure_label(results.index), lines))
    return charts.over_the_years(
        [charts.place_in_time(year.edition.starts_on, year.edition.ends_on) for year in years],
        [year.edition.label for year in years],
        panels,
        breaks=[place for place, year in enumerate(years) if year.is_break],
        break_words=_("Bộ tiêu chí đổi"),
    )


def _hover(year, figures):
    """What is read on pointing at a year: `2024: hạng 11/61, điểm 45,0950`."""
    if year.standing is None:
        return ""
    parts = []
    if year.rank is not None:
        parts.append(_("hạng %(rank)s") % {"rank": rank_text(year)})
    if year.total is not None:
        parts.append(
            f"{total_text(year.standing, figures)} {'' if figures.unit_word == '%' else figures.unit_word}".strip()
        )
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
