-- grain: one row a file that came, was replaced, renamed or withdrawn, or has another fate than in the last set
-- 说明: 较上次发布，材料的变化：新报、替换、改名、撤回、去向改变
with present as (
    select
        files.*,
    from sources.files
    where files.year = getvariable('year') and getvariable('has_previous')
),

past as (
    select
        files.*,
    from previous.files
    where files.year = getvariable('year')
),

-- The same bytes under a name that is gone were renamed, not sent again.
renamed as (
    select
        present.file,
        min(past.file) as old_file,
    from present
    inner join past
        on present.file_sha = past.file_sha
    where present.file not in (select file from past) and past.file not in (select file from present)
    group by present.file
),

paired as (
    select
        coalesce(present.year, past.year) as year,
        coalesce(present.township, past.township) as township,
        coalesce(present.file, past.file) as file,
        renamed.old_file,
        past.fate as previous_fate,
        present.fate as fate,
        present.reason,
        case
            when past.file is null then 'came'
            when present.file is null then 'withdrawn'
            when renamed.old_file is not null then 'renamed'
            when present.file_sha is distinct from past.file_sha then 'replaced'
            when present.fate is distinct from past.fate then 'fate'
        end as kind,
    from present
    left join renamed
        on present.file = renamed.file
    full outer join past
        on coalesce(renamed.old_file, present.file) = past.file
)

select
    paired.year as year, -- 年度
    paired.township as township, -- 乡镇
    paired.file as file, -- 文件（相对输入文件夹）
    paired.kind as kind, -- 变化：came 新报、replaced 替换、renamed 改名、withdrawn 撤回、fate 去向改变
    paired.previous_fate as previous_fate, -- 上次的去向
    paired.fate as fate, -- 本次的去向
    case paired.kind
        when 'came' then '新报“' || paired.file || '”'
        when 'replaced' then '替换“' || paired.file || '”'
        when 'renamed' then '“' || paired.old_file || '”改名为“' || paired.file || '”'
        when 'withdrawn' then '撤回“' || paired.file || '”'
        when 'fate' then '“' || paired.file || case
            when paired.previous_fate = 'superseded' and paired.fate = 'read' then '”重新计入，原来代替它的不再计入'
            else '”去向改变' end
    end || case
        when paired.fate = 'unreadable' then '（不能读取）'
        when paired.fate = 'skipped' then '（未计入）'
        when paired.fate = 'superseded' then '（被代替）'
        else ''
    end as words -- 变化的说法
from paired
where paired.kind is not null
order by paired.year, paired.township nulls last, paired.file
