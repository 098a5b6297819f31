-- grain: one text that a township's form and its report give in other words
-- 说明: 报告文字与表内不同
-- severity: note
-- message: 自评报告这一部分的文字与文字材料表中填写的不同
-- link: ；表中：
-- fix: 请核对以哪一处为准；表中是摘要的，可不改。
with texts as (
    select
        entries.*,
        labels.label,
        regexp_replace(entries.text, '[\s　\p{P}]', '', 'g') as letters,
    from staging.entries
    inner join rules.fields as labels
        on labels.form = 'text' and labels.block = 'narratives' and labels.field = entries.field
    where entries.form in ('text', 'report') and entries.township is not null and not says_nothing(entries.text)
)

select
    report.year as year, -- 年度
    report.township as township, -- 乡镇
    report.form_id as form_id, -- 表的编号
    report.file as file, -- 文件
    report.sheet as sheet, -- 工作表
    report.cell as cell, -- 单元格
    report.label || '：' || left(report.text, 20) || '……' as value, -- 报告的文字
    left(form.text, 20) || '……' as expected, -- 表中的文字
from texts as report
inner join texts as form
    on report.year = form.year and report.township = form.township and report.field = form.field
        and form.form = 'text'
where report.form = 'report'
    and not contains(report.letters, form.letters)
    and not contains(form.letters, report.letters)
