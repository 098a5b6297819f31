-- grain: one whole-department form, the township's total beside the machine's
-- 说明: 部门整体支出得分：自评与复算并列，一个乡镇一行
with scored as (
    select
        indicators.*,
        coalesce(name_key(indicators.level3) = parameter('执行率指标', indicators.year), false) as is_execution,
    from scores.indicators
    where indicators.scope = 'department'
),

sums as (
    select
        scored.form_id,
        cast(sum(scored.reported_score) filter (where scored.is_execution) as decimal(12, 2))
            as reported_execution_score,
        cast(sum(scored.exact_score) filter (where scored.is_execution) as decimal(12, 2)) as machine_execution_score,
        cast(sum(scored.reported_score) filter (where not scored.is_execution) as decimal(12, 2))
            as reported_indicator_score,
        cast(sum(scored.exact_score) filter (where not scored.is_execution) as decimal(12, 2))
            as machine_indicator_score,
        cast(sum(scored.reported_score) as decimal(12, 2)) as reported_sum,
        cast(sum(scored.exact_score) as decimal(24, 6)) as score,
        cast(sum(scored.ceiling) as decimal(24, 6)) as ceiling,
        cast(sum(scored.lowest_score) as decimal(24, 6)) as lowest_score,
        cast(sum(scored.highest_score) as decimal(24, 6)) as highest_score,
        cast(sum(scored.band_lowest_score) as decimal(24, 6)) as band_lowest_score,
        cast(sum(scored.band_highest_score) as decimal(24, 6)) as band_highest_score,
        cast(sum(scored.exact_deduction) as decimal(24, 6)) as deduction,
        round(cast(sum(greatest(scored.exact_weight, 0)) as decimal(24, 6)), 4) as visible_weight,
        round(cast(sum(scored.exact_weight) filter (where scored.exact_score is not null) as decimal(24, 6)), 4)
            as assessable_weight,
    from scored
    group by scored.form_id
),

hidden as (
    select
        hidden_rows.form_id,
        sum(hidden_rows.weight) as weight,
    from staging.hidden_rows
    group by hidden_rows.form_id
),

weights as (
    select
        sums.*,
        overalls.year,
        least(coalesce(hidden.weight, 0), at_least_zero(100 - sums.visible_weight)) as hidden_weight,
        sums.visible_weight + hidden_weight as total_weight,
    from sums
    inner join staging.overalls
        on sums.form_id = overalls.form_id
    left join hidden
        on sums.form_id = hidden.form_id
),

-- As of projects: what cannot be judged is left out, the rest brought to 100, never to more than all may be worth.
-- (A step is a CTE: a name is worked out as often as it is used beside where it is made.)
scaled as (
    select
        weights.*,
        case when weights.assessable_weight > 0
            and round(weights.assessable_weight, 2) * 100
                >= least_share(weights.year) * greatest(round(weights.total_weight, 2), 100)
        then share(weights.score, 100, weights.assessable_weight) end as scaled_total,
        share(weights.ceiling, 100, weights.total_weight) as most_total,
    from weights
),

totals as (
    select
        scaled.*,
        case when scaled.scaled_total is not null then least(scaled.scaled_total, scaled.most_total) end as raw_total,
        at_least_zero(raw_total - round(scaled.deduction, 2)) as machine_total,
        end_of_total(scaled.lowest_score, scaled.total_weight, null, scaled.deduction) as lowest_total,
        end_of_total(scaled.highest_score + scaled.hidden_weight, scaled.total_weight, null, scaled.deduction)
            as highest_total,
        end_of_total(scaled.band_lowest_score, scaled.total_weight, null, scaled.deduction) as band_lowest_total,
        end_of_total(scaled.band_highest_score + scaled.hidden_weight, scaled.total_weight, null, scaled.deduction)
            as band_highest_total,
    from scaled
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
        totals.total_weight, totals.scaled_total, totals.raw_total, null, totals.raw_total, totals.deduction,
        totals.machine_total) as explanation, -- 复算总分怎么来的
    cast(at_least_zero(totals.most_total - round(totals.deduction, 2)) as decimal(9, 2))
        as ceiling_total, -- 填明的都计、没有填明的不多计时的总分，复算总分不高于此数
    cast(totals.lowest_total as decimal(9, 2)) as lowest_total, -- 不可评的都得零分时的总分
    cast(totals.highest_total as decimal(9, 2)) as highest_total, -- 不可评的都得满分时的总分
    cast(totals.band_lowest_total as decimal(9, 2)) as band_lowest_total, -- 定性的也取档次下限时的总分
    cast(totals.band_highest_total as decimal(9, 2)) as band_highest_total, -- 定性的也取档次上限时的总分
    cast(totals.total_weight as decimal(12, 2)) as total_weight, -- 分值合计
    cast(totals.assessable_weight as decimal(12, 2)) as assessable_weight, -- 其中可评的分值
    overalls.file as file, -- 文件
    overalls.sheet as sheet, -- 工作表
    overalls.total_cell as cell, -- 总分所在单元格
    own_grade.grade as reported_grade, -- 按自评总分的等级
    machine_grade.grade as grade, -- 按复算得分的等级
    lowest_grade.grade as lowest_grade, -- 最低可能的等级
    highest_grade.grade as highest_grade, -- 最高可能的等级
from staging.overalls
left join totals
    on overalls.form_id = totals.form_id
left join staging.grades as own_grade
    on overalls.year = own_grade.year and in_grade(overalls.reported_total, own_grade.low, own_grade.high)
left join staging.grades as machine_grade
    on overalls.year = machine_grade.year and in_grade(totals.machine_total, machine_grade.low, machine_grade.high)
left join staging.grades as lowest_grade
    on overalls.year = lowest_grade.year and in_grade(totals.lowest_total, lowest_grade.low, lowest_grade.high)
left join staging.grades as highest_grade
    on overalls.year = highest_grade.year and in_grade(totals.highest_total, highest_grade.low, highest_grade.high)
order by overalls.year, overalls.township
