-- grain: one row a file that was read: whose it is and which year its forms are for
-- 说明: 每个文件属于哪个单位、哪个年度，依据表内填写的内容
with named as (
    select
        fields.file,
        case
            when fields.field = 'unit_name' then 1
            when fields.field = 'implementer' then 2
            else 3
        end as weight_order,
        name_key(fields.text) as name,
        name_code(fields.text) as code,
        count(*) as times,
    from sources.fields
    where fields.field in ('unit_name', 'implementer', 'department') and not fields.hidden and fields.text is not null
    group by all
),

claims as (
    select
        named.file,
        coalesce(by_name.code, by_code.code) as code,
        named.weight_order,
        sum(named.times) as times,
    from named
    left join rules.names as by_name
        on named.name = by_name.name
    left join rules.names as by_code
        on named.code = by_code.name
    where coalesce(by_name.code, by_code.code) is not null
    group by all
),

ranked as (
    select
        claims.file,
        claims.code,
        row_number() over (
            partition by claims.file
            order by claims.weight_order, claims.times desc, claims.code
        ) as place,
    from claims
),

years as (
    select
        fields.file,
        cast(fields.number as integer) as form_year,
        row_number() over (
            partition by fields.file
            order by count(*) desc, abs(fields.number - any_value(fields.year))
        ) as place,
    from sources.fields
    where fields.field = 'year' and fields.number is not null and not fields.hidden
    group by fields.file, fields.number
)

select
    register.year as year, -- 所在文件夹的年度
    register.file as file, -- 文件
    coalesce(ranked.code, register.path_code) as township_code, -- 单位代码
    ranked.code as form_code, -- 表内填写的单位代码
    register.path_code as path_code, -- 文件夹或文件名中的单位代码
    years.form_year as form_year, -- 表内填写的年度
from sources.register
left join ranked
    on register.file = ranked.file and ranked.place = 1
left join years
    on register.file = years.file and years.place = 1
where register.fate = 'read' and not register.is_copy
order by register.file
