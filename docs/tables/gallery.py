"""Draw the pictures of docs/gallery.md anew: `make docs`, or `python docs/tables/gallery.py [RUN [ATTRIBUTION]]`.

Without run folders, Zhongguancun is run on a tenth of its firms; the attribution is the one kept in
docs/attribution, else that of the small park over four seeds.
"""

import io
import sys
from pathlib import Path

from PIL import Image

from sim.experiment.attribute import attribute
from sim.experiment.campaign import campaign
from sim.experiment.compare import compare
from sim.experiment.dose import DOSES, dose
from sim.experiment.institutions import high_tech_gap
from sim.experiment.result import Result
from sim.experiment.run import run
from sim.experiment.store import open_run
from sim.report.figures import FIGURES, draw
from sim.report.page import style
from sim.scenario.files import load

DOCS = Path(__file__).resolve().parents[1]
COLOURS = 256
TEXTS = {
    "levels": "The park beside its hinterland: firms, staff, revenue and R&D as indexes, change of TFP, wages.",
    "parks": "Many parks on a map, by size and growth of revenue, above the fastest and the slowest.",
    "waterfall": "What scale, network, synergy and talent each add to the park: exact Shapley parts with intervals.",
    "interplay": "How the effects interact: what each does alone, and what pairs do beyond that.",
    "forest": "What arms of a comparison differ in from the base, and whom the revenue was taken from.",
    "dose": "How outcomes respond to the intensity of a lever: slope at nothing, and where it turns.",
    "every_lever": "What each lever of a campaign moves alone: firms, ranks, purses, and whom revenue was taken from.",
    "responses": "How outcomes respond to the dose of every lever: slope at nothing, and where it turns.",
    "nulls": "Policies that do nothing, and the cause whose change makes them do something.",
    "gap": "A high-tech park against an ordinary one: what institutions do, and what selection does.",
    "map": "Who works where, with whom, and what stands around; staff by sector is the key to the marks.",
    "distributions": "Sizes on log scales, productivity, growth against Laplace and normal laws, ages.",
    "funnels": "Projects by technology readiness level, the steps to the market, equity by round.",
    "moves": "Firms that came and went, migration, and the largest payments.",
    "network": "How many partners, how far away, and what it looks like around the hubs.",
    "fiscal": "Taxes, the cost of levers, balances by purse, and the household of the park's authority.",
}

KEPT_ELSEWHERE = {"nulls": "null_controls/nulls.png"}
"""Figures that a page of their own keeps, from a park large enough for them."""


def picture(result: Result, name: str, lang: str, path: Path) -> None:
    """A small PNG of a figure: fewer points and colours than those of a run folder."""
    import matplotlib

    whole = io.BytesIO()
    with matplotlib.rc_context(style()):
        draw(result, name, lang).figure.savefig(whole, dpi=120)
    with Image.open(whole) as image:
        few = image.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def kept_attribution() -> Result:
    """The attribution of Zhongguancun that the docs keep, else one of the small park."""
    folder = DOCS / "attribution" / "zhongguancun"
    return open_run(folder) if folder.is_dir() else attribute(load("small"), reps=4, scopes=("focal",))


def compared() -> dict[str, Result]:
    """Comparisons of the small park by the table that they alone hold."""
    small = load("small", {"run.quarters": 8})
    levers = ("rd_grant", "early_grant", "talent_housing", "platform")
    arms = {name: {f"levers.{name}.intensity": 1.0, f"levers.{name}.sites": ("park",)} for name in levers}
    return {
        "arms": compare(small, arms, reps=4),
        "doses": dose(small, "rd_grant", reps=4),
        "gaps": high_tech_gap(small, reps=4),
        "campaign": (each := campaign(small, levers, DOSES, reps=4)),
        "responses": each,
    }


def main() -> None:
    """Pictures in docs/img and the page that shows them."""
    folders = [open_run(name) for name in sys.argv[1:3]]
    park = folders[0] if folders else run("zhongguancun", sample=0.1)
    split = folders[1] if len(folders) > 1 else kept_attribution()
    many = run("corridor", sample=0.1)
    held = {"coalitions": split, **compared()}
    (DOCS / "img").mkdir(exist_ok=True)
    lines = [
        "# Gallery", "",
        "Every run folder holds these figures with the tables that they draw (`figures/NAME.png`, `NAME.csv`).",
        "`parksim plot DIR [NAME…] [--lang zh]` or `result.plot(name, lang=\"zh\")` draws them again. Colours are",
        "those of Okabe and Ito, told apart by hatches, marks and line styles in a grey print too. The Chinese font",
        "is shipped (`sim/data/fonts`). Waterfall and interplay need `parksim attribute`; forest `parksim compare`,",
        "dose its `--dose`, every_lever its `--levers` and responses its `--dose all`; nulls and gap",
        "`experiments/null_controls.py` and `experiments/high_tech_or_ordinary.py`.", "",
        f"Here: {park.scenario.title_en} ({park.scenario.run.sample:.0%} of its firms, seed {park.seed});",
        f"waterfall and interplay: {split.scenario.title_en} ({split.coalitions['rep'].nunique()} seeds);",
        f"parks: {many.scenario.title_en} ({many.scenario.run.sample:.0%});",
        "nulls: Tianjin Binhai, as [its page](null_controls.md) says; all others: the small park, two years, four",
        "seeds.",
        "Written by `docs/tables/gallery.py`.", "",
    ]  # fmt: skip
    for name in FIGURES:
        if name in KEPT_ELSEWHERE:
            lines += [f"## {name}", "", TEXTS[name], "", f"![{name}]({KEPT_ELSEWHERE[name]})", ""]
            continue
        source = many if name == "parks" else held.get(FIGURES[name][0] if FIGURES[name] else "", park)
        picture(source, name, "en", DOCS / "img" / f"{name}.png")
        lines += [f"## {name}", "", TEXTS[name], "", f"![{name}](img/{name}.png)", ""]
    picture(park, "levels", "zh", DOCS / "img" / "levels.zh.png")
    lines += ["## In Chinese", "", "![园区与腹地](img/levels.zh.png)", ""]
    picture(park, "levels", "en", DOCS / "img" / "demo.png")
    (DOCS / "gallery.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
