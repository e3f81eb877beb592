"""Funds and the stakes that they hold."""

from __future__ import annotations

from enum import IntEnum

from sim.state.table import Table, column


class FundKind(IntEnum):
    """Kinds of investor. Banks' equity arms are the growth funds that banks back."""

    ANGEL = 0
    VENTURE = 1
    GROWTH = 2
    GUIDANCE = 3
    BANK = 4


# fmt: off
class Funds(Table):
    """One row a fund; money in m¥."""

    title_en, title_zh = "funds", "基金"

    site = column("i2", "index", "site whose firms it prefers", owner="birth", en="site", zh="所在园区")
    kind = column("i1", "code", "0 angel, 1 venture, 2 growth, 3 guidance, 4 bank", owner="birth", en="kind", zh="类型")
    committed = column("f8", "m¥", "committed by its partners", owner="birth", en="committed", zh="认缴")
    public_share = column("f8", "share", "share of commitments that is public money", owner="birth", en="public share", zh="财政出资比例")
    uncalled = column("f8", "m¥", "committed and not yet called", owner="finance", en="uncalled", zh="未缴")
    cash = column("f8", "m¥", "called and not invested", owner="finance,market", en="cash", zh="现金")
    invested = column("f8", "m¥", "invested so far, at cost", owner="finance", en="invested", zh="累计投资")
    late = column("f8", "m¥", "invested so far in rounds after the first, at cost", owner="finance", en="invested late", zh="后期投资")
    returned = column("f8", "m¥", "proceeds so far", owner="finance", en="proceeds", zh="累计回收")
    opened = column("i4", "quarter", "opened in", owner="birth", en="opened", zh="设立季度")
    closes = column("i4", "quarter", "closes in", owner="birth", en="closes", zh="到期季度")
    stage_low = column("i1", "index", "earliest round that it enters", owner="birth", en="first round", zh="最早轮次")
    stage_high = column("i1", "index", "latest round that it enters", owner="birth", en="last round", zh="最晚轮次")
    early = column("f8", "share", "share of its money that must go to seed and first rounds", owner="birth", en="early share", zh="早期占比")
    largest = column("f8", "m¥", "largest firm value that it buys into", owner="birth", en="size limit", zh="规模上限")
    patience = column("f8", "share", "share of the hurdle that it forgoes", owner="birth", en="patience", zh="耐心")
    hard_tech = column("f8", "log", "bonus that it gives to technology firms", owner="birth", en="hard-tech preference", zh="硬科技偏好")
    hurdle = column("f8", "1/year", "return that it asks for", owner="birth", en="hurdle", zh="门槛收益率")


class Stakes(Table):
    """One row a share of a firm held by a fund."""

    title_en, title_zh = "stakes", "股权"

    fund = column("i8", "handle", "fund", owner="birth", en="fund", zh="基金")
    firm = column("i8", "handle", "firm", owner="birth", en="firm", zh="企业")
    share = column("f8", "share", "share of the firm", owner="finance", en="share", zh="持股比例")
    cost = column("f8", "m¥", "paid for it", owner="birth", en="cost", zh="成本")
    round = column("i1", "index", "round in which it was bought (0 seed)", owner="birth", en="round", zh="轮次")
    since = column("i4", "quarter", "bought in", owner="birth", en="since", zh="投资季度")
