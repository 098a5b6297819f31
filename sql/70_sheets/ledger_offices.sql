-- grain: one office of the ledger, then all of them
-- 说明: 按业务股室汇总台账项目的自评和执行情况，金额取自台账
-- sheet: 按业务股室
-- order: 32
-- empty: left out
-- sums: 应自评项目, 已自评项目, 台账年初预算（万元）, 台账全年预算（万元）, 台账全年执行（万元）
select
    case
        when ledger_groups.basis = '合计' then whole() || '合计'
        else coalesce(ledger_groups.name, '（台账没有写）')
    end as 业务股室, -- 台账
    ledger_groups.projects as 应自评项目, -- 台账中应当自评的项目数
    ledger_groups.evaluated as 已自评项目, -- 其中已自评的
    ledger_groups.coverage as "覆盖率（%）", -- 按个数
    ledger_groups.money_coverage as "金额覆盖率（%）", -- 按全年预算数
    ledger_groups.initial_budget as "台账年初预算（万元）", -- 台账
    ledger_groups.adjusted_budget as "台账全年预算（万元）", -- 台账
    ledger_groups.executed as "台账全年执行（万元）", -- 台账
    ledger_groups.execution_rate as "台账执行率（%）", -- 台账执行÷台账预算
    ledger_groups.mean_score as "复算平均分（分）", -- 已自评项目的复算得分
    ledger_groups.townships as 涉及乡镇, -- 个数
from scores.ledger_groups
where ledger_groups.year = getvariable('year') and ledger_groups.basis in ('业务股室', '合计')
order by ledger_groups.basis = '合计', ledger_groups.name nulls last
