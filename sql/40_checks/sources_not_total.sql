-- grain: one amount of a project's total that is not the sum of its sources
-- 说明: 资金来源之和与总额不符
-- severity: error
-- message: 各资金来源之和与年度资金总额不符
-- fix: 请核对当年财政拨款、上年结转资金、其他资金和年度资金总额，改正错误的一项。
with sums as (
    select
        funding.form_id,
        cast(sum(funding.initial_budget) as decimal(24, 6)) as initial_budget,
        cast(sum(funding.adjusted_budget) as decimal(24, 6)) as adjusted_budget,
        cast(sum(funding.executed) as decimal(24, 6)) as executed,
        bool_or(funding.has_issue) as has_issue,
    from staging.funding
    group by funding.form_id
)

select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    case when unknown_sources.form_id is null then concat_ws('|', projects.form_id, pair.name) end
        as equation, -- 勾稽关系的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    pair.cell as cell, -- 单元格
    -- What stands in a row that is hidden or not known was not read: nobody can say which amount is wrong, if any.
    case when unknown_sources.form_id is not null then '疑点' end as severity_word, -- 有来源没有读入的是疑点
    pair.name || ' ' || shown(pair.total) || '万元' || coalesce('，读到的各来源之和 ' || shown(pair.parts)
        || '万元，' || unknown_sources.sources || '没有计入', '') as value, -- 填报的总额
    case when unknown_sources.form_id is null then '各来源之和 ' || shown(pair.parts) || '万元' end as expected, -- 应为
from staging.projects
inner join sums
    on projects.form_id = sums.form_id and not sums.has_issue
left join equations.unknown_sources
    on projects.form_id = unknown_sources.form_id
cross join unnest([
    {name: '年初预算数', total: projects.initial_budget, parts: sums.initial_budget, cell: projects.initial_budget_cell},
    {name: '全年预算数', total: projects.adjusted_budget, parts: sums.adjusted_budget, cell: projects.adjusted_budget_cell},
    {name: '全年执行数', total: projects.executed, parts: sums.executed, cell: projects.executed_cell}
]) as pairs(pair)
where pair.total <> pair.parts
