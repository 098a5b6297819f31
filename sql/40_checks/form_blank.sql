-- grain: one file with blank forms
-- 说明: 空表
-- severity: note
-- message: 有空表，未计入
-- fix: 不需要填报的，可以删去空表。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    first(forms.form_id order by forms.form_no) as form_id, -- 表的编号
    forms.file as file, -- 文件
    first(forms.sheet order by forms.form_no) as sheet, -- 工作表
    first(forms.cell order by forms.form_no) as cell, -- 单元格
    first(forms.title order by forms.form_no)
        || case when count(*) > 1 then '等 ' || count(*) || ' 张' else '' end as value, -- 表名和张数
from staging.forms
where forms.is_blank and forms.form <> 'unknown' and not forms.is_example and not forms.is_hidden
group by forms.year, forms.township, forms.file
