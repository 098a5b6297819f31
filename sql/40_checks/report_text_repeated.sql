-- grain: one passage of a report that stood in it before
-- 说明: 报告文字重复
-- severity: warn
-- message: 自评报告中有一段文字与前文重复
-- link: ；
-- fix: 请按这一项的实际情况改写。
select
    reports.year as year, -- 年度
    reports.township as township, -- 乡镇
    reports.form_id as form_id, -- 表的编号
    reports.file as file, -- 文件
    reports.sheet as sheet, -- 工作表
    reports.cell as cell, -- 单元格
    case when length(reports.words) > 40 then left(reports.words, 40) || '……' else reports.words end as value, -- 原文
    '与' || reports.expected || '相同的有 ' || reports.number || ' 字' as expected, -- 前文的位置
from staging.reports
where reports.kind = 'repeated' and reports.number >= cast(parameter('文本最少字数', reports.year) as integer)
