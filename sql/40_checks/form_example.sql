-- grain: one form that was taken for an example though it reads like a real one
-- 说明: 按样例处理的表
-- severity: warn
-- message: 表名、工作表名或项目名称含有样例字样，按填报样例处理，未计入
-- fix: 是本单位填报的表的，请去掉“样表”“示例”“××”等字样；确是填报样例的，可以删去。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.project as project, -- 项目名称
    forms.form_id as form_id, -- 表的编号
    forms.file as file, -- 文件
    forms.sheet as sheet, -- 工作表
    forms.cell as cell, -- 单元格
    forms.title || '（工作表“' || forms.sheet || '”）' as value, -- 表名
from staging.forms
where forms.is_example and not forms.is_hidden and not forms.is_blank and forms.township is not null
    and forms.form not in ('unknown', 'plan', 'monitoring', 'appraisal')
    -- A made-up unit or project says itself that it is none: ××镇, 某某项目, 项目一（样例）.
    and not coalesce(regexp_matches(concat_ws('/', forms.unit_text, forms.project), '[×xXＸ某○]|样例|示例|范例|样表'), true)
