-- grain: one cell or figure of this year or of last that a change rests on; traced.sql shows it
-- 说明: 与上年相比的一个数据从哪里来：本年和上年各是多少，出自哪个单元格
-- set variable township = '瓜里乡'; set variable figure = '预算增减'; set variable year = 2023;
with listed as (
    select * from (values
        ('年初预算增减', 'initial_budget'), ('上年年初预算', 'initial_budget'),
        ('预算增减', 'adjusted_budget'), ('上年全年预算', 'adjusted_budget'),
        ('执行增减', 'executed'), ('上年全年执行', 'executed'),
        ('执行率增减', 'execution_rate'), ('上年执行率', 'execution_rate'),
        ('自评得分增减', 'reported_total'), ('上年自评得分', 'reported_total'),
        ('复算得分增减', 'machine_total'), ('上年复算得分', 'machine_total'),
        ('项目平均分增减', 'mean_project_score'), ('上年项目平均分', 'mean_project_score'),
        ('覆盖率增减', 'coverage'), ('上年覆盖率', 'coverage'),
        ('名次增减', 'rank'), ('上年名次', 'rank')
    ) as figures (figure, column_name)
),

compared as (
    select same_period.*,
    from rankings.same_period
    inner join listed
        on same_period.figure = listed.column_name
    where listed.figure = getvariable('figure') and same_period.year = getvariable('year')
        and same_period.township = getvariable('township')
),

sides as (
    select
        1 as step,
        '被减数' as relation,
        '本年' as side,
        compared.year,
        compared.township,
        compared.township_code is null as is_county,
        compared.figure,
        compared.name,
        compared.amount as number,
        compared.says as rule,
    from compared

    union all by name

    select
        2 as step,
        '减数' as relation,
        '上年' as side,
        compared.year - 1 as year,
        compared.township,
        compared.township_code is null as is_county,
        compared.figure,
        compared.name,
        compared.last as number,
        '上年的材料，按同样的办法计算' as rule,
    from compared
),

-- The cells that the amounts stand in: a township's own, of the county's all that are added up.
cells as (
    select
        budgets.year,
        budgets.township,
        budgets.file,
        budgets.sheet,
        amounts.figure,
        amounts.cell,
        amounts.number,
    from marked.budgets
    cross join lateral (values
        ('initial_budget', budgets.initial_budget_cell, budgets.initial_budget),
        ('adjusted_budget', budgets.adjusted_budget_cell, budgets.adjusted_budget),
        ('executed', budgets.executed_cell, budgets.executed)
    ) as amounts (figure, cell, number)
    where budgets.item_field = 'total' and not budgets.is_left_out
)

select
    sides.step,
    sides.relation,
    sides.side || sides.name as part,
    sides.number,
    cells.file,
    cells.sheet,
    cells.cell,
    sides.rule,
from sides
left join cells
    on not sides.is_county
        and sides.year = cells.year and sides.township = cells.township and sides.figure = cells.figure

union all by name

select
    sides.step + 2 as step,
    '其中' as relation,
    sides.side || cells.township as part,
    cells.number,
    cells.file,
    cells.sheet,
    cells.cell,
    '各乡镇之和' as rule,
from sides
inner join cells
    on sides.is_county and sides.year = cells.year and sides.figure = cells.figure
