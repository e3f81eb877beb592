"""Leading talent, projects, universities and links."""

from __future__ import annotations

from enum import IntEnum

from sim.state.table import Table, column


class Employer(IntEnum):
    """Where a leading talent works."""

    NONE = 0
    FIRM = 1
    UNIVERSITY = 2


class Origin(IntEnum):
    """Where a project was born."""

    FIRM = 0
    UNIVERSITY = 1


class LinkKind(IntEnum):
    """Kinds of link."""

    INFORMAL = 0
    JOINT_RD = 1
    SUPPLY = 2
    UNIVERSITY = 3


class Leave(IntEnum):
    """What becomes of a university result this quarter."""

    STAYS = 0
    LICENSED = 1
    SPIN_OFF = 2


# fmt: off
class LeadingTalents(Table):
    """One row a leading researcher or engineer with a name."""

    title_en, title_zh = "leading talent", "领军人才"

    field = column("i1", "index", "talent field", owner="birth", en="field", zh="领域")
    quality = column("f8", "-", "quality, mean 1", owner="birth", en="quality", zh="水平")
    employer_kind = column("i1", "code", "0 none, 1 firm, 2 university", owner="talent,demography", en="employer kind", zh="雇主类型")
    employer = column("i8", "handle", "handle of the employer, -1 none", owner="talent,demography", en="employer", zh="雇主", default=-1)
    site = column("i2", "index", "site of work", owner="talent", en="site", zh="所在园区")
    since = column("i4", "quarter", "with this employer since", owner="talent", en="since", zh="入职季度")
    born = column("i4", "quarter", "quarter of arrival", owner="birth", en="arrived", zh="到来季度")


class Projects(Table):
    """One row a research project on its way from laboratory to market."""

    title_en, title_zh = "projects", "项目"

    owner = column("i8", "handle", "firm that owns it, -1 while a university does", owner="innovation,demography", en="owner firm", zh="所属企业", default=-1)
    university = column("i8", "handle", "university of origin, -1 none", owner="birth", en="university of origin", zh="来源高校", default=-1)
    partner = column("i8", "handle", "firm that shares the project, -1 none", owner="innovation,demography", en="partner firm", zh="合作企业", default=-1)
    origin = column("i1", "code", "0 firm, 1 university", owner="birth", en="origin", zh="来源")
    joint = column("i1", "flag", "shared between a firm and a university", owner="innovation,demography", en="firm and university", zh="校企联合")
    site = column("i2", "index", "site where it is worked on", owner="innovation,demography", en="site", zh="所在园区")
    sector = column("i2", "index", "sector that it would serve", owner="birth", en="sector", zh="行业")
    field = column("i1", "index", "talent field", owner="birth", en="field", zh="领域")
    process = column("i1", "flag", "improves a process, not a product", owner="birth", en="process project", zh="工艺项目")
    tech = column("f8", "-", "technology that it requires", owner="birth", en="required technology", zh="所需技术", width=8)
    stage = column("i1", "index", "0 research (TRL 1-3), 1 proof of concept (4), 2 pilot (5-6), 3 testing (7-8), 4 market (9)", owner="innovation", en="stage", zh="阶段")
    trl = column("i1", "level", "technology readiness level", owner="innovation", en="TRL", zh="技术成熟度")
    stage_since = column("i4", "quarter", "in this stage since", owner="innovation", en="stage since", zh="进入阶段季度")
    started = column("i4", "quarter", "quarter of start", owner="birth", en="started", zh="启动季度")
    promise = column("f8", "sd", "promise: a standard normal that lifts the odds", owner="birth", en="promise", zh="前景")
    novelty = column("f8", "share", "distance of what it requires from what its owner knows", owner="birth", en="novelty", zh="新颖度")
    coverage = column("f8", "share", "required technology that partners add to the owner's", owner="innovation", en="partners' coverage", zh="伙伴覆盖")
    served = column("f8", "share", "service got from the stage's facility", owner="innovation", en="facility service", zh="设施服务")
    funded = column("f8", "share", "money spent over money needed this quarter", owner="innovation", en="funded", zh="资金满足率")
    programme = column("i1", "flag", "task of a national major project", owner="birth", en="major project", zh="重大项目任务")
    granted = column("f8", "m¥", "grant still unspent", owner="innovation", en="grant left", zh="未用资助")
    spent = column("f8", "m¥", "spent so far", owner="innovation", en="spent", zh="累计投入")
    patents = column("f8", "patents", "patents filed at the start", owner="birth", en="patents", zh="专利")
    leaves = column("i1", "code", "leaves its university this quarter: 1 licensed, 2 spin-off", owner="innovation,demography", en="leaves", zh="转出方式")


class Universities(Table):
    """One row a university or public institute."""

    title_en, title_zh = "universities", "高校"

    site = column("i2", "index", "site where it stands", owner="birth", en="site", zh="所在园区")
    x = column("f8", "km", "position in the site, east", owner="birth", en="x", zh="东向位置")
    y = column("f8", "km", "position in the site, north", owner="birth", en="y", zh="北向位置")
    quality = column("f8", "-", "research quality, mean 1", owner="birth", en="quality", zh="水平")
    elite = column("i1", "flag", "elite university", owner="birth", en="elite", zh="双一流")
    research = column("f8", "persons", "research staff by field", owner="talent", en="research staff", zh="科研人员", width=4)
    graduates = column("f8", "persons/year", "graduates a year by field", owner="talent", en="graduates", zh="毕业生", width=4)
    transfer = column("f8", "results/year", "results that its transfer office can place a year", owner="birth", en="transfer capacity", zh="转化能力")
    tech = column("f8", "-", "position in technology space", owner="birth", en="technology position", zh="技术位置", width=8)
    budget = column("f8", "m¥", "spending this quarter", owner="talent", en="spending", zh="支出")
    cash = column("f8", "m¥", "cash", owner="talent,innovation,market", en="cash", zh="现金")
    results = column("f8", "results", "results started this quarter", owner="innovation", en="new results", zh="新成果")


class Links(Table):
    """One row a tie between a firm and a firm or university. Most rows: the dead are dropped once a quarter."""

    title_en, title_zh = "links", "联系"
    dead_share = 0.5

    a = column("i8", "handle", "firm", owner="birth", en="firm", zh="企业")
    b = column("i8", "handle", "the other agent: a university in kind 3, else a firm", owner="birth", en="partner", zh="伙伴")
    kind = column("i1", "code", "0 informal, 1 joint R&D, 2 supply, 3 university", owner="birth", en="kind", zh="类型")
    strength = column("f8", "-", "weight with which knowledge passes", owner="collaboration", en="strength", zh="强度")
    metres = column("f8", "m", "distance when formed", owner="birth", en="metres apart", zh="距离")
    since = column("i4", "quarter", "formed in", owner="birth", en="since", zh="建立季度")
    until = column("i4", "quarter", "last quarter of its term", owner="collaboration", en="until", zh="到期季度")
