-- grain: one number of a report's headings or lists that does not follow the one before
-- 说明: 报告编号不连续
-- severity: warn
-- message: 自评报告的编号不连续或格式不一致
-- fix: 请核对是否漏写、重复，并按顺序重新编号。
select
    reports.year as year, -- 年度
    reports.township as township, -- 乡镇
    reports.form_id as form_id, -- 表的编号
    reports.file as file, -- 文件
    reports.sheet as sheet, -- 工作表
    reports.cell as cell, -- 单元格
    reports.words as value, -- 原文
    '“' || reports.expected || '”' as expected, -- 应有的编号
from staging.reports
where reports.kind = 'numbering'
