-- grain: one place of a report that was not filled in, or a mark that was left in it
-- 说明: 报告有未填的占位
-- severity: warn
-- message: 自评报告中有没有填写的占位或残留的标记
-- fix: 请填写，或删去残留的标记。
select
    reports.year as year, -- 年度
    reports.township as township, -- 乡镇
    reports.form_id as form_id, -- 表的编号
    reports.file as file, -- 文件
    reports.sheet as sheet, -- 工作表
    reports.cell as cell, -- 单元格
    reports.words as value, -- 原文
from staging.reports
where reports.kind = 'placeholder'
