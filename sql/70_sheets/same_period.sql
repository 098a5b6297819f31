-- grain: the county, then one row a township, where last year has figures too
-- 说明: 与上年同期相比：预算、执行率、复算得分和名次，上年没有数据的不列
-- sheet: 上年对比
-- order: 3
-- empty: left out
select
    if(compared.township_code is null, whole(), compared.township) as 乡镇, -- 单位名称，全县为合计或平均
    any_value(compared.amount) filter (where compared.figure = 'adjusted_budget') as "全年预算数（万元）", -- 本年
    any_value(compared.last) filter (where compared.figure = 'adjusted_budget') as "上年全年预算数（万元）", -- 上年
    any_value(compared.change_rate) filter (where compared.figure = 'adjusted_budget') as "预算增减（%）", -- 比上年
    any_value(compared.amount) filter (where compared.figure = 'executed') as "全年执行数（万元）", -- 本年
    any_value(compared.last) filter (where compared.figure = 'executed') as "上年全年执行数（万元）", -- 上年
    any_value(compared.change_rate) filter (where compared.figure = 'executed') as "执行增减（%）", -- 比上年
    cast(any_value(compared.amount) filter (where compared.figure = 'execution_rate') as decimal(18, 2))
        as "计算执行率（%）", -- 本年
    cast(any_value(compared.last) filter (where compared.figure = 'execution_rate') as decimal(18, 2))
        as "上年执行率（%）", -- 上年
    cast(any_value(compared.change) filter (where compared.figure = 'execution_rate') as decimal(18, 2))
        as "执行率增减（百分点）", -- 本年减上年
    cast(any_value(compared.amount) filter (where compared.figure = 'machine_total') as decimal(18, 2))
        as "复算得分（分）", -- 本年
    cast(any_value(compared.last) filter (where compared.figure = 'machine_total') as decimal(18, 2))
        as "上年复算得分（分）", -- 上年
    cast(any_value(compared.change) filter (where compared.figure = 'machine_total') as decimal(18, 2))
        as "复算得分增减（分）", -- 本年减上年
    cast(any_value(compared.amount) filter (where compared.figure = 'rank') as bigint) as 名次, -- 本年
    cast(any_value(compared.last) filter (where compared.figure = 'rank') as bigint) as 上年名次, -- 上年
    coalesce(
        any_value(compared.way) filter (where compared.figure = 'machine_total'),
        any_value(compared.way) filter (where compared.figure = 'execution_rate')
    ) as 提高或下降, -- 按复算得分，没有的按执行率
    any_value(compared.says) filter (where compared.figure = 'adjusted_budget' and compared.change is null)
        as 说明 -- 不作比较的原因
from rankings.same_period as compared
where compared.year = getvariable('year')
group by compared.township, compared.township_code
order by compared.township_code nulls first
