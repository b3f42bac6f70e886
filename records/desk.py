"""The admin as officials see it: what they often do, and every list, grouped by what it is for.

Models are named by their labels and tasks by the names of their addresses: what they show belongs to apps above.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Task(NamedTuple):
    """Something officials often come to do."""

    title: object
    about: object
    address: str  # the name of its address


class Group(NamedTuple):
    """Lists that belong together; the first one stands for the group."""

    slug: str
    title: object
    about: object
    lists: dict[str, object]  # label of a model → what its list is for


TASKS = (
    Task(
        _("Lập bộ tiêu chí mới"),
        _("Theo một quyết định mới; cây tiêu chí nhập trên một trang."),
        "admin:indices_criteriaset_add",
    ),
    Task(
        _("Nhập bộ tiêu chí từ tệp"),
        _("Từ tệp Excel hoặc CSV đúng như phụ lục của quyết định."),
        "admin:indices_criteriaset_import",
    ),
    Task(
        _("Mở năm đánh giá"),
        _("Chọn bộ tiêu chí, năm hoặc kỳ, các đơn vị được xếp hạng."),
        "admin:indices_edition_open",
    ),
    Task(
        _("Nhập việc sắp xếp đơn vị"),
        _("Ghi một lần: đơn vị nào nhập vào đơn vị nào, từ ngày nào."),
        "admin:units_unit_merge",
    ),
    Task(
        _("Xem nhật ký"),
        _("Ai đã làm gì, lúc nào, trước và sau ra sao."),
        "admin:records_auditevent_changelist",
    ),
)

GROUPS = (
    Group(
        "criteria",
        _("Bộ tiêu chí"),
        _("Tiêu chí, điểm tối đa và cách cho điểm mà một quyết định quy định."),
        {
            "indices.criteriaset": _("Mỗi quyết định một bộ; cây tiêu chí, chép sang bộ mới, so sánh hai bộ."),
            "indices.criterion": _("Từng lĩnh vực, tiêu chí, tiêu chí thành phần."),
            "indices.scoringrule": _("Cách tính điểm của từng tiêu chí từ số liệu."),
            "indices.rulestep": _("Các mức của cách tính điểm."),
            "indices.criterionlink": _("Tiêu chí của bộ cũ tiếp tục ra sao ở bộ mới."),
            "indices.responsibility": _("Cơ quan của tỉnh chịu trách nhiệm về từng tiêu chí."),
            "indices.index": _("Mỗi chỉ số xếp hạng ai, tính và công khai thế nào."),
        },
    ),
    Group(
        "editions",
        _("Năm đánh giá"),
        _("Mỗi chỉ số mỗi năm (kỳ) một bảng: mở, nhập điểm, trình, công bố, lập bản sửa."),
        {
            "indices.edition": _("Mở, trình, công bố; lập bản mới khi phải sửa."),
            "indices.standing": _("Tổng điểm, thứ hạng, xếp loại của từng đơn vị."),
            "indices.score": _("Điểm của một đơn vị ở một tiêu chí."),
            "indices.standingpart": _("Các phần của tổng điểm: thẩm định, điều tra, tác động."),
            "indices.block": _("Các đơn vị xếp hạng với nhau trong một bảng."),
            "indices.band": _("Ngưỡng xếp loại của một bảng."),
            "indices.target": _("Mức mà kế hoạch đặt ra cho một đơn vị, một năm."),
            "indices.annex": _("Điểm chi tiết nội bộ của một đơn vị dưới kết quả đã công bố."),
            "indices.upload": _("Các tệp điểm đã tải lên và kết quả kiểm tra."),
        },
    ),
    Group(
        "units",
        _("Đơn vị"),
        _("Tỉnh, bộ, sở, huyện, xã: tên, mã, nhập, chia, đổi tên."),
        {
            "units.unit": _("Mọi đơn vị còn và đã kết thúc; nhập đơn vị, đổi tên."),
            "units.unitname": _("Đơn vị mang tên nào, loại nào, từ ngày nào."),
            "units.alias": _("Cách viết khác, viết tắt để nhận ra đơn vị trong tệp điểm."),
            "units.succession": _("Đơn vị nào thành đơn vị nào; chia, chuyển một phần cũng ghi ở đây."),
            "units.group": _("Vùng kinh tế, cụm thi đua."),
            "units.groupmembership": _("Đơn vị nào ở vùng, cụm nào, trong thời gian nào."),
        },
    ),
    Group(
        "documents",
        _("Văn bản, nguồn"),
        _("Căn cứ của mọi số liệu: quyết định, báo cáo, bài báo."),
        {
            "records.decision": _("Quyết định, nghị quyết: số, ngày, người ký, hiệu lực."),
            "records.source": _("Tài liệu mà số liệu được đọc từ đó."),
            "indices.conflict": _("Chỗ các nguồn ghi khác nhau, và giá trị được giữ."),
            "records.leftout": _("Số liệu đã đọc mà không đưa vào bảng nào, và lý do."),
        },
    ),
    Group(
        "people",
        _("Người dùng"),
        _("Ai đăng nhập, được làm gì, với chỉ số và đơn vị nào."),
        {
            "records.user": _("Tài khoản, vai trò, khóa tài khoản."),
            "indices.indexassignment": _("Vai trò của từng người với từng chỉ số, đơn vị."),
        },
    ),
    Group(
        "trail",
        _("Nhật ký"),
        _("Mọi thay đổi: ai, lúc nào, trước và sau; không sửa, không xóa được."),
        {"records.auditevent": _("Lọc theo ngày, người, việc; tải về.")},
    ),
)
# What the software computes and counts for itself: shown last, folded.
TECHNICAL = Group(
    "technical",
    _("Số liệu phần mềm tự tính"),
    _("Chỉ để đối chiếu; không sửa ở đây."),
    {
        "indices.criterionstatistic": _("Trung bình, cao nhất, thấp nhất của từng tiêu chí."),
        "indices.editionstatistic": _("Trung bình và các số chung đã công bố của một bảng."),
        "records.dataversion": _("Số lần dữ liệu thay đổi từ đầu."),
    },
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One list: `add` is empty where nothing is added by hand."""

    label: str
    name: str
    about: object
    address: str
    add: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group with the lists that this site has."""

    group: Group
    entries: list[Entry]


def tasks():
    """[(task, address)]; a task whose page the site does not have is left out."""
    found = ((task, _address(task.address)) for task in TASKS)
    return [(task, address) for task, address in found if address]


def sections(request):
    """The groups, in order, with the lists that the reader may see."""
    return [section for section in (_section(group, request) for group in GROUPS) if section.entries]


def technical(request):
    return _section(TECHNICAL, request)


def current(opts):
    """The slug of the group that a model's pages belong to; empty: none."""
    label = getattr(opts, "label_lower", "")
    return next((group.slug for group in GROUPS if label in group.lists), "")


def _section(group, request):
    return Section(group, [entry for entry in _entries(group, request) if entry])


def _entries(group, request):
    registered = {model._meta.label_lower: model_admin for model, model_admin in admin.site._registry.items()}
    for label, about in group.lists.items():
        model_admin = registered.get(label)
        if model_admin and model_admin.has_view_permission(request):
            opts = model_admin.opts
            name = f"admin:{opts.app_label}_{opts.model_name}"
            add = reverse(f"{name}_add") if model_admin.has_add_permission(request) else ""
            yield Entry(label, capfirst(str(opts.verbose_name_plural)), about, reverse(f"{name}_changelist"), add)


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
