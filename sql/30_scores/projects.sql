-- grain: one project form, the township's total beside the machine's
-- 说明: 项目得分：自评与复算并列，一张项目表一行
with sums as (
    select
        indicators.form_id,
        cast(sum(indicators.reported_score) as decimal(12, 2)) as reported_score,
        cast(sum(indicators.exact_score) as decimal(24, 6)) as score,
        cast(sum(indicators.ceiling) as decimal(24, 6)) as ceiling,
        cast(sum(indicators.lowest_score) as decimal(24, 6)) as lowest_score,
        cast(sum(indicators.highest_score) as decimal(24, 6)) as highest_score,
        cast(sum(indicators.band_lowest_score) as decimal(24, 6)) as band_lowest_score,
        cast(sum(indicators.band_highest_score) as decimal(24, 6)) as band_highest_score,
        cast(sum(indicators.exact_deduction) as decimal(24, 6)) as deduction,
        cast(sum(greatest(indicators.exact_weight, 0)) as decimal(24, 6)) as weight,
        cast(sum(indicators.exact_weight) filter (where indicators.exact_score is not null) as decimal(24, 6))
            as assessable_weight,
    from scores.indicators
    where indicators.scope = 'project'
    group by indicators.form_id
),

hidden as (
    select
        hidden_rows.form_id,
        sum(hidden_rows.weight) as weight,
    from staging.hidden_rows
    group by hidden_rows.form_id
),

-- Whatever is hidden below 100, or all where there is no indicator, counts as weight of which nothing is proven.
totals as (
    select
        projects.* exclude (adjusted_budget, executed),
        executions.adjusted_budget,
        executions.executed,
        executions.execution_rate,
        executions.exact_rate,
        executions.weight as weight_of_execution,
        executions.machine_score as machine_execution_score,
        sums.reported_score as reported_indicator_score,
        cast(sums.score as decimal(12, 2)) as machine_indicator_score,
        coalesce(sums.deduction, 0) as deduction,
        coalesce(executions.exact_score, 0) + coalesce(sums.score, 0) as score,
        executions.is_withheld,
        executions.ceiling + coalesce(sums.ceiling, 0) as ceiling,
        coalesce(executions.exact_score, 0) + coalesce(sums.lowest_score, 0) as lowest_score,
        coalesce(executions.exact_score, executions.weight) + coalesce(sums.highest_score, 0) as highest_score,
        coalesce(executions.exact_score, 0) + coalesce(sums.band_lowest_score, 0) as band_lowest_score,
        coalesce(executions.exact_score, executions.weight) + coalesce(sums.band_highest_score, 0)
            as band_highest_score,
        round(coalesce(sums.weight, 0) + executions.weight, 4) as visible_weight,
        case when sums.form_id is null then at_least_zero(100 - visible_weight)
            else least(coalesce(hidden.weight, 0), at_least_zero(100 - visible_weight))
        end as hidden_weight,
        visible_weight + hidden_weight as total_weight,
        round(coalesce(sums.assessable_weight, 0)
            + case when executions.execution_rate is null then 0 else executions.weight end, 4) as assessable_weight,
    from staging.projects
    inner join scores.project_executions as executions
        on projects.form_id = executions.form_id
    left join sums
        on projects.form_id = sums.form_id
    left join hidden
        on projects.form_id = hidden.form_id
),

-- A low execution rate may cap the total (封顶 of the rules); where it cannot be known it may be the lowest cap, and is
-- where the amounts are left blank.
caps as (
    select
        totals.form_id,
        min(caps.most) filter (where totals.is_withheld
            or totals.exact_rate >= caps.low and totals.exact_rate < caps.high) as most,
        min(caps.most) filter (where totals.exact_rate >= caps.low and totals.exact_rate < caps.high) as highest_most,
        min(caps.most) filter (where totals.exact_rate is null
            or totals.exact_rate >= caps.low and totals.exact_rate < caps.high) as least_most,
    from totals
    inner join rules.caps
        on in_force(caps.from_year, caps.to_year, totals.year)
    group by totals.form_id
),

-- What cannot be judged is left out of both sides, and the rest is brought to 100: but never to more than all may be
-- worth at most. Below a share of what can be judged (可评最低比例, of the weights as they are shown) there is no total.
-- (A step is a CTE: a name is worked out as often as it is used beside where it is made.)
scaled as (
    select
        totals.*,
        caps.most,
        caps.highest_most,
        caps.least_most,
        case when totals.assessable_weight > 0
            and round(totals.assessable_weight, 2) * 100
                >= least_share(totals.year) * greatest(round(totals.total_weight, 2), 100)
        then share(totals.score, 100, totals.assessable_weight) end as scaled_total,
        share(totals.ceiling, 100, totals.total_weight) as most_total,
    from totals
    left join caps
        on totals.form_id = caps.form_id
),

capped as (
    select
        scaled.*,
        case when scaled.scaled_total is not null then least(scaled.scaled_total, scaled.most_total) end as raw_total,
        at_most(raw_total, scaled.most) as capped_total,
    from scaled
),

judged as (
    select
        capped.*,
        at_least_zero(capped.capped_total - round(capped.deduction, 2)) as machine_total,
        end_of_total(capped.ceiling, capped.total_weight, capped.most, capped.deduction) as ceiling_total,
        end_of_total(capped.lowest_score, capped.total_weight, capped.least_most, capped.deduction) as lowest_total,
        end_of_total(
            capped.highest_score + capped.hidden_weight,
            capped.total_weight,
            capped.highest_most,
            capped.deduction
        )
            as highest_total,
        end_of_total(capped.band_lowest_score, capped.total_weight, capped.least_most, capped.deduction)
            as band_lowest_total,
        end_of_total(
            capped.band_highest_score + capped.hidden_weight,
            capped.total_weight,
            capped.highest_most,
            capped.deduction
        )
            as band_highest_total,
    from capped
)

select
    judged.form_id as form_id, -- 表的编号
    judged.year as year, -- 年度
    judged.township as township, -- 乡镇
    judged.project as project, -- 项目名称
    judged.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    judged.executed as executed, -- 全年执行数（万元）
    judged.execution_rate as execution_rate, -- 复算的执行率（%）
    cast(judged.reported_execution_score as decimal(9, 2)) as reported_execution_score, -- 执行率自评得分
    judged.machine_execution_score as machine_execution_score, -- 执行率复算得分，预算为零不可评
    cast(judged.weight_of_execution as decimal(9, 2)) as weight_of_execution, -- 执行率的分值
    judged.reported_indicator_score as reported_indicator_score, -- 指标自评得分合计
    judged.machine_indicator_score as machine_indicator_score, -- 指标复算得分合计
    cast(judged.reported_total as decimal(9, 2)) as reported_total, -- 自评总分
    cast(judged.machine_total as decimal(9, 2)) as machine_total, -- 复算总分（不可评的剔除，按100分折算）
    cast(judged.reported_total - judged.machine_total as decimal(9, 2)) as gap, -- 自评减复算
    cast(judged.total_weight as decimal(12, 2)) as total_weight, -- 分值合计
    cast(judged.assessable_weight as decimal(12, 2)) as assessable_weight, -- 其中可评的分值
    own_grade.grade as reported_grade, -- 按自评总分的等级
    machine_grade.grade as grade, -- 按复算总分的等级
    cast(judged.deduction as decimal(12, 2)) as deduction, -- 明显偏高的扣减
    explained(judged.machine_indicator_score, judged.machine_execution_score, judged.assessable_weight,
        judged.total_weight, judged.scaled_total, judged.raw_total, judged.execution_rate, judged.capped_total,
        judged.deduction, judged.machine_total) as explanation, -- 复算总分怎么来的
    -- 红 where the indicators' rate is more than 5% above the execution rate, 黄 where the execution rate is below 80%.
    warning_light(judged.reported_indicator_score, judged.total_weight - judged.weight_of_execution,
        judged.exact_rate) as warning_light, -- 自评预警：红=指标得分率比执行率高出5%以上，黄=执行率低于80%
    judged.counted as counted, -- 是否计入
    judged.file as file, -- 文件
    judged.sheet as sheet, -- 工作表
    judged.total_cell as cell, -- 总分所在单元格
    own_grade.grade_no as reported_grade_no, -- 按自评总分的等级的次序，1 为最高一等
    machine_grade.grade_no as grade_no, -- 按复算总分的等级的次序
    cast(judged.lowest_total as decimal(9, 2)) as lowest_total, -- 不可评的都得零分时的总分
    cast(judged.highest_total as decimal(9, 2)) as highest_total, -- 不可评的都得满分时的总分
    judged.exact_rate as exact_rate, -- 执行率（%），六位小数
    cast(judged.ceiling_total as decimal(9, 2)) as ceiling_total, -- 填明的都计、没有填明的不多计时的总分，复算总分不高于此数
    lowest_grade.grade as lowest_grade, -- 最低可能的等级
    highest_grade.grade as highest_grade, -- 最高可能的等级
    cast(judged.band_lowest_total as decimal(9, 2)) as band_lowest_total, -- 定性的也取档次下限时的总分
    cast(judged.band_highest_total as decimal(9, 2)) as band_highest_total -- 定性的也取档次上限时的总分
from judged
left join staging.grades as own_grade
    on judged.year = own_grade.year and in_grade(judged.reported_total, own_grade.low, own_grade.high)
left join staging.grades as machine_grade
    on judged.year = machine_grade.year and in_grade(judged.machine_total, machine_grade.low, machine_grade.high)
left join staging.grades as lowest_grade
    on judged.year = lowest_grade.year and in_grade(judged.lowest_total, lowest_grade.low, lowest_grade.high)
left join staging.grades as highest_grade
    on judged.year = highest_grade.year and in_grade(judged.highest_total, highest_grade.low, highest_grade.high)
order by judged.year, judged.township, judged.file, judged.form_no, judged.row_no
