-- grain: one indicator that was done after its deadline
-- 说明: 晚于期限
-- severity: warn
-- message: 完成时间晚于期限
-- link: ；
-- fix: 请核对完成时间；确实晚了的，如实扣分并在偏差原因栏说明。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.actual_cell as cell, -- 单元格
    indicators.level3 || ' 完成 ' || indicators.actual || '，自评 ' || coalesce(shown(indicators.reported_score), '—') || ' 分' as value, -- 完成时间
    '不晚于 ' || indicators.target as expected, -- 期限
from scores.indicators
where indicators.method = '期限' and indicators.actual_amount > indicators.target_latest
