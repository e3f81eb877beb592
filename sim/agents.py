"""Rows seen as Mesa agents, made on demand: who does not ask does not pay.

An agent here is a view of one row: it holds the model and the row's handle, its attributes are the
columns of the table, and it can be made and thrown away at will. Two views of one row are equal.
Attributes of a row that is gone raise ReferenceError.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

import mesa
import numpy as np

from sim.quarter.demography.exit import close_firms
from sim.state.table import Ints, Table
from sim.world import World

if TYPE_CHECKING:
    from sim.model import ParkModel

FIXED_AT_BIRTH = ("id", "handle")
"""Columns that say which row it is; nobody may set them."""


class _NoStorage(frozenset[str]):
    """Refuses Mesa's numpy data sets, which would put properties over the columns of every model."""

    def add(self, name: str) -> NoReturn:
        raise TypeError(
            f"data set {name!r}: rows lie in numpy columns already; read model.world.<table>.<column>,"
            " or record a data set over a live set of agents"
        )


class Row(mesa.Agent):
    """A view of one row of a population; subclasses name the population.

    A subclass may add methods and properties (list it in :attr:`ParkModel.views` to have it used),
    but no attributes of its own: a view is forgotten as soon as nobody holds it.
    """

    population: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._datasets = _NoStorage()

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        raise TypeError(_BORN_IN_TABLES.format(type(self).__name__, self.population))

    @classmethod
    def create_agents(cls, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raises TypeError: rows are born in tables."""
        raise TypeError(_BORN_IN_TABLES.format(cls.__name__, cls.population))

    @classmethod
    def from_dataframe(cls, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raises TypeError: rows are born in tables."""
        raise TypeError(_BORN_IN_TABLES.format(cls.__name__, cls.population))

    @classmethod
    def at(cls, model: ParkModel, handle: int) -> Self:
        """The view of the row with this handle (as other tables store it); the row may be gone."""
        agent = cls.__new__(cls)
        fields = agent.__dict__
        fields["model"] = model
        fields["_handle"] = handle
        return agent

    @classmethod
    def table_of(cls, world: World) -> Table:
        """The table whose rows this class shows."""
        table: Table = getattr(world, cls.population)
        return table

    @classmethod
    def retire_rows(cls, world: World, rows: Ints) -> None:
        """Take rows (their numbers) out of the population; they vanish when the phase ends."""
        cls.table_of(world).retire(rows)

    @property
    def alive(self) -> bool:
        """True while the row lives."""
        return self.table_of(self.model.world).row(self._handle) >= 0

    @property
    def unique_id(self) -> int:
        """The identity: derived from the cause of birth, the same in every run in which the agent is born."""
        table, row = self._place()
        return int(table.id[row])

    @property
    def pos(self) -> tuple[float, float] | None:
        """Position in its site (km east, km north), None for populations without one."""
        table, row = self._place()
        if "x" not in table.columns or "y" not in table.columns:
            return None
        return float(table._data["x"][row]), float(table._data["y"][row])

    def remove(self) -> None:
        """Retire the row. Money that it still holds leaves the books with it, and the audit will say so."""
        _, row = self._place()
        self.retire_rows(self.model.world, np.array([row]))

    def _place(self) -> tuple[Table, int]:
        table = self.table_of(self.model.world)
        row = table.row(self._handle)
        if row < 0:
            raise ReferenceError(f"this {type(self).__name__} is gone: its row was retired")
        return table, row

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        table, row = self._place()
        if name not in table.columns:
            raise AttributeError(_no_column(self, table, name))
        data = table._data[name]
        if data.ndim == 1:
            return data.item(row)
        vector = data[row].copy()
        vector.flags.writeable = False
        return vector

    def __setattr__(self, name: str, value: Any) -> None:
        table, row = self._place()
        if name in FIXED_AT_BIRTH:
            raise AttributeError(f"{name!r} says which row this is and cannot be set")
        if name in table.columns:
            table._data[name][row] = value
        elif hasattr(type(self), name):
            object.__setattr__(self, name, value)
        else:
            raise AttributeError(_no_column(self, table, name))

    def __dir__(self) -> Iterable[str]:
        return sorted({*super().__dir__(), *self.table_of(self.model.world).columns})

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.model is self.model and other._handle == self._handle

    def __hash__(self) -> int:
        return hash((type(self).population, self._handle))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.unique_id if self.alive else 'gone'})"


class Firm(Row):
    """A firm; attributes are the columns of ``world.firms``."""

    population = "firms"

    @classmethod
    def retire_rows(cls, world: World, rows: Ints) -> None:
        """Close firms as at a death: assets are sold, the bank is paid, the rest goes to the owners."""
        close_firms(world, rows, np.full(len(rows), "removed"))


class University(Row):
    """A university; attributes are the columns of ``world.universities``."""

    population = "universities"


class Fund(Row):
    """A fund; attributes are the columns of ``world.funds``."""

    population = "funds"


class LeadingTalent(Row):
    """A leading researcher or engineer; attributes are the columns of ``world.talents``."""

    population = "talents"


VIEWS: tuple[type[Row], ...] = (Firm, University, Fund, LeadingTalent)
"""The populations that Mesa sees as agents."""

_BORN_IN_TABLES = (
    "a {} is a view of a row and is not made by hand:"
    " rows are born in phases, through world.{}.add(ids, columns)"
)


def _no_column(agent: Row, table: Table, name: str) -> str:
    near = get_close_matches(name, table.columns, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"{type(agent).__name__} has no column {name!r}{hint}"
