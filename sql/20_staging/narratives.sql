-- grain: one section of a township's report text
-- 说明: 自评报告文字材料，一个乡镇一节一行；表中没有的取自 Word 自评报告
with texts as (
    select
        entries.*,
        labels.label,
        labels.row_no as section_no,
        -- What the form says counts; the report in Word only where the form says nothing.
        dense_rank() over (
            partition by entries.year, entries.township, entries.field
            order by entries.form = 'report'
        ) as place,
    from staging.entries
    inner join rules.fields as labels
        on labels.form = 'text' and labels.block = 'narratives' and labels.field = entries.field
    where entries.form in ('text', 'report') and entries.township is not null
        and (entries.form = 'text' or entries.text is not null)
)

select
    texts.year as year, -- 年度
    texts.township as township, -- 乡镇
    texts.label as section, -- 章节
    texts.field as section_field, -- 章节的字段：preparation 前期准备、problems 存在问题 等
    string_agg(texts.text, chr(10) order by texts.file, texts.form_no) as text, -- 文字
    min(texts.file) as file, -- 文件
    min_by(texts.sheet, texts.file) as sheet, -- 工作表
    min_by(texts.cell, texts.file) as cell, -- 单元格
    texts.section_no as section_no, -- 章节次序
from texts
where texts.place = 1
group by texts.year, texts.township, texts.label, texts.field, texts.section_no
order by texts.year, texts.township, texts.section_no
