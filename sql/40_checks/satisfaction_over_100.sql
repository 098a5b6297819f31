-- grain: one satisfaction above 100%
-- 说明: 满意度超过100%
-- severity: error
-- message: 满意度超过100%
-- fix: 满意度最高为100%，请核对后改正。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.actual_cell as cell, -- 单元格
    indicators.actual as value, -- 完成值
    '不超过100%' as expected, -- 应为
from staging.indicators
where concat(indicators.level1, indicators.level2, indicators.level3) like '%满意度%' and indicators.actual_number > 100
    and coalesce(indicators.actual_unit, '%') = '%'
