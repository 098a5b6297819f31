-- grain: one row a township of the year; why its figures, findings and rank may differ from the last published set
-- 说明: 较上次发布，各乡镇变化的原因，一个乡镇一行
with named as (
    select
        files.township,
        files.words,
        row_number() over (partition by files.township order by files.file) as file_no,
        count(*) over (partition by files.township) as files,
    from changes.files
    where files.township is not null
)

select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    count(named.words) > 0 as is_own, -- 本乡镇的材料有变化
    case
        when count(named.words) > 3 then
            string_agg(named.words, '；' order by named.file_no) filter (where named.file_no <= 3)
            || '；等 ' || max(named.files) || ' 个文件'
        when count(named.words) > 0 then string_agg(named.words, '；' order by named.file_no)
        when (select count(*) from changes.files) > 0 then '本乡镇材料未变，随其他材料变化'
        else '材料未变，规则或程序有变化'
    end as cause -- 原因
from staging.townships
left join named
    on townships.township = named.township
where townships.year = getvariable('year')
group by townships.year, townships.township, townships.township_code
order by townships.year, townships.township_code
