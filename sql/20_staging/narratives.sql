-- grain: one section of a township's report text
-- 说明: 自评报告文字材料，一个乡镇一节一行
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    labels.label as section, -- 章节
    labels.field as section_field, -- 章节的字段：preparation 前期准备、problems 存在问题 等
    string_agg(entries.text, chr(10) order by entries.file, entries.form_no) as text, -- 文字
    min(entries.file) as file, -- 文件
    min_by(entries.sheet, entries.file) as sheet, -- 工作表
    min_by(entries.cell, entries.file) as cell, -- 单元格
    labels.row_no as section_no, -- 章节次序
from staging.entries
inner join rules.fields as labels
    on labels.form = 'text' and labels.block = 'narratives' and labels.field = entries.field
where entries.form = 'text' and entries.township is not null
group by entries.year, entries.township, labels.label, labels.field, labels.row_no
order by entries.year, entries.township, labels.row_no
