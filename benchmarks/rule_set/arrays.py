"""Rule set P on columns, calling what a quarter of the model calls."""

import numpy as np

from sim.effects import network, scale, synergy, talent
from sim.kernels.cells import product
from sim.kernels.threads import side_by_side
from sim.luck import Purpose, ordinals
from sim.quarter.demography.exit import other_hazard
from sim.quarter.innovation.efficiency import customers_next, efficiency_next, research_level
from sim.quarter.market.prices import markups
from sim.quarter.market.sales import demand_weights
from sim.state.cells import cell_mean, cell_sum
from sim.state.identity import Birth, identity_at_place, identity_from
from sim.state.table import Table, column

from . import setting as s


def _float(width: int = 0):
    return column("f8", "-", "as in the model", owner="birth", en="", zh="", width=width)


def _whole(dtype: str = "i8"):
    return column(dtype, "-", "as in the model", owner="birth", en="", zh="")


class Firms(Table):
    site, sector, born, partner = _whole("i2"), _whole("i2"), _whole("i4"), _whole()
    alpha, z, a, b, v, jobs, price, revenue_year, cash, rd_stock = (_float() for _ in range(10))
    tech, required = _float(s.DIMENSIONS), _float(s.DIMENSIONS)


class Links(Table):
    a, b, strength = _whole(), _whole(), _float()


class Arrays:
    """A world of rule set P; ``step`` lives a quarter."""

    def __init__(self, start: s.Setting) -> None:
        self.start, self.quarter = start, 0
        n = len(start.firms["id"])
        self.firms, self.links = Firms(n + n // 8), Links(len(start.links[0]) * 9 // 8)
        columns = {name: values for name, values in start.firms.items() if name not in ("id", "partner")}
        self.firms.add(start.firms["id"], columns)
        self.firms.partner = self.firms.handle[start.firms["partner"]]
        a, b, weight = start.links
        self.links.add(
            np.arange(len(a), dtype=np.uint64),
            a=self.firms.handle[a],
            b=self.firms.handle[b],
            strength=weight,
        )
        self.stocks = start.stocks.copy()

    def step(self) -> None:
        """A quarter: costs, sales, learning, research, people, exit and entry."""
        self.quarter += 1
        firms = self.firms
        self.city = self.start.city[firms.site]
        self.cell = firms.site.astype(np.int64) * s.SECTORS + firms.sector
        self.market = self.city * s.SECTORS + firms.sector
        self.sell(self.set_prices())
        # Side by side as in a quarter of the model: lessons follow from last quarter's efficiency.
        done, gained = side_by_side(self.research, self.learn, len(firms))
        self.develop(gained, *done)
        self.migrate()
        self.leave()
        self.enter()

    def set_prices(self) -> np.ndarray:
        """Unit costs with scale, matching and chains; prices; returns ln markups."""
        start, firms, p = self.start, self.firms, self.start.scenario
        jobs = cell_sum(self.cell, firms.jobs, start.n_sites * s.SECTORS).reshape(-1, s.SECTORS)
        mass_sector, mass_all = scale.mass(jobs, start.reach)
        self.density = jobs.sum(axis=1) / s.AREA_KM2
        gain = scale.scale_gain(
            1.0, firms.jobs, firms.site, firms.sector, mass_sector, mass_all, self.density,
            e_loc=p.scale.e_loc, e_urb=p.scale.e_urb, kappa=p.scale.kappa, chi=p.scale.chi, m0=p.scale.m0,
            mass_ref_s=start.mass_sector, mass_ref=start.mass_all, density_ref=start.density,
            density_0=p.space.density_typical, own_weight=np.diag(start.reach).copy(),
        )  # fmt: skip
        thick, base = self.stocks[:-1, 1], start.stocks[:-1, 1]
        match = s.TECHNICAL * talent.match_gain(1.0, thick, base, p.talent.match_thick)
        price = cell_mean(self.cell, firms.price - s.BASE_MARKUP, firms.revenue_year, jobs.size)
        price = price.reshape(jobs.shape)
        sales = cell_sum(self.cell, firms.revenue_year, jobs.size).reshape(jobs.shape)
        ratio = sales / np.maximum(product(sales, start.inputs.T), 1e-9)
        d = p.demand
        share = synergy.chain_share(s.PARK_SHARE, ratio, np.exp(price), d.eta_local, d.local_share_cap)
        inputs = synergy.input_cost_index(
            start.inputs, synergy.input_price(1.0, share, np.exp(price), np.ones(s.SECTORS), d.tau_local)
        )
        labour = s.LABOUR_SHARE * (np.log(self.wages()[:-1] / np.array(s.WAGE)) * np.array(s.MIX)).sum(axis=1)
        cost = inputs.ravel()[self.cell] + (labour - match)[self.city] - firms.a - gain
        q = p.production
        markup = markups(
            firms.v - cost, np.float64(s.BASE_MARKUP), np.float64(0.0),
            pass_through=q.pass_through, lowest=q.markup_lowest, highest=q.markup_highest,
        )  # fmt: skip
        firms.price = cost + markup
        return markup

    def wages(self) -> np.ndarray:
        """Wage by city and class, outside last, m¥ a year: f64[C + 1, 3]."""
        jobs = cell_sum(self.city, self.firms.jobs, self.start.n_cities)
        wanted = jobs[:, None] * np.array(s.MIX) / (s.FILLED * self.stocks[:-1])
        wage = np.array(s.WAGE) * np.clip(wanted**s.WAGE_SLOPE, s.WAGE_LOW, s.WAGE_HIGH)
        return np.concatenate([wage, np.array(s.WAGE)[None, :]])

    def sell(self, markup: np.ndarray) -> None:
        """CES shares of city markets; cash, R&D and staff follow sales."""
        firms, start, p = self.firms, self.start, self.start.scenario
        weight = demand_weights(firms.b, firms.price, firms.v, p.demand.sigma)
        inside = cell_sum(self.market, weight, len(start.rivals))
        revenue = weight * (start.spending / (inside + start.rivals))[self.market]
        firms.cash += revenue * (1.0 - np.exp(-markup)) - 0.25 * s.OVERHEAD * firms.revenue_year
        firms.revenue_year = 0.75 * firms.revenue_year + revenue
        self.rd = s.RD_SHARE * revenue
        firms.rd_stock = 0.95 * firms.rd_stock + self.rd
        wanted = firms.revenue_year / s.SALES_A_HEAD
        firms.jobs = np.maximum(1.0, firms.jobs + p.labour.adjust_speed * (wanted - firms.jobs))

    def learn(self) -> np.ndarray:
        """What contacts teach and hires carry, ln efficiency; keeps the teachers' positions."""
        firms, links, p = self.firms, self.links, self.start.scenario
        reference = p.production.outside_rd_share * np.maximum(firms.revenue_year, 1e-9)
        absorbs = network.absorptive_capacity(firms.rd_stock, reference, p.network.absorb)
        learned, self.teachers = network.learning_and_teachers(
            1.0, firms.a, firms.tech, p.network.tech_radius, absorbs, firms.rows(links.a), firms.rows(links.b),
            links.strength, rate=p.network.learn_rate, cog_opt=p.network.cog_opt, cog_sd=p.network.cog_sd,
            asks=self.turn(), home=firms.site,
        )  # fmt: skip
        heads = (s.TECHNICAL + s.LEADING) * firms.jobs
        hoppers = p.labour.job_hop / 4.0 * heads
        lead = talent.pool_lead(firms.a, hoppers, self.market)
        return learned + talent.hire_spill(1.0, hoppers, heads, lead, transfer=p.talent.hire_transfer)

    def turn(self) -> np.ndarray:
        """Firms that have a project and search this quarter, a quarter of all: bool[n]."""
        return self.firms.id % np.uint64(4) == np.uint64(self.quarter % 4)

    def research(self) -> tuple[np.ndarray, list[np.ndarray]]:
        """Projects of the quarter with partners, facilities and leading talent: who won, and shocks of all."""
        firms, start, t = self.firms, self.start, self.quarter
        p, luck = start.scenario, start.luck
        rows = np.flatnonzero(self.turn())
        ids, site = firms.id[rows], firms.site[rows]
        partner = firms.rows(firms.partner[rows])
        project = np.flatnonzero(partner >= 0)
        centre = start.centres[firms.sector[rows]]
        own, union = synergy.coverage(
            firms.required[rows],
            firms.tech[rows] - centre,
            firms.tech[partner[project]] - centre[project],
            project,
        )
        served = synergy.service_rate(start.capacity, cell_sum(site, np.ones(len(site)), start.n_sites))
        lift = synergy.facility_benefit(1.0, served, p.projects.outside_service, p.projects.beta_facility)[
            site
        ]
        lift = lift + synergy.coverage_gain(1.0, union, own, p.projects.beta_coverage)
        lift = lift + talent.leading_premium(
            1.0, s.LEADING * firms.jobs[rows], 4.0 * self.rd[rows] / np.maximum(s.TECHNICAL * firms.jobs[rows], 1.0),
            quality_reference=p.projects.lead_quality_reference, budget_reference=p.projects.lead_budget_reference,
            beta=p.projects.beta_lead,
        )  # fmt: skip
        chance = 1.0 / (1.0 + np.exp(-(s.BASE_ODDS + lift)))
        won = np.zeros(len(firms))
        won[rows] = luck.happens(Purpose.PROJECT_FATE, ids, t, chance)

        news = [
            luck.burst(burst, firms.id, t, p.production.burst_exponent) * luck.normal(shock, firms.id, t)
            for burst, shock in (
                (Purpose.EFFICIENCY_BURST, Purpose.EFFICIENCY), (Purpose.DEMAND_BURST, Purpose.DEMAND),
            )
        ]  # fmt: skip
        return won, news

    def develop(self, gained: np.ndarray, won: np.ndarray, news: list[np.ndarray]) -> None:
        """Efficiency, customers, and the search of those whose turn it is."""
        firms, start, t = self.firms, self.start, self.quarter
        p, q, luck = start.scenario, start.scenario.production, start.luck
        firms.z = efficiency_next(firms.z, firms.alpha, news[0], gained + s.GAIN * won, q.obsolescence, q)
        firms.a = firms.z + research_level(firms.rd_stock, q.outside_rd_share * firms.revenue_year, q)
        age = (t - firms.born) / 4.0
        firms.b = customers_next(firms.b, news[1], s.CUSTOMERS * won, 0.0, age, 0.0, q)

        rows = np.flatnonzero(self.turn())
        ids, centre = firms.id[rows], start.centres[firms.sector[rows]]
        noise = np.zeros((len(rows), s.DIMENSIONS))
        along = (s.DIMENSIONS * luck.uniform(Purpose.TECH_DRIFT, ids, t, 1)).astype(np.int64)
        noise[np.arange(len(rows)), along] = np.sqrt(s.DIMENSIONS) * luck.normal(Purpose.TECH_DRIFT, ids, t)
        moved = network.tech_drift(
            1.0, firms.tech[rows], self.teachers[rows], noise,
            rate=4.0 * p.network.tech_drift, noise_scale=2.0 * p.network.tech_noise,
        )  # fmt: skip
        firms.tech[rows] = network.project_to_sphere(moved, centre, p.network.tech_radius)

    def migrate(self) -> None:
        """People choose cities by pay, rent and peers."""
        start, p = self.start, self.start.scenario.talent
        dense = cell_sum(start.city, self.density, start.n_cities) / np.bincount(start.city)
        rent = np.append((dense / start.density) ** s.RENT_SLOPE, 1.0)
        flows = talent.migration_flows(
            1.0, self.stocks, self.wages(), rent, s.TAX, np.zeros(len(rent)), self.stocks / start.stocks,
            np.zeros(self.stocks.shape), start.stocks, start.hours,
            considering=np.array([p.considering_ordinary, p.considering_technical, p.considering_leading]),
            wage_el=np.array([p.mig_el_ordinary, p.mig_el, p.mig_el]), psi=p.mig_peer, hours_el=p.hours_el,
            rent_share=p.rent_share,
        )  # fmt: skip
        self.stocks = self.stocks + talent.net_migration(flows)

    def leave(self) -> None:
        """Exit of firms out of money or struck, with their links."""
        firms, p = self.firms, self.start.scenario.demography
        age = np.maximum(self.quarter - firms.born, 0) / 4.0
        hazard = 1.0 - (1.0 - np.minimum(other_hazard(age, firms.jobs, p), 0.9)) ** 0.25
        struck = self.start.luck.happens(Purpose.EXIT, firms.id, self.quarter, hazard)
        dying = (firms.cash < -p.cash_line * firms.revenue_year) | struck
        firms.retire(dying)
        firms.settle()
        self.links.retire((firms.rows(self.links.a) < 0) | (firms.rows(self.links.b) < 0))
        self.links.settle()

    def enter(self) -> None:
        """Poisson entry by site and sector, each entrant with its contacts."""
        start, firms, t = self.start, self.firms, self.quarter
        luck, cells = start.luck, np.arange(len(start.entry))
        key = identity_at_place(0, Birth.ENTRANT, cells // s.SECTORS, cells % s.SECTORS, cells * 0)
        cell, ordinal = ordinals(luck.poisson(Purpose.ENTRY, key, t, start.entry))
        site, sector = cell // s.SECTORS, cell % s.SECTORS
        ids = identity_at_place(t, Birth.ENTRANT, site, sector, ordinal)
        draws = np.stack([luck.normal(Purpose.ENTRANT_TRAITS, ids, 0, k) for k in range(s.DRAWS)], axis=1)
        columns = s.born_with(
            draws, sector, start.centres, start.scenario.production.alpha_sd, s.ENTRANT_SIZE
        )
        inhabitants = np.argsort(firms.site, kind="stable")
        first = np.searchsorted(firms.site[inhabitants], np.arange(start.n_sites + 1))
        handles = firms.handle.copy()
        new = firms.add(ids, columns, site=site, sector=sector, born=t)
        known = np.flatnonzero(np.diff(first)[site] > 0)
        for k in range(s.CONTACTS):
            u = luck.uniform(Purpose.CONTACT, ids[known], t, k)
            metres = luck.uniform(Purpose.CONTACT, ids[known], t, s.CONTACTS + k)
            at = first[site[known]] + (u * np.diff(first)[site[known]]).astype(np.int64)
            met = handles[inhabitants[at]]
            self.links.add(
                identity_from(t, Birth.DERIVED, ids[known], k), a=firms.handle[new][known], b=met,
                strength=s.contact(metres, start.scenario),
            )  # fmt: skip
            if k == 0:
                firms.partner[new] = -1
                firms.partner[new.start + known] = met
        firms.settle()
        self.links.settle()

    def columns(self) -> dict[str, np.ndarray]:
        """Columns of the firms by identity, and the stocks of people."""
        names = ("id", "a", "z", "b", "jobs", "price", "revenue_year", "cash", "rd_stock", "tech")
        return {name: getattr(self.firms, name) for name in names} | {"stocks": self.stocks}
