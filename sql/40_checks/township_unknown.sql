-- grain: one unit of a file that the roster does not have, or a file that names none
-- 说明: 单位无法识别
-- severity: error
-- drops: yes
-- message: 表内填写的单位不在乡镇名册中，未计入
-- fix: 请在表内填写单位全称（与乡镇名册一致）后重新报送；单位有别的写法的，请财政局在规则的乡镇名册中补充别名。
with strangers as (
    select
        files.year,
        files.file,
        name_key(claims.unit_text) as name,
        regexp_replace(name_key(claims.unit_text), '(人民政府|政府|办事处)$', '') as short_name,
        first(forms.sheet order by claims.form_no) as sheet,
        first(claims.unit_cell order by claims.form_no) as cell,
        first(claims.unit_text order by claims.form_no) as unit_text,
        count(*) as forms,
    from sources.claims
    inner join sources.files
        on claims.file = files.file and files.fate = 'read'
    inner join staging.forms
        on claims.file = forms.file and claims.form_no = forms.form_no
    -- A code of the roster that is not in force in the year is nobody's either.
    where forms.township is null and not claims.is_hidden
        and claims.form not in ('plan', 'monitoring', 'appraisal')
    group by files.year, files.file, name_key(claims.unit_text)
),

-- The nearest name of the roster is proposed, never assumed.
near as (
    select
        strangers.file,
        strangers.name,
        first(roster.name order by levenshtein(roster.name, strangers.short_name), roster.row_no) as nearest,
    from strangers
    inner join rules.roster
        on levenshtein(roster.name, strangers.short_name) <= 3 -- bytes: one character
    group by strangers.file, strangers.name
)

select
    strangers.year as year, -- 年度
    strangers.file as file, -- 文件
    strangers.sheet as sheet, -- 工作表
    strangers.cell as cell, -- 单元格
    strangers.unit_text
        || case when strangers.forms > 1 then '（' || strangers.forms || ' 张表）' else '' end as value, -- 表内填写
    '名册中最接近的是“' || near.nearest || '”' as expected, -- 应为
from strangers
left join near
    on strangers.file = near.file and strangers.name is not distinct from near.name
