-- grain: one thing about the words of a township's report in Word that a check may ask about
-- 说明: Word 自评报告中的章节标题、编号、占位、单位名称等，一处一行
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 报告的编号
    entries.field as kind, -- 种类：section 标题、numbering 编号、placeholder 占位、mention 单位名称、year_claim 年度、repeated 重复
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表（正文）
    entries.cell as cell, -- 位置：第几段、第几个表第几行第几列
    entries.row_no as mark_no, -- 次序
    entries.text as words, -- 原文
    cast(entries.number as integer) as number, -- 年度、字数
    more.text as expected, -- 应为的编号、前文的位置；标题的是它的章节
from staging.entries
left join staging.entries as more
    on entries.form_id = more.form_id and entries.row_no = more.row_no
        and more.field in (entries.field || '_expected', entries.field || '_name')
where entries.form = 'report' and entries.township is not null
    and entries.field in ('section', 'numbering', 'placeholder', 'mention', 'year_claim', 'repeated')
order by entries.year, entries.township, entries.file, entries.position
