-- grain: one project whose amounts look like 元 where 万元 is meant
-- 说明: 金额单位疑似元误填为万元
-- severity: error
-- message: 金额过大，疑似把元填成了万元
-- link: ；
-- fix: 请核对金额单位，按表内注明的单位改正。
with totals as (
    select
        budgets.year,
        budgets.township,
        budgets.adjusted_budget,
    from staging.budgets
    where budgets.item_field = 'project'
),

-- One project cannot be larger than all of them; read as 元 it must be of the usual size.
large as (
    select
        projects.*,
        totals.adjusted_budget as all_projects,
    from staging.projects
    inner join totals
        on projects.year = totals.year and projects.township = totals.township
    where projects.adjusted_budget > totals.adjusted_budget * 2
),

usual as (
    select
        large.form_id,
        median(others.adjusted_budget) as median_budget,
    from large
    inner join staging.projects as others
        on large.year = others.year and large.township = others.township and large.form_id <> others.form_id
    group by large.form_id
)

select
    large.year as year, -- 年度
    large.township as township, -- 乡镇
    large.project as project, -- 项目名称
    large.form_id as form_id, -- 表的编号
    large.file as file, -- 文件
    large.sheet as sheet, -- 工作表
    large.adjusted_budget_cell as cell, -- 单元格
    '全年预算数 ' || shown(large.adjusted_budget) || '万元' as value, -- 填报的金额
    '按元计为 ' || shown(in_wan(large.adjusted_budget, '元')) || '万元；全部项目支出只有 '
        || shown(large.all_projects) || '万元' as expected, -- 应为
from large
left join usual
    on large.form_id = usual.form_id
where large.adjusted_budget > 100 * coalesce(usual.median_budget, 0)
