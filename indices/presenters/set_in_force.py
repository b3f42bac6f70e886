"""The page that puts a criteria set into force, or takes it back."""

from indices.models import CriteriaSet
from indices.presenters.set_compare import ComparePage
from indices.presenters.sets import hindrance_words, retiring_words
from indices.queries.crosswalks import comparison
from indices.queries.outlines import outline_of
from indices.queries.sets import followed_by, hindrances, hindrances_to_take_back, sisters_of

State = CriteriaSet.State


class InForcePage:
    """What the page shows: what is wanting, what will happen, what became of the criteria of the sets before.

    Attributes:
        wanting: [Told] of what is to be done first, but for looking at the links.
        consequences: sentences of what happens to other sets.
        crossings: a `ComparePage` for each set that this one is linked with.
        unconfirmed: how many links nobody has confirmed.
        may_go, may_come_back: can it be put into force, or taken back, now?
    """

    def __init__(self, criteria_set, language):
        self.criteria_set = criteria_set
        self.is_draft = criteria_set.state == State.DRAFT
        self.wanting, self.consequences, self.crossings = [], [], []
        self.may_go = self.may_come_back = False
        if self.is_draft:
            self._look_ahead(language)
        else:
            found = hindrances_to_take_back(criteria_set)
            self.wanting = [hindrance_words(one, criteria_set, []) for one in found]
            self.may_come_back = not found
        self.unconfirmed = sum(page.found.unconfirmed for page in self.crossings)

    def _look_ahead(self, language):
        criteria_set, rows, sisters = self.criteria_set, outline_of(self.criteria_set), sisters_of(self.criteria_set)
        found = hindrances(criteria_set, accept_links=True, rows=rows, sisters=sisters)
        self.wanting = [hindrance_words(one, criteria_set, rows) for one in found]
        self.may_go = not found
        self.consequences = [retiring_words(other, criteria_set) for other in followed_by(criteria_set, sisters)]
        origins = CriteriaSet.objects.filter(links_to_next__to_set=criteria_set).distinct().order_by("pk")
        self.crossings = [
            ComparePage(comparison(origin, criteria_set), language) for origin in origins.select_related("index")
        ]
