-- grain: one township of the year: when it came, when it was complete, and how late that was
-- 说明: 报送的时间：首次看到、首次报齐、逾期几天，由每次运行的登记累积而来
with counted as (
    select
        files.township,
        min(arrivals.seen_on) as seen_on,
        arg_min(arrivals.arrived_from, arrivals.seen_on) as arrived_from,
    from sources.files
    inner join changes.arrivals
        on files.year = arrivals.year and files.file_sha = arrivals.file_sha
    where files.year = getvariable('year') and files.fate in ('read', 'superseded')
    group by files.township
),

missing as (
    select
        lacking.township,
        count(*) as things,
        string_agg(lacking.message, '；' order by lacking.code, lacking.finding_id) as words,
    from changes.lacking
    group by lacking.township
),

dated as (
    select
        deadlines.*,
        townships.is_submitted,
        coalesce(missing.things, 0) as things,
        missing.words as lacking,
        townships.is_submitted and missing.things is null as is_complete,
        coalesce(past.first_seen, case when townships.is_submitted then counted.seen_on end) as first_seen,
        case
            when past.first_seen is not null then past.first_from
            when townships.is_submitted then counted.arrived_from
        end as first_from,
        coalesce(past.first_complete, case when is_complete then getvariable('today') end) as first_complete,
        case
            when past.first_complete is not null then past.complete_from
            when is_complete then (select max(looks.day) from changes.looks where looks.day < getvariable('today'))
        end as complete_from,
    from changes.deadlines
    inner join scores.townships
        on deadlines.year = townships.year and deadlines.township = townships.township
    left join counted
        on deadlines.township = counted.township
    left join missing
        on deadlines.township = missing.township
    left join previous.punctuality as past
        on deadlines.year = past.year and deadlines.township = past.township
),

-- What a run sees in the night after the deadline came on the last day: late is only what came after a run that was
-- itself after the deadline. Where no run lay between, nobody knows, and it is said.
judged as (
    select
        dated.*,
        dated.first_complete is not null and dated.first_complete > dated.deadline + 1
            and (dated.complete_from is null or dated.complete_from <= dated.deadline) as is_unsure,
        case
            when dated.deadline is null then null
            when dated.first_complete is null then at_least_zero(getvariable('today') - dated.deadline)
            when dated.complete_from is null then 0
            else at_least_zero(dated.complete_from - dated.deadline)
        end as days_late,
    from dated
)

select
    judged.year as year, -- 年度
    judged.township as township, -- 乡镇
    judged.deadline as deadline, -- 报送期限；没有规定的为空
    judged.is_extended as is_extended, -- 是否另有期限（延期）
    judged.reason as reason, -- 延期的事由
    judged.approved_by as approved_by, -- 延期的批准人
    cast(judged.first_seen as date) as first_seen, -- 首次看到可计入材料的日期
    cast(judged.first_from as date) as first_from, -- 在它之前看的日期；第一次运行时已在的为空
    cast(judged.first_complete as date) as first_complete, -- 首次报齐的日期
    cast(judged.complete_from as date) as complete_from, -- 在它之前看的日期
    judged.is_complete as is_complete, -- 现在是否报齐
    judged.things as things, -- 还缺几项
    judged.lacking as lacking, -- 还缺什么
    cast(judged.days_late as bigint) as days_late, -- 逾期天数；还没有报齐的算到今天，没有期限的为空
    coalesce(judged.is_unsure, false) as is_unsure, -- 期限前后没有运行，不能确定是否逾期
    coalesce(judged.days_late > 0, false) as is_late, -- 是否逾期
    case
        when judged.is_complete then '已报齐'
        when judged.first_complete is not null then '报齐后又缺'
        when judged.is_submitted then '未报齐'
        else '未报送'
    end as state, -- 情况：已报齐、报齐后又缺、未报齐、未报送
    case
        when judged.deadline is null then '没有规定报送期限'
        when judged.is_unsure then '期限前后没有运行，不能确定是否逾期'
        when judged.first_complete is null and judged.days_late > 0 then '已逾期 ' || judged.days_late || ' 天'
        when judged.first_complete is null then '未到期限'
        when judged.days_late > 0 then '逾期 ' || judged.days_late || ' 天报齐'
        else '按期报齐'
    end as words -- 是否按期的说法
from judged
inner join staging.townships
    on judged.year = townships.year and judged.township = townships.township
order by judged.year, townships.township_code
