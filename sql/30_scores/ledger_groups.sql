-- grain: one group of the ledger's projects that must be evaluated: an office, a kind, a source of money, all of them
-- 说明: 按业务股室、项目类别、资金来源汇总台账项目的自评和执行情况，金额取自台账，没有台账的没有行
-- across: counties
with grouped as (
    select
        ledger.*,
        bases.basis,
        bases.name,
    from staging.ledger
    cross join unnest([
        {basis: '业务股室', name: ledger.office},
        {basis: '项目类别', name: ledger.kind},
        {basis: '资金来源', name: ledger.source},
        {basis: '合计', name: null}
    ]) as each_basis(bases)
    where ledger.is_due
)

select
    grouped.year as year, -- 年度
    grouped.basis as basis, -- 按什么汇总：业务股室、项目类别、资金来源（几种来源的合为一组）、合计
    grouped.name as name, -- 组名，台账没有写的为空
    count(*) as projects, -- 应自评项目（个）
    count(ledger_matches.form_id) as evaluated, -- 其中已自评的（个）
    share(count(ledger_matches.form_id), 100, count(*)) as coverage, -- 覆盖率（%），按个数
    share(
        coalesce(sum(grouped.adjusted_budget) filter (where ledger_matches.form_id is not null), 0),
        100,
        nullif(sum(grouped.adjusted_budget), 0)
    ) as money_coverage, -- 覆盖率（%），按全年预算数
    cast(sum(grouped.initial_budget) as decimal(24, 6)) as initial_budget, -- 年初预算数（万元）
    cast(sum(grouped.adjusted_budget) as decimal(24, 6)) as adjusted_budget, -- 全年预算数（万元）
    cast(sum(grouped.executed) as decimal(24, 6)) as executed, -- 全年执行数（万元）
    share(sum(grouped.executed), 100, nullif(sum(grouped.adjusted_budget), 0)) as execution_rate, -- 执行率（%）
    share(sum(projects.machine_total), 1, nullif(count(projects.machine_total), 0))
        as mean_score, -- 已自评项目的复算平均分
    count(distinct grouped.township) as townships, -- 涉及乡镇（个）
from grouped
left join staging.ledger_matches
    on grouped.year = ledger_matches.year and grouped.township = ledger_matches.township
        and grouped.ledger_key = ledger_matches.ledger_key
left join scores.projects
    on ledger_matches.form_id = projects.form_id
group by grouped.year, grouped.basis, grouped.name
order by grouped.year, grouped.basis, grouped.name nulls last
