-- grain: one figure of a township, or of the county, that last year has too
-- 说明: 与上年同期相比：一个乡镇（或全县）的一个数字一行，上年没有的不列；金额有错误未改正的不比
with own as (
    select
        townships.year,
        townships.township_code,
        townships.township,
        townships.reported_total,
        townships.machine_total,
        townships.mean_project_score,
        townships.coverage,
        ranked.rank,
        budgets.counted_initial_budget as initial_budget,
        budgets.counted_adjusted_budget as adjusted_budget,
        budgets.counted_executed as executed,
        budgets.execution_rate,
    from scores.townships
    inner join rankings.townships as ranked
        on townships.year = ranked.year and townships.township_code = ranked.township_code
    left join marked.budgets
        on townships.year = budgets.year and townships.township = budgets.township and budgets.item_field = 'total'
    where townships.is_submitted
),

own_figures as (
    select
        own.year,
        own.township_code,
        own.township,
        listed.*,
    from own
    cross join lateral (values
        (1, 'initial_budget', cast(own.initial_budget as decimal(18, 6))),
        (2, 'adjusted_budget', own.adjusted_budget),
        (3, 'executed', own.executed),
        (4, 'execution_rate', own.execution_rate),
        (5, 'reported_total', own.reported_total),
        (6, 'machine_total', own.machine_total),
        (7, 'mean_project_score', own.mean_project_score),
        (8, 'coverage', own.coverage),
        (9, 'rank', own.rank)
    ) as listed (figure_no, figure, amount)
    where listed.amount is not null
),

-- The county's figures as they are published, and of whom they are: those of other townships are not compared.
county_figures as (
    select
        county.year,
        '全县' as township,
        listed.*,
        summed.townships,
    from marked.county
    cross join lateral (values
        (1, 'initial_budget', cast(county.initial_budget as decimal(18, 6))),
        (2, 'adjusted_budget', county.adjusted_budget),
        (3, 'executed', county.executed),
        (4, 'execution_rate', county.execution_rate)
    ) as listed (figure_no, figure, amount)
    left join (
        select
            own.year,
            list(own.township_code order by own.township_code) filter (where own.adjusted_budget is not null)
                as townships,
        from own
        group by own.year
    ) as summed
        on county.year = summed.year
    where county.item_field = 'total' and listed.amount is not null

    union all by name

    select
        own.year,
        '全县' as township,
        6 as figure_no,
        'machine_total' as figure,
        share(sum(own.machine_total), 1, count(own.machine_total)) as amount,
        list(own.township_code order by own.township_code) filter (where own.machine_total is not null) as townships,
    from own
    group by own.year
    having count(own.machine_total) > 0
),

figures as (
    select * from own_figures
    union all by name
    select * from county_figures
),

compared as (
    select
        figures.*,
        last_year.amount as last,
        case when figures.townships is not distinct from last_year.townships then
            cast(figures.amount - last_year.amount as decimal(18, 6))
        end as change,
        figures.figure in ('initial_budget', 'adjusted_budget', 'executed') as is_amount,
        case when figures.figure = 'rank' then -1 else 1 end * sign(change) as way,
    from figures
    inner join figures as last_year
        on figures.year = last_year.year + 1 and figures.figure = last_year.figure
            and figures.township_code is not distinct from last_year.township_code
)

select
    compared.year as year, -- 年度
    compared.township as township, -- 乡镇，全县为各乡镇合计或平均
    compared.township_code as township_code, -- 单位代码，全县为空
    compared.figure as figure, -- 数字：与 scores.townships 的列同名，rank 为名次
    compared.figure_no as figure_no, -- 数字的次序
    case compared.figure
        when 'initial_budget' then '年初预算数'
        when 'adjusted_budget' then '全年预算数'
        when 'executed' then '全年执行数'
        when 'execution_rate' then '预算执行率'
        when 'reported_total' then '自评得分'
        when 'machine_total' then '复算得分'
        when 'mean_project_score' then '项目平均分'
        when 'coverage' then '自评覆盖率'
        else '名次'
    end as name, -- 数字的说法
    compared.amount as amount, -- 本年
    cast(compared.last as decimal(18, 6)) as last, -- 上年
    compared.change as change, -- 本年减上年；全县两年计入的乡镇不同的，不比，为空
    case when compared.is_amount then share(compared.change, 100, nullif(compared.last, 0)) end
        as change_rate, -- 增减（%），只有金额有
    case
        when compared.is_amount or compared.change is null then null
        when compared.way > 0 then '提高'
        when compared.way < 0 then '下降'
        else '持平'
    end as way, -- 提高、下降、持平（名次靠前为提高），金额为空
    case
        when compared.change is null then '两年计入的乡镇不同，不作比较'
        when compared.change = 0 then '与上年持平'
        when compared.figure = 'rank' then
            '比上年' || case when compared.way > 0 then '上升' else '下降' end || cast(abs(compared.change) as integer) || '位'
        when compared.is_amount then
            '比上年' || case when compared.change > 0 then '增加' else '减少' end
            || shown(abs(compared.change)) || '万元'
            || coalesce(
                '，' || case when compared.change > 0 then '增长' else '下降' end
                || shown(abs(share(compared.change, 100, nullif(compared.last, 0)))) || '%',
                '')
        else '比上年' || case when compared.change > 0 then '提高' else '下降' end || shown(abs(compared.change))
            || case when compared.figure in ('execution_rate', 'coverage') then '个百分点' else '分' end
    end as says -- 一句话：比上年增加多少
from compared
order by compared.year, compared.township_code nulls first, compared.figure_no
