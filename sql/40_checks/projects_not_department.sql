-- grain: one township whose projects do not add up to its 项目支出
-- 说明: 项目之和与部门项目支出不符
-- severity: warn
-- message: 各项目之和与部门预算执行情况表的项目支出不符
-- link: ；而
-- fix: 请核对是否有项目漏报、重报，或金额填错。
with sums as (
    select
        projects.year,
        projects.township,
        cast(
            case when count(*) = count(projects.initial_budget) then sum(projects.initial_budget) end
            as decimal(24, 6)
        ) as initial_budget,
        cast(sum(projects.adjusted_budget) as decimal(24, 6)) as adjusted_budget,
        cast(sum(projects.executed) as decimal(24, 6)) as executed,
        count(*) as projects,
        count(*) = count(projects.adjusted_budget) and count(*) = count(projects.executed) as is_whole,
    from staging.projects
    where projects.counted
    group by projects.year, projects.township
),

-- What was not counted because another project of that name was.
copies as (
    select
        projects.year,
        projects.township,
        sum(projects.initial_budget) as initial_budget,
        sum(projects.adjusted_budget) as adjusted_budget,
        sum(projects.executed) as executed,
        min(project_duplicated.hangs_on) as hangs_on,
    from checks.project_duplicated
    inner join staging.projects
        on project_duplicated.form_id = projects.form_id
    group by projects.year, projects.township
)

select
    budgets.year as year, -- 年度
    budgets.township as township, -- 乡镇
    budgets.form_id as form_id, -- 表的编号
    concat_ws('|', budgets.form_id, pair.name) as equation, -- 勾稽关系的编号
    budgets.file as file, -- 文件
    budgets.sheet as sheet, -- 工作表
    pair.cell as cell, -- 单元格
    pair.name || ' ' || shown(pair.total) || '万元' as value, -- 部门表的项目支出
    sums.projects || ' 个项目之和 ' || shown(pair.parts) || '万元，'
        || case when pair.parts < pair.total then '少 ' else '多 ' end || shown(abs(pair.total - pair.parts)) || '万元'
        || case when sums.is_whole then '' else '（有项目金额为空或不能识别）' end as expected, -- 项目之和
    case when pair.total - pair.parts = pair.copies then copies.hangs_on end as hangs_on, -- 由重复填报引起的
from staging.budgets
inner join sums
    on budgets.year = sums.year and budgets.township = sums.township
left join copies
    on budgets.year = copies.year and budgets.township = copies.township
cross join unnest([
    {name: '年初预算数', total: budgets.initial_budget, parts: sums.initial_budget, copies: copies.initial_budget,
        cell: budgets.initial_budget_cell},
    {name: '全年预算数', total: budgets.adjusted_budget, parts: sums.adjusted_budget, copies: copies.adjusted_budget,
        cell: budgets.cell},
    {name: '全年执行数', total: budgets.executed, parts: sums.executed, copies: copies.executed,
        cell: budgets.executed_cell}
]) as pairs(pair)
where budgets.item_field = 'project' and abs(pair.total - pair.parts) > 0.005 * greatest(sums.projects, 1)
