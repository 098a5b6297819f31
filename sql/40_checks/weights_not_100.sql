-- grain: one form whose weights do not add up to 100
-- 说明: 分值合计不等于100
-- severity: error
-- message: 分值合计不等于100
-- fix: 请调整各项指标的分值，使其（连同预算执行率）合计为100分。
with forms_of as (
    select
        projects.form_id,
        projects.year,
        projects.township,
        projects.project,
        projects.form,
        coalesce(
            projects.execution_weight, cast(parameter('执行分值', projects.year) as decimal(12, 4))
        ) as execution_weight,
        projects.file,
        projects.sheet,
        coalesce(projects.weight_cell, projects.total_cell) as cell,
    from staging.projects

    union all by name

    select
        overalls.form_id,
        overalls.year,
        overalls.township,
        'department' as form,
        0 as execution_weight,
        overalls.file,
        overalls.sheet,
        overalls.weight_cell as cell,
    from staging.overalls
)

select
    forms_of.year as year, -- 年度
    forms_of.township as township, -- 乡镇
    forms_of.project as project, -- 项目名称
    forms_of.form_id as form_id, -- 表的编号
    forms_of.form_id as equation, -- 勾稽关系的编号
    forms_of.file as file, -- 文件
    forms_of.sheet as sheet, -- 工作表
    forms_of.cell as cell, -- 单元格
    shown(round(sum(coalesce(indicators.exact_weight, indicators.weight)) + any_value(forms_of.execution_weight), 4)) as value, -- 分值合计
    '100' as expected, -- 应为
    true as is_rule, -- 应为的数是规则定的，不是由别的数算出的
from forms_of
inner join staging.indicators
    on forms_of.form_id = indicators.form_id
group by all
having count(*) = count(indicators.weight) and round(sum(coalesce(indicators.exact_weight, indicators.weight)) + any_value(forms_of.execution_weight), 2) <> 100
