-- grain: one township and year with a ledger (台账)
-- 说明: 按台账计算的自评覆盖率：应当自评的项目中有多少个、多少钱已经自评，一个乡镇一行，金额单位万元
select
    ledger.year as year, -- 年度
    ledger.township as township, -- 乡镇
    count(*) as due_projects, -- 台账中应当自评的项目数
    count(ledger_matches.form_id) as evaluated_projects, -- 其中已自评的项目数
    share(count(ledger_matches.form_id), 100, count(*)) as coverage, -- 按个数的覆盖率（%）
    cast(sum(ledger.adjusted_budget) as decimal(24, 6)) as due_amount, -- 应当自评的项目全年预算数（万元）
    cast(coalesce(sum(ledger.adjusted_budget) filter (where ledger_matches.form_id is not null), 0)
        as decimal(24, 6)) as evaluated_amount, -- 其中已自评的（万元）
    share(
        coalesce(sum(ledger.adjusted_budget) filter (where ledger_matches.form_id is not null), 0),
        100,
        nullif(sum(ledger.adjusted_budget), 0)
    ) as amount_coverage, -- 按金额的覆盖率（%）
from staging.ledger
left join staging.ledger_matches
    on ledger.year = ledger_matches.year and ledger.township = ledger_matches.township
        and ledger.ledger_key = ledger_matches.ledger_key
where ledger.is_due
group by ledger.year, ledger.township
order by ledger.year, ledger.township
