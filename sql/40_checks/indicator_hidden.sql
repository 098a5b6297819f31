-- grain: one indicator in a hidden row or column of a form that counts
-- 说明: 指标行被隐藏
-- severity: error
-- message: 指标所在的行或列被隐藏
-- fix: 请取消隐藏：属于本表的恢复显示，不需要的删除。隐藏的指标不计得分。
with visible as (
    select
        indicators.form_id,
        sum(indicators.weight) + coalesce(any_value(projects.execution_weight), any_value(case
            when indicators.scope = 'project' then cast(parameter('执行分值', indicators.year) as decimal(12, 4))
        end), 0) as weight,
    from staging.indicators
    left join staging.projects
        on indicators.form_id = projects.form_id
    group by indicators.form_id
)

select
    hidden_rows.year as year, -- 年度
    hidden_rows.township as township, -- 乡镇
    hidden_rows.form_id as form_id, -- 表的编号
    hidden_rows.row_no as row_no, -- 表内行号
    hidden_rows.file as file, -- 文件
    hidden_rows.sheet as sheet, -- 工作表
    hidden_rows.cell as cell, -- 单元格
    hidden_rows.level3 || '，分值 ' || shown(round(hidden_rows.weight, 2)) as value, -- 隐藏的指标
    case when round(visible.weight, 2) = 100 then '疑点' end as severity_word, -- 显示的分值已满100的是疑点
from staging.hidden_rows
left join visible
    on hidden_rows.form_id = visible.form_id
