-- grain: one source of money (of several: their combination) of the ledger, projects that must be evaluated
-- 说明: 按资金来源汇总台账项目的自评和执行情况，金额取自台账
-- sheet: 按资金来源
-- order: 34
-- empty: left out
select
    coalesce(ledger.source, '（台账没有写）') as 资金来源, -- 台账
    count(*) as 应自评项目, -- 台账中应当自评的项目数
    count(ledger_matches.form_id) as 已自评项目, -- 其中已自评的
    share(count(ledger_matches.form_id), 100, count(*)) as "覆盖率（%）", -- 按个数
    share(
        coalesce(sum(ledger.adjusted_budget) filter (where ledger_matches.form_id is not null), 0),
        100,
        nullif(sum(ledger.adjusted_budget), 0)
    ) as "金额覆盖率（%）", -- 按全年预算数
    cast(sum(ledger.initial_budget) as decimal(18, 6)) as "年初预算（万元）", -- 台账
    cast(sum(ledger.adjusted_budget) as decimal(18, 6)) as "全年预算（万元）", -- 台账
    cast(sum(ledger.executed) as decimal(18, 6)) as "全年执行（万元）", -- 台账
    share(sum(ledger.executed), 100, nullif(sum(ledger.adjusted_budget), 0)) as "执行率（%）", -- 台账执行÷台账预算
    share(sum(projects.machine_total), 1, nullif(count(projects.machine_total), 0))
        as "复算平均分（分）", -- 已自评项目的复算得分
    count(distinct ledger.township) as 涉及乡镇, -- 个数
from staging.ledger
left join staging.ledger_matches
    on ledger.year = ledger_matches.year and ledger.township = ledger_matches.township
        and ledger.ledger_key = ledger_matches.ledger_key
left join scores.projects
    on ledger_matches.form_id = projects.form_id
where ledger.year = getvariable('year') and ledger.is_due
group by ledger.source
order by ledger.source nulls last
