-- grain: one row a file that was read: whose most of its forms are and which year they are for
-- 说明: 每个文件属于哪个单位、哪个年度，依据其中各张表
with ranked as (
    select
        claims.file,
        claims.township_code,
        row_number() over (
            partition by claims.file
            order by count(*) filter (where not claims.is_hidden) desc, count(*) desc, claims.township_code
        ) as place,
    from sources.claims
    where claims.township_code is not null
    group by claims.file, claims.township_code
),

years as (
    select
        claims.file,
        claims.form_year,
        row_number() over (
            partition by claims.file
            order by count(*) desc, abs(claims.form_year - any_value(claims.year))
        ) as place,
    from sources.claims
    where claims.form_year is not null and not claims.is_hidden
    group by claims.file, claims.form_year
),

forms_of as (
    select
        claims.file,
        bool_and(claims.year_verdict = 'other') filter (where not claims.is_hidden) as is_other_year,
        count(*) filter (where claims.unit_text is not null) > 0 as names_a_unit,
    from sources.claims
    group by claims.file
)

select
    register.year as year, -- 所在文件夹的年度
    register.file as file, -- 文件
    -- A file whose forms name nobody of the roster is nobody's; only one without any form that could name somebody
    -- goes by its folder.
    coalesce(
        ranked.township_code,
        case when not coalesce(forms_of.names_a_unit, false) then register.path_code end
    ) as township_code, -- 单位代码
    ranked.township_code as form_code, -- 表内填写的单位代码
    register.path_code as path_code, -- 文件夹或文件名中的单位代码
    years.form_year as form_year, -- 表内填写的年度
    coalesce(forms_of.is_other_year, false) as is_other_year -- 表全部是别的年度的
from sources.register
left join ranked
    on register.file = ranked.file and ranked.place = 1
left join years
    on register.file = years.file and years.place = 1
left join forms_of
    on register.file = forms_of.file
where register.fate = 'read' and not register.is_copy
order by register.file
