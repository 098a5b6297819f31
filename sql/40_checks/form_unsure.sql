-- grain: one area of a sheet that looks like a form but lacks too many of its labels
-- 说明: 表不能确认
-- severity: warn
-- drops: yes
-- message: 像是自评表，但缺少必需的栏目，未采用
-- fix: 请按统一表样填报；确属本县表样的，请财政局在规则的表样中补充栏目的写法。
select
    files.year as year, -- 年度
    files.township as township, -- 乡镇
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 单元格
    '缺少 ' || fields.text as value, -- 缺少的栏目
from sources.fields
inner join sources.files
    on fields.file = files.file and files.fate = 'read'
where fields.form = 'unknown' and fields.field = 'missing' and not fields.hidden
