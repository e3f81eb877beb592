"""The documentation is true: generated pages are fresh, examples run, links and sources resolve."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sim.catalogue import catalogue

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
WRITTEN = [page for page in PAGES if page.name not in ("data_dictionary.md", "parameters.md", "levers.md")]
GENERATED = {"dictionary": "data_dictionary.md", "parameters": "parameters.md", "levers": "levers.md"}
KEY = re.compile(r"\[([A-Z][A-Z0-9]+[A-Za-z0-9-]*)\](?!\()")
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
SMALL = {"run.generic_firms": 400, "run.quarters": 8}


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        f"docs_tables_{name}", ROOT / "docs" / "tables" / f"{name}.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_up_to_date(name: str) -> None:
    page = ROOT / "docs" / GENERATED[name]
    assert page.read_text(encoding="utf-8") == script(name).text(), "run make docs"


def anchors(page: Path) -> set[str]:
    """Anchors of a page as GitHub makes them from headings, and those set by hand."""
    words = page.read_text(encoding="utf-8")
    found = set(re.findall(r'<a id="([^"]+)"', words))
    for heading in re.findall(r"^#+ (.+)$", words, re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        goal = (page.parent / file).resolve() if file else page
        if not goal.exists() or (anchor and goal.suffix == ".md" and anchor not in anchors(goal)):
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_named_in_pages_exist(page: Path) -> None:
    named = set(
        re.findall(r"`((?:sim|tests|docs|experiments|notebooks)/[\w./]+)`", page.read_text(encoding="utf-8"))
    )
    assert not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_name_no_machine(page: Path) -> None:
    words = page.read_text(encoding="utf-8")
    assert not re.search(r"/(?:work|root|home|tmp)/|\.\./shared", words)


def declared_keys() -> set[str]:
    entries = [entry for name in ("parameters", "levers", "facts") for entry in catalogue(name)]
    words = " ".join(f"{entry.get('source', '')} {entry.get('evidence', '')}" for entry in entries)
    return set(KEY.findall(words))


def test_every_source_key_is_resolved() -> None:
    known = set(
        re.findall(r"\*\*\[([^\]]+)\]\*\*", (ROOT / "docs" / "sources.md").read_text(encoding="utf-8"))
    )
    used = declared_keys()
    assert len(used) > 50
    assert not used - known


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_keys_in_pages_are_resolved(page: Path) -> None:
    known = set(
        re.findall(r"\*\*\[([^\]]+)\]\*\*", (ROOT / "docs" / "sources.md").read_text(encoding="utf-8"))
    )
    prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not {key for key in KEY.findall(prose) if not key.startswith("TOC")} - known


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_example_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example as it is printed, on a small variant of what it names."""
    import sim

    full = sim.run

    def smaller(scenario: str, **options: object) -> object:
        assert (ROOT / scenario).exists() or scenario in ("small", "zhongguancun", "tianjin_binhai")
        return full("small", settings=SMALL, **options)

    monkeypatch.setattr(sim, "run", smaller)
    (example,) = blocks(ROOT / name, "python")
    exec(compile(example, name, "exec"), {})


def edited(copy: Path, diff: str) -> None:
    """Apply a diff of the page: each hunk's old lines must stand exactly once in its file."""
    for part in re.split(r"^--- ", diff, flags=re.MULTILINE)[1:]:
        name, _, body = part.partition("\n")
        path = copy / name.strip()
        words = path.read_text(encoding="utf-8")
        for hunk in re.split(r"^@@\n", body, flags=re.MULTILINE)[1:]:
            lines = hunk.splitlines()
            old = "\n".join(line[1:] for line in lines if line[:1] in (" ", "-", ""))
            new = "\n".join(line[1:] for line in lines if line[:1] in (" ", "+", ""))
            assert words.count(old) == 1, f"{name}: context stands {words.count(old)} times: {old[:80]!r}"
            words = words.replace(old, new)
        path.write_text(words, encoding="utf-8")


SECTIONS = re.split(r"^## ", (ROOT / "docs" / "extend.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[
    1:
]


@pytest.mark.slow
@pytest.mark.parametrize("section", SECTIONS, ids=lambda words: words.partition("\n")[0])
def test_examples_of_extending_run(section: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for name in ("sim", "experiments"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for kind, body in re.findall(r"```(diff|python)\n(.*?)```", section, re.DOTALL):
        if kind == "diff":
            edited(copy, body)
            continue
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", f"import sys; sys.path.insert(0, {str(copy)!r})\n" + body],
            cwd=copy, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def test_figures_of_effects_are_drawn_from_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    effects = script("effects")
    monkeypatch.setattr(effects, "FOLDER", tmp_path)
    effects.main()
    drawn = {path.name for path in tmp_path.glob("*.png")}
    kept = {path.name for path in (ROOT / "docs" / "effects" / "img").glob("*.png")}
    assert drawn == kept
    assert all(path.stat().st_size > 10_000 for path in tmp_path.glob("*.png"))


def test_lever_example_is_a_valid_scenario(tmp_path: Path) -> None:
    from sim.scenario.files import load

    small = (ROOT / "experiments" / "small.toml").read_text(encoding="utf-8")
    (example,) = blocks(ROOT / "docs" / "levers.md", "toml")
    file = tmp_path / "mine.toml"
    file.write_text(small + "\n" + example, encoding="utf-8")
    setting = load(file).levers["rd_grant"]
    assert setting.first_quarter > 1 and setting.terms["rate"] == 0.10 and setting.sites == ("park",)


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_commands_of_the_readme_exist_with_their_options(page: str) -> None:
    import typer

    from sim.cli import app

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    named = re.findall(r"`parksim ([^`]+)`", (ROOT / page).read_text(encoding="utf-8"))
    assert len(named) > 8
    for words in named:
        command = commands[words.split()[0]]
        options = {option for parameter in command.params for option in parameter.opts}
        assert not set(re.findall(r"--[a-z-]+", words)) - options, words


@pytest.mark.parametrize("page", ["scale", "network", "synergy", "talent"])
def test_defaults_in_pages_of_effects_are_the_declared_ones(page: str) -> None:
    declared = {
        entry["name"]: float(entry["default"])
        for entry in catalogue("parameters")
        if _plain(entry["default"])
    }
    words = (ROOT / "docs" / "effects" / f"{page}.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \| ([\d.]+)( m)?\b", words, re.MULTILINE)
    assert len(rows) > 4
    for name, told, metres in rows:
        assert float(told) == pytest.approx(declared[name] * (1000.0 if metres else 1.0)), name


def _plain(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
