"""Where every figure comes from: sources with what each supports."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.presenters.editions import edition_name, table_address


def source_address(code):
    """Where a source stands on the page of sources."""
    return f"{reverse('sources')}#{code}"


GROUPS = ("results", "beside", "criteria", "units", "unused")


def source_groups(uses):
    """Sources under what they mostly support: [{title, sources: [...]}]. `uses`: of `queries_methods.source_uses`."""
    titles = {
        "results": _("Điểm và thứ hạng"),
        "beside": _("Ngày công bố và thông tin kèm theo kết quả"),
        "criteria": _("Bộ tiêu chí và chỉ số"),
        "units": _("Đơn vị, địa giới, văn bản"),
        "unused": _("Đã đọc, chưa dẫn cho số liệu nào"),
    }
    grouped = {group: [] for group in GROUPS}
    for use in uses:
        grouped[_group(use)].append(_source(use))
    for found in grouped.values():
        found.sort(key=lambda source: -len(source["supports"]))  # stable: by code among equals
    return [{"title": titles[group], "sources": found} for group, found in grouped.items() if found]


def _group(use):
    if use.is_main or use.standings or {"statistics", "scores", "parts", "bands"} & set(use.counts):
        return "results"
    if use.editions:
        return "beside"
    if use.criteria_sets or "indices" in use.counts:
        return "criteria"
    return "units" if use.counts else "unused"


def _source(use):
    source = use.source
    return {
        "code": source.code,
        "title": source.title,
        "url": source.url,
        "publisher": source.publisher,
        "published_on": source.published_on,
        "licence": source.licence,
        "note": source.note,
        "supports": _supports(use),
    }


def _supports(use):
    """What a source supports: [{text, href}]."""
    found = [{"text": edition_name(edition), "href": table_address(edition)} for edition in use.editions]
    whole = {edition.pk for edition in use.editions}
    found += [
        {
            "text": ngettext("%(edition)s: %(count)s kết quả", "%(edition)s: %(count)s kết quả", count)
            % {"edition": edition_name(edition), "count": count},
            "href": table_address(edition),
        }
        for edition, count in use.standings
        if edition.pk not in whole
    ]
    found += [
        {
            "text": _("bộ tiêu chí %(set)s") % {"set": criteria_set.shown_name},
            "href": f"{reverse('index_method', args=(criteria_set.index.slug,))}#{criteria_set.slug}",
        }
        for criteria_set in use.criteria_sets
    ]
    found += [{"text": _counted(relation, count), "href": _address(relation)} for relation, count in use.counts.items()]
    return found


def _address(relation):
    if relation in ("units", "unit_names", "successions", "groups"):
        return reverse("unit_list")
    return reverse("index_list") if relation == "indices" else ""


def _counted(relation, count):
    words = {
        "indices": ngettext("%(count)s chỉ số", "%(count)s chỉ số", count),
        "units": ngettext("%(count)s đơn vị", "%(count)s đơn vị", count),
        "unit_names": ngettext("%(count)s tên theo thời gian", "%(count)s tên theo thời gian", count),
        "successions": ngettext("%(count)s lần sắp xếp đơn vị", "%(count)s lần sắp xếp đơn vị", count),
        "groups": ngettext("%(count)s vùng", "%(count)s vùng", count),
        "decisions": ngettext("%(count)s văn bản", "%(count)s văn bản", count),
        "bands": ngettext("%(count)s nhóm xếp loại", "%(count)s nhóm xếp loại", count),
        "statistics": ngettext("%(count)s số liệu chung", "%(count)s số liệu chung", count),
        "parts": ngettext("%(count)s phần của tổng", "%(count)s phần của tổng", count),
        "scores": ngettext("%(count)s điểm tiêu chí", "%(count)s điểm tiêu chí", count),
        "targets": ngettext("%(count)s mục tiêu", "%(count)s mục tiêu", count),
    }
    return words[relation] % {"count": count}
