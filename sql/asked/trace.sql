-- grain: one cell that a figure of a township's report, or of one of its projects, rests on; traced.sql shows it
-- 说明: 一个数据从哪里来：出自哪个单元格，由哪些单元格相加或相除得到
-- set variable township = '瓜里乡'; set variable figure = '全年预算'; set variable project = null; set variable year = 2023;
with wanted as (
    select
        getvariable('year') as year,
        cast(getvariable('township') as varchar) as township,
        cast(getvariable('figure') as varchar) as figure,
        cast(getvariable('project') as varchar) as project,
        (
            select min(parameters.value)
            from rules.parameters
            where parameters.name = '执行率指标'
                and in_force(parameters.from_year, parameters.to_year, getvariable('year'))
        ) as execution,
),

-- Which item and amount of the budget form a figure is, or is a quotient of.
amounts as (
    select * from (values
        ('年初预算', 'total', 'initial', '出自', 1),
        ('年初预算', 'basic', 'initial', '其中', 2),
        ('年初预算', 'project', 'initial', '其中', 2),
        ('全年预算', 'total', 'adjusted', '出自', 1),
        ('全年预算', 'basic', 'adjusted', '其中', 2),
        ('全年预算', 'project', 'adjusted', '其中', 2),
        ('全年执行', 'total', 'executed', '出自', 1),
        ('全年执行', 'basic', 'executed', '其中', 2),
        ('全年执行', 'project', 'executed', '其中', 2),
        ('执行率', 'total', 'executed', '分子', 1),
        ('执行率', 'total', 'adjusted', '分母', 2),
        ('执行率', 'total', 'rate', '填报', 3),
        ('项目预算', 'project', 'adjusted', '出自', 1),
        ('项目执行', 'project', 'executed', '出自', 1),
        ('项目执行率', 'project', 'executed', '分子', 1),
        ('项目执行率', 'project', 'adjusted', '分母', 2)
    ) as listed (figure, item_field, amount, relation, step)
),

budget_cells as (
    select
        amounts.step,
        amounts.relation,
        budgets.item as part,
        budgets.file,
        budgets.sheet,
        case amounts.amount
            when 'initial' then budgets.initial_budget_cell
            when 'adjusted' then budgets.cell
            when 'executed' then budgets.executed_cell
            else budgets.rate_cell
        end as cell,
        case amounts.amount
            when 'initial' then budgets.initial_budget
            when 'adjusted' then budgets.adjusted_budget
            when 'executed' then budgets.executed
            else budgets.reported_rate
        end as number,
        case when amounts.figure in ('执行率', '项目执行率') then '全年执行数÷全年预算数' end as rule,
    from wanted
    inner join amounts
        on wanted.figure = amounts.figure and wanted.project is null
    inner join staging.budgets
        on wanted.year = budgets.year and wanted.township = budgets.township
            and amounts.item_field = budgets.item_field
),

-- The projects that a sum over projects, or a count of them, is made of.
project_cells as (
    select
        5 as step,
        '对照' as relation,
        projects.project as part,
        projects.file,
        projects.sheet,
        case wanted.figure
            when '项目预算' then projects.adjusted_budget_cell
            when '项目执行' then projects.executed_cell
            else projects.cell
        end as cell,
        case wanted.figure
            when '项目预算' then projects.adjusted_budget
            when '项目执行' then projects.executed
        end as number,
        case wanted.figure
            when '自评数量' then '计入的项目自评表，一份一个'
            when '覆盖率' then '自评数量÷项目数量'
            else '各项目之和应与部门表的项目支出相等'
        end as rule,
    from wanted
    inner join staging.projects
        on wanted.year = projects.year and wanted.township = projects.township and projects.counted
    where wanted.project is null and wanted.figure in ('项目预算', '项目执行', '自评数量', '覆盖率')
),

one_project as (
    select
        parts.step,
        parts.relation,
        parts.part,
        projects.file,
        projects.sheet,
        parts.cell,
        parts.number,
        parts.rule,
    from wanted
    inner join staging.projects
        on wanted.year = projects.year and wanted.township = projects.township
            and name_key(wanted.project) = name_key(projects.project) and projects.counted
    inner join scores.projects as scored
        on projects.form_id = scored.form_id
    cross join lateral (values
        ('年初预算', 1, '出自', '年初预算数', projects.initial_budget_cell, projects.initial_budget, null),
        ('全年预算', 1, '出自', '全年预算数', projects.adjusted_budget_cell, projects.adjusted_budget, null),
        ('全年执行', 1, '出自', '全年执行数', projects.executed_cell, projects.executed, null),
        ('执行率', 1, '分子', '全年执行数', projects.executed_cell, projects.executed, '全年执行数÷全年预算数'),
        ('执行率', 2, '分母', '全年预算数', projects.adjusted_budget_cell, projects.adjusted_budget, null),
        ('执行率', 3, '填报', '执行率', projects.rate_cell, projects.reported_rate, null),
        ('自评得分', 1, '出自', '总分', projects.total_cell, projects.reported_total, null),
        ('自评得分', 2, '其中', '预算执行', projects.execution_score_cell, projects.reported_execution_score, null),
        ('复算得分', 1, '复算', '总分', null, scored.machine_total, scored.explanation),
        ('复算得分', 2, '其中', '预算执行', projects.execution_score_cell, scored.machine_execution_score,
            '执行率×分值，最多得满分')
    ) as parts (figure, step, relation, part, cell, number, rule)
    where parts.figure = wanted.figure
),

-- What the bureau's own ledger has for a project, beside what was filed.
ledger_cells as (
    select
        case when wanted.figure in ('执行率', '复算得分') then 4 else 2 end as step,
        '台账' as relation,
        ledger_amounts.item as part,
        ledger_amounts.file,
        ledger_amounts.sheet,
        ledger_amounts.cell,
        ledger_amounts.exact_amount as number,
        concat_ws('；',
            case when not ledger_amounts.is_agreed then '台账各处不一致：' || ledger_amounts.words end,
            '台账中的名称是“' || nullif(ledger.project, wanted.project) || '”',
            case when wanted.figure in ('执行率', '复算得分') and ledger_amounts.item = '全年执行数'
                then '按台账的执行率' || executions.execution_rate || '%，执行率得分' || shown(executions.score) || '分' end
        ) as rule,
    from wanted
    inner join staging.projects
        on wanted.year = projects.year and wanted.township = projects.township
            and name_key(wanted.project) = name_key(projects.project) and projects.counted
    inner join staging.ledger_matches
        on projects.form_id = ledger_matches.form_id
    inner join staging.ledger
        on ledger_matches.year = ledger.year and ledger_matches.township = ledger.township
            and ledger_matches.ledger_key = ledger.ledger_key
    inner join staging.ledger_amounts
        on ledger.year = ledger_amounts.year and ledger.township = ledger_amounts.township
            and ledger.ledger_key = ledger_amounts.ledger_key
            and case wanted.figure
                when '年初预算' then ledger_amounts.item = '年初预算数'
                when '全年预算' then ledger_amounts.item = '全年预算数'
                when '全年执行' then ledger_amounts.item = '全年执行数'
                when '执行率' then ledger_amounts.item in ('全年预算数', '全年执行数')
                when '复算得分' then ledger_amounts.item in ('全年预算数', '全年执行数')
            end
    left join scores.ledger_executions as executions
        on projects.form_id = executions.form_id
),

indicator_cells as (
    select
        3 as step,
        '其中' as relation,
        indicators.level3 as part,
        indicators.file,
        indicators.sheet,
        indicators.cell,
        case wanted.figure when '复算得分' then indicators.machine_score else indicators.reported_score end as number,
        case wanted.figure when '复算得分' then concat_ws('：', indicators.kind, indicators.basis) end as rule,
    from wanted
    inner join scores.indicators
        on wanted.year = indicators.year and wanted.township = indicators.township
            and case
                when wanted.project is null then indicators.scope = 'department'
                else indicators.scope = 'project' and name_key(wanted.project) = name_key(indicators.project)
            end
    left join staging.projects as owners
        on indicators.form_id = owners.form_id and indicators.scope = 'project'
    where (wanted.project is null or owners.counted) and (wanted.figure in ('自评得分', '复算得分')
        or wanted.project is null and wanted.figure = '执行得分' and indicators.level3 = wanted.execution
        or wanted.project is null and wanted.figure = '指标得分' and indicators.level3 <> wanted.execution)
),

totals as (
    select
        1 as step,
        case wanted.figure when '自评得分' then '出自' else '复算' end as relation,
        '部门整体' as part,
        overalls.file,
        overalls.sheet,
        case wanted.figure when '自评得分' then overalls.total_cell end as cell,
        case wanted.figure when '自评得分' then overalls.reported_total else townships.machine_total end as number,
        case wanted.figure when '复算得分' then townships.explanation end as rule,
    from wanted
    inner join staging.overalls
        on wanted.year = overalls.year and wanted.township = overalls.township
    inner join scores.townships
        on wanted.year = townships.year and wanted.township = townships.township
    where wanted.project is null and wanted.figure in ('自评得分', '复算得分')

    union all by name

    select
        1 as step,
        '出自' as relation,
        case wanted.figure when '目标数量' then '绩效目标数量' else '项目支出数量' end as part,
        declarations.file,
        declarations.sheet,
        case wanted.figure
            when '目标数量' then declarations.goal_count_cell
            else declarations.project_count_cell
        end as cell,
        case wanted.figure when '目标数量' then declarations.goal_count else declarations.project_count end as number,
        '文字材料中填报的数量' as rule,
    from wanted
    inner join staging.declarations
        on wanted.year = declarations.year and wanted.township = declarations.township
    where wanted.project is null and wanted.figure in ('项目数量', '覆盖率', '目标数量')
)

select step, relation, part, file, sheet, cell, number, rule from budget_cells
union all by name
select step, relation, part, file, sheet, cell, number, rule from project_cells
union all by name
select step, relation, part, file, sheet, cell, number, rule from one_project
union all by name
select step, relation, part, file, sheet, cell, number, rule from ledger_cells
union all by name
select step, relation, part, file, sheet, cell, number, rule from indicator_cells
union all by name
select step, relation, part, file, sheet, cell, number, rule from totals
