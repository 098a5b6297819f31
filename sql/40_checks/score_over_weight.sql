-- grain: one indicator, or one execution rate of a project, scored above its weight
-- 说明: 得分超过分值
-- severity: error
-- message: 指标得分超过分值
-- fix: 得分不得超过该指标的分值，请改正。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    concat_ws('|', indicators.form_id, indicators.file, indicators.row_no) as equation, -- 勾稽关系的编号
    true as is_rule, -- 应为由规则决定，与其他单元格无关
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.score_cell as cell, -- 单元格
    indicators.level3 || ' 得 ' || shown(indicators.reported_score) || ' 分' as value, -- 填报的得分
    '不超过 ' || shown(indicators.weight) || ' 分' as expected, -- 分值
from staging.indicators
where round(indicators.reported_score, 2) > round(indicators.weight, 2) and indicators.weight >= 0

union all by name

select
    projects.year as year,
    projects.township as township,
    projects.project as project,
    projects.form_id as form_id,
    projects.file as file,
    projects.sheet as sheet,
    projects.execution_score_cell as cell,
    '预算执行率 得 ' || shown(projects.reported_execution_score) || ' 分' as value,
    '不超过 ' || shown(executions.weight) || ' 分'
        || case
            when round(projects.reported_total, 2) > 100 and projects.total_cell is not null
                then '（总分 ' || projects.total_cell || ' 填的 ' || shown(projects.reported_total) || ' 因此超过100分）'
            else ''
        end as expected,
from staging.projects
inner join scores.project_executions as executions
    on projects.form_id = executions.form_id
left join equations.weight_slips
    on projects.form_id = weight_slips.form_id
where projects.execution_score_cell is not null
    -- A weight that is wrong itself bounds nothing.
    and round(projects.reported_execution_score, 2) > round(coalesce(weight_slips.weight, executions.weight), 2)
