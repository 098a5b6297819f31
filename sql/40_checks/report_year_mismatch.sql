-- grain: one place of a report that speaks of the evaluation of another year
-- 说明: 报告年度不符
-- severity: error
-- message: 自评报告中的年度与报告年度不符
-- fix: 请核对是否沿用了上年的文字，改正年度。
select
    reports.year as year, -- 年度
    reports.township as township, -- 乡镇
    reports.form_id as form_id, -- 表的编号
    reports.file as file, -- 文件
    reports.sheet as sheet, -- 工作表
    reports.cell as cell, -- 单元格
    reports.words as value, -- 原文
    reports.year || '年' as expected, -- 应为
from staging.reports
where reports.kind = 'year_claim' and reports.number <> reports.year
