-- grain: one whole-department form, the township's total beside the machine's
-- 说明: 部门整体支出得分：自评与复算并列，一个乡镇一行
with sums as (
    select
        indicators.form_id,
        cast(sum(indicators.reported_score) filter (where indicators.level3 = parameter('执行率指标', indicators.year)) as decimal(9, 2)) as reported_execution_score,
        cast(sum(indicators.machine_score) filter (where indicators.level3 = parameter('执行率指标', indicators.year)) as decimal(9, 2)) as machine_execution_score,
        cast(sum(indicators.reported_score) filter (where indicators.level3 is distinct from parameter('执行率指标', indicators.year)) as decimal(9, 2)) as reported_indicator_score,
        cast(sum(indicators.reported_score) as decimal(9, 2)) as reported_sum,
        cast(sum(indicators.machine_score) as decimal(9, 2)) as machine_sum,
        cast(sum(indicators.deduction) as decimal(9, 2)) as deduction,
        cast(sum(indicators.weight) as decimal(12, 4)) as total_weight,
        cast(sum(indicators.weight) filter (where indicators.machine_score is not null) as decimal(12, 4)) as assessable_weight,
    from scores.indicators
    where indicators.scope = 'department'
    group by indicators.form_id
),

totals as (
    select
        sums.*,
        case
            when sums.assessable_weight = 100 and sums.total_weight = 100 then sums.machine_sum
            else share(sums.machine_sum, 100, nullif(sums.assessable_weight, 0))
        end as raw_total,
        greatest(raw_total - sums.deduction, 0) as machine_total,
    from sums
)

select
    overalls.form_id as form_id, -- 表的编号
    overalls.year as year, -- 年度
    overalls.township as township, -- 乡镇
    cast(overalls.reported_total as decimal(9, 2)) as reported_total, -- 自评总分
    cast(sums.reported_execution_score as decimal(9, 2)) as reported_execution_score, -- 预算执行率自评得分
    cast(sums.reported_indicator_score as decimal(9, 2)) as reported_indicator_score, -- 其他指标自评得分合计
    cast(sums.reported_sum as decimal(9, 2)) as reported_sum, -- 各项自评得分之和
    cast(sums.machine_execution_score as decimal(9, 2)) as machine_execution_score, -- 预算执行率复算得分
    cast(sums.machine_sum - coalesce(sums.machine_execution_score, 0) as decimal(9, 2)) as machine_indicator_score, -- 其他指标复算得分合计
    cast(sums.deduction as decimal(9, 2)) as deduction, -- 明显偏高的扣减
    cast(sums.machine_total as decimal(9, 2)) as machine_total, -- 复算总分（不可评的剔除，按100分折算）
    explained(sums.machine_sum - coalesce(sums.machine_execution_score, 0), sums.machine_execution_score, sums.assessable_weight, sums.total_weight,
        sums.raw_total, null, sums.raw_total, sums.deduction, sums.machine_total) as explanation, -- 复算总分怎么来的
    -- What cannot be judged may be worth nothing or all of its weight: between these the total must lie.
    cast(greatest(share(sums.machine_sum - sums.deduction, 100, nullif(sums.total_weight, 0)), 0) as decimal(9, 2)) as lowest_total, -- 不可评的指标都得零分时的总分
    cast(share(sums.machine_sum - sums.deduction + sums.total_weight - coalesce(sums.assessable_weight, 0), 100, nullif(sums.total_weight, 0)) as decimal(9, 2)) as highest_total, -- 不可评的指标都得满分时的总分
    cast(sums.total_weight as decimal(9, 2)) as total_weight, -- 分值合计
    cast(sums.assessable_weight as decimal(9, 2)) as assessable_weight, -- 其中可评的分值
    overalls.file as file, -- 文件
    overalls.sheet as sheet, -- 工作表
    overalls.total_cell as cell, -- 总分所在单元格
from staging.overalls
left join totals as sums
    on overalls.form_id = sums.form_id
order by overalls.year, overalls.township
