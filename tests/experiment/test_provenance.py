"""The commit that a result was made at, in a checkout, a packed one, a work tree, and outside of any."""

import subprocess
from types import SimpleNamespace

from sim.experiment import provenance


def git(folder, *arguments):
    names = ("-c", "user.name=tester", "-c", "user.email=tester@example.org")
    done = subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_the_commit_is_found_wherever_the_checkout_keeps_it(tmp_path, monkeypatch):
    def found(folder):
        monkeypatch.setattr(provenance, "sim", SimpleNamespace(__file__=str(folder / "sim" / "__init__.py")))
        return provenance.commit()

    home, beside = tmp_path / "home", tmp_path / "beside"
    home.mkdir()
    git(home, "init", "-q")
    git(home, "commit", "-q", "--allow-empty", "-m", "first")
    made = git(home, "rev-parse", "HEAD")
    assert found(home) == made
    git(home, "worktree", "add", "-q", str(beside), "-b", "other")
    assert found(beside) == made
    git(home, "pack-refs", "--all")
    assert found(home) == made and found(beside) == made
    assert found(tmp_path / "elsewhere") is None
