"""The transaction table: every kind of payment that the model knows, with payer and payee.

A payment of a kind that is not in this table, or between other sectors, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

SECTORS = ("firms", "households", "universities", "funds", "bank", "authorities", "state", "services", "outside")
"""Sectors of the ledger. ``services`` are the local services of a city, ``outside`` the rest of the world."""

SECTOR_LABELS = {
    "firms": ("firms", "企业"), "households": ("households", "居民"), "universities": ("universities", "高校"),
    "funds": ("funds", "基金"), "bank": ("banks", "银行"), "authorities": ("park authorities", "管委会"),
    "state": ("state", "国家财政"), "services": ("local services", "本地服务"), "outside": ("outside", "外部"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of payment: who pays whom, and what it is called."""

    name: str
    payer: str
    payee: str
    en: str
    zh: str


def _table(rows: str) -> dict[str, Flow]:
    flows = {}
    for line in rows.strip().splitlines():
        name, payer, payee, en, zh = (part.strip() for part in line.split("|"))
        flows[name] = Flow(name, payer, payee, en, zh)
    return flows


FLOWS = _table("""
    sales_home            | outside      | firms        | home sales                             | 国内销售
    sales_foreign         | outside      | firms        | exports                                | 出口销售
    sales_local           | firms        | firms        | intermediate sales inside the site     | 区内中间品销售
    inputs_outside        | firms        | outside      | intermediate inputs from outside       | 外购中间品
    wages                 | firms        | households   | wages                                  | 工资
    overhead              | firms        | outside      | overhead other than staff              | 管理费用
    rd_materials          | firms        | outside      | R&D materials and equipment            | 研发材料设备
    rd_contracts          | firms        | universities | R&D contracts to universities          | 委托研发
    investment            | firms        | outside      | capital goods                          | 设备投资
    rent_public           | firms        | authorities  | rent of public floor                   | 公有物业租金
    rent_private          | firms        | outside      | rent of private floor                  | 私有物业租金
    facility_fees         | firms        | authorities  | fees for shared facilities             | 设施服务费
    outside_lab_fees      | firms        | outside      | fees for outside laboratories          | 外部实验室费用
    income_tax            | firms        | state        | corporate income tax                   | 企业所得税
    vat                   | outside      | state        | value added tax, paid by buyers        | 增值税
    surcharges            | firms        | state        | surcharges on VAT and other levies     | 税金及附加
    dividends_founders    | firms        | households   | dividends to founders                  | 创始人分红
    dividends_funds       | firms        | funds        | dividends to funds                     | 基金分红
    dividends_outside     | firms        | outside      | dividends to other owners              | 外部股东分红
    founders_equity       | households   | firms        | founders' equity                       | 创始人出资
    liquidation_sale      | outside      | firms        | sale of a failed firm's assets         | 清算变卖
    liquidation_rest      | firms        | households   | what is left to the owners             | 清算剩余
    overdraft_loss        | bank         | firms        | overdraft written off                  | 透支核销
    loans                 | bank         | firms        | new loans                              | 新增贷款
    repayments            | firms        | bank         | loans repaid                           | 偿还贷款
    interest              | firms        | bank         | interest on loans and overdrafts       | 贷款利息
    deposit_interest      | bank         | firms        | interest on firms' deposits            | 企业存款利息
    household_interest    | bank         | households   | interest on households' deposits       | 居民存款利息
    bank_profit           | bank         | outside      | bank profit paid out                   | 银行利润分配
    bank_capital          | outside      | bank         | banks recapitalised                    | 银行增资
    tickets               | funds        | firms        | equity invested in firms               | 股权投资
    exit_proceeds         | outside      | funds        | proceeds of stakes sold                | 退出收入
    listing_money         | outside      | firms        | new money raised at listing            | 上市融资
    calls_private         | outside      | funds        | capital called from private partners   | 社会出资
    calls_authorities     | authorities  | funds        | capital called from park authorities   | 园区出资
    calls_state           | state        | funds        | capital called from the state          | 国家出资
    calls_bank            | bank         | funds        | capital called from banks              | 银行出资
    fund_fees             | funds        | households   | management fees                        | 管理费
    distributions_private | funds        | outside      | distributed to private partners        | 社会出资分配
    distributions_authorities | funds    | authorities  | distributed to park authorities        | 园区出资分配
    distributions_state   | funds        | state        | distributed to the state               | 国家出资分配
    distributions_bank    | funds        | bank         | distributed to banks                   | 银行出资分配
    licence_fees          | firms        | universities | licences and assignments               | 许可转让费
    block_grants          | state        | universities | block grants                           | 财政拨款
    tuition               | households   | universities | tuition                                | 学费
    university_payroll    | universities | households   | university payroll                     | 高校工资
    university_other      | universities | outside      | other spending of universities         | 高校其他支出
    benefits              | state        | households   | benefits of searchers                  | 失业保障
    wage_tax              | households   | state        | tax on wages                           | 个人所得税
    local_services        | households   | services     | local services                         | 本地消费服务
    services_wages        | services     | households   | wages of local services                | 服务业工资
    services_inputs       | services     | outside      | inputs and rents of local services     | 服务业投入
    consumption           | households   | outside      | other consumption                      | 其他消费
    housing               | households   | outside      | housing rent                           | 住房支出
    tax_share             | state        | authorities  | local share of taxes                   | 税收分成
    operations            | authorities  | outside      | running and building facilities        | 设施运营建设
    land_relief           | authorities  | outside      | land sold below its price              | 用地优惠
    general_spending      | authorities  | households   | general spending of the authority      | 一般公共支出
    grants_authorities    | authorities  | firms        | grants from park authorities           | 园区资助
    grants_state          | state        | firms        | grants from the state                  | 国家资助
    risk_pool_authorities | authorities | bank       | losses shared by park authorities      | 园区风险补偿
    risk_pool_state       | state       | bank       | losses shared by the state             | 国家风险补偿
    talent_authorities    | authorities  | households   | talent subsidies from park authorities | 园区人才补贴
    talent_state          | state        | households   | talent subsidies from the state        | 国家人才补贴
    facility_state        | state        | authorities  | state money for shared facilities      | 国家平台经费
    public_purchases      | authorities  | firms        | first purchases of new products        | 新产品首购
    insurance_premiums    | firms        | outside      | premiums of first-set insurance        | 首台套保费
    insurance_claims      | outside      | firms        | claims of first-set insurance          | 首台套理赔
    relocation            | firms        | firms        | cash that moves with a firm            | 迁移资金
""")
"""Every flow by name."""
