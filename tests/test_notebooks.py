"""Notebooks run from top to bottom, are short, and are stored as they were written: without outputs."""

import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
by_name = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_both_are_there():
    assert {path.stem for path in NOTEBOOKS} >= {"quickstart", "cluster_effects"}


@by_name
def test_stored_without_outputs(path):
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(path))


@by_name
def test_fewer_than_thirty_lines_of_code(path):
    lines = [line for cell in code_cells(path) for line in cell.source.splitlines() if line.strip()]
    assert 0 < len(lines) < 30
    assert max(map(len, lines)) <= 130


@pytest.mark.slow
@by_name
def test_runs_and_shows_a_picture(path, tmp_path):
    book = nbformat.read(path, as_version=4)
    started = time.monotonic()
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]
    assert not [out for out in shown if out.output_type == "stream" and out.name == "stderr"]
    assert [out for out in shown if "image/png" in out.get("data", {})]
    assert time.monotonic() - started < 240
