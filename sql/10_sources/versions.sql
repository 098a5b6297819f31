-- grain: one file that was read, with what tells whether it is later than another
-- 说明: 每份材料的先后：财政局确认的，到件登记，文件名的写法；文件自己的时间复制、解压时会变，只作参考
with named as (
    select
        register.year,
        register.file,
        register.file_sha,
        register.modified_at,
        -- Below the folder of the year, without its ending.
        regexp_replace(regexp_replace(lower(register.file), '^[^/]*/|\.[a-z]{2,4}$', '', 'g'), '\s|　', '', 'g') as name,
        regexp_extract(name, '未定稿|初稿|草稿|征求意见|送审稿|讨论稿|draft') as draft,
        regexp_extract(name, '终稿|终版|最终|定稿|正式稿|正式版|final') as final,
        regexp_extract(name, '修订|修正|订正|更正|修改|改正|重报|最新|更新|已改|改后|改[0-9]{0,2}([)）\]】_./-]|$)')
            as revised,
        regexp_extract(name,
            '(?:^|[^a-z])v[.]?([0-9]{1,2})|第([0-9]{1,2}|[一二三四五六七八九])[稿版次]|[一-龥]([二三四五六七八九])稿'
            || '|(?:修订|修改|更正|终稿|终版|定稿|最终|版|稿|改)[稿版]?[(（]?([0-9]{1,2})(?:[^0-9年月日]|$)',
            ['v', 'told', 'draft', 'after']) as numbered,
        coalesce(nullif(numbered['v'], ''), nullif(numbered['told'], ''), nullif(numbered['draft'], ''),
            nullif(numbered['after'], '')) as number_text,
        coalesce(try_cast(number_text as integer), nullif(position(number_text in '一二三四五六七八九'), 0)) as number,
        regexp_extract(name, '(?:^|[^0-9])(20[0-9]{2})([01][0-9])([0-3][0-9])(?:[^0-9]|$)', ['year', 'month', 'day'])
            as digits,
        regexp_extract(name, '(?:^|[^0-9年])([0-9]{1,2})月([0-9]{1,2})日', ['month', 'day']) as spoken,
        coalesce(
            day_of(name),
            try_cast(concat_ws('-', digits['year'], digits['month'], digits['day']) as date),
            -- What is told of a year is written in the next one, but for its last months.
            try_cast(concat_ws('-', case when try_cast(spoken['month'] as integer) >= 10 then register.year
                else register.year + 1 end, spoken['month'], spoken['day']) as date)) as named_day,
    from sources.register
    where register.fate = 'read' and not register.is_copy
),

ranked as (
    select
        named.*,
        -- In hundreds: a draft, no word, revised, final; the number below. v1 is what has no word, 修订 alone is v2.
        case
            when named.draft <> '' then -100
            when named.final <> '' then 200
            when named.revised <> '' or named.number > 1 then 100
            else 0
        end + case
            when named.draft = '' and named.final = '' and named.revised <> '' then coalesce(named.number, 2)
            else coalesce(nullif(named.number, 1), 0)
        end as version_no,
        coalesce(arrivals.batch_no, (select coalesce(max(past.batch_no), 0) + 1 from previous.arrivals as past))
            as batch_no,
        -- Only where what was chosen instead still stands there.
        exists (
            from sources.choices
            inner join sources.register as chosen
                on choices.year = chosen.year and chosen.fate = 'read' and left(chosen.file_sha, 12) = choices.chosen_id
            where choices.year = named.year and choices.other_id = left(named.file_sha, 12)
        ) as is_overruled,
    from named
    left join previous.arrivals
        on named.year = arrivals.year and named.file_sha = arrivals.file_sha
)

select
    ranked.year as year, -- 年度
    ranked.file as file, -- 文件
    left(ranked.file_sha, 12) as version_id, -- 材料编号
    {
        is_overruled: ranked.is_overruled,
        batch_no: ranked.batch_no,
        version_no: ranked.version_no,
        named_day: ranked.named_day
    } as mark, -- 据以定先后的：财政局不取它、第几批到件、文件名的版次、文件名中的日期
    -- A text, so that it says the same wherever the file is judged: beside those of its county or of the whole.
    concat_ws('|',
        case when ranked.is_overruled then 0 else 1 end,
        lpad(cast(ranked.batch_no as varchar), 9, '0'),
        2000 + ranked.version_no,
        coalesce(ranked.named_day, cast(ranked.modified_at as date)),
        ranked.modified_at
    ) as recency -- 先后的次序，排在后面的是后来的；不能分先后的，参考文件时间
from ranked
order by ranked.year, ranked.file
