-- grain: one project form whose total is not the sum of its scores
-- 说明: 总分与各项得分之和不符
-- severity: error
-- tolerance: 0.005
-- message: 总分与各项得分之和不符
-- fix: 请核对各项得分和总分，改正错误的一项。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.form_id as equation, -- 勾稽关系的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    projects.total_cell as cell, -- 单元格
    shown(projects.reported_total) as value, -- 填报的总分
    shown(sum(indicators.reported_score) + any_value(projects.reported_execution_score)) as expected, -- 各项得分之和
from staging.projects
inner join staging.indicators
    on projects.form_id = indicators.form_id and indicators.scope = 'project'
group by all
-- A score that cannot be read is a finding of its own; without it there is no sum to compare.
having count(*) = count(indicators.reported_score)
    and abs(projects.reported_total - sum(indicators.reported_score) - any_value(projects.reported_execution_score))
        > tolerance('total_not_sum', projects.year)

union all by name

-- The total in the head of the form is the one below the table.
select
    projects.year as year,
    projects.township as township,
    projects.project as project,
    projects.form_id as form_id,
    projects.file as file,
    projects.sheet as sheet,
    projects.head_cell as cell,
    '表头的总分 ' || shown(projects.head_total) as value,
    shown(projects.reported_total) || '（' || projects.total_cell || '）' as expected,
from staging.projects
where projects.head_total <> projects.reported_total
