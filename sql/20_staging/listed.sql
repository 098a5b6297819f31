-- grain: one value of a form that is listed: it counts, or its unit is not in the roster
-- 说明: 列出的表的值：计入的表，和填写的单位不在乡镇名册中、不计入的表
-- kept: no
from staging.entries

union all by name

select
    forms.form_id,
    forms.township,
    fields.* exclude (file_sha, hidden),
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no and forms.is_unowned
where (not fields.hidden or forms.counts_hidden) and is_value(fields.field)
