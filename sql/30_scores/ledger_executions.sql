-- grain: one evaluated project that the ledger (台账) has, with its execution by the bureau's own amounts
-- 说明: 按台账的执行：台账的预算数、执行数算出的执行率和执行率得分，与按填报数复算的并列，不互相代替
select
    ledger.year as year, -- 年度
    ledger.township as township, -- 乡镇
    ledger.ledger_key as ledger_key, -- 台账项目：编码，没有编码的为名称
    ledger_matches.form_id as form_id, -- 填报的项目表编号
    ledger.adjusted_budget as adjusted_budget, -- 台账的全年预算数（万元）
    ledger.executed as executed, -- 台账的全年执行数（万元）
    case when ledger.adjusted_budget > 0 then share(ledger.executed, 100, ledger.adjusted_budget) end
        as execution_rate, -- 台账的执行率（%），没有预算数或为零的为空
    case when ledger.adjusted_budget > 0 then cast(round(at_least_zero(at_most(
        portion(ledger.executed, projects.weight_of_execution, ledger.adjusted_budget), projects.weight_of_execution
    )), 2) as decimal(9, 2)) end as score, -- 按台账的执行率得分
    projects.machine_execution_score as machine_score, -- 按填报数复算的执行率得分
    score - machine_score as gap -- 按台账的减按填报数的
from staging.ledger
inner join staging.ledger_matches
    on ledger.year = ledger_matches.year and ledger.township = ledger_matches.township
        and ledger.ledger_key = ledger_matches.ledger_key
inner join scores.projects
    on ledger_matches.form_id = projects.form_id
order by ledger.year, ledger.township, ledger.ledger_key
