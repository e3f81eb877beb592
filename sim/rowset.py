"""Sets of agents that are rows: live or picked, with columns read and written at numpy speed.

Mesa's own sets hold agent objects; these hold row handles and make a view when one is asked for.
A *live* set (``model.agents``) always is what the tables hold now. What ``select``, ``sort``,
``groupby`` and the set operators give is a picked set: an ordered list of handles, from which those
that die drop out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self

import numpy as np
from mesa.agentset import AbstractAgentSet, GroupBy
from numpy.typing import NDArray

from sim.agents import FIXED_AT_BIRTH, Row
from sim.state.table import Bools, Ints, Table

if TYPE_CHECKING:
    from sim.model import ParkModel

PLAIN = -1
"""Kind of an ordinary Mesa agent that a user's own model has registered."""

Picked = tuple[Ints, Ints]
"""Kind (index of the view class, or PLAIN) and handle (unique_id if PLAIN) of each member."""


class RowSet(AbstractAgentSet[Any]):
    """An ordered set of agents over tables; see the module. ``kinds`` are the kinds it may hold."""

    def __init__(self, model: ParkModel, kinds: tuple[int, ...], picked: Picked | None = None) -> None:
        self.model = model
        self._kinds = kinds
        self._picked = picked

    @property
    def random(self) -> Random:
        """The model's ordinary random numbers, which only ``shuffle`` and ``shuffle_do`` use."""
        stdlib: Random = self.model.random
        return stdlib

    # -- members ------------------------------------------------------------------------------

    def _members(self) -> Picked:
        """Kind and handle of every living member, in order."""
        if self._picked is None:
            handles = [self._handles_now(kind) for kind in self._kinds]
            kinds = [np.full(len(h), kind, np.int64) for kind, h in zip(self._kinds, handles, strict=True)]
            return _join(kinds), _join(handles)
        kinds_now, handles_now = self._picked
        alive = np.zeros(len(kinds_now), np.bool_)
        for kind in self._kinds:
            at = np.flatnonzero(kinds_now == kind)
            alive[at] = self._alive(kind, handles_now[at])
        return kinds_now[alive], handles_now[alive]

    def _table(self, kind: int) -> Table:
        return self.model.views[kind].table_of(self.model.world)

    def _handles_now(self, kind: int) -> Ints:
        if kind == PLAIN:
            return np.array([agent.unique_id for agent in self.model.plain_agents], np.int64)
        table = self._table(kind)
        return np.array(table.handle[~table.retired])

    def _alive(self, kind: int, handles: Ints) -> Bools:
        if kind == PLAIN:
            return np.isin(handles, self._handles_now(PLAIN))
        table = self._table(kind)
        rows = table.rows(handles)
        alive = rows >= 0
        alive[alive] = ~table.retired[rows[alive]]
        return np.asarray(alive)

    def _views(self, members: Picked) -> Iterator[Any]:
        kinds, handles = members
        plain = {a.unique_id: a for a in self.model.plain_agents} if PLAIN in self._kinds else {}
        model, classes = self.model, self.model.views
        for kind, handle in zip(kinds.tolist(), handles.tolist(), strict=True):
            yield plain[handle] if kind == PLAIN else classes[kind].at(model, handle)

    def _living(self) -> Iterator[Any]:
        """Members one by one, leaving out those that die on the way."""
        for agent in self._views(self._members()):
            if not isinstance(agent, Row) or agent.alive:
                yield agent

    def _pick(self, members: Picked, inplace: bool = False) -> RowSet:
        if not inplace:
            return type(self)(self.model, self._kinds, members)
        self._picked = members
        return self

    def _key(self, agent: Any) -> tuple[int, int] | None:
        """Kind and handle of an agent of this model, None for anything else."""
        if isinstance(agent, Row):
            known = agent.model is self.model and type(agent) in self.model.views
            return (self.model.views.index(type(agent)), agent._handle) if known else None
        if agent in self.model.plain_agents:
            return PLAIN, int(agent.unique_id)
        return None

    def _update(self, agents: Iterable[Any]) -> RowSet:
        self._picked = self._members_of(agents)
        return self

    def _members_of(self, agents: Iterable[Any]) -> Picked:
        if isinstance(agents, RowSet) and agents.model is self.model:
            return agents._members()
        keys = list(dict.fromkeys(key for agent in agents if (key := self._key(agent)) is not None))
        pairs = np.array(keys, np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    # -- as a collection ------------------------------------------------------------------------

    def __len__(self) -> int:
        if self._picked is not None:
            return len(self._members()[0])
        tables = [self._table(kind) for kind in self._kinds if kind != PLAIN]
        plain = len(self.model.plain_agents) if PLAIN in self._kinds else 0
        return plain + sum(len(table) - int(np.count_nonzero(table.retired)) for table in tables)

    def __iter__(self) -> Iterator[Any]:
        return self._views(self._members())

    def __contains__(self, agent: object) -> bool:
        key = self._key(agent)
        if key is None or key[0] not in self._kinds:
            return False
        kind, handle = key
        if not self._alive(kind, np.array([handle]))[0]:
            return False
        if self._picked is None:
            return True
        return bool(np.any((self._picked[0] == kind) & (self._picked[1] == handle)))

    def __getitem__(self, item: int | slice) -> Any:
        kinds, handles = self._members()
        if isinstance(item, slice):
            return list(self._views((kinds[item], handles[item])))
        return next(self._views((kinds[item, None], handles[item, None])))

    def __copy__(self) -> RowSet:
        return self._pick(self._members())

    def to_list(self) -> list[Any]:
        """All members as a list of views."""
        return list(self)

    def __repr__(self) -> str:
        names = [self._name(kind) for kind in self._kinds]
        return f"RowSet({len(self)} of {', '.join(names)})"

    def _name(self, kind: int) -> str:
        return "mesa.Agent" if kind == PLAIN else self.model.views[kind].__name__

    # -- columns --------------------------------------------------------------------------------

    def column(self, name: str) -> NDArray[Any]:
        """An attribute of all members as an array (n, or n x width), in the order of the set; a copy.

        Raises AttributeError if some member has no such attribute.
        """
        values = self._values(name)
        return np.array([getattr(agent, name) for agent in self]) if values is None else values

    def _values(self, name: str) -> NDArray[Any] | None:
        """Column ``name`` of all members, None if it is not a column of every one."""
        name = "id" if name == "unique_id" else name
        whole = self._whole_table()
        if whole is not None:
            return np.array(getattr(whole, name)) if name in whole.columns else None
        members = self._members()
        blocks = self._blocks(members, name)
        return None if blocks is None else _gather(blocks, name, len(members[0]))

    def _whole_table(self) -> Table | None:
        """The table that the set shows row by row, if it is one."""
        if self._picked is not None or len(self._kinds) != 1 or self._kinds[0] == PLAIN:
            return None
        table = self._table(self._kinds[0])
        return None if table.retired.any() else table

    def _blocks(self, members: Picked, name: str) -> list[tuple[Ints, Table, Ints]] | None:
        """Where column ``name`` of each member lies: (positions in the set, table, rows)."""
        kinds, handles = members
        blocks = []
        for kind in self._kinds:
            at = np.flatnonzero(kinds == kind)
            if len(at) == 0:
                continue
            if kind == PLAIN or name not in self._table(kind).columns:
                return None
            table = self._table(kind)
            blocks.append((at, table, table.rows(handles[at])))
        return blocks

    def get(
        self,
        attr_names: str | list[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """Attributes of all members, as Mesa gives them: a list, or a list of lists for several names."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"unknown handle_missing {handle_missing!r}: one of 'error', 'default'")
        if not isinstance(attr_names, str):
            columns = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(values) for values in zip(*columns, strict=True)]
        values = self._values(attr_names)
        if values is not None:
            return values.tolist() if values.ndim == 1 else list(values)
        if handle_missing == "default":
            return [getattr(agent, attr_names, default_value) for agent in self]
        return [getattr(agent, attr_names) for agent in self]

    def agg(self, attribute: str, func: Callable[..., Any] | Iterable[Callable[..., Any]]) -> Any:
        """One or several functions of an attribute of all members, an array (whole numbers as int64)."""
        values = self.column(attribute)
        if values.dtype.kind == "i":
            values = values.astype(np.int64)
        return func(values) if callable(func) else [f(values) for f in func]

    def set(self, attr_name: str, value: Any) -> Self:
        """Set an attribute of all members: one value for all, or an array with an entry a member."""
        members = self._members()
        blocks = None if attr_name in FIXED_AT_BIRTH else self._blocks(members, attr_name)
        if blocks is None:
            for agent in self:
                setattr(agent, attr_name, value)
            return self
        for at, table, rows in blocks:
            data = table._data[attr_name]
            given = np.asarray(value)
            data[rows] = given[at] if given.ndim == data.ndim else given
        return self

    # -- picking and ordering -------------------------------------------------------------------

    def select(
        self,
        filter_func: Callable[[Any], bool] | Bools | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: type[Any] | None = None,
        *,
        n: int | None = None,
    ) -> RowSet:
        """Members for which ``filter_func`` holds: a function of an agent, or a mask with an entry a member.

        ``at_most`` (a count, or a share of the set if a float up to 1; ``n`` is a count too) keeps the
        first that fit. ``agent_type`` keeps one class and its subclasses.
        """
        members = self._members()
        limit = _limit(len(members[0]), at_most, n)
        if agent_type is not None:
            wanted = [k for k in self._kinds if k != PLAIN and issubclass(self.model.views[k], agent_type)]
            fits = np.isin(members[0], wanted)
            if PLAIN in self._kinds:
                plain = [a.unique_id for a in self.model.plain_agents if isinstance(a, agent_type)]
                fits |= (members[0] == PLAIN) & np.isin(members[1], plain)
        else:
            fits = np.ones(len(members[0]), np.bool_)
        if callable(filter_func):
            fits = self._first_that_hold(members, fits, filter_func, limit)
        elif filter_func is not None:
            mask = np.asarray(filter_func)
            if mask.dtype != np.bool_ or mask.shape != fits.shape:
                raise ValueError(f"a mask is bool[{len(fits)}] here, not {mask.dtype}{list(mask.shape)}")
            fits = fits & mask
        at = np.flatnonzero(fits)[:limit]
        return self._pick((members[0][at], members[1][at]), inplace)

    def _first_that_hold(
        self, members: Picked, fits: Bools, holds: Callable[[Any], bool], limit: int
    ) -> Bools:
        candidates = np.flatnonzero(fits)
        found = np.zeros(len(fits), np.bool_)
        left = limit
        agents = self._views((members[0][candidates], members[1][candidates]))
        for at, agent in zip(candidates.tolist(), agents, strict=True):
            if left <= 0:
                break
            if holds(agent):
                found[at] = True
                left -= 1
        return found

    def shuffle(self, inplace: bool = False) -> RowSet:
        """The members in random order (the model's ordinary random numbers)."""
        kinds, handles = self._members()
        order = list(range(len(kinds)))
        self.random.shuffle(order)
        at = np.array(order, np.int64)
        return self._pick((kinds[at], handles[at]), inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> RowSet:
        """The members by an attribute or a function, largest first unless ``ascending``; ties keep order."""
        kinds, handles = members = self._members()
        if callable(key):
            keys = [key(agent) for agent in self._views(members)]
            at = np.array(sorted(range(len(keys)), key=keys.__getitem__, reverse=not ascending), np.int64)
        else:
            at = _order(self.column(key), ascending)
        return self._pick((kinds[at], handles[at]), inplace)

    def groupby(
        self, by: Callable[[Any], Any] | str, result_type: Literal["agentset", "list"] = "agentset"
    ) -> RowGroups:
        """Groups by an attribute or a function, in the order in which their keys first appear."""
        kinds, handles = members = self._members()
        keys: list[Any] = [by(agent) for agent in self._views(members)] if callable(by) else self.get(by)
        places: dict[Any, list[int]] = {}
        for at, group in enumerate(keys):
            places.setdefault(group, []).append(at)
        groups = {group: self._pick((kinds[at], handles[at])) for group, at in places.items()}
        return RowGroups({k: list(v) for k, v in groups.items()} if result_type == "list" else groups)

    # -- acting ---------------------------------------------------------------------------------

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Call a method (by name) or a function on every member; those removed on the way are left out."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """The same in random order."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Call a method (by name) or a function on every member and return the results."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self._living()]
        return [method(agent, *args, **kwargs) for agent in self._living()]

    # -- set operators --------------------------------------------------------------------------

    def _combine(self, other: Any, keep: Callable[[Bools], Bools], add: bool) -> RowSet:
        """Members kept by whether ``other`` has them, then (if ``add``) those that only ``other`` has."""
        mine, theirs = self._members(), self._members_of(other)
        stay = keep(_among(mine, theirs))
        kinds, handles = mine[0][stay], mine[1][stay]
        if add:
            new = ~_among(theirs, mine)
            kinds, handles = _join([kinds, theirs[0][new]]), _join([handles, theirs[1][new]])
        held = tuple(sorted({*self._kinds, *np.unique(kinds).tolist()}))
        return type(self)(self.model, held, (kinds, handles))

    def __and__(self, other: Any) -> RowSet:
        return self._combine(other, lambda shared: shared, add=False)

    def __sub__(self, other: Any) -> RowSet:
        return self._combine(other, lambda shared: ~shared, add=False)

    def __or__(self, other: Any) -> RowSet:
        return self._combine(other, lambda shared: np.ones_like(shared), add=True)

    def __xor__(self, other: Any) -> RowSet:
        return self._combine(other, lambda shared: ~shared, add=True)

    def __rsub__(self, other: Any) -> RowSet:
        return self._pick(self._members_of(other)) - self

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__
    __iand__, __ior__, __isub__, __ixor__ = __and__, __or__, __sub__, __xor__

    def add(self, agent: Any) -> NoReturn:
        """Raises TypeError: rows are born in tables; join sets with ``|``."""
        raise TypeError(_NOT_BY_HAND)

    def discard(self, agent: Any) -> NoReturn:
        """Raises TypeError: take members out with ``-`` or ``select``; ``agent.remove()`` retires a row."""
        raise TypeError(_NOT_BY_HAND)

    def remove(self, agent: Any) -> NoReturn:
        """Raises TypeError: take members out with ``-`` or ``select``; ``agent.remove()`` retires a row."""
        raise TypeError(_NOT_BY_HAND)


class RowGroups(GroupBy):
    """Groups of rows; ``agg`` reads columns."""

    def agg(self, attr_name: str, func: Callable[..., Any]) -> dict[Any, Any]:
        """A function of an attribute in each group: {key: value}."""
        return {
            key: group.agg(attr_name, func)
            if isinstance(group, RowSet)
            else func([getattr(agent, attr_name) for agent in group])
            for key, group in self.groups.items()
        }


_NOT_BY_HAND = (
    "a set of rows is what the tables hold: rows are born through world.<table>.add and die through"
    " agent.remove(); join and cut sets with |, &, -, ^ and select()"
)


def _limit(size: int, at_most: int | float, n: int | None) -> int:
    if isinstance(at_most, float) and at_most <= 1.0:
        at_most = int(size * at_most)
    return int(min(size, at_most, size if n is None else n))


def _join(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _gather(blocks: list[tuple[Ints, Table, Ints]], name: str, count: int) -> NDArray[Any]:
    if not blocks:
        return np.zeros(0)
    parts = [table._data[name][rows] for _, table, rows in blocks]
    if len(parts) == 1:
        return parts[0]
    values = np.empty((count, *parts[0].shape[1:]), np.result_type(*parts))
    for (at, _, _), part in zip(blocks, parts, strict=True):
        values[at] = part
    return values


def _order(values: NDArray[Any], ascending: bool) -> Ints:
    """Stable order of values, smallest or largest first."""
    if ascending:
        return np.argsort(values, kind="stable")
    return len(values) - 1 - np.argsort(values[::-1], kind="stable")[::-1]


def _among(members: Picked, others: Picked) -> Bools:
    """True for members that are among others (kind and handle)."""
    found = np.zeros(len(members[0]), np.bool_)
    for kind in np.unique(members[0]).tolist():
        at = np.flatnonzero(members[0] == kind)
        found[at] = np.isin(members[1][at], others[1][others[0] == kind])
    return found
