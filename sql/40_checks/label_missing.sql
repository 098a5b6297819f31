-- grain: one required label that a form lacks where a wording that 表样 does not have may be it
-- 说明: 必需的栏目没有找到
-- severity: error
-- drops: yes
-- message: 没有找到必需的栏目，附近有不认识的栏目
-- fix: 请把栏目改成统一表样的写法；确属本县表样的，请财政局在待确认标签中采用，或在规则的表样中补充这一写法。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.project as project, -- 项目名称
    forms.form_id as form_id, -- 表的编号
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 单元格
    '没有找到“' || fields.text || '”；不认识的栏目是“'
        || regexp_replace(fields.issue, ' ([A-Z]+[0-9]+)$', '”（\1') || '）' as value, -- 没有找到的栏目和最接近的写法
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no and forms.is_counted
where fields.field = 'label_missing' and not fields.hidden
