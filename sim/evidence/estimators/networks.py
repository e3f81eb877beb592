"""Graphs of partners: degree, clustering against a graph of the same degrees, the giant component."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from sim.state.identity import hash_of
from sim.state.table import Floats, Ints


@dataclass(frozen=True, slots=True)
class Graph:
    """An undirected graph of the nodes that have a partner: symmetric 0/1 matrix without loops."""

    matrix: csr_array

    @classmethod
    def of(cls, a: Ints, b: Ints) -> Graph:
        """Graph of the pairs (a, b), any numbers; repeated pairs and loops count once and never."""
        nodes, place = np.unique(np.concatenate([a, b]), return_inverse=True)
        one, other = place[: len(a)], place[len(a) :]
        return cls(_matrix(one, other, len(nodes)))

    @property
    def degrees(self) -> Floats:
        """Partners of each node."""
        return np.asarray(self.matrix.sum(axis=1), np.float64).ravel()

    def mean_degree(self) -> float:
        """Mean number of partners of nodes that have any; NaN for an empty graph."""
        held = self.degrees[self.degrees > 0]
        return float(held.mean()) if len(held) else float("nan")

    def clustering(self) -> float:
        """Mean local clustering, 0 for nodes of one partner. Source: Watts and Strogatz 1998."""
        degree = self.degrees
        if not len(degree):
            return float("nan")
        triangles = np.asarray((self.matrix @ self.matrix).multiply(self.matrix).sum(axis=1)).ravel()
        pairs = degree * (degree - 1.0)
        return float(np.mean(np.where(pairs > 0, triangles / np.where(pairs > 0, pairs, 1.0), 0.0)))

    def giant(self) -> float:
        """Share of nodes in the largest component; NaN for an empty graph."""
        if self.matrix.shape[0] == 0:
            return float("nan")
        label = connected_components(self.matrix, directed=False)[1]
        return float(np.bincount(label).max() / len(label))

    def rewired(self, draw: int) -> Graph:
        """A random graph of (nearly) the same degrees: stubs matched in a keyed order, loops dropped."""
        stubs = np.repeat(np.arange(len(self.degrees)), self.degrees.astype(np.int64))
        order = np.argsort(hash_of(np.arange(len(stubs)), draw), kind="stable")
        half = len(stubs) // 2
        mixed = stubs[order]
        return Graph(_matrix(mixed[:half], mixed[half : 2 * half], len(self.degrees)))

    def clustering_over_random(self, draws: int = 5) -> float:
        """Clustering over the mean of rewired graphs; infinite if these have none, NaN if it has none."""
        random = np.mean([self.rewired(draw).clustering() for draw in range(draws)])
        own = self.clustering()
        if random > 0:
            return float(own / random)
        return float("inf") if own > 0 else float("nan")


def _matrix(a: Ints, b: Ints, n: int) -> csr_array:
    apart = a != b
    a, b = a[apart], b[apart]
    ones = np.ones(2 * len(a))
    matrix = csr_array((ones, (np.concatenate([a, b]), np.concatenate([b, a]))), shape=(n, n))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix
