-- grain: one event in the life of a finding of the year; events are only ever added
-- 说明: 问题的经过：发现、列入整改通知、回复、处理、改正、撤回、再次出现，一件事一行，逐次累积
with past as (
    select
        events.*,
    from previous.events
    where events.year = getvariable('year')
),

turns as (
    select
        past.finding_id,
        max(past.event_no) as turn_no,
    from past
    where past.event in ('opened', 'reopened', 'corrected', 'withdrawn', 'dropped')
    group by past.finding_id
),

-- How each finding stood after the last run. What was decided before it went away and came back is to be decided again.
stood as (
    select
        past.finding_id,
        any_value(past.township) as township,
        max(past.event_no) as event_no,
        arg_max(past.event, past.event_no)
            filter (where past.event in ('opened', 'reopened', 'corrected', 'withdrawn', 'dropped')) as turn,
        arg_max(past.event, past.event_no)
            filter (
                where past.event in ('accepted', 'waived', 'refused', 'lapsed') and past.event_no > turns.turn_no
            ) as decision,
        arg_max(concat_ws('|', past.event, past.by_whom, past.words), past.event_no)
            filter (where past.event in ('accepted', 'waived', 'refused', 'lapsed') and past.event_no > turns.turn_no)
            as decision_words,
        arg_max(past.words, past.event_no) filter (where past.event = 'replied') as reply_words,
    from past
    inner join turns
        on past.finding_id = turns.finding_id
    group by past.finding_id
),

present as (
    select
        findings.finding_id,
        findings.township,
        findings.severity,
        findings.code,
        findings.message,
        stood.turn,
        stood.turn is null or stood.turn not in ('opened', 'reopened') as is_new,
    from checks.findings
    left join stood
        on findings.finding_id = stood.finding_id
    where findings.year = getvariable('year')
),

-- Of several replies to a finding the one that came last counts. One in a file that is nobody's goes by its number.
replies as (
    select
        replies.finding_id,
        coalesce(stood.township, present.township) as township,
        concat_ws('：', replies.reply, nullif(replies.note, '')) as words,
    from staging.replies
    left join stood
        on replies.finding_id = stood.finding_id
    left join present
        on replies.finding_id = present.finding_id
    left join changes.arrivals
        on replies.year = arrivals.year and replies.file_sha = arrivals.file_sha
    where replies.year = getvariable('year')
        and coalesce(stood.township, present.township) = coalesce(replies.township, stood.township, present.township)
    qualify row_number() over (
        partition by replies.finding_id
        order by arrivals.batch_no desc nulls last, replies.file desc, replies.cell desc
    ) = 1
),

-- A note asks for nothing, unless its township answers it; one that was graver stays what it was.
opened as (
    select
        present.finding_id,
        present.township,
        1 as step,
        case when present.turn is null then 'opened' else 'reopened' end as event,
        case when present.turn is null then history.first_seen end as event_on,
        present.message as words,
        present.severity <> 'note' or present.code = 'execution_low' as is_asked, -- 列入整改通知
    from present
    left join previous.history
        on present.finding_id = history.finding_id and history.status <> 'closed'
    left join replies
        on present.finding_id = replies.finding_id
    where present.is_new and (present.severity <> 'note' or replies.finding_id is not null)
),

returned as (
    select
        opened.finding_id,
        opened.township,
        2 as step,
        'returned' as event,
        '列入整改通知' as words,
    from opened
    left join checks.decided
        on opened.finding_id = decided.finding_id and decided.is_in_force and decided.opinion <> '不认可'
    where opened.township is not null and decided.finding_id is null and opened.is_asked
),

replied as (
    select
        replies.finding_id,
        replies.township,
        3 as step,
        'replied' as event,
        replies.words,
    from replies
    left join stood
        on replies.finding_id = stood.finding_id
    where replies.words is distinct from stood.reply_words
),

decisions as (
    select
        decided.finding_id,
        present.township,
        case decided.opinion when '认可说明' then 'accepted' when '豁免' then 'waived' else 'refused' end as event,
        decided.decided_by as by_whom,
        concat_ws('，', decided.reason, '有效期至 ' || day_words(decided.until)) as words,
    from checks.decided
    inner join present
        on decided.finding_id = present.finding_id
    where decided.is_in_force
),

handled as (
    select
        decisions.finding_id,
        decisions.township,
        4 as step,
        decisions.event,
        decisions.by_whom,
        decisions.words,
    from decisions
    left join stood
        on decisions.finding_id = stood.finding_id
    where concat_ws('|', decisions.event, decisions.by_whom, decisions.words) is distinct from stood.decision_words
        and (stood.finding_id is not null or decisions.finding_id in (select opened.finding_id from opened))
),

lapsed as (
    select
        present.finding_id,
        present.township,
        4 as step,
        'lapsed' as event,
        coalesce(decided.why_not, '处理意见已撤回') as words,
    from present
    inner join stood
        on present.finding_id = stood.finding_id and stood.decision in ('accepted', 'waived')
    left join checks.decided
        on present.finding_id = decided.finding_id
    where decided.is_in_force is not true
),

-- Where a township only took files back, what was said of it as a whole went with them.
took_back as (
    select
        files.township,
        bool_and(files.kind = 'withdrawn') as is_all,
    from changes.files
    where files.kind <> 'fate'
    group by files.township
),

-- It was corrected only where the township's own material changed; what else takes a finding away is no merit.
closed as (
    select
        stood.finding_id,
        stood.township,
        5 as step,
        case
            when gone.kind = 'withdrawn' or was.file is null and took_back.is_all then 'withdrawn'
            when causes.is_own or stood.township is null and gone.file is not null then 'corrected'
            else 'dropped'
        end as event,
        coalesce(gone.words, causes.cause, '规则或程序有变化') as words,
    from stood
    left join previous.findings as was
        on stood.finding_id = was.finding_id
    left join changes.files as gone
        on was.file = gone.file
    left join took_back
        on stood.township = took_back.township
    left join changes.causes
        on stood.township = causes.township
    where stood.turn in ('opened', 'reopened')
        and not exists (from present where present.finding_id = stood.finding_id)
),

fresh as (
    select opened.* exclude (is_asked) from opened union all by name from returned union all by name from replied
    union all by name from handled union all by name from lapsed union all by name from closed
),

all_events as (
    select
        past.finding_id,
        past.township,
        past.event_no,
        past.event_on,
        past.event,
        past.by_whom,
        past.words,
    from past

    union all by name

    select
        fresh.finding_id,
        fresh.township,
        coalesce(stood.event_no, 0) + row_number() over (partition by fresh.finding_id order by fresh.step) as event_no,
        coalesce(fresh.event_on, getvariable('today')) as event_on,
        fresh.event,
        fresh.by_whom,
        fresh.words,
    from fresh
    left join stood
        on fresh.finding_id = stood.finding_id
)

select
    all_events.finding_id as finding_id, -- 问题编号（各次运行不变）
    getvariable('year') as year, -- 年度
    all_events.township as township, -- 乡镇
    cast(all_events.event_no as bigint) as event_no, -- 这个问题的第几件事
    cast(all_events.event_on as date) as event_on, -- 日期
    all_events.event as event, -- 事：发现、列入整改通知、回复、认可说明、豁免、不认可、处理意见失效、改正、材料撤回、因其他原因不再有、再次出现
    all_events.by_whom as by_whom, -- 处理人员
    all_events.words as words -- 说明
from all_events
order by all_events.township nulls first, all_events.finding_id, all_events.event_no
