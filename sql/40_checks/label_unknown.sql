-- grain: one wording in the place of a label that 表样 does not have, in one file
-- 说明: 不认识的栏目
-- severity: note
-- message: 有不认识的栏目，其中的内容没有采用
-- fix: 内容需要采用的，请财政局在待确认标签中选择它对应的栏目；不需要的，不必处理。
select
    files.year as year, -- 年度
    files.township as township, -- 乡镇
    fields.file as file, -- 文件
    first(fields.sheet order by fields.position) as sheet, -- 工作表
    first(fields.cell order by fields.position) as cell, -- 单元格
    '“' || fields.text || '”' || case when count(*) > 1 then '等 ' || count(*) || ' 处' else '' end as value, -- 栏目的写法
from sources.fields
inner join sources.files
    on fields.file = files.file and files.fate = 'read'
where fields.field = 'label_unknown' and not fields.hidden and fields.form <> 'unknown' and not is_answer(fields.form)
group by files.year, files.township, fields.file, fields.text
