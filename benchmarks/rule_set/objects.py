"""Rule set P as plain Mesa objects: attributes, lists of floats, loops; the best that we could write so.

Only quarter 0 and the numbers come from the package. Luck comes from Mesa's own generator, as a user would
take it, or from the same keys as the package's, coded in plain Python.
"""

from math import dist, exp, floor, log, log1p, sqrt

import mesa
import numpy as np

from sim.luck import Purpose, poisson_quantile
from sim.state.identity import Birth, identity_at_place

from . import setting as s
from .luck import Keyed, Stream


class Firm(mesa.Agent):
    """A firm; ``contacts`` of the world point at two of them."""

    def __init__(self, model, **values) -> None:
        super().__init__(model)
        self.__dict__.update(values)
        self.alive, self.learned, self.contact, self.taught = True, 0.0, 0.0, 0.0
        self.teacher = [0.0] * s.DIMENSIONS
        self.rd = 0.0


class Objects(mesa.Model):
    """A world of rule set P; ``step`` lives a quarter."""

    def __init__(self, start: s.Setting, keyed: bool = False) -> None:
        super().__init__(rng=1)
        self.start, self.quarter = start, 0
        self.draw = Keyed(int(start.luck.seed)) if keyed else Stream(self.random)
        self.city = start.city.tolist()
        self.n_sites, self.n_cities = start.n_sites, start.n_cities
        self.reach = [[(q, w) for q, w in enumerate(row) if w != 0.0] for row in start.reach.tolist()]
        self.self_reach = np.diag(start.reach).tolist()
        self.inputs, self.centres = start.inputs.tolist(), start.centres.tolist()
        self.hours, self.stocks, self.stocks_start = (
            start.hours.tolist(), start.stocks.tolist(), start.stocks.tolist()
        )  # fmt: skip
        self.spending, self.rivals, self.entry = (
            start.spending.tolist(),
            start.rivals.tolist(),
            start.entry.tolist(),
        )
        columns = {name: values.tolist() for name, values in start.firms.items() if name != "partner"}
        n = len(columns["id"])
        self.firms = []
        for i in range(n):
            values = {name: values[i] for name, values in columns.items()}
            values["uid"] = values.pop("id")
            self.firms.append(Firm(self, **values))
        for firm, partner in zip(self.firms, start.firms["partner"].tolist(), strict=True):
            firm.partner = self.firms[partner]
        a, b, weight = (column.tolist() for column in start.links)
        self.contacts = [(self.firms[i], self.firms[j], w) for i, j, w in zip(a, b, weight, strict=True)]

    def step(self) -> None:
        """A quarter: costs, sales, learning, research, people, exit and entry."""
        self.quarter += 1
        self.set_prices()
        self.sell()
        self.learn()
        self.carry()
        self.research()
        self.migrate()
        self.leave()
        self.enter()

    def set_prices(self) -> None:
        p, start, sectors = self.start.scenario, self.start, range(s.SECTORS)
        jobs = [[0.0] * s.SECTORS for _ in range(self.n_sites)]
        sales = [[0.0] * s.SECTORS for _ in range(self.n_sites)]
        priced = [[0.0] * s.SECTORS for _ in range(self.n_sites)]
        for firm in self.firms:
            site, sector = firm.site, firm.sector
            jobs[site][sector] += firm.jobs
            sales[site][sector] += firm.revenue_year
            priced[site][sector] += (firm.price - s.BASE_MARKUP) * firm.revenue_year
        mass = [[sum(w * jobs[q][k] for q, w in row) for k in sectors] for row in self.reach]
        mass_all = [sum(row) for row in mass]
        self.density = [sum(row) / s.AREA_KM2 for row in jobs]

        q, d, chi = p.scale, p.demand, p.scale.chi
        crowding = [
            (x**chi - start.density**chi) / (chi * p.space.density_typical**chi) for x in self.density
        ]
        e_loc, e_urb, kappa, m0 = q.e_loc, q.e_urb, q.kappa, q.m0
        ln_sector = [log(m + m0) for m in start.mass_sector.tolist()]
        ln_all = log(start.mass_all + m0)

        index = []
        for site in range(self.n_sites):
            ln_price = []
            for r in sectors:
                sold = sales[site][r]
                price = priced[site][r] / sold if sold > 0 else 0.0
                need = sum(self.inputs[r][k] * sales[site][k] for k in sectors)
                share = min(s.PARK_SHARE, sold / max(need, 1e-9)) * exp(price) ** (1.0 - d.eta_local)
                share = min(max(share, 0.0), d.local_share_cap)
                ln_price.append(share * log(exp(price) / d.tau_local))
            index.append([sum(self.inputs[r][k] * ln_price[r] for r in sectors) for k in sectors])
        wages, kappa_match = self.wages(), p.talent.match_thick
        city_cost = []
        for c in range(self.n_cities):
            labour = s.LABOUR_SHARE * sum(
                log(w / v) * m for w, v, m in zip(wages[c], s.WAGE, s.MIX, strict=True)
            )
            match = kappa_match * log(max(self.stocks[c][1], 1.0) / max(self.stocks_start[c][1], 1.0))
            city_cost.append(labour - s.TECHNICAL * match)

        keep = 1.0 - p.production.pass_through
        lowest, highest = log(p.production.markup_lowest), log(p.production.markup_highest)
        for firm in self.firms:
            site, sector = firm.site, firm.sector
            own = firm.jobs * self.self_reach[site]
            near, every = mass[site][sector] - own, mass_all[site] - own
            gain = (
                e_loc * (log((near if near > 0.0 else 0.0) + m0) - ln_sector[sector])
                + e_urb * (log((every if every > 0.0 else 0.0) + m0) - ln_all)
                - kappa * crowding[site]
            )
            cost = index[site][sector] + city_cost[self.city[site]] - firm.a - gain
            markup = s.BASE_MARKUP + keep * (firm.v - cost)
            firm.markup = lowest if markup < lowest else highest if markup > highest else markup
            firm.price = cost + firm.markup

    def wages(self) -> list[list[float]]:
        jobs = [0.0] * self.n_cities
        for firm in self.firms:
            jobs[self.city[firm.site]] += firm.jobs
        table = []
        for c in range(self.n_cities):
            wanted = [jobs[c] * m / (s.FILLED * x) for m, x in zip(s.MIX, self.stocks[c], strict=True)]
            table.append(
                [
                    w * min(max(x**s.WAGE_SLOPE, s.WAGE_LOW), s.WAGE_HIGH)
                    for w, x in zip(s.WAGE, wanted, strict=True)
                ]
            )
        return [*table, list(s.WAGE)]

    def sell(self) -> None:
        p = self.start.scenario
        power, speed = 1.0 - p.demand.sigma, p.labour.adjust_speed
        inside = [0.0] * len(self.rivals)
        for firm in self.firms:
            firm.market = self.city[firm.site] * s.SECTORS + firm.sector
            firm.weight = firm.b * exp(power * (firm.price - firm.v))
            inside[firm.market] += firm.weight
        unit = [x / (w + r) for x, w, r in zip(self.spending, inside, self.rivals, strict=True)]
        for firm in self.firms:
            revenue = firm.weight * unit[firm.market]
            firm.cash += revenue * (1.0 - exp(-firm.markup)) - 0.25 * s.OVERHEAD * firm.revenue_year
            firm.revenue_year = year = 0.75 * firm.revenue_year + revenue
            firm.rd = s.RD_SHARE * revenue
            firm.rd_stock = 0.95 * firm.rd_stock + firm.rd
            jobs = firm.jobs + speed * (year / s.SALES_A_HEAD - firm.jobs)
            firm.jobs = jobs if jobs > 1.0 else 1.0

    def learn(self) -> None:
        p = self.start.scenario.network
        optimum, narrow, across = p.cog_opt, -0.5 / (p.cog_sd * p.cog_sd), 2.0 * p.tech_radius
        turn = self.quarter % 4
        for i, j, w in self.contacts:
            i.contact += w
            j.contact += w
            if i.a > j.a:
                i, j = j, i
            lead = j.a - i.a
            if lead <= 0.0 or w == 0.0:
                continue
            theirs = j.tech
            off = dist(i.tech, theirs) / across
            off = (off if off < 1.0 else 1.0) - optimum
            lesson = w * lead * exp(narrow * off * off)
            i.learned += lesson
            if i.uid % 4 != turn:
                continue
            i.taught += lesson
            i.teacher = [x + lesson * y for x, y in zip(i.teacher, theirs)]  # noqa: B905
        outside = self.start.scenario.production.outside_rd_share
        for firm in self.firms:
            ratio = firm.rd_stock / (outside * (firm.revenue_year if firm.revenue_year > 1e-9 else 1e-9))
            absorbs = (ratio if ratio < 1.0 else 1.0) ** p.absorb
            firm.learned = (
                p.learn_rate * absorbs * firm.learned / (firm.contact if firm.contact > 1.0 else 1.0)
            )

    def carry(self) -> None:
        p = self.start.scenario
        hop, staffed = p.labour.job_hop / 4.0, s.TECHNICAL + s.LEADING
        pools = [[] for _ in self.rivals]
        for firm in self.firms:
            pools[firm.market].append(firm)
        for pool in pools:
            pool.sort(key=lambda firm: -firm.a)
            ahead = weight = 0.0
            leads = []
            for firm in pool:
                leavers = hop * staffed * firm.jobs
                ahead += leavers * firm.a
                weight += leavers
                lead = ahead - firm.a * weight
                leads.append(lead if lead > 0.0 else 0.0)
            for firm, lead in zip(pool, leads, strict=True):
                firm.learned += p.talent.hire_transfer * hop * lead / weight

    def research(self) -> None:
        p, t, draw = self.start.scenario, self.quarter, self.draw
        q, r = p.production, p.projects
        turn = [firm for firm in self.firms if firm.uid % 4 == t % 4]
        ids = [firm.uid for firm in turn]
        queue = [0.0] * self.n_sites
        for firm in turn:
            queue[firm.site] += 1.0
        benefit = [
            r.beta_facility * max(0.0, min(1.0, self.start.capacity / max(x, 1.0)) - r.outside_service)
            for x in queue
        ]
        for firm in self.firms:
            firm.won = 0.0
        for firm, u in zip(turn, draw.uniforms(Purpose.PROJECT_FATE, ids, t), strict=True):
            lift = benefit[firm.site] + r.beta_coverage * self.partner_adds(firm)
            quality, staff = s.LEADING * firm.jobs, s.TECHNICAL * firm.jobs
            budget = 4.0 * firm.rd / (staff if staff > 1.0 else 1.0) / r.lead_budget_reference
            lift += (
                r.beta_lead
                * quality
                / (quality + r.lead_quality_reference)
                * (budget if budget < 1.0 else 1.0)
            )
            if u < 1.0 / (1.0 + exp(-(s.BASE_ODDS + lift))):
                firm.won = 1.0

        ids = [firm.uid for firm in self.firms]
        burst, efficiency = (
            draw.bursts(Purpose.EFFICIENCY_BURST, ids, t, q.burst_exponent),
            draw.normals(Purpose.EFFICIENCY, ids, t),
        )
        boom, demand = (
            draw.bursts(Purpose.DEMAND_BURST, ids, t, q.burst_exponent),
            draw.normals(Purpose.DEMAND, ids, t),
        )
        base, drift = log(1.0 + q.rd_rho0), q.obsolescence / 4.0
        for k, firm in enumerate(self.firms):
            gained = firm.learned + s.GAIN * firm.won
            z = firm.z
            firm.z = (
                z
                + q.reversion * (firm.alpha - z)
                - drift
                + 0.5 * q.efficiency_sd * burst[k] * efficiency[k]
                + gained
            )
            level = log(firm.rd_stock / (q.outside_rd_share * firm.revenue_year) + q.rd_rho0)
            level = (
                q.rd_log_low if level < q.rd_log_low else q.rd_log_high if level > q.rd_log_high else level
            )
            firm.a = firm.z + q.rd_el_output * (level - base)
            firm.b *= exp(0.5 * q.demand_sd * boom[k] * demand[k] + s.CUSTOMERS * firm.won)
        self.search(turn)

    def partner_adds(self, firm) -> float:
        partner = firm.partner
        if partner is None or not partner.alive:
            return 0.0
        own = union = whole = 0.0
        centre = self.centres[firm.sector]
        for need, mine, theirs, c in zip(firm.required, firm.tech, partner.tech, centre):  # noqa: B905
            if need >= 0.0:
                mine, theirs = mine - c, theirs - c
            else:
                need, mine, theirs = -need, c - mine, c - theirs
            whole += need
            best = mine if mine < need else need
            if best > 0.0:
                own += best
            else:
                best = 0.0
            if theirs > best:
                best = theirs if theirs < need else need
            union += best
        return min(1.0, union / whole) - min(1.0, own / whole)

    def search(self, turn) -> None:
        p, t, draw = self.start.scenario.network, self.quarter, self.draw
        ids = [firm.uid for firm in turn]
        along, step = draw.uniforms(Purpose.TECH_DRIFT, ids, t, 1), draw.normals(Purpose.TECH_DRIFT, ids, t)
        rate, scale = 4.0 * p.tech_drift, 2.0 * p.tech_noise * sqrt(s.DIMENSIONS)
        for firm, u, x in zip(turn, along, step, strict=True):
            tech, taught = firm.tech, firm.taught
            if taught > 0.0:
                tech = [x + rate * (y / taught - x) for x, y in zip(tech, firm.teacher)]  # noqa: B905
            else:
                tech = list(tech)
            tech[floor(s.DIMENSIONS * u)] += scale * x
            centre = self.centres[firm.sector]
            stretch = p.tech_radius / dist(tech, centre)
            firm.tech = [c + stretch * (x - c) for x, c in zip(tech, centre)]  # noqa: B905

    def migrate(self) -> None:
        p, wages = self.start.scenario.talent, self.wages()
        places = range(self.n_cities + 1)
        dense, count = [0.0] * self.n_cities, [0] * self.n_cities
        for site, c in enumerate(self.city):
            dense[c] += self.density[site]
            count[c] += 1
        rent = [(x / n / self.start.density) ** s.RENT_SLOPE for x, n in zip(dense, count, strict=True)] + [
            1.0
        ]
        net = [[0.0] * 3 for _ in places]
        classes = (
            (p.considering_ordinary, p.mig_el_ordinary),
            (p.considering_technical, p.mig_el),
            (p.considering_leading, p.mig_el),
        )
        for k, (considering, elasticity) in enumerate(classes):
            pull = [
                elasticity * (log(wages[c][k] * (1.0 - s.TAX)) - p.rent_share * log(rent[c]))
                + log(self.stocks_start[c][k])
                + p.mig_peer * log(max(self.stocks[c][k] / self.stocks_start[c][k], 1e-3))
                for c in places
            ]
            for origin in places:
                utility = [pull[c] - p.hours_el * log1p(self.hours[origin][c]) for c in places]
                best = max(utility)
                odds = [exp(x - best) for x in utility]
                total = sum(odds)
                for c in places:
                    if c != origin:
                        flow = considering * self.stocks[origin][k] * odds[c] / total
                        net[c][k] += flow
                        net[origin][k] -= flow
        self.stocks = [
            [x + y for x, y in zip(a, b, strict=True)] for a, b in zip(self.stocks, net, strict=True)
        ]

    def leave(self) -> None:
        p, t = self.start.scenario.demography, self.quarter
        draws = self.draw.uniforms(Purpose.EXIT, [firm.uid for firm in self.firms], t)
        for firm, u in zip(self.firms, draws, strict=True):
            age = max(t - firm.born, 0) / 4.0
            ramp = 1.0 - exp(-((age / p.other_ramp) ** 2))
            bump = 1.0 + p.other_bump * exp(-(((age - p.other_bump_age) / p.other_bump_width) ** 2))
            size = (max(firm.jobs, 1.0) / p.other_size_reference) ** p.other_size_el
            hazard = 1.0 - (1.0 - min(p.other_hazard * size * ramp * bump, 0.9)) ** 0.25
            if u < hazard or firm.cash < -p.cash_line * firm.revenue_year:
                firm.alive = False
                firm.remove()
            else:
                firm.learned = firm.contact = firm.taught = 0.0
                firm.teacher = [0.0] * s.DIMENSIONS
        self.firms = [firm for firm in self.firms if firm.alive]
        self.contacts = [link for link in self.contacts if link[0].alive and link[1].alive]

    def enter(self) -> None:
        start, t, draw = self.start, self.quarter, self.draw
        places = [
            int(identity_at_place(0, Birth.ENTRANT, cell // s.SECTORS, cell % s.SECTORS, 0))
            for cell in range(len(self.entry))
        ]
        here = [[] for _ in range(self.n_sites)]
        for firm in self.firms:
            here[firm.site].append(firm)
        who = []
        for cell, u in enumerate(draw.uniforms(Purpose.ENTRY, places, t)):
            number = int(poisson_quantile(np.array([u]), np.array([self.entry[cell]]))[0])
            who += [(cell // s.SECTORS, cell % s.SECTORS, k) for k in range(number)]
        ids = [int(identity_at_place(t, Birth.ENTRANT, *each)) for each in who]
        draws = list(
            zip(*(draw.normals(Purpose.ENTRANT_TRAITS, ids, 0, k) for k in range(s.DRAWS)), strict=True)
        )
        entrants = []
        for (site, sector, _), uid, own in zip(who, ids, draws, strict=True):
            entrants.append(self.found(site, sector, uid, own))
        known = [firm for firm in entrants if here[firm.site]]
        ids = [firm.uid for firm in known]
        half = 1000.0 * start.scenario.network.spill_half_local
        for k in range(s.CONTACTS):
            points = draw.uniforms(Purpose.CONTACT, ids, t, k)
            metres = draw.uniforms(Purpose.CONTACT, ids, t, s.CONTACTS + k)
            for firm, u, far in zip(known, points, metres, strict=True):
                other = here[firm.site][floor(u * len(here[firm.site]))]
                self.contacts.append((firm, other, 2.0 ** (-1000.0 * s.CONTACT_KM * far / half)))
                if k == 0:
                    firm.partner = other
        self.firms += entrants

    def found(self, site, sector, uid, draws) -> Firm:
        b = s.ENTRANT_SIZE * exp(s.SIZE_SD * draws[1])
        alpha, jobs = self.start.scenario.production.alpha_sd * draws[0], s.JOBS_START * b
        sales, origin = s.SALES_A_HEAD * jobs, [0.0] * s.DIMENSIONS
        way, need = draws[2 : 2 + s.DIMENSIONS], draws[2 + s.DIMENSIONS :]
        far, long = dist(way, origin), dist(need, origin)
        return Firm(
            self, uid=uid, site=site, sector=sector, born=self.quarter, partner=None, alpha=alpha, z=alpha, a=alpha,
            b=b, v=0.0, jobs=jobs, price=s.BASE_MARKUP, revenue_year=sales, cash=s.CASH_YEARS * sales,
            rd_stock=3.0 * s.RD_SHARE * sales,
            tech=[c + x / far for c, x in zip(self.centres[sector], way, strict=True)],
            required=[x / long for x in need],
        )  # fmt: skip

    def columns(self) -> dict[str, np.ndarray]:
        """Columns of the firms by identity, and the stocks of people."""
        names = ("a", "z", "b", "jobs", "price", "revenue_year", "cash", "rd_stock", "tech")
        firms = sorted(self.firms, key=lambda firm: firm.uid)
        found = {name: np.array([getattr(firm, name) for firm in firms]) for name in names}
        return (
            {"id": np.array([firm.uid for firm in firms], np.uint64)}
            | found
            | {"stocks": np.array(self.stocks)}
        )
