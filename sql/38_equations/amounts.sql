-- grain: one term of an equation between amounts
-- 说明: 金额之间的勾稽：总额与来源、合计与两项支出、项目之和与部门项目支出
-- kept: no
with names(figure, name) as (
    values ('initial_budget', '年初预算数'), ('adjusted_budget', '全年预算数'), ('executed', '全年执行数')
),

amounts as (
    select
        figures.*,
        names.name,
        coalesce(projects.counted, false) as is_counted,
    from equations.figures
    inner join names
        on figures.figure = names.figure
    left join staging.projects
        on figures.form_id = projects.form_id
    left join staging.budgets
        on figures.form_id = budgets.form_id and budgets.item_field = 'total'
    where projects.form_id is not null or budgets.form_id is not null
),

departments as (
    select
        budgets.form_id,
        budgets.year,
        budgets.township,
        count(projects.form_id) as projects,
    from staging.budgets
    inner join staging.projects
        on budgets.year = projects.year and budgets.township = projects.township and projects.counted
    where budgets.item_field = 'project'
    group by budgets.form_id, budgets.year, budgets.township
),

-- A project without the amount leaves the sum open.
across as (
    select
        departments.form_id as department_form,
        departments.projects,
        amounts.*,
    from amounts
    inner join departments
        on amounts.year = departments.year and amounts.township = departments.township
    where amounts.form_id = departments.form_id and amounts.line = 'project'
        or amounts.is_counted and amounts.line = 'total'
    qualify count(*) over (partition by departments.form_id, amounts.name) = departments.projects + 1
),

together as (
    select
        case amounts.form when 'budget' then 'department_total_mismatch' else 'sources_not_total' end as code,
        amounts.form_id || '|' || amounts.name as equation,
        'sum' as kind,
        case amounts.line when 'total' then 1 else -1 end as coefficient,
        amounts.line = 'total' as is_result,
        0 as tolerance,
        amounts.*,
    from amounts
    left join equations.unknown_sources
        on amounts.form_id = unknown_sources.form_id
    where amounts.form in ('project', 'budget') and unknown_sources.form_id is null
    window equations as (partition by amounts.form_id, amounts.name)
    qualify count(case when amounts.line = 'total' then 1 end) over equations = 1 and count(*) over equations > 1

    union all by name

    select
        'projects_not_department' as code,
        across.department_form || '|' || across.name as equation,
        'across' as kind,
        case across.form when 'budget' then 1 else -1 end as coefficient,
        false as is_result,
        0.005 * across.projects as tolerance,
        across.*,
    from across

    union all by name

    -- An amount below zero is wrong whatever else agrees, where the county takes it so.
    select
        'amount_negative' as code,
        amounts.form_id || '|' || amounts.line || '|' || amounts.name as equation,
        'at_most' as kind,
        -1 as coefficient,
        false as is_result,
        0 as tolerance,
        amounts.*,
    from amounts
    inner join rules.checks
        on checks.code = 'amount_negative' and checks.enabled = '是'
            and in_force(checks.from_year, checks.to_year, amounts.year)
    where amounts.value < 0
)

select
    together.code as code, -- 审核代码
    together.equation as equation, -- 勾稽关系的编号
    together.kind as kind, -- 种类
    together.coefficient as coefficient, -- 系数
    together.tolerance as tolerance, -- 容差
    together.is_result as is_result, -- 是其余各项的结果
    together.form_id as form_id, -- 所在表的编号
    together.year as year, -- 年度
    together.township as township, -- 乡镇
    together.figure as figure, -- 列
    together.value as value, -- 数值
    together.step as step, -- 能分辨的最小差
    together.is_computed as is_computed, -- 是公式
    together.file as file, -- 文件
    together.sheet as sheet, -- 工作表
    together.cell as cell, -- 单元格
from together
