"""Struct-of-arrays tables: one row is one agent, one declared column is one array.

A column is declared once, as a class attribute made by :func:`column`; the declaration carries
dtype, unit, meaning, the phases that own it, and labels in English and Chinese. Reading the
attribute on an instance gives a view of the live rows.

Two notions of "which one" are kept apart:

* the *identity* (column ``id``) is derived from the cause of birth, keys all luck, and is the same
  in every run in which the agent is born;
* the *handle* (column ``handle``) is cheap, belongs to one run, is valid while the row lives, and
  is what tables store to point at each other. ``rows(handles)`` gives row numbers, -1 if dead.

Rows are kept in identity order, so that sums over rows do not depend on how they came to lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Self, overload

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_SLOT_BITS = 32
_SLOT_MASK = (1 << _SLOT_BITS) - 1
_NO_ROW = _SLOT_MASK


@dataclass(slots=True)
class Column:
    """Declaration of one column; see :func:`column`."""

    dtype: np.dtype[Any]
    unit: str
    meaning: str
    owner: tuple[str, ...]
    en: str
    zh: str
    width: int = 0
    default: float = 0
    name: str = ""

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, table: None, _type: type | None = None) -> Self: ...
    @overload
    def __get__(self, table: Table, _type: type | None = None) -> NDArray[Any]: ...
    def __get__(self, table: Table | None, _type: type | None = None) -> Self | NDArray[Any]:
        if table is None:
            return self
        return table._data[self.name][: table._n]

    def __set__(self, table: Table, value: Any) -> None:
        table._data[self.name][: table._n] = value


def column(
    dtype: str, unit: str, meaning: str, *, owner: str, en: str, zh: str, width: int = 0, default: float = 0
) -> Column:
    """Declare a column.

    ``owner`` names the phases (comma separated) that may write it; ``birth`` means that it is set
    when the row is added and never again. ``width`` > 0 gives each row a vector of that length.
    """
    owners = tuple(part.strip() for part in owner.split(","))
    return Column(np.dtype(dtype), unit, meaning, owners, en, zh, width, default)


class Table:
    """A growable population of rows. Subclasses declare columns; ``id`` and ``handle`` are common."""

    columns: ClassVar[dict[str, Column]] = {}
    title_en: ClassVar[str] = ""
    title_zh: ClassVar[str] = ""
    dead_share: ClassVar[float] = 0.0
    """Share of rows that may be retired before :meth:`settle` drops them; readers pass over ``retired``."""

    id = column("u8", "-", "identity derived from the cause of birth; keys all luck", owner="birth",
                en="identity", zh="身份号")  # fmt: skip
    handle = column("i8", "-", "handle of the row in this run", owner="birth", en="row handle", zh="行句柄")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        found: dict[str, Column] = {}
        for base in reversed(cls.__mro__):
            found.update({k: v for k, v in vars(base).items() if isinstance(v, Column)})
        cls.columns = found

    def __init__(self, capacity: int = 16) -> None:
        self._n = 0
        self._data: dict[str, NDArray[Any]] = {
            name: np.full((capacity, c.width) if c.width else capacity, c.default, c.dtype)
            for name, c in self.columns.items()
        }
        self._dead = np.zeros(capacity, np.bool_)
        self._any_dead = False
        self._in_order = 0
        self._moves = 0
        self._shifts = 0
        # By slot: its generation, and in the lower half the row (of rows before _noted).
        self._where = np.full(capacity, _NO_ROW, np.int64)
        self._noted = 0
        self._free = np.arange(capacity - 1, -1, -1, dtype=np.int64)
        self._n_free = capacity

    def __len__(self) -> int:
        return self._n

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and name not in self.columns:
            raise AttributeError(f"{type(self).__name__} has no column {name!r}")
        super().__setattr__(name, value)

    def add(self, ids: NDArray[np.uint64], values: Mapping[str, Any] | None = None, **more: Any) -> slice:
        """Append rows (amortised O(1) a row) and return their slice; columns not given take defaults."""
        count = len(ids)
        start, stop = self._n, self._n + count
        self._reserve(stop)
        given = {**(values or {}), **more}
        unknown = set(given) - set(self.columns)
        if unknown:
            raise AttributeError(f"{type(self).__name__} has no column {sorted(unknown)[0]!r}")
        for name, c in self.columns.items():
            self._data[name][start:stop] = given.get(name, c.default)
        self._data["id"][start:stop] = ids
        slots = self._free[self._n_free - count : self._n_free][::-1]
        self._n_free -= count
        self._data["handle"][start:stop] = (self._where[slots] & ~_SLOT_MASK) | slots
        self._dead[start:stop] = False
        self._n = stop
        return slice(start, stop)

    def retire(self, rows: Bools | Ints) -> None:
        """Mark rows dead (O(1) each); they vanish at the next :meth:`settle`, or :meth:`sweep`."""
        dead = self._dead[: self._n]
        if rows.dtype == np.bool_:
            np.logical_or(dead, rows, out=dead)
        else:
            dead[rows] = True
        self._any_dead = True

    @property
    def retired(self) -> Bools:
        """True for rows that are dead, but not dropped yet."""
        return self._dead[: self._n]

    @property
    def layout(self) -> tuple[int, int]:
        """A value that changes whenever rows are added or come to lie elsewhere."""
        return self._moves, self._n

    @property
    def moves(self) -> int:
        """A number that changes whenever rows come to lie elsewhere; rows added behind move none.

        Newborn rows are not counted on until they have found their place behind the others.
        """
        return self._shifts if self._in_order == self._n else -1 - self._moves

    @property
    def where(self) -> Ints:
        """Where the rows lie, by the slot of their handle, for kernels that look up many; see `look_up`."""
        self._note_rows()
        return self._where

    def settle(self) -> None:
        """Drop retired rows, if they are too many to wait, and put the rest in identity order; handles stay valid."""
        if self._any_dead and np.count_nonzero(self.retired) > self.dead_share * self._n:
            self.sweep()
        if self._in_order < self._n:
            self._order_tail()

    def sweep(self, *alike: NDArray[Any]) -> None:
        """Drop retired rows now, of the table and of arrays with an entry a row, whose first entries stay valid."""
        from sim.kernels.rows import close_gaps  # compiled code is not needed to list columns

        dead = self._dead[: self._n]
        gone = np.flatnonzero(dead) if self._any_dead else np.zeros(0, np.int64)
        self._any_dead = False
        if not len(gone):
            return
        slots = self._data["handle"][gone] & _SLOT_MASK
        self._where[slots] = ((self._where[slots] >> _SLOT_BITS) + 1 << _SLOT_BITS) | _NO_ROW
        self._free[self._n_free : self._n_free + len(slots)] = slots[::-1]
        self._n_free += len(slots)
        self._moves += 1
        self._shifts += 1
        close_gaps([*(data[: self._n] for data in self._data.values()), *alike], gone)
        self._in_order -= int(np.searchsorted(gone, self._in_order))
        self._noted = min(self._noted, int(gone[0]))
        self._n -= len(gone)
        dead[:] = False

    def _order_tail(self) -> None:
        """Sort rows added since the last time; newborn identities follow all older ones, but for test rows."""
        ids, start = self._data["id"][: self._n], self._in_order
        if start and ids[start:].min() < ids[start - 1]:
            start = 0
        if np.any(ids[start + 1 :] < ids[start:-1]):
            from sim.kernels.order import order_of  # compiled code is not needed to list columns

            self._take(start + order_of(ids[start:]), start)
        self._in_order = self._n

    def _take(self, moved: NDArray[Any], start: int = 0) -> None:
        from sim.kernels.threads import at_once  # compiled code is not needed to list columns

        self._moves += 1
        self._shifts += start < self._in_order

        def take(data: NDArray[Any]) -> None:
            data[start : self._n] = data[: self._n].take(moved, axis=0)

        at_once([partial(take, data) for data in (*self._data.values(), self._dead)], len(moved))
        self._noted = min(self._noted, start)

    def _note_rows(self) -> None:
        """Write down where rows lie; put off until somebody asks, since some tables are never asked."""
        if self._noted < self._n:
            from sim.kernels.rows import note_rows  # compiled code is not needed to list columns

            note_rows(self._where, self._data["handle"][: self._n], self._noted)
            self._noted = self._n

    def permute(self, order: NDArray[Any]) -> None:
        """Lay the rows in another order (handles stay valid); the next :meth:`settle` restores it."""
        self._take(np.asarray(order))
        self._in_order = 0

    def rows(self, handles: NDArray[Any], but: Bools | None = None) -> Ints:
        """Row number of each handle, -1 where the row is gone, the handle is negative, or ``but`` is true."""
        from sim.kernels.rows import look_up  # compiled code is not needed to list columns

        return look_up(handles, self.where, but)

    def row(self, handle: int) -> int:
        """Row number of one handle, -1 where the row is gone or retired."""
        self._note_rows()
        slot = handle & _SLOT_MASK
        if handle < 0 or slot >= len(self._where) or (int(self._where[slot]) ^ handle) >> _SLOT_BITS:
            return -1
        row = int(self._where[slot]) & _SLOT_MASK
        return -1 if row == _NO_ROW or (self._any_dead and self._dead[row]) else row

    def row_of_identity(self, ids: NDArray[Any]) -> Ints:
        """Row number of each identity, -1 where no such row lives (binary search)."""
        mine = self.id
        at = np.minimum(np.searchsorted(mine, np.asarray(ids, np.uint64)), max(self._n - 1, 0))
        if self._n == 0:
            return np.full(np.shape(ids), -1, np.int64)
        return np.where(mine[at] == ids, at, -1)

    def copy_columns(self) -> dict[str, NDArray[Any]]:
        """A dictionary of copies of all columns over the live rows."""
        return {name: self._data[name][: self._n].copy() for name in self.columns}

    def state_names(self) -> tuple[str, ...]:
        """Names of the arrays that :meth:`state` gives."""
        return (*self.columns, "where", "free")

    def state(self) -> dict[str, NDArray[Any]]:
        """All that a settled table holds, as arrays; a column that is alike in all rows has one entry."""
        self._note_rows()
        columns = {name: _shortened(self._data[name][: self._n]) for name in self.columns}
        return columns | {"where": self._where.copy(), "free": self._free[: self._n_free].copy()}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Hold what :meth:`state` gave."""
        capacity, n = len(state["where"]), len(state["id"])
        for name, c in self.columns.items():
            self._data[name] = np.full((capacity, c.width) if c.width else capacity, c.default, c.dtype)
            self._data[name][:n] = state[name]
        self._dead, self._any_dead = np.zeros(capacity, np.bool_), False
        self._where, self._free, self._n_free = state["where"], np.empty(capacity, np.int64), len(state["free"])
        self._free[: self._n_free] = state["free"]
        self._n = self._in_order = self._noted = n
        self._moves += 1

    def _reserve(self, needed: int) -> None:
        capacity = len(self._dead)
        if needed <= capacity:
            return
        new = max(needed, 2 * capacity, 16)
        for name, c in self.columns.items():
            grown = np.full((new, c.width) if c.width else new, c.default, c.dtype)
            grown[: self._n] = self._data[name][: self._n]
            self._data[name] = grown
        self._dead = np.concatenate([self._dead, np.zeros(new - capacity, np.bool_)])
        self._where = np.concatenate([self._where, np.full(new - capacity, _NO_ROW, np.int64)])
        free = np.empty(new, np.int64)
        fresh = np.arange(new - 1, capacity - 1, -1, dtype=np.int64)
        free[: len(fresh)] = fresh
        free[len(fresh) : len(fresh) + self._n_free] = self._free[: self._n_free]
        self._free, self._n_free = free, self._n_free + len(fresh)


def _shortened(values: NDArray[Any]) -> NDArray[Any]:
    """The first row alone where all rows are alike."""
    return values[:1].copy() if len(values) > 1 and np.all(values[1:] == values[:1]) else values
