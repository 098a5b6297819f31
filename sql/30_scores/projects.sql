-- grain: one project form, the township's total beside the machine's
-- 说明: 项目得分：自评与复算并列，一张项目表一行
with sums as (
    select
        indicators.form_id,
        cast(sum(indicators.reported_score) as decimal(9, 2)) as reported_score,
        cast(sum(indicators.machine_score) as decimal(9, 2)) as machine_score,
        cast(sum(indicators.deduction) as decimal(9, 2)) as deduction,
        cast(sum(indicators.weight) as decimal(12, 4)) as weight,
        cast(sum(indicators.weight) filter (where indicators.machine_score is not null) as decimal(12, 4)) as assessable_weight,
        bool_or(indicators.reported_score is null) as has_missing_score,
    from scores.indicators
    where indicators.scope = 'project'
    group by indicators.form_id
),

-- Where the township left the total row at zero or blank over filled sources, the sources are what was
-- budgeted and spent (a finding says so); else the total counts as it stands.
sources as (
    select
        funding.form_id,
        cast(sum(funding.adjusted_budget) as decimal(18, 6)) as adjusted_budget,
        cast(sum(funding.executed) as decimal(18, 6)) as executed,
    from staging.funding
    group by funding.form_id
    having not bool_or(funding.has_issue)
),

executions as (
    select
        projects.* exclude (adjusted_budget, executed),
        coalesce(projects.adjusted_budget, 0) = 0 and coalesce(sources.adjusted_budget, 0) > 0 as is_from_sources,
        case when is_from_sources then sources.adjusted_budget else projects.adjusted_budget end as adjusted_budget,
        case when is_from_sources then sources.executed else projects.executed end as executed,
        coalesce(projects.execution_weight, cast(parameter('执行分值', projects.year) as decimal(12, 4))) as weight_of_execution,
    from staging.projects
    left join sources
        on projects.form_id = sources.form_id
),

rated as (
    select
        executions.*,
        share(executions.executed, 100, nullif(executions.adjusted_budget, 0)) as execution_rate,
    from executions
),

totals as (
    select
        rated.*,
        -- 10 × executed / adjusted, within 0 … 10; a zero budget cannot be judged.
        case when rated.execution_rate is not null then
            greatest(least(share(rated.executed, rated.weight_of_execution, nullif(rated.adjusted_budget, 0)), rated.weight_of_execution), 0)
        end as machine_execution_score,
        sums.reported_score as reported_indicator_score,
        sums.machine_score as machine_indicator_score,
        coalesce(sums.deduction, 0) as deduction,
        sums.weight + rated.weight_of_execution as total_weight,
        coalesce(sums.assessable_weight, 0) + case when rated.execution_rate is null then 0 else rated.weight_of_execution end as assessable_weight,
    from rated
    left join sums
        on rated.form_id = sums.form_id
),

judged as (
    select
        totals.*,
        -- What cannot be judged is left out of both sides, not counted as full marks; weights that do not
        -- add up to 100 are brought to 100.
        case
            when totals.assessable_weight = 100 and totals.total_weight = 100 then totals.machine_execution_score + totals.machine_indicator_score
            else share(coalesce(totals.machine_execution_score, 0) + coalesce(totals.machine_indicator_score, 0), 100, nullif(totals.assessable_weight, 0))
        end as raw_total,
    from totals
),

-- A low execution rate may cap the total (封顶 of the rules), then what is far above target is cut.
caps as (
    select
        judged.form_id,
        min(caps.most) as most,
    from judged
    inner join rules.caps
        on in_force(caps.from_year, caps.to_year, judged.year) and judged.execution_rate >= caps.low and judged.execution_rate < caps.high
    group by judged.form_id
),

capped as (
    select
        judged.*,
        least(judged.raw_total, coalesce(caps.most, judged.raw_total)) as capped_total,
        greatest(least(judged.raw_total, coalesce(caps.most, judged.raw_total)) - judged.deduction, 0) as machine_total,
    from judged
    left join caps
        on judged.form_id = caps.form_id
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
    cast(judged.machine_execution_score as decimal(9, 2)) as machine_execution_score, -- 执行率复算得分，预算为零不可评
    cast(judged.weight_of_execution as decimal(9, 2)) as weight_of_execution, -- 执行率的分值
    cast(judged.reported_indicator_score as decimal(9, 2)) as reported_indicator_score, -- 指标自评得分合计
    cast(judged.machine_indicator_score as decimal(9, 2)) as machine_indicator_score, -- 指标复算得分合计
    cast(judged.reported_total as decimal(9, 2)) as reported_total, -- 自评总分
    cast(judged.machine_total as decimal(9, 2)) as machine_total, -- 复算总分（不可评的剔除，按100分折算）
    cast(judged.reported_total - judged.machine_total as decimal(9, 2)) as gap, -- 自评减复算
    cast(judged.total_weight as decimal(9, 2)) as total_weight, -- 分值合计
    cast(judged.assessable_weight as decimal(9, 2)) as assessable_weight, -- 其中可评的分值
    reported_band.ordinal || reported_band.name as reported_grade, -- 按自评总分的等级
    machine_band.ordinal || machine_band.name as grade, -- 按复算总分的等级
    cast(judged.deduction as decimal(9, 2)) as deduction, -- 明显偏高的扣减
    explained(judged.machine_indicator_score, judged.machine_execution_score, judged.assessable_weight, judged.total_weight,
        judged.raw_total, judged.execution_rate, judged.capped_total, judged.deduction, judged.machine_total) as explanation, -- 复算总分怎么来的
    warning_light(judged.reported_indicator_score, judged.total_weight - judged.weight_of_execution, judged.execution_rate) as warning_light, -- 自评预警：红=指标得分率比执行率高出5%以上，黄=执行率低于80%
    judged.counted as counted, -- 是否计入
    judged.file as file, -- 文件
    judged.sheet as sheet, -- 工作表
    judged.total_cell as cell, -- 总分所在单元格
from capped as judged
left join rules.grades as reported_band
    on in_force(reported_band.from_year, reported_band.to_year, judged.year)
        and round(judged.reported_total, 2) >= reported_band.low and (round(judged.reported_total, 2) < reported_band.high or reported_band.high = 100 and round(judged.reported_total, 2) <= 100)
left join rules.grades as machine_band
    on in_force(machine_band.from_year, machine_band.to_year, judged.year)
        and round(judged.machine_total, 2) >= machine_band.low and (round(judged.machine_total, 2) < machine_band.high or machine_band.high = 100 and round(judged.machine_total, 2) <= 100)
order by judged.year, judged.township, judged.file, judged.form_no, judged.row_no
