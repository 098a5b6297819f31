-- grain: one project as a township submitted it: a form, or a row of a list
-- 说明: 项目支出自评，一张项目表（或汇总表一行）一行，金额单位万元
with submitted as (
    select
        entries.form_id || case when entries.form = 'project_list' then '-' || entries.row_no else '' end as form_id,
        entries.year,
        entries.township,
        entries.form,
        entries.form_no,
        case when entries.form = 'project_list' then entries.row_no end as row_no,
        entries.file,
        case
            when entries.form = 'project_list' then entries.field
            when entries.field = 'total_score' then 'head_score'
            else replace(entries.field, 'total.', '')
        end as field,
        entries.text,
        entries.number,
        entries.unit,
        -- The second part of a form may stand on a sheet of its own.
        case when entries.sheet <> forms.sheet then entries.sheet || '!' else '' end || entries.cell as cell,
        entries.issue,
    from staging.listed as entries
    inner join staging.forms
        on entries.file = forms.file and entries.form_no = forms.form_no
    where entries.form = 'project' and entries.row_no is null
        or entries.form = 'project_list' and entries.row_no is not null
),

pivoted as (
    select
        submitted.form_id,
        submitted.year,
        submitted.township,
        submitted.form,
        submitted.form_no,
        submitted.row_no,
        submitted.file,
        max(submitted.text) filter (where submitted.field = 'project') as project,
        max(submitted.text) filter (where submitted.field = 'project_code') as project_code,
        max(submitted.text) filter (where submitted.field = 'department') as department,
        max(submitted.text) filter (where submitted.field = 'implementer') as implementer,
        max(in_wan(submitted.number, submitted.unit))
            filter (where submitted.field = 'initial_budget') as initial_budget,
        max(in_wan(submitted.number, submitted.unit))
            filter (where submitted.field = 'adjusted_budget') as adjusted_budget,
        max(in_wan(submitted.number, submitted.unit))
            filter (where submitted.field = 'executed') as executed,
        max(submitted.number) filter (where submitted.field = 'rate') as rate_number,
        max(submitted.text) filter (where submitted.field = 'rate') as rate_text,
        max(submitted.number) filter (where submitted.field = 'weight') as execution_weight,
        max(submitted.number)
            filter (where submitted.field in ('score', 'execution_score')) as reported_execution_score,
        max(submitted.text) filter (where submitted.field in ('score', 'execution_score')) as execution_score_text,
        max(submitted.number) filter (where submitted.field = 'sum.weight') as reported_weight,
        max(submitted.number) filter (where submitted.field in ('sum.score', 'total_score')) as foot_total,
        max(submitted.number) filter (where submitted.field = 'head_score') as head_total,
        max(submitted.text) filter (where submitted.field = 'reported_grade') as reported_grade,
        max(submitted.cell) filter (where submitted.field = 'reported_grade') as grade_cell,
        max(submitted.text) filter (where submitted.field = 'goal_expected') as goal_expected,
        max(submitted.text) filter (where submitted.field = 'goal_actual') as goal_actual,
        max(submitted.cell) filter (where submitted.field = 'goal_actual') as goal_actual_cell,
        max(submitted.cell) filter (where submitted.field = 'project') as cell,
        max(submitted.cell) filter (where submitted.field = 'initial_budget') as initial_budget_cell,
        max(submitted.cell) filter (where submitted.field = 'adjusted_budget') as adjusted_budget_cell,
        max(submitted.cell) filter (where submitted.field = 'executed') as executed_cell,
        max(submitted.cell) filter (where submitted.field = 'rate') as rate_cell,
        max(submitted.cell) filter (where submitted.field = 'weight') as execution_weight_cell,
        max(submitted.cell) filter (where submitted.field in ('score', 'execution_score')) as execution_score_cell,
        max(submitted.cell) filter (where submitted.field = 'sum.weight') as weight_cell,
        max(submitted.cell) filter (where submitted.field in ('sum.score', 'total_score')) as foot_cell,
        max(submitted.cell) filter (where submitted.field = 'head_score') as head_cell,
    from submitted
    group by all
),

-- Forms that have the execution rate as a row of their indicators: it has no points of its own besides.
with_execution_row as (
    select distinct entries.form_id,
    from staging.listed as entries
    where entries.form = 'project' and entries.row_no is not null and entries.field in ('level1', 'level3')
        and is_execution(null, entries.text, entries.year)
)

select
    pivoted.form_id as form_id, -- 表的编号
    pivoted.year as year, -- 年度
    pivoted.township as township, -- 乡镇，填写的单位不在名册中的为空
    pivoted.project as project, -- 项目名称
    pivoted.project_code as project_code, -- 项目编码
    pivoted.department as department, -- 主管部门
    pivoted.implementer as implementer, -- 实施单位
    pivoted.initial_budget as initial_budget, -- 年初预算数（万元）
    pivoted.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    pivoted.executed as executed, -- 全年执行数（万元）
    percent(pivoted.rate_number, pivoted.rate_text, pivoted.executed,
        pivoted.adjusted_budget) as reported_rate, -- 填报的执行率（%）
    pivoted.rate_text as rate_text, -- 执行率单元格的内容
    cast(
        coalesce(pivoted.execution_weight, case when with_execution_row.form_id is not null then 0 end)
        as decimal(12, 4)
    ) as execution_weight, -- 执行率的分值
    cast(pivoted.reported_execution_score as decimal(12, 4)) as reported_execution_score, -- 执行率的自评得分
    cast(pivoted.reported_weight as decimal(12, 4)) as reported_weight, -- 填报的分值合计
    cast(coalesce(pivoted.foot_total, pivoted.head_total) as decimal(12, 4))
        as reported_total, -- 自评总分（合计行的；没有的为表头的）
    pivoted.reported_grade as reported_grade, -- 填报的自评等级
    pivoted.goal_expected as goal_expected, -- 预期目标
    pivoted.goal_actual as goal_actual, -- 实际完成情况
    -- A project counts once: its form before a list's row, the newest file first, in a file the first form.
    forms.is_counted and row_number() over (
        partition by pivoted.year, pivoted.township, coalesce(name_key(pivoted.project), pivoted.form_id)
        order by pivoted.form = 'project_list', forms.recency desc, pivoted.file, pivoted.form_no, pivoted.row_no
    ) = 1 as counted, -- 是否计入（重复填报的只计第一份，单位不在名册中的不计）
    pivoted.form as form, -- 表的种类
    pivoted.form_no as form_no, -- 表在文件中的序号
    pivoted.row_no as row_no, -- 汇总表中的行号
    pivoted.file as file, -- 文件
    forms.sheet as sheet, -- 工作表
    pivoted.cell as cell, -- 项目名称所在单元格
    pivoted.initial_budget_cell as initial_budget_cell, -- 年初预算数所在单元格
    pivoted.adjusted_budget_cell as adjusted_budget_cell, -- 全年预算数所在单元格
    pivoted.executed_cell as executed_cell, -- 全年执行数所在单元格
    pivoted.rate_cell as rate_cell, -- 执行率所在单元格
    pivoted.execution_score_cell as execution_score_cell, -- 执行率得分所在单元格
    pivoted.weight_cell as weight_cell, -- 分值合计所在单元格
    case when pivoted.foot_total is null and pivoted.head_total is not null then pivoted.head_cell
        else coalesce(pivoted.foot_cell, pivoted.head_cell) end as total_cell, -- 总分所在单元格
    cast(pivoted.head_total as decimal(12, 4)) as head_total, -- 表头的总分
    pivoted.head_cell as head_cell, -- 表头的总分所在单元格
    pivoted.grade_cell as grade_cell, -- 自评等级所在单元格
    pivoted.execution_score_text as execution_score_text, -- 执行率得分单元格的内容
    pivoted.goal_actual_cell as goal_actual_cell, -- 实际完成情况所在单元格
    pivoted.execution_weight_cell as execution_weight_cell, -- 执行率的分值所在单元格
from pivoted
inner join staging.forms
    on pivoted.file = forms.file and pivoted.form_no = forms.form_no
left join with_execution_row
    on pivoted.form_id = with_execution_row.form_id
order by pivoted.year, pivoted.township, pivoted.file, pivoted.form_no, pivoted.row_no
