"""The command line: parse, call, print. Heavy imports stand inside the commands that need them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

import sim
from sim import cli_attribute, cli_compare, cli_facts, cli_run, terminal
from sim.options import BAD_INPUT, DONE, Lang, Quiet, ScenarioName, Settings, guarded, speak
from sim.scenario.errors import ScenarioError, nearest, short
from sim.terminal import Language, Terminal
from sim.units import UNITS_ZH

app = typer.Typer(
    name="parksim",
    help="An agent-based world of high-tech parks: firms, universities, capital, talent, quarter by quarter.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"parksim {sim.__version__}")
        raise typer.Exit


@app.callback()
def before_any_command(
    context: typer.Context,
    lang: Lang = None,
    quiet: Quiet = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options that may stand before a command or after it."""
    context.obj = Terminal(lang or Language.en, quiet)


@app.command("check")
def check_command(
    context: typer.Context,
    scenario: ScenarioName,
    settings: Settings = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Check a scenario; show what it starts from."""
    from sim.scenario.files import load
    from sim.summary import summarise

    summarise(load(scenario, settings or ()), scenario, speak(context, lang, quiet))


UNIT_COST = ("unit cost", "单位成本")
"""What the default of a lever is."""
KEYS = {
    "unit": ("unit", "单位"), "default": ("default", "默认值"), "prior": ("prior", "先验"),
    "allowed": ("allowed", "允许范围"), "source": ("source", "来源"), "status": ("status", "依据"),
    "band": ("band", "区间"), "meaning": ("meaning", "含义"), "changes": ("changes", "作用对象"),
    "evidence": ("evidence", "证据"), "payer_authority": ("share that the authority pays", "管委会承担份额"),
    "inert_without": ("does nothing without", "依赖的效应"), "terms": ("term", "可调项"),
    "owner": ("written by", "写入阶段"), "dtype": ("type", "类型"), "named_in": ("named in", "所在代码"),
}  # fmt: skip
"""How keys of the catalogue are told to a reader."""
KINDS = {
    "parameters": "参数", "levers": "政策工具", "metrics": "指标", "columns": "数据列", "flows": "资金流",
    "facts": "典型事实", "scenarios": "情景", "phases": "阶段", "effects": "效应",
}  # fmt: skip
"""Lists of the catalogue in Chinese."""
STATUSES = {
    "verified": "已核实", "derived": "推算", "assumed": "假定",
    "calibration": "校准", "validation": "检验", "held out": "留出",
}  # fmt: skip
"""What a number rests on, and what a fact was used for, in Chinese."""


@app.command("list")
def list_command(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="parameters, levers, metrics, columns, facts, flows, scenarios, phases or effects."
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print everything that is declared, as JSON.")
    ] = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """List parameters, levers, columns, facts and more."""
    from sim.catalogue import catalogue

    entries = catalogue(what)
    if as_json:
        print(json.dumps(entries, ensure_ascii=_narrow(sys.stdout), indent=1, allow_nan=False))
        return
    out = speak(context, lang, quiet)
    rows = [
        [
            entry["name"],
            _brief(entry.get("default")),
            _in_words("unit", entry, out),
            out.pick(entry["label_en"], entry["label_zh"]),
            entry.get("band", _in_words("status", entry, out)),
            _in_words("meaning", entry, out),
        ]
        for entry in entries
    ]
    status = ("band", "区间") if what == "facts" else ("status", "依据")
    label, meaning = ("label", "标签"), ("meaning", "含义")
    default = UNIT_COST if what == "levers" else KEYS["default"]
    titles = (("name", "名称"), default, ("unit", "单位"), label, status, meaning)
    head = [out.pick(en, zh) for en, zh in titles]
    kept = [i for i in range(len(head)) if i == 0 or any(row[i] for row in rows)]
    out.table([head[i] for i in kept], [[row[i] for i in kept] for row in rows])


@app.command("new")
def new_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")],
    like: Annotated[
        str | None, typer.Option("--like", metavar="NAME", help="Start from this shipped scenario.")
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="NAME", help="Start from the statistics of this zone.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Write a commented scenario file to start from."""
    from sim.scenario.template import template

    text = template(like, zone)
    try:
        if file.is_dir():
            raise ScenarioError(f"{file}: is a directory; name a file")
        if file.exists() and not force:
            raise ScenarioError(f"{file}: exists; --force replaces it")
        if not file.parent.is_dir():
            raise ScenarioError(f"{file}: there is no directory {file.parent}")
        file.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise ScenarioError(f"{short(str(file))}: cannot be written: {problem.strerror or problem}") from None
    out = speak(context, lang, quiet)
    out.wrote(file)
    out.note(out.pick("Next: ", "下一步:") + f"parksim check {file}")


@app.command("explain")
def explain_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A parameter, lever, metric, column, fact...")],
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Tell everything that is declared of a name."""
    from sim.catalogue import explain

    out = speak(context, lang, quiet)
    for number, (kind, entry) in enumerate(explain(name)):
        if number:
            out.say()
        label = out.pick(entry["label_en"], entry["label_zh"])
        out.say(f"{entry['name']}  ({out.pick(kind, KINDS[kind])})  {label}")
        for key, value in entry.items():
            if key in ("name", "label_en", "label_zh", "meaning_zh") or value in (None, "", []):
                continue
            head = out.pick(*(UNIT_COST if (kind, key) == ("levers", "default") else KEYS.get(key, (key, key))))
            lines = [_term(each, out) for each in entry["terms"]] if key == "terms" else [_in_words(key, entry, out)]
            for line in lines:
                out.say(f"  {head}: {line}")


for _command in (
    cli_run.run, cli_attribute.attribute, cli_compare.compare, cli_run.export, cli_run.plot, cli_facts.facts,
):  # fmt: skip
    app.command(_command.__name__)(_command)


def _in_words(key: str, entry: Any, out: Terminal) -> str:
    """A field of an entry of the catalogue as the reader's language tells it."""
    told = _brief(entry.get(key))
    known = {"unit": UNITS_ZH, "status": STATUSES, "meaning": {told: entry.get("meaning_zh", "")}}
    return out.pick(told, known.get(key, {}).get(told, told))


def _term(term: dict[str, Any], out: Terminal) -> str:
    """A term of a lever: its default, limits, unit and meaning in a line."""
    limits = f"{_brief(term['low'])}{out.pick(' to ', '–')}{_brief(term['high'])}"
    return f"{term['name']} {_brief(term['default'])} ({limits} {_in_words('unit', term, out)}) {term['meaning']}"


def _brief(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return " ".join(_brief(item) for item in value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} {_brief(item)}" for key, item in value.items()) + "}"
    return "" if value is None else str(value)


def _narrow(stream: Any) -> bool:
    """True if the stream cannot show every character, so that JSON has to be escaped."""
    return str(getattr(stream, "encoding", "") or "").lower().replace("-", "") not in (
        "utf8",
        "utf16",
        "utf32",
    )


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    terminal.make_safe(sys.stdout, sys.stderr)
    with guarded():
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
        raise SystemExit(code)


def _run(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    try:
        result = command.main(arguments, prog_name="parksim", standalone_mode=False)
    except Exception as problem:
        # Typer's own errors carry an exit code and a message; which class they are of depends on its version.
        if not hasattr(problem, "format_message"):
            if type(problem).__name__ == "Abort":
                raise KeyboardInterrupt from None
            raise
        if type(problem).__name__ == "NoArgsIsHelpError":
            print(problem.format_message())
            return BAD_INPUT
        raise ScenarioError(_usage(problem, arguments)) from None
    return result if isinstance(result, int) else DONE


def _usage(problem: Any, arguments: list[str]) -> str:
    text = str(problem.format_message()).rstrip(".").replace("Value error, ", "")
    names = [str(command.name) for command in app.registered_commands]
    if "No such command" in text and arguments:
        wrong = next((each for each in arguments if not each.startswith("-")), "")
        return f"{wrong}: there is no such command; allowed: {', '.join(names)}{nearest(wrong, names)}"
    return f"{text[:1].lower()}{text[1:]}; parksim --help tells what is allowed"


if __name__ == "__main__":
    main()
