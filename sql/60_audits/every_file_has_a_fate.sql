-- grain: one fault of our own; none may be
-- message: 文件去向的合计与登记的文件数不符
with counted as (
    select
        (select count(*) from sources.register) as registered,
        (
            select count(*)
            from sources.files
            where fate in ('read', 'superseded', 'unreadable', 'skipped')
        ) as with_a_fate,
)

select
    'registered ' || counted.registered || ', with a fate ' || counted.with_a_fate as detail,
from counted
where counted.registered <> counted.with_a_fate
