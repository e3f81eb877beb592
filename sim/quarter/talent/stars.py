"""Leading talent with a name: who arrives, leaves, changes posts, and where quarter 0 finds them.

They are the visible part of the leading pools: where migration fills a pool, more arrive. Employers
compete with the research money of the talent's field, and better talent cares more for equipment.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.luck import Purpose, ordinals, poisson_quantile
from sim.quarter.collaboration.choice import race, winners
from sim.quarter.collaboration.partners import performers
from sim.quarter.collaboration.rings import rings, rings_of_all
from sim.quarter.talent.migration import balance_pools
from sim.quarter.talent.programme import bound_to, recruit
from sim.state.cells import cell_count
from sim.state.identity import Birth, Ids, identity_at_place
from sim.state.knowledge import Employer
from sim.state.places import FIELDS
from sim.state.table import Bools, Floats, Ints
from sim.world import World

_N_FIELDS = len(FIELDS)
_FIRMS = 10
_UNIVERSITIES = 3


def post_leading_talent(world: World) -> None:
    """A quarter of leading talent: some leave, some arrive, some change posts."""
    talents = world.talents
    follow_employers(world)
    leave(world)
    new = arrive(world)
    invited = recruit(world)
    hop = world.scenario.talent.star_hop / 4.0
    moving = world.luck.happens(Purpose.TALENT_MOVE, talents.id, world.quarter, hop)
    jobless = talents.employer_kind == Employer.NONE
    old = np.arange(len(talents)) < new.start
    seekers = np.flatnonzero((moving | jobless) & ~talents.retired)
    find_posts(world, seekers, old[seekers], bound_to(world, invited)[seekers])


def follow_employers(world: World) -> None:
    """Who works at a firm or university sits at its site; who lost it is without a post."""
    talents = world.talents
    at_firm = world.firms.rows(np.where(talents.employer_kind == Employer.FIRM, talents.employer, -1))
    academic = talents.employer_kind == Employer.UNIVERSITY
    at_university = world.universities.rows(np.where(academic, talents.employer, -1))
    in_firm, in_university = np.flatnonzero(at_firm >= 0), np.flatnonzero(at_university >= 0)
    talents.site[in_firm] = world.firms.site[at_firm[in_firm]]
    talents.site[in_university] = world.universities.site[at_university[in_university]]
    lost = (at_firm < 0) & (at_university < 0)
    talents.employer_kind[lost] = Employer.NONE
    talents.employer[lost] = -1


def wanted_stock(world: World) -> Floats:
    """Leading talent that the pools of each city and field imply, persons: f64[C, F]."""
    return world.scenario.talent.star_share * world.cities.labour[:, 1 + _N_FIELDS :]


def stock_now(world: World) -> Ints:
    """Leading talent by city and field: i64[C, F]."""
    talents = world.talents
    cell = place_and_field(world)[~talents.retired]
    return cell_count(cell, world.n_cities * _N_FIELDS).reshape(-1, _N_FIELDS)


def place_and_field(world: World) -> Ints:
    """City x fields + field of each leading talent."""
    return np.asarray(world.sites.city[world.talents.site].astype(np.int64) * _N_FIELDS + world.talents.field)


def leave(world: World) -> None:
    """Retire, and leave cities whose pool shrinks below what named talent implies."""
    talents, p = world.talents, world.scenario.talent
    stock, wanted = stock_now(world).astype(np.float64), wanted_stock(world)
    surplus = np.maximum(stock - wanted, 0.0) / np.maximum(stock, 1.0)
    chance = p.retirement / 4.0 + p.star_speed * surplus
    gone = world.luck.happens(
        Purpose.TALENT_LEAVE, talents.id, world.quarter, chance.ravel()[place_and_field(world)]
    )
    world.happenings.count("talents_left", talents.site[gone])
    talents.retire(gone)


def arrive(world: World) -> slice:
    """Add those who replace retirees and fill what the pools imply, keyed by place; returns their rows."""
    p, quarter = world.scenario.talent, world.quarter
    stock, wanted = stock_now(world).astype(np.float64), wanted_stock(world)
    mean = wanted * p.retirement / 4.0 + p.star_speed * np.maximum(wanted - stock, 0.0)
    city, field = np.divmod(np.arange(mean.size), _N_FIELDS)
    place = identity_at_place(quarter, Birth.ENTRANT, city, field, np.zeros_like(city))
    count = poisson_quantile(world.luck.uniform(Purpose.TALENT_BIRTH, place, quarter), mean.ravel())
    return add_talents(world, Birth.ENTRANT, count)


def add_talents(world: World, kind: Birth, count: Ints) -> slice:
    """Add ``count`` leading talents to each city and field (i64[C x F]), without a post yet."""
    cell, ordinal = ordinals(count)
    city, field = np.divmod(cell, _N_FIELDS)
    ids = identity_at_place(world.quarter, kind, city, field, ordinal)
    sd = world.scenario.talent.star_quality_sd
    quality = np.exp(sd * world.luck.normal(Purpose.TALENT_TRAITS, ids, 0) - 0.5 * sd**2)
    first_site = np.array([np.flatnonzero(world.sites.city == c)[0] for c in range(world.n_cities)])
    return world.talents.add(
        ids, field=field, quality=quality, site=first_site[city], since=world.quarter, born=world.quarter
    )


def find_posts(world: World, seekers: Ints, known: Bools, bound: Ints) -> None:
    """Give seekers (talent rows) a post in their city, if any; ``known`` were here before the quarter.

    Who is bound to a site (i64[v], -1: free) takes a post there or none.
    """
    if len(seekers) == 0:
        return
    firms, universities, talents = world.firms, world.universities, world.talents
    city = world.sites.city[talents.site[seekers]].astype(np.int64)
    firm, university = candidates_near(world, talents.id[seekers], city)
    weight = np.concatenate(
        [firm_pull(world, seekers, firm), university_pull(world, seekers, university)], axis=1
    )
    site = np.concatenate([_of(firms.site, firm), _of(universities.site, university)], axis=1)
    weight = np.where((bound < 0)[:, None] | (site == bound[:, None]), weight, 0.0)
    ids = np.concatenate([_of(firms.id, firm), _of(universities.id, university)], axis=1)
    time = race(world.luck, Purpose.TALENT_CHOICE, talents.id[seekers], ids, weight, world.quarter)
    slot = winners(time, np.broadcast_to(np.arange(time.shape[1]), time.shape))
    hired = np.flatnonzero(slot >= 0)
    slot, rows, known = slot[hired], seekers[hired], known[hired]
    to_firm = slot < _FIRMS
    at_firm, at_university = np.minimum(slot, _FIRMS - 1), np.maximum(slot - _FIRMS, 0)
    row = np.where(to_firm, firm[hired, at_firm], university[hired, at_university])
    post(world, rows, row, to_firm, known)


def post(world: World, rows: Ints, employer: Ints, to_firm: Bools, known: Bools) -> None:
    """Set employers (row of a firm or university) of talent rows, and count who moved and who arrived."""
    firms, universities, talents = world.firms, world.universities, world.talents
    handle, site = np.full(len(rows), -1, np.int64), np.zeros(len(rows), np.int64)
    handle[to_firm], site[to_firm] = firms.handle[employer[to_firm]], firms.site[employer[to_firm]]
    to_university = ~to_firm
    handle[to_university] = universities.handle[employer[to_university]]
    site[to_university] = universities.site[employer[to_university]]
    changed = talents.employer[rows] != handle
    talents.employer[rows] = handle
    talents.employer_kind[rows] = np.where(to_firm, Employer.FIRM, Employer.UNIVERSITY)
    talents.site[rows] = site
    talents.since[rows[changed]] = world.quarter
    world.happenings.count("talents_moved", site[known & changed])
    world.happenings.count("talents_arrived", site[~known])


def candidates_near(world: World, ids: Ids, city: Ints) -> tuple[Ints, Ints]:
    """Firms with R&D i64[v, 10] and universities i64[v, 3] of its city that each talent can find, or -1."""
    universities, quarter = world.universities, world.quarter
    at = world.firm_city().astype(np.int64)
    ring = rings(world.firm_ring(), performers(world), at, world.n_cities)
    firm = ring.candidates(city, world.luck.uniform(Purpose.TALENT_POINT, ids, quarter, 0), _FIRMS)
    place = world.sites.city[universities.site].astype(np.int64)
    ring = rings_of_all(universities.id, place, world.n_cities)
    point = world.luck.uniform(Purpose.TALENT_POINT, ids, quarter, 1)
    return firm, ring.candidates(city, point, _UNIVERSITIES)


def firm_pull(world: World, seekers: Ints, firm: Ints) -> Floats:
    """Weight of firms (rows, -1 none) for talents, f64[v, k]: research money in the field, and equipment."""
    firms, talents, p = world.firms, world.talents, world.scenario.talent
    field, quality = talents.field[seekers][:, None], talents.quality[seekers][:, None]
    money = firms.rd_real[firm] * world.fixed.field_mix[firms.sector[firm], field]
    equipment = 4.0 * firms.rd_real[firm] / np.maximum(firms.technical[firm], 1.0)
    taste = sorting(equipment, quality, p.star_equipment, p.star_sorting)
    return np.where(firm >= 0, money * taste, 0.0)


def university_pull(world: World, seekers: Ints, university: Ints) -> Floats:
    """Weight of universities (rows, -1 none) for talents, f64[v, k]: research money in the field, quality."""
    universities, talents, p = world.universities, world.talents, world.scenario.talent
    if len(universities) == 0:
        return np.zeros(university.shape)
    field, quality = talents.field[seekers][:, None], talents.quality[seekers][:, None]
    staff = np.maximum(universities.research.sum(axis=1), 1.0)
    share = universities.research[university, field] / staff[university]
    money = universities.budget[university] * share * universities.quality[university]
    equipment = (4.0 * universities.budget / staff)[university]
    taste = sorting(equipment, quality, p.star_equipment, p.star_sorting)
    return np.where(university >= 0, money * taste, 0.0)


def sorting(equipment: Floats, quality: Floats, reference: float, strength: float) -> Floats:
    """Factor by which equipment (R&D m¥ a head and year) attracts talent of a quality (mean 1). Assumed."""
    relative = np.clip(equipment / reference, 0.1, 10.0)
    return np.asarray(relative ** (strength * (np.minimum(quality, 3.0) - 1.0)))


def _of[T: np.generic](column: NDArray[T], rows: Ints) -> NDArray[T]:
    return column[rows] if len(column) else np.zeros(rows.shape, column.dtype)


def starting_talents(world: World) -> None:
    """Leading talent of quarter 0 with their posts, in proportion to research money of city and field.

    Also sets at which rate people enter the pools by themselves, so that these stand at trend.
    """
    balance_pools(world)
    wanted = wanted_stock(world).ravel()
    city, field = np.divmod(np.arange(wanted.size), _N_FIELDS)
    place = identity_at_place(0, Birth.INITIAL, city, field, np.zeros_like(city))
    count = np.floor(wanted + world.luck.uniform(Purpose.TALENT_BIRTH, place, 0)).astype(np.int64)
    add_talents(world, Birth.INITIAL, count)
    world.talents.settle()
    talents = world.talents
    cell = place_and_field(world)
    u = world.luck.uniform(Purpose.TALENT_POINT, talents.id, world.quarter, 2)
    for number in np.flatnonzero(count):
        rows = np.flatnonzero(cell == number)
        employer, to_firm = draw_employers(world, int(city[number]), int(field[number]), u[rows])
        found = employer >= 0
        post(world, rows[found], employer[found], to_firm[found], np.zeros(int(found.sum()), np.bool_))
    tenure = np.floor(-np.log(world.luck.uniform(Purpose.TALENT_TRAITS, talents.id, 0, 1)) * 16.0)
    talents.since = talents.since - tenure.astype(np.int64)
    talents.born = talents.since


def draw_employers(world: World, city: int, field: int, u: Floats) -> tuple[Ints, Bools]:
    """Employer row (-1 none) and whether it is a firm, by uniforms: odds are research money in the field."""
    firms, universities = world.firms, world.universities
    able = performers(world) & (world.firm_city() == city)
    in_firms = np.where(able, firms.rd_real * world.fixed.field_mix[firms.sector, field], 0.0)
    staff = np.maximum(universities.research.sum(axis=1), 1.0)
    here = world.sites.city[universities.site] == city
    share = universities.research[:, field] / staff
    in_universities = here * universities.budget * share * universities.quality
    ladder = np.cumsum(np.concatenate([in_firms, in_universities]))
    if len(ladder) == 0 or ladder[-1] <= 0.0:
        return np.full(len(u), -1, np.int64), np.ones(len(u), np.bool_)
    row = np.searchsorted(ladder, u * ladder[-1], side="right")
    to_firm = row < len(firms)
    return np.where(to_firm, row, row - len(firms)), to_firm
