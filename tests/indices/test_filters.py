"""The state of a league table: read from an address, written back, and never surprised."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from indices.filters import MORE, TableState

KNOWN = {"blocks": {"so"}, "regions": {"tay-nguyen"}, "parents": {"1", "2"}}


def read(query):
    return TableState.from_query(QueryDict(query), **KNOWN)


def test_an_empty_query_is_the_whole_table_from_the_top_down():
    assert read("") == TableState()
    assert TableState().address() == "?"


def test_what_is_known_is_kept():
    state = read("block=so&region=tay-nguyen&q=hue&view=around&show=ranks&under=2&more=years&sort=-c:2.1&page=3")
    assert state == TableState("so", "tay-nguyen", "hue", True, "ranks", "2", ("years",), "-c:2.1", 3)


def test_what_is_not_understood_is_the_default():
    assert read("block=x&region=x&show=x&under=9&more=x&sort=-total;drop&page=-1&view=x") == TableState()


def test_columns_below_a_criterion_are_shown_without_asking_twice():
    assert read("under=1").show == "values"


def test_a_page_number_is_ascii_and_short():
    assert read("page=٣").page == 1
    assert read("page=999999999999").page == 1


def test_a_null_byte_never_reaches_the_database():
    assert read("q=hu%00e").q == "hue"


def test_changing_the_view_goes_back_to_the_first_page():
    assert TableState(page=4, q="hà").address(sort="-total") == "?q=h%C3%A0&sort=-total"


def test_the_page_stays_when_it_is_asked_for():
    assert TableState(page=4).address(page=5) == "?page=5"


def test_toggling_a_column_twice_changes_nothing():
    state = TableState(more=("band",))
    opened = TableState(more=state.toggled("years"))
    assert opened.more == ("years", "band")
    assert opened.toggled("years") == state.more


@given(
    st.builds(
        TableState,
        block=st.sampled_from(["", "so"]),
        region=st.sampled_from(["", "tay-nguyen"]),
        q=st.text(max_size=100).map(lambda text: text.replace("\x00", "").strip()),
        around=st.booleans(),
        show=st.sampled_from(["values", "ranks", "changes"]),
        under=st.sampled_from(["", "1", "2"]),
        more=st.lists(st.sampled_from(MORE), unique=True).map(lambda m: tuple(n for n in MORE if n in m)),
        sort=st.sampled_from(["", "rank", "-places", "c:1.2", "-r:3", "d:4.4.4"]),
        page=st.integers(1, 99999),
    ).filter(lambda state: state.q.encode("utf-8", "ignore").decode() == state.q)
)
def test_an_address_read_back_is_the_same_view(state):
    assert read(state.address(page=state.page).removeprefix("?")) == state


@given(st.text(max_size=200))
def test_any_query_gives_some_view(query):
    read(query)
