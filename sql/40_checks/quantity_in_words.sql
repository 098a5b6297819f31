-- grain: one quantity indicator that says no quantity
-- 说明: 数量指标没有数量
-- severity: warn
-- message: 数量指标没有写数量
-- fix: 请写明数量和单位，如 ≥5公里；确实不能计数的，改列为质量指标或效益指标。
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
where indicators.level2 like '%数量%' and indicators.target_number is null and indicators.mismatch is not distinct from '文字'
    and not says_nothing(indicators.target)
