-- grain: one indicator without a target
-- 说明: 指标值为空
-- severity: error
-- message: 年度指标值为空
-- fix: 请按批复的绩效目标补填指标值。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.target_cell as cell, -- 单元格
    indicators.level3 as value, -- 指标
from staging.indicators
where says_nothing(indicators.target) and indicators.level3 is not null
    -- A tick is what some forms have for a qualitative target.
    and not regexp_matches(coalesce(indicators.target, ''), '[√✓✔☑]')
