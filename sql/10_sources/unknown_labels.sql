-- grain: one wording in the place of a label that 表样 does not have, in one kind of form
-- 说明: 表样中没有的栏目写法：出现次数、所在位置的例子、可能对应的栏目
-- across: counties
with seen as (
    select
        fields.year,
        fields.form,
        regexp_replace(fields.text, '\s|　', '', 'g') as wording,
        fields.file,
        fields.sheet,
        fields.cell,
        fields.position,
        nullif(fields.issue, '') as proposed,
    from sources.fields
    where fields.field = 'label_unknown' and not fields.hidden and not is_answer(fields.form)
)

select
    seen.year as year, -- 年度
    seen.form as form, -- 表的种类（unknown 为不能确认的表）
    seen.wording as wording, -- 写法
    count(*) as times, -- 出现次数
    count(distinct seen.file) as files, -- 出现在几个文件
    first(seen.file order by seen.file, seen.position) as file, -- 例子所在文件
    first(seen.sheet order by seen.file, seen.position) as sheet, -- 例子所在工作表
    first(seen.cell order by seen.file, seen.position) as cell, -- 例子所在单元格
    first(seen.position order by seen.file, seen.position) as position, -- 例子在文件中的先后
    mode(seen.proposed) as proposed, -- 可能对应的栏目：表/块/字段
from seen
group by seen.year, seen.form, seen.wording
order by seen.year, times desc, file, position, seen.form, seen.wording
