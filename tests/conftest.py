"""Fixtures of the commands: one called in this process, and a scenario file that takes a second."""

import signal
import subprocess
import sys

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


LISTENS = """import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("sim.cli", run_name="__main__", alter_sys=True)
"""
"""A shell starts what it puts into the background deaf to Ctrl-C; a command tested for it must hear it all the same."""


@pytest.fixture
def interrupted():
    """Start a command in a process of its own, wait until ``ready()``, press Ctrl-C: exit code, what stderr said."""
    processes = []

    def run(arguments, ready):
        command = [sys.executable, "-c", LISTENS, *(str(each) for each in arguments)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        processes.append(process)
        ready()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        return process.returncode, told.decode()

    yield run
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture
def toy(tmp_path):
    """A scenario file of about 200 firms and four quarters."""
    path = tmp_path / "toy.toml"
    write(toy_scenario(run__quarters=4), path)
    return path
