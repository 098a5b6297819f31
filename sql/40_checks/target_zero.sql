-- grain: one indicator whose target any value reaches
-- 说明: 指标值为零没有约束
-- severity: warn
-- message: 指标值为零，任何完成值都算达到
-- fix: 请按批复的绩效目标填写指标值；指不得发生的，写“=0”或“零事故”。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.target_cell as cell, -- 单元格
    indicators.level3 || ' 指标值 ' || indicators.target as value, -- 指标值
from staging.indicators
where indicators.target_number = 0 and indicators.target_comparator in ('>=', '>')
