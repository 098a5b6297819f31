-- grain: one form of a file: whose it is by its own words, and whether its year is the one it was handed in for
-- 说明: 每张表属于哪个单位、哪个年度，依据表内填写的内容
with words as (
    select
        fields.file,
        fields.form_no,
        fields.field,
        first(fields.text order by fields.position) as text,
        first(fields.cell order by fields.position) as cell,
        first(coalesce(by_name.code, by_code.code) order by fields.position) as code,
    from sources.fields
    left join rules.names as by_name
        on name_key(regexp_replace(fields.text, '[（(]?(公章|盖章|签章|章|本级|机关|汇总)[）)]|(公章|盖章|本级|机关)$', '')) = by_name.name
    left join rules.names as by_code
        on name_code(fields.text) = by_code.name
    where fields.field in ('unit_name', 'filed_by', 'implementer', 'department') and fields.text is not null
    group by fields.file, fields.form_no, fields.field
),

named as (
    select
        forms.file,
        forms.form_no,
        forms.form,
        forms.sheet,
        forms.hidden,
        max(words.text) filter (where words.field = 'unit_name') as unit_text,
        max(words.cell) filter (where words.field = 'unit_name') as unit_cell,
        max(words.code) filter (where words.field = 'unit_name') as unit_code,
        max(words.text) filter (where words.field = 'filed_by' and words.code is not null) as filer_text,
        max(words.cell) filter (where words.field = 'filed_by' and words.code is not null) as filer_cell,
        max(words.code) filter (where words.field = 'filed_by') as filer_code,
        max(words.text) filter (where words.field = 'implementer') as implementer_text,
        max(words.cell) filter (where words.field = 'implementer') as implementer_cell,
        max(words.code) filter (where words.field = 'implementer') as implementer_code,
        max(words.text) filter (where words.field = 'department') as department_text,
        max(words.cell) filter (where words.field = 'department') as department_cell,
        max(words.code) filter (where words.field = 'department') as department_code,
    from sources.fields as forms
    left join words
        on forms.file = words.file and forms.form_no = words.form_no
    where forms.field = 'form' and forms.form not in ('template', 'unknown')
        and forms.form <> 'ledger' and not is_answer(forms.form) and not is_of_bureau(forms.file)
    group by forms.file, forms.form_no, forms.form, forms.sheet, forms.hidden
),

-- The units that the forms of a file name as their own. A form without a unit's name of its own is theirs;
-- 实施单位 and 主管部门 tell which of several, and decide only where nothing else does.
units_of as (
    select
        named.file,
        list(distinct named.unit_code) filter (where named.unit_code is not null) as codes,
        count(*) filter (where named.unit_text is not null and named.unit_code is null) as strangers,
        min_by(named.unit_text, named.form_no) filter (where named.unit_code is null) as stranger_text,
    from named
    where not named.hidden
    group by named.file
),

owned as (
    select
        register.year,
        named.*,
        units_of.stranger_text,
        case
            when named.unit_text is not null then named.unit_code
            -- Over a project's form stands who hands it in: 填报单位. An office of the township says nothing.
            when named.filer_code is not null then named.filer_code
            when list_contains(units_of.codes, named.implementer_code) then named.implementer_code
            when list_contains(units_of.codes, named.department_code) then named.department_code
            when len(units_of.codes) = 1 then units_of.codes[1]
            when len(units_of.codes) > 1 or units_of.strangers > 0 then null
            else coalesce(named.implementer_code, named.department_code, register.path_code)
        end as township_code,
    from named
    inner join units_of
        on named.file = units_of.file
    inner join sources.register
        on named.file = register.file
),

years_of as (
    select
        fields.file,
        fields.form_no,
        cast(first(fields.number order by fields.position) as integer) as form_year,
    from sources.fields
    where fields.field = 'year' and fields.number is not null
    group by fields.file, fields.form_no
),

dated as (
    select
        owned.*,
        years_of.form_year,
        coalesce(owned.township_code, owned.file) as submission,
        contains(
            owned.sheet || '/' || regexp_extract(owned.file, '[^/]*$'),
            cast(years_of.form_year as varchar)
        ) as is_filed_by_year,
    from owned
    left join years_of
        on owned.file = years_of.file and owned.form_no = years_of.form_no
),

-- In a submission of many forms one that says another year is a slip of the pen; several of them, or one on a
-- sheet or in a file named for that year, are the forms of that year.
counts as (
    select
        dated.year,
        dated.submission,
        count(*) filter (where dated.form_year = dated.year) as this_year,
        count(*) filter (where dated.form_year <> dated.year) as other_year,
    from dated
    where not dated.hidden
    group by dated.year, dated.submission
),

judged as (
    select
        dated.*,
        case
            when dated.form_year is null then null
            when dated.form_year = dated.year then 'this'
            when dated.is_filed_by_year then 'other'
            when counts.other_year * 4 <= counts.this_year or counts.other_year = 1 and counts.this_year > 1 then 'slip'
            else 'other'
        end as verdict,
    from dated
    left join counts
        on dated.year = counts.year and dated.submission = counts.submission
)

select
    judged.year as year, -- 所在文件夹的年度
    judged.file as file, -- 文件
    judged.form_no as form_no, -- 表在文件中的序号
    judged.form as form, -- 表的种类
    judged.hidden as is_hidden, -- 是否隐藏
    judged.township_code as township_code, -- 单位代码
    coalesce(
        judged.unit_text,
        -- What names no unit of its own in the file of one that the roster does not have is that one's.
        case when judged.township_code is null then judged.stranger_text end,
        judged.filer_text,
        judged.implementer_text,
        judged.department_text
    ) as unit_text, -- 表内填写的单位
    case
        when judged.unit_text is not null then judged.unit_cell
        when judged.filer_text is not null then judged.filer_cell
        when judged.implementer_text is not null then judged.implementer_cell
        else judged.department_cell
    end as unit_cell, -- 单位所在单元格
    judged.form_year as form_year, -- 表内填写的年度
    -- Forms without a year are of the year that all others of their file are of.
    coalesce(
        judged.verdict,
        case when bool_and(judged.verdict = 'other') over (partition by judged.file) then 'other' end
    ) as year_verdict -- 年度：this 本年、slip 笔误、other 别的年度
from judged
order by judged.file, judged.form_no
