"""Fixtures of the commands: one called in this process, and a scenario file that takes a second."""

import pytest

from sim.cli import main
from sim.scenario.files import write
from tests.worlds import toy_scenario


@pytest.fixture
def call(capsys):
    """A command in this process: exit code, stdout, stderr."""

    def called(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(each) for each in arguments])
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return called


@pytest.fixture
def toy(tmp_path):
    """A scenario file of about 200 firms and four quarters."""
    path = tmp_path / "toy.toml"
    write(toy_scenario(run__quarters=4), path)
    return path
