"""Tables: growth, removal, order, handles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.state.firms import Firms
from sim.state.identity import Birth, hash_of, identity_at_place, identity_from
from sim.state.knowledge import Links


def ids(*values: int) -> np.ndarray:
    return np.array(values, np.uint64)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 5)), max_size=30), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_rows_handles_and_order_agree_with_a_dictionary(steps: list[tuple[bool, int]], seed: int) -> None:
    table, kept, handles, fresh = Firms(), {}, {}, 1
    for number, (adding, count) in enumerate(steps):
        if adding or not kept:
            new = ids(*((hash((seed, number, k)) & 0xFFFF) << 20 | (fresh + k) for k in range(count)))
            at = table.add(new, cash=np.arange(fresh, fresh + count, dtype=float))
            for identity, handle, cash in zip(new, table.handle[at], table.cash[at], strict=True):
                kept[int(identity)], handles[int(identity)] = float(cash), int(handle)
            fresh += count
        else:
            gone = sorted(kept)[:: max(1, len(kept) // count)]
            table.retire(table.rows(np.array([handles[i] for i in gone])))
            for identity in gone:
                del kept[identity]
        table.settle()
        assert list(table.id) == sorted(kept)
        assert [kept[int(i)] for i in table.id] == list(table.cash)
        assert np.array_equal(table.rows(table.handle), np.arange(len(table)))
    dead = [h for i, h in handles.items() if i not in kept]
    assert np.all(table.rows(np.array(dead, np.int64)) == -1)


def test_a_handle_of_a_dead_row_is_not_taken_over_by_the_next_tenant() -> None:
    table = Firms()
    table.add(ids(1, 2))
    first = table.handle.copy()
    table.retire(np.array([0]))
    table.settle()
    table.add(ids(3))
    assert list(table.rows(first)) == [-1, 0]
    assert table.rows(np.array([-1]))[0] == -1


def test_permuted_rows_are_put_back_in_order() -> None:
    table = Firms()
    table.add(ids(5, 6, 7), cash=np.array([1.0, 2.0, 3.0]))
    handles = table.handle.copy()
    table.permute(np.array([2, 0, 1]))
    assert list(table.cash[table.rows(handles)]) == [1.0, 2.0, 3.0]
    table.settle()
    assert list(table.id) == [5, 6, 7] and list(table.cash) == [1.0, 2.0, 3.0]


def test_adding_one_row_at_a_time_copies_each_row_a_bounded_number_of_times() -> None:
    table, copied = Firms(), 0
    reserve = Firms._reserve

    def watch(self: Firms, needed: int) -> None:
        nonlocal copied
        before = len(self._dead)
        reserve(self, needed)
        copied += self._n if len(self._dead) != before else 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Firms, "_reserve", watch)
        for k in range(5000):
            table.add(ids(k))
    assert copied < 2 * 5000


def test_unknown_columns_are_refused() -> None:
    with pytest.raises(AttributeError, match="no column 'cahs'"):
        Firms().add(ids(1), cahs=1.0)
    with pytest.raises(AttributeError, match="no column"):
        Firms().cahs = 1.0


def test_identities_sort_by_quarter_and_do_not_collide() -> None:
    n = 20000
    many = [
        identity_at_place(3, Birth.ENTRANT, np.arange(n) % 7, np.arange(n) % 10, np.arange(n)),
        identity_from(3, Birth.FIRM_SPINOFF, np.arange(n, dtype=np.uint64)),
        identity_from(4, Birth.FIRM_SPINOFF, np.arange(n, dtype=np.uint64)),
    ]
    assert len(np.unique(np.concatenate(many))) == 3 * n
    assert many[0].max() < many[2].min()
    assert np.array_equal(many[1], identity_from(3, Birth.FIRM_SPINOFF, np.arange(n, dtype=np.uint64)))
    assert hash_of(1, 2) != hash_of(2, 1)


def test_a_patient_table_keeps_the_dead_until_they_are_many_or_swept() -> None:
    links = Links()
    links.add(ids(1, 2, 3, 4))
    handles = links.handle.copy()
    links.retire(np.array([1]))
    links.settle()
    assert list(links.id) == [1, 2, 3, 4] and list(links.retired) == [False, True, False, False]
    assert links.row(int(handles[1])) == -1
    links.sweep()
    assert list(links.id) == [1, 3, 4] and list(links.rows(handles)) == [0, -1, 1, 2]
    links.retire(np.array([0, 2]))
    links.settle()
    assert list(links.id) == [3]
