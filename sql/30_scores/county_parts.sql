-- grain: one amount of which the county's figures are sums: of a department's lines or of a project that counts
-- 说明: 全县各项金额合计的组成：一张表的一个金额一行
-- kept: no
select
    budgets.year as year, -- 年度
    budgets.township as township, -- 乡镇
    budgets.form_id as form_id, -- 表的编号
    '各部门' || budgets.item || pair.name as figure, -- 全县的哪个合计数
    pair.amount as amount, -- 金额（万元）
from staging.budgets
cross join unnest([
    {name: '年初预算数', amount: budgets.initial_budget},
    {name: '全年预算数', amount: budgets.adjusted_budget},
    {name: '全年执行数', amount: budgets.executed}
]) as pairs(pair)

union all by name

select
    projects.year as year,
    projects.township as township,
    projects.form_id as form_id,
    '各项目' || pair.name as figure,
    pair.amount as amount,
from staging.projects
inner join scores.project_executions as executions
    on projects.form_id = executions.form_id
cross join unnest([
    {name: '年初预算数', amount: projects.initial_budget},
    {name: '全年预算数', amount: executions.adjusted_budget},
    {name: '全年执行数', amount: executions.executed}
]) as pairs(pair)
where projects.counted
