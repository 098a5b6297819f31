-- grain: one figure of a township's forms that its report may state (数据 of 事实)
-- 说明: 报告中的数字可以对应的表内数据，一个乡镇一个数据一行，金额单位万元
with totals as (
    select
        budgets.year,
        budgets.township,
        max(budgets.file) as file,
        max(budgets.sheet) as sheet,
        -- A total that was typed wrongly is a finding of its own: what its parts add up to counts, what is typed is
        -- accepted too.
        case when count(budgets.initial_budget) filter (where is_part) = 2 then
            sum(budgets.initial_budget) filter (where is_part)
        end as initial_parts,
        case when count(budgets.adjusted_budget) filter (where is_part) = 2 then
            sum(budgets.adjusted_budget) filter (where is_part)
        end as adjusted_parts,
        case when count(budgets.executed) filter (where is_part) = 2 then
            sum(budgets.executed) filter (where is_part)
        end as executed_parts,
    from (
        select
            budgets.*,
            budgets.item_field in ('basic', 'project') as is_part,
        from staging.budgets
    ) as budgets
    group by budgets.year, budgets.township
),

amounts as (
    select
        budgets.year,
        budgets.township,
        budgets.item_field,
        budgets.file,
        budgets.sheet,
        budgets.item,
        case when budgets.item_field = 'total' then coalesce(totals.initial_parts, budgets.initial_budget)
            else budgets.initial_budget end as initial_budget,
        case when budgets.item_field = 'total' then coalesce(totals.adjusted_parts, budgets.adjusted_budget)
            else budgets.adjusted_budget end as adjusted_budget,
        case when budgets.item_field = 'total' then coalesce(totals.executed_parts, budgets.executed)
            else budgets.executed end as executed,
        budgets.initial_budget as typed_initial,
        budgets.adjusted_budget as typed_adjusted,
        budgets.executed as typed_executed,
        budgets.reported_rate,
        budgets.initial_budget_cell,
        budgets.cell as adjusted_cell,
        budgets.executed_cell,
        budgets.rate_cell,
    from staging.budgets
    inner join totals
        on budgets.year = totals.year and budgets.township = totals.township

    union all by name

    -- A form without a row for the total has its parts.
    select
        totals.year,
        totals.township,
        'total' as item_field,
        totals.file,
        totals.sheet,
        '合计' as item,
        totals.initial_parts as initial_budget,
        totals.adjusted_parts as adjusted_budget,
        totals.executed_parts as executed,
    from totals
    where not exists (
        from staging.budgets
        where budgets.year = totals.year and budgets.township = totals.township and budgets.item_field = 'total'
    )
),

prefixed as (
    select
        amounts.*,
        case amounts.item_field when 'project' then '项目' when 'basic' then '基本' else '' end as prefix,
    from amounts
    where amounts.item_field in ('basic', 'project', 'total')
),

counts as (
    select
        projects.year,
        projects.township,
        count(*) as projects,
        count(projects.reported_total) as scored,
        min(projects.file) as file,
    from staging.projects
    where projects.counted
    group by projects.year, projects.township
),

goals as (
    select
        goals.year,
        goals.township,
        count(*) as goals,
        min(goals.file) as file,
        min(goals.sheet) as sheet,
        min_by(goals.cell, goals.goal_no) as cell,
    from staging.goals
    group by goals.year, goals.township
),

-- The score that the indicators add up to.
scores as (
    select
        overalls.year,
        overalls.township,
        overalls.file,
        overalls.sheet,
        overalls.total_cell,
        overalls.reported_total,
        case when count(*) = count(indicators.reported_score) then sum(indicators.reported_score) end as parts,
        max(indicators.reported_score) filter (where is_execution) as execution,
        max(indicators.cell) filter (where is_execution) as execution_cell,
    from staging.overalls
    left join (
        select
            indicators.*,
            name_key(indicators.level3) = parameter('执行率指标', indicators.year) as is_execution,
        from staging.indicators
    ) as indicators
        on overalls.form_id = indicators.form_id
    group by all
),

grades as (
    select
        counts.year,
        counts.township,
        counts.file,
        bands.place,
        bands.word,
        count(projects.form_id) filter (where in_grade(projects.reported_total, bands.low, bands.high)) as projects,
    from counts
    inner join (
        select
            years.year,
            grades.low,
            grades.high,
            grades.ordinal || grades.name as word,
            row_number() over (partition by years.year order by grades.low desc) as place,
        from rules.grades
        inner join sources.years
            on in_force(grades.from_year, grades.to_year, years.year)
    ) as bands
        on counts.year = bands.year and bands.place <= 4
    inner join staging.projects
        on counts.year = projects.year and counts.township = projects.township and projects.counted
    left join staging.declarations
        on counts.year = declarations.year and counts.township = declarations.township
    -- Where a project is missing, or has no total, nobody can tell.
    where counts.scored = counts.projects and coalesce(declarations.project_count, counts.projects) = counts.projects
    group by all
),

found as (
    select year, township, prefix || '年初预算' as fact, initial_budget as expected, typed_initial as typed,
        file, sheet, initial_budget_cell as cell, item || ' 年初预算数' as basis,
    from prefixed

    union all by name

    select year, township, case prefix when '' then '全年预算' else prefix || '预算' end as fact,
        adjusted_budget as expected, typed_adjusted as typed,
        file, sheet, adjusted_cell as cell, item || ' 全年预算数' as basis,
    from prefixed

    union all by name

    select year, township, case prefix when '' then '全年执行' else prefix || '执行' end as fact,
        executed as expected, typed_executed as typed,
        file, sheet, executed_cell as cell, item || ' 全年执行数' as basis,
    from prefixed

    union all by name

    select year, township, prefix || '执行率' as fact, share(executed, 100, adjusted_budget) as expected,
        reported_rate as typed, file, sheet, coalesce(rate_cell, executed_cell) as cell,
        item || ' 全年执行数÷全年预算数' as basis,
    from prefixed

    union all by name

    select year, township, '结余金额' as fact, adjusted_budget - executed as expected, null as typed,
        file, sheet, executed_cell as cell, item || ' 全年预算数－全年执行数' as basis,
    from prefixed
    where item_field = 'total'

    union all by name

    select year, township, '追加金额' as fact, adjusted_budget - initial_budget as expected, null as typed,
        file, sheet, adjusted_cell as cell, item || ' 全年预算数－年初预算数' as basis,
    from prefixed
    where item_field = 'total'

    union all by name

    select year, township, '调整率' as fact, share(adjusted_budget - initial_budget, 100, initial_budget) as expected,
        null as typed, file, sheet, adjusted_cell as cell, item || ' （全年预算数－年初预算数）÷年初预算数' as basis,
    from prefixed
    where item_field = 'total'

    union all by name

    select counts.year, counts.township, '项目数量' as fact,
        coalesce(declarations.project_count, counts.projects) as expected,
        counts.projects as typed, coalesce(declarations.file, counts.file) as file, declarations.sheet,
        declarations.project_count_cell as cell,
        case when declarations.project_count is null then '项目支出绩效自评表的张数' else '填报的项目支出数量' end as basis,
    from counts
    left join staging.declarations
        on counts.year = declarations.year and counts.township = declarations.township

    union all by name

    select counts.year, counts.township, '自评数量' as fact,
        coalesce(declarations.evaluated_count, counts.projects) as expected, counts.projects as typed,
        coalesce(declarations.file, counts.file) as file, declarations.sheet, declarations.evaluated_count_cell as cell,
        case when declarations.evaluated_count is null then '项目支出绩效自评表的张数' else '填报的自评数量' end as basis,
    from counts
    left join staging.declarations
        on counts.year = declarations.year and counts.township = declarations.township

    union all by name

    select declarations.year, declarations.township, '覆盖率' as fact,
        share(declarations.evaluated_count, 100, declarations.project_count) as expected, null as typed,
        declarations.file, declarations.sheet, declarations.evaluated_count_cell as cell, '自评数量÷项目支出数量' as basis,
    from staging.declarations

    union all by name

    select goals.year, goals.township, '目标数量' as fact, goals.goals as expected,
        declarations.goal_count as typed, goals.file, goals.sheet, goals.cell, '年度绩效目标完成情况表的行数' as basis,
    from goals
    left join staging.declarations
        on goals.year = declarations.year and goals.township = declarations.township

    union all by name

    select year, township, '自评得分' as fact, coalesce(parts, reported_total) as expected, reported_total as typed,
        file, sheet, total_cell as cell, '部门整体支出绩效自评表 总分' as basis,
    from scores

    union all by name

    select year, township, '执行得分' as fact, execution as expected, null as typed,
        file, sheet, execution_cell as cell, '部门整体支出绩效自评表 预算执行率得分' as basis,
    from scores

    union all by name

    select year, township, '指标得分' as fact, coalesce(parts, reported_total) - execution as expected, null as typed,
        file, sheet, total_cell as cell, '部门整体支出绩效自评表 总分－预算执行率得分' as basis,
    from scores

    union all by name

    select year, township, ['一等个数', '二等个数', '三等个数', '四等个数'][place] as fact,
        projects as expected, null as typed, file, null as sheet, null as cell, '自评总分为' || word || '的项目数' as basis,
    from grades
)

select
    found.year as year, -- 年度
    found.township as township, -- 乡镇
    found.fact as fact, -- 数据（规则的事实）
    try_cast(found.expected as decimal(18, 6)) as expected, -- 应为：金额万元，比率百分数
    cast(found.typed as decimal(18, 6)) as typed, -- 表内填报的（合计与分项之和不同时也认可）
    found.file as file, -- 文件
    found.sheet as sheet, -- 工作表
    found.cell as cell, -- 单元格
    found.basis as basis, -- 依据
from found
where found.expected is not null
order by found.year, found.township, found.fact
