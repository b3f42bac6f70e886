"""The page on which a criteria set's whole tree is laid down, in Django admin."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.actions.trees import (
    SetLockedError,
    TreeChangedError,
    TreeFaultsError,
    changes_between,
    store_tree,
    tree_faults,
)
from indices.admin.closing import LOCKED
from indices.forms.trees import SPARE, Agencies, TreeForm
from indices.models import CriteriaSet
from indices.permissions import is_admin, require
from indices.presenters.tree_words import cell_told, change_words, saved_words, told
from indices.presenters.trees import TreePage, address_of
from indices.queries.trees import StoredTree, agencies_today, last_saved, provinces_today, set_for_tree

SAVE, SAVE_UNFINISHED, REPLACE, ADD, RENUMBER = "save", "draft", "replace", "add", "renumber"


def tree_urls(model_admin):
    """The addresses of the page, for `get_urls` of the sets' admin."""
    view = model_admin.admin_site.admin_view(tree_page)
    return [path("<int:pk>/tree/", view, name="indices_criteriaset_tree")]


def tree_page(request, pk):
    """Show the tree of a set, and store it when it is sent back."""
    require(is_admin(request.user))
    criteria_set = set_for_tree(pk)
    if criteria_set is None:
        raise Http404
    desk = Desk(request, criteria_set)
    return desk.answer() if request.method == "POST" else desk.show(desk.stored_form())


class Desk:
    """One request for the page: the set, the unit whose agencies are named, the tree as it is stored."""

    def __init__(self, request, criteria_set):
        self.request, self.criteria_set = request, criteria_set
        self.asked = request.POST if request.method == "POST" else request.GET
        self.language = get_language()

    @cached_property
    def provinces(self):
        """To choose from, where the index is of the whole country."""
        return [] if self.criteria_set.index.within_id else provinces_today()

    @cached_property
    def within(self):
        chosen = self.asked.get("within", "")
        return self.criteria_set.index.within or next((unit for unit in self.provinces if unit.slug == chosen), None)

    @cached_property
    def stored(self):
        return StoredTree(self.criteria_set, self.within)

    @cached_property
    def agencies(self):
        if self.within is None:
            return Agencies()
        named = [unit for leads in self.stored.leads.values() for unit in leads]
        return Agencies(self.within, agencies_today(self.within), named)

    @cached_property
    def is_locked(self):
        return self.criteria_set.editions.frozen().exists()

    def stored_form(self):
        return TreeForm.stored(self.stored, self.agencies, self.language)

    def answer(self):
        """Do what the pressed button says."""
        data, wanted = self.request.POST, self.request.POST.get("do")
        if "locked" in data:
            form = TreeForm.described(data, self.stored, self.agencies, self.language)
        else:
            form = TreeForm.posted(data, self.agencies, self.stored)
        if wanted in (SAVE, SAVE_UNFINISHED, REPLACE):
            return self.save(form, unfinished=wanted == SAVE_UNFINISHED)
        if wanted == RENUMBER:
            form.renumber()
        return self.show(form, spare=2 * SPARE if wanted == ADD else SPARE, is_unsaved=True)

    def save(self, form, *, unfinished):
        """Store what was typed, or show it again with everything that is wrong."""
        data = self.request.POST
        if form.faults:
            return self.show(form, told=self._told(form), is_unsaved=True)
        seen = data.get("seen_now" if data.get("do") == REPLACE else "seen", "")
        try:
            changes = store_tree(
                criteria_set=self.criteria_set,
                rows=form.rows,
                by=self.request.user,
                within=self.within,
                unfinished=unfinished,
                seen=seen,
            )
        except TreeFaultsError as error:
            found = [told(fault, error.rows) for fault in error.faults]
            waits = self.is_draft and not any(fault.flaw.is_structural for fault in error.faults)
            return self.show(form, told=found, is_unsaved=True, may_wait=waits)
        except TreeChangedError as error:
            return self.show(form, is_unsaved=True, conflict=self._conflict(form, error.stored))
        except SetLockedError:
            unstored = change_words(changes_between(self.stored, form.rows))
            return self.show(self.stored_form(), unstored=unstored)
        messages.success(self.request, saved_words(changes))
        query = f"?{urlencode({'within': self.within.slug})}" if self.provinces and self.within else ""
        return HttpResponseRedirect(f"{self.request.path}{query}")

    @property
    def is_draft(self):
        return self.criteria_set.state == CriteriaSet.State.DRAFT

    def _told(self, form):
        """What cannot be read, and whatever else is wrong but for what follows from that."""
        unread = {(fault.row, fault.column) for fault in form.faults}
        found = [cell_told(fault, form.rows) for fault in form.faults]
        faults = tree_faults(self.criteria_set, self.stored, form.rows, locked=self.is_locked)
        others = (told(fault, form.rows) for fault in faults)
        found += [one for one in others if (one.row, one.column) not in unread]
        return sorted(found, key=lambda one: len(form.rows) if one.row is None else one.row)

    def _conflict(self, form, stored):
        """Who stored another tree meanwhile, when, and how it differs from what was typed."""
        sentences, left_out = change_words(changes_between(stored, form.rows))
        event = last_saved(self.criteria_set)
        return {"event": event, "sentences": sentences, "left_out": left_out, "seen_now": stored.digest}

    def show(self, form, *, told=(), spare=SPARE, is_unsaved=False, **more):
        """Answer with the page: the form with what is wrong with it."""
        page = TreePage(
            self.criteria_set,
            self.stored,
            form,
            told=told,
            spare=0 if self.is_locked else spare,
            locked=self.is_locked,
            language=self.language,
        )
        context = {
            **admin.site.each_context(self.request),
            "is_nav_sidebar_enabled": False,  # the table needs the width
            "title": _("Cây tiêu chí: %(set)s") % {"set": self.criteria_set},
            "opts": CriteriaSet._meta,
            "criteria_set": self.criteria_set,
            "page": page,
            "within": self.within,
            "provinces": self.provinces,
            "agencies": self.agencies.units,
            "seen": self.request.POST.get("seen", "") if is_unsaved else self.stored.digest,
            "locked": LOCKED if self.is_locked else "",
            "is_draft": self.is_draft,
            "is_unsaved": is_unsaved,
            "copy_address": address_of("admin:indices_criteriaset_copy", self.criteria_set.pk),
            "import_address": address_of("admin:indices_criteriaset_import", self.criteria_set.pk),
            **more,
        }
        return render(self.request, "admin/indices/criteriaset/tree.html", context)
