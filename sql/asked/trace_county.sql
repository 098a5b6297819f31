-- grain: one cell that a figure of the county rests on; traced.sql shows it
-- 说明: 全县的一个数据从哪里来：由各乡镇的哪些单元格相加或相除得到，哪些有误未计入
-- set variable township = '全县'; set variable figure = '全年预算'; set variable project = null; set variable year = 2023;
-- Which item and amount of the townships' budgets a figure adds up, or is a quotient of.
with amounts as (
    select * from (values
        ('年初预算', 'total', 'initial_budget', '其中', 1),
        ('全年预算', 'total', 'adjusted_budget', '其中', 1),
        ('全年执行', 'total', 'executed', '其中', 1),
        ('执行率', 'total', 'executed', '分子', 1),
        ('执行率', 'total', 'adjusted_budget', '分母', 2),
        ('项目预算', 'project', 'adjusted_budget', '其中', 1),
        ('项目执行', 'project', 'executed', '其中', 1),
        ('项目执行率', 'project', 'executed', '分子', 1),
        ('项目执行率', 'project', 'adjusted_budget', '分母', 2)
    ) as listed (figure, item_field, amount, relation, step)
    where listed.figure = getvariable('figure')
)

select
    case when budgets.is_left_out then 3 else amounts.step end as step,
    case when budgets.is_left_out then '未计入' else amounts.relation end as relation,
    budgets.township || budgets.item as part,
    case amounts.amount
        when 'initial_budget' then budgets.initial_budget
        when 'adjusted_budget' then budgets.adjusted_budget
        else budgets.executed
    end as number,
    budgets.file,
    budgets.sheet,
    case amounts.amount
        when 'initial_budget' then budgets.initial_budget_cell
        when 'adjusted_budget' then budgets.adjusted_budget_cell
        else budgets.executed_cell
    end as cell,
    case when budgets.is_left_out then budgets.words || case when budgets.is_marked then '有错误未改正' else '' end
        when amounts.relation = '其中' then '各乡镇之和'
        else '全年执行数之和÷全年预算数之和' end as rule,
from amounts
inner join marked.budgets
    on budgets.year = getvariable('year') and amounts.item_field = budgets.item_field

union all by name

-- A mean or an end of the townships' scores rests on their forms: the township's own trace goes on from here.
select
    1 as step,
    case when getvariable('figure') = '平均分' then '其中' else '对照' end as relation,
    townships.township || '复算得分' as part,
    townships.machine_total as number,
    overalls.file,
    overalls.sheet,
    overalls.total_cell as cell,
    townships.explanation as rule,
from scores.townships
left join staging.overalls
    on townships.year = overalls.year and townships.township = overalls.township
where townships.year = getvariable('year') and townships.machine_total is not null
    and getvariable('figure') in ('平均分', '最高分', '最低分')

union all by name

select
    1 as step,
    case when getvariable('figure') = '覆盖率' then '分母' else '其中' end as relation,
    declarations.township || '项目支出数量' as part,
    declarations.project_count as number,
    declarations.file,
    declarations.sheet,
    declarations.project_count_cell as cell,
    '各乡镇填报的数量之和' as rule,
from staging.declarations
where declarations.year = getvariable('year') and getvariable('figure') in ('项目数量', '覆盖率')

union all by name

select
    2 as step,
    case when getvariable('figure') = '覆盖率' then '分子' else '其中' end as relation,
    townships.township || '已自评项目' as part,
    townships.project_forms as number,
    '计入的项目自评表，一份一个' as rule,
from scores.townships
where townships.year = getvariable('year') and (getvariable('figure') = '自评数量'
        or getvariable('figure') = '覆盖率' and townships.project_count is not null)
