"""Draw the curves of docs/effects from the functions that the model itself calls."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from sim.effects import network, scale, synergy, talent
from sim.luck import Luck, Purpose
from sim.quarter.innovation.stages import lifted_odds
from sim.quarter.talent.migration import considering
from sim.scenario.files import load

FOLDER = Path(__file__).parents[1] / "effects" / "img"
BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#666666"
PARK = load("small")


def main() -> None:
    """Write one figure an effect, and the one of how they meet."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    plt.rcParams.update({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
    for name, draw in (
        ("scale", draw_scale), ("network", draw_network), ("synergy", draw_synergy), ("talent", draw_talent),
        ("interplay", draw_interplay),
    ):  # fmt: skip
        figure = draw()
        figure.savefig(FOLDER / f"{name}.png", dpi=130, metadata={"Software": None})
        plt.close(figure)


def panels(n: int) -> tuple[Figure, list[Axes]]:
    """A figure of ``n`` panels side by side."""
    figure, axes = plt.subplots(1, n, figsize=(4.1 * n, 3.5), layout="constrained")
    return figure, list(axes)


# -- scale ------------------------------------------------------------------------------------------

AREA = 100.0
"""km² of the site of the scale figure."""


def gain_at(density: np.ndarray, **other: float) -> np.ndarray:
    """Gain of a very small firm on a disc of AREA as its density rises, each point a site of its own.

    Mass is all on the site; a tenth of its jobs are of the firm's sector. Neutral at half the typical density.
    """
    p, d0 = PARK.scale, PARK.space.density_typical
    value = {"e_loc": p.e_loc, "e_urb": p.e_urb, "kappa": p.kappa, "chi": p.chi} | other
    apart = 128.0 / (45.0 * np.pi) * np.sqrt(AREA / np.pi)
    reach = scale.reach_matrix(np.array(apart), p.spill_half_city)
    jobs, here = density * AREA, np.arange(len(density))
    start = 0.5 * d0
    return scale.scale_gain(
        1.0, np.zeros(len(density)), here, here * 0, reach * 0.1 * jobs[:, None], reach * jobs, density,
        m0=p.m0, mass_ref_s=np.array([reach * 0.1 * start * AREA]), mass_ref=float(reach * start * AREA),
        density_ref=start, density_0=d0, **value,
    )  # fmt: skip


def draw_scale() -> Figure:
    p, d0 = PARK.scale, PARK.space.density_typical
    density = d0 * np.geomspace(0.02, 12, 400)
    figure, (left, right) = panels(2)
    cases = (
        (BLUE, "-", "default: κ .01, χ 1", {}),
        (GREEN, "--", "κ .02", {"kappa": 0.02}),
        (ORANGE, "-.", "χ ½", {"chi": 0.5}),
    )
    for colour, line, label, change in cases:
        gain = 100 * gain_at(density, **change)
        best = int(gain.argmax())
        left.plot(density / d0, gain, line, color=colour, label=label)
        left.plot(density[best] / d0, gain[best], "o", color=colour)
    left.set(xscale="log", xlabel="density over the typical one, D/D0", ylabel="ln efficiency × 100",
             title="An interior optimum in density", ylim=(-12, 5))  # fmt: skip
    left.axhline(0, color=GREY, lw=0.6)
    left.legend(frameon=False, title="dots: the peak", loc="lower center")

    mass = np.geomspace(1, 16, 60)
    x = np.log(mass)
    right.fill_between(mass, 1.5 * x, 3.9 * x, color=GREY, alpha=0.25, lw=0,
                       label="published, all channels: .015 to .039")  # fmt: skip
    jobs = d0 * AREA * mass
    alone = scale.scale_gain(
        1.0, np.zeros(len(mass)), np.arange(len(mass)), np.zeros(len(mass), int), 0.1 * jobs[:, None], jobs,
        np.full(len(mass), d0), e_loc=p.e_loc, e_urb=p.e_urb, kappa=p.kappa, chi=p.chi, m0=p.m0,
        mass_ref_s=np.array([0.1 * d0 * AREA]), mass_ref=d0 * AREA, density_ref=d0, density_0=d0,
    )  # fmt: skip
    right.plot(mass, 100 * alone, color=BLUE, label="at constant density: e_loc + e_urb")
    start = 0.5 * d0
    crowded = gain_at(start * mass)
    right.plot(mass, 100 * (crowded - crowded[0]), color=RED, ls="--", label="on the same land, from D0/2")
    right.set(
        xscale="log",
        xlabel="jobs in reach, relative",
        ylabel="ln efficiency × 100",
        title="Elasticity to mass",
    )
    right.set_xticks([1, 2, 4, 8, 16], ["1", "2", "4", "8", "16"])
    right.axhline(0, color=GREY, lw=0.6)
    right.legend(frameon=False, loc="upper left")
    right.set_ylim(-8, 15)
    return figure


# -- network ----------------------------------------------------------------------------------------


def learned(distance: np.ndarray, lead: float, opt: float, sd: float, stock: float = 1.0) -> np.ndarray:
    """What one learner gains a year from one full link at each cognitive distance, ln efficiency."""
    p, out = PARK.network, []
    for d in distance:
        angle = 2.0 * np.arcsin(d)
        tech = np.zeros((2, 8))
        tech[0, 0], tech[1, 0], tech[1, 1] = 1.0, np.cos(angle), np.sin(angle)
        absorptive = network.absorptive_capacity(np.array([stock, stock]), np.ones(2), p.absorb)
        gain = network.learning(
            1.0, np.array([0.0, lead]), tech, 1.0, absorptive, np.array([0]), np.array([1]), np.ones(1),
            rate=p.learn_rate, cog_opt=opt, cog_sd=sd,
        )  # fmt: skip
        out.append(4.0 * gain[0])
    return np.array(out)


def draw_network() -> Figure:
    p = PARK.network
    figure, (left, middle, right) = panels(3)
    d = np.linspace(0, 1, 101)
    ends = [100 * learned(d, 0.3, opt, p.cog_sd) for opt in (0.3, 0.6)]
    low, high = np.minimum(*ends), np.maximum(*ends)
    inside = (d >= 0.3) & (d <= 0.6)
    high = np.where(inside, ends[0].max(), high)
    left.fill_between(d, low, high, color=GREY, alpha=0.25, lw=0, label="optimum anywhere in .3 to .6")
    left.plot(d, 100 * learned(d, 0.3, p.cog_opt, p.cog_sd), color=BLUE, label="default: optimum .45")
    left.set(xlabel="cognitive distance", ylabel="learned a year, ln efficiency × 100",
             title="Too near, too far (teacher .3 ahead)", ylim=(0, 3.4))  # fmt: skip
    left.legend(frameon=False, loc="upper right")

    metres = np.geomspace(1, 30000, 400)
    for same, colour, label in (
        (True, ORANGE, "same building, half at 12 m"),
        (False, BLUE, "elsewhere, half at 1.5 km"),
    ):
        weight = network.contact_weight(
            metres, np.full(len(metres), same), half_hub_km=p.spill_half_hub, half_local_km=p.spill_half_local
        )
        middle.plot(metres, weight, color=colour, label=label)
    middle.axvline(20, color=ORANGE, ls=":", lw=1.2)
    middle.text(24, 0.6, "20 m: nothing\nmore on a floor\n[ROC]", color=RED, fontsize=8, va="top")
    middle.axvspan(750, 2400, color=BLUE, alpha=0.12, lw=0)
    middle.text(3300, 0.6, ".75 to 2.4 km\n[ZSWK] [FU07]", color=BLUE, fontsize=8, va="top")
    middle.set(xscale="log", xlabel="metres", ylabel="weight of a contact", title="Contacts fade; formal links don't",
               ylim=(0, 1.3), xlim=(1, 40000))  # fmt: skip
    middle.legend(frameon=False, loc="upper left", fontsize=8)

    lead = np.linspace(-0.2, 0.8, 101)
    for stock, colour in ((1.0, BLUE), (0.3, GREEN), (0.05, ORANGE)):
        gain = np.array([learned(np.array([p.cog_opt]), x, p.cog_opt, p.cog_sd, stock)[0] for x in lead])
        right.plot(lead, 100 * gain, color=colour, label=f"{stock:g}")
    right.set(
        xlabel="lead of the teacher, ln efficiency",
        ylabel="learned a year × 100",
        title="Who is ahead teaches",
    )
    right.legend(frameon=False, title="own R&D stock over outside's")
    return figure


# -- synergy ----------------------------------------------------------------------------------------


def draw_synergy() -> Figure:
    p, d = PARK.projects, PARK.demand
    figure, (left, middle, right) = panels(3)
    queue = np.linspace(0, 6, 241)
    rate = synergy.service_rate(100.0, 100.0 * queue)
    served = lifted_odds(
        np.full(queue.shape, p.odds_university[2]),
        synergy.facility_benefit(1.0, 1.0, p.outside_service, p.beta_facility),
    )
    waiting = p.odds_university[2]
    left.plot(queue, rate, color=BLUE, label="share of the queue served")
    left.plot(
        queue, rate * served + (1 - rate) * waiting, color=ORANGE, label="mean odds of a stage, base .50"
    )
    left.axhline(waiting, color=GREY, ls=":", lw=1)
    left.set(xlabel="queue over capacity", title="A club good congests", ylim=(0, 1.05))
    left.legend(frameon=False, loc="upper right")

    luck, n, most = Luck(1), 2000, 6
    ids = np.arange(n, dtype=np.uint64)

    def directions(draw: int) -> np.ndarray:
        raw = np.stack([luck.normal(Purpose.PROJECT_TRAITS, ids, draw, k) for k in range(8)], axis=1)
        return network.project_to_sphere(raw, np.zeros(8), 1.0)

    own, need = directions(1), directions(2)
    need = network.project_to_sphere(0.5 * own + 0.5 * need, np.zeros(8), 1.0)
    partners = [directions(10 + m) for m in range(most)]
    means, alone = [], 0.0
    for m in range(most + 1):
        team = np.concatenate(partners[:m]) if m else np.zeros((0, 8))
        mine, union = synergy.coverage(need, own, team, np.tile(np.arange(n), m))
        alone = float(mine.mean())
        means.append(float(union.mean()))
    middle.bar(range(most + 1), means, color=[GREY] + [GREEN] * most)
    middle.axhline(alone, color=GREY, ls=":", lw=1)
    for m in range(1, most + 1):
        lift = synergy.coverage_gain(1.0, np.array([means[m]]), np.array([alone]), p.beta_coverage)[0]
        middle.text(m, means[m] + 0.02, f"+{lift:.2f}", ha="center", fontsize=8)
    middle.set(xlabel="partners drawn at random", ylabel="share of required technology", ylim=(0, 1.05),
               title="Union of the team (above: log-odds added)")  # fmt: skip

    ratio = np.linspace(0, 1.2, 121)
    for park, colour in ((0.6, BLUE), (0.3, GREEN)):
        share = synergy.chain_share(
            np.array([park]), ratio[:, None], np.ones((len(ratio), 1)), d.eta_local, d.local_share_cap
        )
        saving = synergy.input_price(1.0, share, np.ones_like(share), 1.0, d.tau_local)
        right.plot(ratio, 100 * saving[:, 0], color=colour, label=f"park share {park:g}")
        shocked = synergy.input_price(1.0, share, np.ones_like(share), 1.2, d.tau_local)
        right.plot(ratio, 100 * shocked[:, 0], color=colour, ls="--")
    right.axhline(0, color=GREY, lw=0.6)
    right.text(0.5, 16.5, "dashed: outside price + 20 %", fontsize=8)
    right.set(xlabel="local capacity over need", ylabel="ln price of the input × 100",
              title="A local chain saves and cushions",
              ylim=(-7, 21))  # fmt: skip
    right.legend(frameon=False, loc="center right")
    return figure


# -- talent -----------------------------------------------------------------------------------------


def stock_after(wage_gain: float, quarters: int, wage_el: float, psi: float) -> np.ndarray:
    """Technical people of one city over time, relative, after a lasting gain of the real wage; one pool."""
    p = PARK.talent
    stocks = np.array([[1e5], [p.outside_technical / 4.0]])
    base, path = stocks.copy(), [1.0]
    share = considering(p)[1:2]
    for _ in range(quarters):
        flows = talent.migration_flows(
            1.0, stocks, np.array([[np.exp(wage_gain)], [1.0]]), np.ones(2), 0.0, np.zeros(2),
            np.array([[stocks[0, 0] / base[0, 0]], [1.0]]), np.zeros((2, 1)), base, np.zeros((2, 2)),
            considering=share, wage_el=np.array([wage_el]), psi=psi, hours_el=p.hours_el, rent_share=p.rent_share,
        )  # fmt: skip
        stocks = stocks + talent.net_migration(flows)
        path.append(stocks[0, 0] / base[0, 0])
    return np.array(path)


def draw_talent() -> Figure:
    p, q = PARK.talent, PARK.projects
    figure, (left, middle, right) = panels(3)
    ratio = np.geomspace(0.25, 16, 80)
    top = talent.match_gain(1.0, 1000 * ratio, 1000.0, 0.043)
    left.fill_between(
        ratio, 0 * ratio, 100 * top, color=GREY, alpha=0.25, lw=0, label="prior: 0 to 3 % a doubling"
    )
    left.plot(
        ratio,
        100 * talent.match_gain(1.0, 1000 * ratio, 1000.0, p.match_thick),
        color=BLUE,
        label="default: 1 % a doubling",
    )
    left.set(xscale="log", xlabel="same-field staff in reach, relative to quarter 0",
             ylabel="productivity of technical staff × 100",
             title="Thick markets match better")  # fmt: skip
    left.set_xticks([0.25, 1, 4, 16], ["¼", "1", "4", "16"])
    left.axhline(0, color=GREY, lw=0.6)
    left.legend(frameon=False, loc="upper left")

    years = np.arange(81) / 4.0
    low, high = (100 * (stock_after(0.05, 80, el, 0.0) - 1) for el in (1.2, 3.0))
    middle.fill_between(years, low, high, color=GREY, alpha=0.25, lw=0, label="published pull 1.2 to 3.0")
    middle.plot(
        years,
        100 * (stock_after(0.05, 80, p.mig_el, 0.0) - 1),
        color=BLUE,
        ls="--",
        label="talent off: no pull of peers",
    )
    middle.plot(
        years,
        100 * (stock_after(0.05, 80, p.mig_el, p.mig_peer) - 1),
        color=BLUE,
        label="talent on: peers pull",
    )
    middle.axvline(1, color=GREY, ls=":", lw=1)
    middle.set(
        xlabel="years",
        ylabel="technical people of the city, %",
        title="A wage 5 % higher draws people, slowly",
    )
    middle.legend(frameon=False, loc="upper left", fontsize=8)

    stars = np.linspace(0, 12, 121)
    for budget, colour in ((0.5, BLUE), (0.2, GREEN), (0.0, ORANGE)):
        lift = talent.leading_premium(
            1.0, stars, budget, quality_reference=q.lead_quality_reference,
            budget_reference=q.lead_budget_reference, beta=q.beta_lead,
        )  # fmt: skip
        right.plot(stars, lift, color=colour, label=f"{budget:g} m¥")
    right.set(
        xlabel="leading talent × quality", ylabel="log-odds of early stages", title="Stars need a laboratory"
    )
    right.set_ylim(-0.02, 0.6)
    right.legend(frameon=False, title="R&D a technical head", loc="upper left")
    return figure


# -- interplay --------------------------------------------------------------------------------------


def draw_interplay() -> Figure:
    figure, axis = plt.subplots(figsize=(10.5, 5.6), layout="constrained")
    axis.set(xlim=(0, 10.5), ylim=(0.2, 6.2))
    axis.axis("off")
    box = {
        "scale": (0.9, 5.4, "scale", BLUE, "white"),
        "talent": (0.9, 3.95, "talent", RED, "white"),
        "synergy": (0.9, 2.5, "synergy", ORANGE, "black"),
        "network": (0.9, 1.05, "network", GREEN, "white"),
        "jobs": (3.2, 5.4, "jobs in reach,\ncrowding", "#EEEEEE", "black"),
        "thick": (3.2, 3.95, "thick markets,\nstars, hires", "#EEEEEE", "black"),
        "shared": (3.2, 2.5, "facilities, partners,\nlocal chains", "#EEEEEE", "black"),
        "links": (3.2, 1.05, "contacts,\nformal links", "#EEEEEE", "black"),
        "cost": (6.0, 4.7, "unit cost", "#D5D5D5", "black"),
        "odds": (6.0, 3.2, "odds of projects", "#D5D5D5", "black"),
        "efficiency": (6.0, 1.7, "efficiency", "#D5D5D5", "black"),
        "market": (8.7, 3.2, "price, sales,\njobs, R&D,\nwages, rent", "#444444", "white"),
    }
    placed = {name: _box(axis, *each) for name, each in box.items()}
    figure.canvas.draw()
    for start, end, colour in (
        ("scale", "jobs", BLUE), ("talent", "thick", RED), ("synergy", "shared", ORANGE), ("network", "links", GREEN),
        ("jobs", "cost", BLUE), ("thick", "cost", RED), ("thick", "odds", RED), ("thick", "efficiency", RED),
        ("shared", "cost", ORANGE), ("shared", "odds", ORANGE), ("links", "efficiency", GREEN),
        ("cost", "market", GREY), ("odds", "market", GREY), ("efficiency", "market", GREY),
    ):  # fmt: skip
        _arrow(axis, placed[start], placed[end], colour)
    _arrow(axis, placed["market"], placed["jobs"], GREY, curve=0.38)
    _arrow(axis, placed["market"], placed["links"], GREY, curve=-0.38)
    words = {"fontsize": 8.5, "color": GREY}
    axis.text(8.2, 5.5, "more jobs: more mass and thicker\nmarkets, but crowding, wages, rent", **words)
    axis.text(8.2, 0.75, "leads to learn from,\npartners to find", **words)
    for upper, lower, sign in ((5.1, 4.25, "+"), (2.2, 1.35, "−")):
        axis.annotate(
            "", (0.9, lower), (0.9, upper), arrowprops={"arrowstyle": "<->", "color": "black", "lw": 1.2}
        )
        axis.text(0.72, 0.5 * (upper + lower), sign, fontsize=14, ha="center", va="center")
    return figure


def _box(axis: Axes, x: float, y: float, label: str, fill: str, ink: str) -> Text:
    style = {"boxstyle": "round,pad=0.45", "facecolor": fill, "edgecolor": "none"}
    return axis.text(x, y, label, ha="center", va="center", color=ink, fontsize=9.5, bbox=style)


def _arrow(axis: Axes, start: Text, end: Text, colour: str, curve: float = 0.0) -> None:
    axis.add_patch(
        FancyArrowPatch(
            start.get_position(), end.get_position(), patchA=start.get_bbox_patch(), patchB=end.get_bbox_patch(),
            shrinkA=3, shrinkB=3, arrowstyle="-|>", mutation_scale=11, color=colour, lw=1.5,
            connectionstyle=f"arc3,rad={curve}",
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
