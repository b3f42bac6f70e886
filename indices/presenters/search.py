"""What a search found, in groups, each result with what it is and where it leads."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indices.presenters.addresses import criterion_address, in_sample, source_address
from indices.presenters.editions import table_address
from indices.presenters.methods import criterion_anchor
from indices.presenters.words import edition_name, short_date


def result_groups(found):
    """[{title, count, items: [{text, href, tag, notes: [{text, href}]}], more}] without empty groups."""
    groups = [
        (pgettext("mục", "Đơn vị"), found.unit_count, [_unit(each) for each in found.units]),
        (pgettext("mục", "Chỉ số"), len(found.indices), [_index(*each) for each in found.indices]),
        (_("Tiêu chí"), found.criterion_count, [_criterion(each) for each in found.criteria]),
        (
            _("Quyết định, nghị quyết"),
            found.decision_count,
            [_decision(each, found.is_sample) for each in found.decisions],
        ),
    ]
    return [
        {"title": title, "count": count, "items": items, "more": _more(count - len(items))}
        for title, count, items in groups
        if count
    ]


def _more(left):
    if left <= 0:
        return ""
    return ngettext(
        "Còn %(count)s kết quả nữa: gõ thêm chữ để thu hẹp.",
        "Còn %(count)s kết quả nữa: gõ thêm chữ để thu hẹp.",
        left,
    ) % {"count": left}


def elsewhere(found):
    """What the same words find on the other side, real or of the sample: {text, href}; `None` where that is nothing.

    Args:
        found: of that other side.
    """
    if not found.total:
        return None
    if found.is_sample:
        told = ngettext(
            "Có %(count)s kết quả trong dữ liệu minh họa", "Có %(count)s kết quả trong dữ liệu minh họa", found.total
        )
    else:
        told = ngettext(
            "Có %(count)s kết quả trong số liệu thật", "Có %(count)s kết quả trong số liệu thật", found.total
        )
    address = in_sample(f"{reverse('search')}?{urlencode({'q': found.text})}", found.is_sample)
    return {"text": told % {"count": found.total}, "href": address}


def lede(found):
    """How much was found, in a sentence; empty before anything was asked."""
    if not found.text:
        return ""
    if not found.total and found.is_sample:
        return _("Không tìm thấy gì cho “%(text)s” trong dữ liệu minh họa.") % {"text": found.text}
    if not found.total:
        return _("Không tìm thấy gì cho “%(text)s”.") % {"text": found.text}
    return ngettext("%(count)s kết quả cho “%(text)s”.", "%(count)s kết quả cho “%(text)s”.", found.total) % {
        "count": found.total,
        "text": found.text,
    }


def _unit(found):
    unit = found.unit
    kind = unit.get_kind_display()
    what = f"{kind}, {unit.parent.shown_name}" if unit.parent else kind
    notes = [{"text": _("%(what)s, mã %(code)s") % {"what": what, "code": unit.code}}]
    if found.former:
        names = ", ".join(
            _("%(name)s (từ %(day)s)") % {"name": name.shown_name, "day": short_date(name.valid_from)}
            if name.valid_from.year > 1
            else name.shown_name
            for name in found.former
        )
        notes.append({"text": _("từng có tên: %(names)s") % {"names": names}})
    if found.aliases:
        notes.append({"text": _("cách gọi khác: %(names)s") % {"names": ", ".join(str(one) for one in found.aliases)}})
    if unit.valid_to:
        notes.append({"text": _("đến hết %(day)s") % {"day": short_date(unit.valid_to)}})
        notes += [
            {
                "text": (_("nay thuộc %(unit)s") if succession.whole else _("một phần nay thuộc %(unit)s"))
                % {"unit": succession.successor.shown_name},
                "href": succession.successor.get_absolute_url(),
            }
            for succession in found.successions
        ]
    elif unit.start_is_known:
        notes.append({"text": _("từ %(day)s") % {"day": short_date(unit.valid_from)}})
    return {
        "text": unit.shown_name,
        "href": unit.get_absolute_url(),
        "tag": _("đã sắp xếp") if unit.valid_to else "",
        "is_sample": unit.is_sample,
        "notes": notes,
    }


def _index(index, editions):
    notes = [{"text": index.shown_name}]
    notes += [{"text": edition_name(edition), "href": table_address(edition)} for edition in editions]
    notes.append({"text": _("cách tính"), "href": reverse("index_method", args=(index.slug,))})
    return {
        "text": index.label,
        "href": table_address(editions[0]) if len(editions) == 1 else index.get_absolute_url(),
        "is_sample": index.is_sample,
        "notes": notes,
    }


def _criterion(found):
    criterion = found.criterion
    criteria_set = criterion.criteria_set
    address = reverse("index_method", args=(criteria_set.index.slug,))
    in_set = f"{address}#{criterion_anchor(criteria_set.slug, criterion.code)}"
    notes = [{"text": f"{criteria_set.index.label}, {criterion.get_level_display()}"}]
    if found.edition is not None:
        notes.append({"text": _("điểm của các đơn vị năm %(label)s") % {"label": found.edition.label}})
    told = _("trong bộ: %(sets)s") % {"sets": ", ".join(one.shown_name for one in found.sets)}
    notes.append({"text": told, "href": in_set} if found.edition else {"text": told})
    return {
        "text": f"{criterion.code} {criterion.shown_name}",
        "href": criterion_address(found.edition, criterion) if found.edition else in_set,
        "is_sample": criteria_set.index.is_sample,
        "notes": notes,
    }


def _decision(decision, is_sample):
    """A decision leads to what it laid down, and to where it was read."""
    laid_down = [
        {
            "text": criteria_set.shown_name,
            "href": f"{reverse('index_method', args=(criteria_set.index.slug,))}#{criteria_set.slug}",
        }
        for criteria_set in decision.criteria_sets.all()
        if criteria_set.state != criteria_set.State.DRAFT
    ]
    laid_down += [
        {"text": edition_name(edition), "href": table_address(edition)}
        for edition in decision.published_editions.all()
        if edition.state == edition.State.PUBLISHED
    ]
    units = {succession.successor for succession in decision.successions.all()}
    units |= {name.unit for name in decision.unit_names.all()}
    if len(units) > FEW:
        laid_down.append(
            {
                "text": ngettext("%(count)s đơn vị", "%(count)s đơn vị", len(units)) % {"count": len(units)},
                "href": in_sample(reverse("unit_list"), is_sample),
            }
        )
    else:
        ordered = sorted(units, key=lambda unit: (unit.sort_key, unit.valid_from))
        laid_down += [{"text": unit.shown_name, "href": unit.get_absolute_url()} for unit in ordered]
    sources = [source_address(source.code, is_sample) for source in decision.sources.all()]
    first = laid_down[0]["href"] if laid_down else ""
    signed = _("ký ngày %(day)s") % {"day": short_date(decision.signed_on)} if decision.signed_on else ""
    notes = [{"text": decision.title, "lang": "vi"}, {"text": decision.issuer, "lang": "vi"}, {"text": signed}]
    notes += laid_down
    notes += [{"text": _("nguồn"), "href": address} for address in sources[:1]]
    return {
        "text": decision.number,
        "is_sample": is_sample,
        "href": decision.url or (sources[0] if sources else first),
        "notes": [note for note in notes if note["text"]],
    }


FEW = 5  # units of a decision that are named one by one
