"""The worked chains of three laws stand in the catalogue to the day, as far as sources give one."""

import pytest

from kb.words import Stage

#: Matter → (step, day, document), in order. What no source dates to the day stands as it is known.
CHAINS = {
    "L-2026-001": [
        (Stage.DIRECTIVE, "2019-09-30", "dir/2019:64"),
        (Stage.DIRECTIVE, "2020-07-07", "dir/2020:73"),
        (Stage.REPORT, "2021-01-15", "sou/2021:1"),
        (Stage.CONSULTATION, "2021-02-02", None),
        (Stage.COUNCIL_DRAFT, "2023-01-26", None),
        (Stage.COUNCIL_OPINION, "2023-02-14", None),
        (Stage.BILL, "2023-03-23", "prop/2022/23:97"),
        (Stage.PROMULGATED, "2023", "sfs/2023:335"),
        (Stage.IN_FORCE, "2023-07-01", "sfs/2023:335"),
    ],
    "L-2026-002": [
        (Stage.REQUEST, "2019", None),
        (Stage.DIRECTIVE, "2020-02-06", "dir/2020:10"),
        (Stage.REPORT, "2021-03-25", "sou/2021:16"),
        (Stage.CONSULTATION, "2021-04", None),
        (Stage.COUNCIL_DRAFT, "2022-01-28", None),
        (Stage.BILL, "2022-02-24", "prop/2021/22:125"),
        (Stage.COMMITTEE, "2022-05-10", "bet/2021/22:KU36"),
        (Stage.DECISION, "2022-05-19", "rskr/2021/22:316"),
        (Stage.PROMULGATED, "2022", "sfs/2022:638"),
        (Stage.IN_FORCE, "2022-07-01", "sfs/2022:638"),
    ],
    "L-2026-003": [
        (Stage.DIRECTIVE, "2022-04-28", "dir/2022:37"),
        (Stage.DIRECTIVE, "2023-01-26", "dir/2023:11"),
        (Stage.REPORT, "2023-10-31", "sou/2023:69"),
        (Stage.CONSULTATION, "2023-10", None),
        (Stage.COUNCIL_DRAFT, "2024-09-26", None),
        (Stage.BILL, "2024-11-28", "prop/2024/25:65"),
        (Stage.COMMITTEE, None, "bet/2024/25:JuU9"),
        (Stage.DECISION, None, "rskr/2024/25:148"),
        (Stage.PROMULGATED, "2025-02-27", "sfs/2025:170"),
        (Stage.PROMULGATED, "2025", "sfs/2025:179"),
        (Stage.IN_FORCE, "2025-04-01", "sfs/2025:170"),
    ],
}
DEADLINES = {"L-2026-001": "2021-05-07", "L-2026-002": "2021-08-25", "L-2026-003": "2024-01-12"}


@pytest.mark.parametrize("code", CHAINS)
def test_a_worked_chain_is_right_to_the_day(catalogue, code):
    matter = next(matter for matter in catalogue.matters if matter.code == code)

    found = [(event.stage, event.date, event.document) for event in matter.events]

    assert found == CHAINS[code]


@pytest.mark.parametrize("code", DEADLINES)
def test_the_last_day_to_answer_stands_in_the_chain(catalogue, code):
    matter = next(matter for matter in catalogue.matters if matter.code == code)

    assert [event.until for event in matter.events if event.until] == [DEADLINES[code]]
