-- grain: one indicator of a project or of the whole department
-- 说明: 绩效指标，一个指标一行；scope 为 project 是项目的，department 是部门整体的
with rows_of_forms as (
    select
        entries.form_id,
        entries.year,
        entries.township,
        entries.form,
        entries.form_no,
        entries.row_no,
        entries.file,
        entries.sheet,
        max(entries.text) filter (where entries.field = 'project') as listed_project,
        max(entries.text) filter (where entries.field = 'level1') as level1,
        max(entries.text) filter (where entries.field = 'level2') as level2,
        max(entries.text) filter (where entries.field = 'level3') as level3,
        max(entries.text) filter (where entries.field = 'target') as target,
        max(entries.number) filter (where entries.field = 'target') as target_number,
        max(entries.unit) filter (where entries.field = 'target') as target_unit,
        max(entries.upper) filter (where entries.field = 'target') as target_upper,
        max(entries.comparator) filter (where entries.field = 'target') as target_comparator,
        -- Some forms keep 指标性质, 指标值 and 度量单位 in columns of their own.
        max(comparator_of(entries.text)) filter (where entries.field = 'target_sign') as sign_comparator,
        max(entries.text) filter (where entries.field = 'target_sign') as target_sign,
        max(measure_unit(entries.text)) filter (where entries.field = 'target_unit') as column_unit,
        max(entries.text) filter (where entries.field = 'actual') as actual,
        max(entries.number) filter (where entries.field = 'actual') as actual_number,
        max(entries.upper) filter (where entries.field = 'actual') as actual_upper,
        max(entries.unit) filter (where entries.field = 'actual') as actual_unit,
        max(entries.comparator) filter (where entries.field = 'actual') as actual_comparator,
        max(entries.number) filter (where entries.field = 'weight') as weight,
        max(entries.number) filter (where entries.field = 'score') as reported_score,
        max(entries.text) filter (where entries.field = 'reason') as reason,
        max(entries.cell) filter (where entries.field = 'level3') as cell,
        max(entries.cell) filter (where entries.field = 'target') as target_cell,
        max(entries.cell) filter (where entries.field = 'actual') as actual_cell,
        max(entries.cell) filter (where entries.field = 'weight') as weight_cell,
        max(entries.cell) filter (where entries.field = 'score') as score_cell,
        max(entries.cell) filter (where entries.field = 'reason') as reason_cell,
        bool_or(entries.issue is not null and entries.number is null) as has_issue,
    from staging.entries
    where entries.form in ('project', 'department', 'indicator_list') and entries.row_no is not null
    group by all
)

select
    -- A row of an indicator list belongs to the project of that name in the same submission.
    case when rows_of_forms.form = 'indicator_list' then coalesce(projects.form_id, rows_of_forms.form_id) else rows_of_forms.form_id end as form_id, -- 表的编号
    rows_of_forms.year as year, -- 年度
    rows_of_forms.township as township, -- 乡镇
    case when rows_of_forms.form = 'department' then 'department' else 'project' end as scope, -- 范围：project 项目，department 部门整体
    case when rows_of_forms.form = 'indicator_list' then rows_of_forms.listed_project else projects.project end as project, -- 项目名称
    rows_of_forms.row_no as row_no, -- 表内行号
    rows_of_forms.level1 as level1, -- 一级指标
    rows_of_forms.level2 as level2, -- 二级指标
    rows_of_forms.level3 as level3, -- 三级指标
    rows_of_forms.target as target, -- 年度指标值
    rows_of_forms.actual as actual, -- 实际完成值
    cast(rows_of_forms.weight as decimal(12, 4)) as weight, -- 分值
    cast(rows_of_forms.reported_score as decimal(12, 4)) as reported_score, -- 自评得分
    rows_of_forms.reason as reason, -- 偏差原因分析及改进措施
    case when rows_of_forms.target_sign is distinct from '定性' then rows_of_forms.target_number end as target_number, -- 指标值的数值，日期为年月日八位数
    rows_of_forms.target_upper as target_upper, -- 指标值是区间时的上限
    coalesce(rows_of_forms.target_unit, rows_of_forms.column_unit) as target_unit, -- 指标值的单位
    coalesce(rows_of_forms.target_comparator, rows_of_forms.sign_comparator) as target_comparator, -- 指标值的比较符，~ 为区间，≈ 为约数
    rows_of_forms.actual_number as actual_number, -- 完成值的数值
    rows_of_forms.actual_upper as actual_upper, -- 完成值是区间时的上限
    coalesce(rows_of_forms.actual_unit, rows_of_forms.column_unit) as actual_unit, -- 完成值的单位
    rows_of_forms.actual_comparator as actual_comparator, -- 完成值的比较符：10余次为 >
    rows_of_forms.file as file, -- 文件
    rows_of_forms.sheet as sheet, -- 工作表
    rows_of_forms.cell as cell, -- 三级指标所在单元格
    rows_of_forms.target_cell as target_cell, -- 指标值所在单元格
    rows_of_forms.actual_cell as actual_cell, -- 完成值所在单元格
    rows_of_forms.weight_cell as weight_cell, -- 分值所在单元格
    rows_of_forms.score_cell as score_cell, -- 得分所在单元格
    rows_of_forms.reason_cell as reason_cell, -- 偏差原因所在单元格
    rows_of_forms.has_issue as has_issue, -- 有不能读成数值的单元格
from rows_of_forms
left join staging.projects
    on case
        when rows_of_forms.form = 'indicator_list' then projects.counted and projects.year = rows_of_forms.year and projects.township = rows_of_forms.township
            and name_key(projects.project) = name_key(rows_of_forms.listed_project)
        else projects.form_id = rows_of_forms.form_id
    end
where rows_of_forms.township is not null
    -- A list beside the project's own form says again what the form says.
    and not (rows_of_forms.form = 'indicator_list' and coalesce(projects.form = 'project', false)
        and exists (from rows_of_forms as own where own.form_id = projects.form_id))
order by rows_of_forms.year, rows_of_forms.township, rows_of_forms.file, rows_of_forms.form_no, rows_of_forms.row_no
