-- grain: one whole-department form, the township's total beside the machine's
-- 说明: 部门整体支出得分：自评与复算并列，一个乡镇一行
with scored as (
    select
        indicators.*,
        coalesce(indicators.level3 = parameter('执行率指标', indicators.year), false) as is_execution,
    from scores.indicators
    where indicators.scope = 'department'
),

sums as (
    select
        scored.form_id,
        cast(sum(scored.reported_score) filter (where scored.is_execution)
            as decimal(9, 2)) as reported_execution_score,
        cast(sum(scored.machine_score) filter (where scored.is_execution) as decimal(9, 2)) as machine_execution_score,
        cast(sum(scored.reported_score) filter (where not scored.is_execution)
            as decimal(9, 2)) as reported_indicator_score,
        cast(sum(scored.reported_score) as decimal(9, 2)) as reported_sum,
        cast(sum(scored.machine_score) as decimal(9, 2)) as machine_sum,
        cast(sum(scored.deduction) as decimal(9, 2)) as deduction,
        cast(sum(scored.weight) as decimal(12, 4)) as total_weight,
        cast(sum(scored.weight) filter (where scored.machine_score is not null) as decimal(12, 4)) as assessable_weight,
    from scored
    group by scored.form_id
),

totals as (
    select
        sums.*,
        sums.machine_sum - coalesce(sums.machine_execution_score, 0) as machine_indicator_score,
        case
            when sums.assessable_weight = 100 and sums.total_weight = 100 then sums.machine_sum
            else share(sums.machine_sum, 100, nullif(sums.assessable_weight, 0))
        end as raw_total,
        at_least_zero(raw_total - sums.deduction) as machine_total,
        -- What cannot be judged may be worth nothing or all of its weight: between these the total must lie.
        coalesce(sums.machine_sum, 0) - sums.deduction as lowest_sum,
        lowest_sum + sums.total_weight - coalesce(sums.assessable_weight, 0) as highest_sum,
    from sums
)

select
    overalls.form_id as form_id, -- 表的编号
    overalls.year as year, -- 年度
    overalls.township as township, -- 乡镇
    cast(overalls.reported_total as decimal(9, 2)) as reported_total, -- 自评总分
    cast(totals.reported_execution_score as decimal(9, 2)) as reported_execution_score, -- 预算执行率自评得分
    cast(totals.reported_indicator_score as decimal(9, 2)) as reported_indicator_score, -- 其他指标自评得分合计
    cast(totals.reported_sum as decimal(9, 2)) as reported_sum, -- 各项自评得分之和
    cast(totals.machine_execution_score as decimal(9, 2)) as machine_execution_score, -- 预算执行率复算得分
    cast(totals.machine_indicator_score as decimal(9, 2)) as machine_indicator_score, -- 其他指标复算得分合计
    cast(totals.deduction as decimal(9, 2)) as deduction, -- 明显偏高的扣减
    cast(totals.machine_total as decimal(9, 2)) as machine_total, -- 复算总分（不可评的剔除，按100分折算）
    explained(totals.machine_indicator_score, totals.machine_execution_score, totals.assessable_weight,
        totals.total_weight, totals.raw_total, null, totals.raw_total, totals.deduction,
        totals.machine_total) as explanation, -- 复算总分怎么来的
    cast(at_least_zero(share(totals.lowest_sum, 100, nullif(totals.total_weight, 0)))
        as decimal(9, 2)) as lowest_total, -- 不可评的指标都得零分时的总分
    cast(share(totals.highest_sum, 100, nullif(totals.total_weight, 0))
        as decimal(9, 2)) as highest_total, -- 不可评的指标都得满分时的总分
    cast(totals.total_weight as decimal(9, 2)) as total_weight, -- 分值合计
    cast(totals.assessable_weight as decimal(9, 2)) as assessable_weight, -- 其中可评的分值
    overalls.file as file, -- 文件
    overalls.sheet as sheet, -- 工作表
    overalls.total_cell as cell, -- 总分所在单元格
    own_grade.grade as reported_grade, -- 按自评总分的等级
    machine_grade.grade as grade, -- 按复算总分的等级
from staging.overalls
left join totals
    on overalls.form_id = totals.form_id
left join staging.grades as own_grade
    on overalls.year = own_grade.year and in_grade(overalls.reported_total, own_grade.low, own_grade.high)
left join staging.grades as machine_grade
    on overalls.year = machine_grade.year and in_grade(totals.machine_total, machine_grade.low, machine_grade.high)
order by overalls.year, overalls.township
