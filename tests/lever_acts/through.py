"""Functions through which each lever acts, as module of sim:function; each takes the world first.

Whatever a lever does, it does in these: with them shut and the payer's purse untouched, a run with the lever is the
run without it (see tests/test_lever_frozen.py). A mechanism that reads a lever elsewhere fails there.
"""

_FACILITIES = "quarter.policy.facilities:run_lever_facilities"
_INVITE = "quarter.demography.invitation:_invite"

THROUGH: dict[str, tuple[str, ...]] = {
    # sources
    "platform": (_FACILITIES,),
    "national_link": ("quarter.collaboration.convening:link_laboratories",),
    "leading_talent": ("quarter.talent.programme:recruit",),
    "major_project": ("quarter.innovation.consortia:start_major_projects",),
    "talent_housing": ("quarter.talent.housing:offer_utility", "quarter.talent.housing:pay_newcomers"),
    # firms
    "hte_tax": ("policy.income_tax:relief_in_force",),
    "rd_superdeduct": ("quarter.innovation.research:added_deduction",),
    "rd_grant": ("quarter.innovation.research:_grant_rate", "quarter.innovation.research:_pay_grants"),
    "early_grant": ("quarter.innovation.funding:award_early_grants",),
    "land_rent": (
        "quarter.demography.location:terms_of_entry", "quarter.market.relief:relieve_rents",
        "quarter.market.space:floor_on_cheap_land",
    ),
    "service_speed": ("quarter.policy.permits:serve_entrants",),
    "ladder": ("policy.label:label", "quarter.demography.rewards:reward_ranks", "quarter.innovation.notch:next_reward"),
    "champion_world": ("quarter.demography.programmes:admit_champions",),
    "gazelle_unicorn": (
        "quarter.demography.rewards:reward_lists", "quarter.finance.subsidies:subsidise_interest",
        "quarter.finance.subsidies:subsidise_equity",
    ),
    "patient_credit": (
        "quarter.finance.banks:loan_limits", "quarter.finance.subsidies:subsidise_interest",
        "quarter.finance.subsidies:share_losses",
    ),
    "standards": ("quarter.demography.programmes:award_standards",),
    "incubator": (_FACILITIES,),
    "accelerator": (_FACILITIES,),
    # results
    "result_rights": ("quarter.policy.rights:set_rights", "quarter.policy.rights:rights_factor"),
    "poc": (_FACILITIES,),
    "pilot": (_FACILITIES,),
    "testing": (_FACILITIES,),
    "transfer": ("quarter.innovation.transfer:agencies", "quarter.innovation.transfer:charge_commission"),
    "voucher": ("quarter.innovation.facilities:can_pay", "quarter.innovation.facilities:_pay_vouchers"),
    "pie_operator": (
        _FACILITIES, "policy.operators:hosted", "policy.operators:pilot_places",
        "quarter.finance.guidance:open_operators_funds",
    ),
    "match_event": ("quarter.collaboration.convening:hold_events",),
    "guidance_fund": ("quarter.finance.guidance:open_guidance_funds",),
    # industries
    "chain_fill": (_INVITE,),
    "chain_strengthen": (
        "quarter.market.hubs:park_shares", "quarter.market.hubs:referrals", "quarter.market.hubs:reward_hubs",
    ),
    "chain_extend": (_INVITE,),
    "cross_region": (
        "quarter.collaboration.coordination:coordinate", "quarter.collaboration.coordination:travel_hours",
        "quarter.collaboration.coordination:introduced", "policy.agreements:left_to_us",
        "policy.agreements:moving_eased", "policy.agreements:tax_sent_home",
    ),
    "bri": ("quarter.market.markets_opened:foreign_ties",),
    "first_launch": ("quarter.innovation.insurance:insure_first_sets",),
    "scenario_opening": ("quarter.market.markets_opened:first_orders",),
    "smart_green": ("quarter.innovation.upgrading:subsidise",),
    "future_seed": (_INVITE, "quarter.innovation.future:seed_future"),
}  # fmt: skip
