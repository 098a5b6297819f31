-- grain: one project form, the township's total beside the machine's
-- 说明: 项目得分：自评与复算并列，一张项目表一行
with sums as (
    select
        indicators.form_id,
        cast(sum(indicators.reported_score) as decimal(9, 2)) as reported_score,
        cast(sum(indicators.machine_score) as decimal(9, 2)) as machine_score,
        cast(sum(indicators.deduction) as decimal(9, 2)) as deduction,
        cast(sum(indicators.weight) as decimal(12, 4)) as weight,
        cast(sum(indicators.weight) filter (where indicators.machine_score is not null)
            as decimal(12, 4)) as assessable_weight,
    from scores.indicators
    where indicators.scope = 'project'
    group by indicators.form_id
),

totals as (
    select
        projects.* exclude (adjusted_budget, executed),
        executions.adjusted_budget,
        executions.executed,
        executions.execution_rate,
        executions.weight as weight_of_execution,
        executions.machine_score as machine_execution_score,
        sums.reported_score as reported_indicator_score,
        sums.machine_score as machine_indicator_score,
        coalesce(sums.deduction, 0) as deduction,
        sums.weight + executions.weight as total_weight,
        coalesce(sums.assessable_weight, 0)
            + case when executions.execution_rate is null then 0 else executions.weight end as assessable_weight,
    from staging.projects
    inner join scores.project_executions as executions
        on projects.form_id = executions.form_id
    left join sums
        on projects.form_id = sums.form_id
),

judged as (
    select
        totals.*,
        -- What cannot be judged is left out of both sides, not counted as full marks; weights that do not
        -- add up to 100 are brought to 100.
        case
            when totals.assessable_weight = 100 and totals.total_weight = 100
                then totals.machine_execution_score + totals.machine_indicator_score
            else share(coalesce(totals.machine_execution_score, 0) + coalesce(totals.machine_indicator_score, 0),
                100, nullif(totals.assessable_weight, 0))
        end as raw_total,
    from totals
),

-- A low execution rate may cap the total (封顶 of the rules).
caps as (
    select
        judged.form_id,
        min(caps.most) as most,
    from judged
    inner join rules.caps
        on in_force(caps.from_year, caps.to_year, judged.year)
            and judged.execution_rate >= caps.low and judged.execution_rate < caps.high
    group by judged.form_id
),

-- Then what is far above target is cut.
capped as (
    select
        judged.*,
        least(judged.raw_total, coalesce(caps.most, judged.raw_total)) as capped_total,
        at_least_zero(capped_total - judged.deduction) as machine_total,
    from judged
    left join caps
        on judged.form_id = caps.form_id
)

select
    capped.form_id as form_id, -- 表的编号
    capped.year as year, -- 年度
    capped.township as township, -- 乡镇
    capped.project as project, -- 项目名称
    capped.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    capped.executed as executed, -- 全年执行数（万元）
    capped.execution_rate as execution_rate, -- 复算的执行率（%）
    cast(capped.reported_execution_score as decimal(9, 2)) as reported_execution_score, -- 执行率自评得分
    cast(capped.machine_execution_score as decimal(9, 2)) as machine_execution_score, -- 执行率复算得分，预算为零不可评
    cast(capped.weight_of_execution as decimal(9, 2)) as weight_of_execution, -- 执行率的分值
    cast(capped.reported_indicator_score as decimal(9, 2)) as reported_indicator_score, -- 指标自评得分合计
    cast(capped.machine_indicator_score as decimal(9, 2)) as machine_indicator_score, -- 指标复算得分合计
    cast(capped.reported_total as decimal(9, 2)) as reported_total, -- 自评总分
    cast(capped.machine_total as decimal(9, 2)) as machine_total, -- 复算总分（不可评的剔除，按100分折算）
    cast(capped.reported_total - capped.machine_total as decimal(9, 2)) as gap, -- 自评减复算
    cast(capped.total_weight as decimal(9, 2)) as total_weight, -- 分值合计
    cast(capped.assessable_weight as decimal(9, 2)) as assessable_weight, -- 其中可评的分值
    own_grade.grade as reported_grade, -- 按自评总分的等级
    machine_grade.grade as grade, -- 按复算总分的等级
    cast(capped.deduction as decimal(9, 2)) as deduction, -- 明显偏高的扣减
    explained(capped.machine_indicator_score, capped.machine_execution_score, capped.assessable_weight,
        capped.total_weight, capped.raw_total, capped.execution_rate, capped.capped_total, capped.deduction,
        capped.machine_total) as explanation, -- 复算总分怎么来的
    -- 红 where the indicators' rate is more than 5% above the execution rate, 黄 where the execution rate is below 80%.
    warning_light(capped.reported_indicator_score, capped.total_weight - capped.weight_of_execution,
        capped.execution_rate) as warning_light, -- 自评预警：红=指标得分率比执行率高出5%以上，黄=执行率低于80%
    capped.counted as counted, -- 是否计入
    capped.file as file, -- 文件
    capped.sheet as sheet, -- 工作表
    capped.total_cell as cell, -- 总分所在单元格
    own_grade.grade_no as reported_grade_no, -- 按自评总分的等级的次序，1 为最高一等
    machine_grade.grade_no as grade_no, -- 按复算总分的等级的次序
from capped
left join staging.grades as own_grade
    on capped.year = own_grade.year and in_grade(capped.reported_total, own_grade.low, own_grade.high)
left join staging.grades as machine_grade
    on capped.year = machine_grade.year and in_grade(capped.machine_total, machine_grade.low, machine_grade.high)
order by capped.year, capped.township, capped.file, capped.form_no, capped.row_no
