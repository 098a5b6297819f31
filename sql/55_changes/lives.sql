-- grain: one finding of the year that was ever open
-- 说明: 每个问题的来龙去脉和现在的情况，一个问题一行，消除的也在
with turns as (
    select
        events.finding_id,
        max(events.event_no) as turn_no,
    from changes.events
    where events.event in ('opened', 'reopened', 'corrected', 'withdrawn', 'dropped')
    group by events.finding_id
),

-- Of a finding that came back only what was said since counts.
marked as (
    select
        events.*,
        events.event_no > turns.turn_no or turns.turn_no is null as is_since,
        events.event in ('accepted', 'waived', 'refused', 'lapsed') and is_since as is_decision,
    from changes.events
    left join turns
        on events.finding_id = turns.finding_id
),

told as (
    select
        marked.finding_id,
        any_value(marked.township) as township,
        min(marked.event_on) filter (where marked.event = 'opened') as first_opened,
        max(marked.event_on) filter (where marked.event in ('opened', 'reopened')) as opened_on,
        max(marked.event_on) filter (where marked.event = 'returned') as returned_on,
        max(marked.event_on) filter (where marked.event = 'replied' and marked.is_since) as replied_on,
        arg_max(marked.words, marked.event_no) filter (where marked.event = 'replied' and marked.is_since) as reply,
        max(marked.event_no) filter (where marked.event = 'replied' and marked.is_since) as reply_no,
        arg_max(marked.event, marked.event_no)
            filter (where marked.event in ('opened', 'reopened', 'corrected', 'withdrawn', 'dropped')) as turn,
        arg_max(marked.event_on, marked.event_no)
            filter (where marked.event in ('corrected', 'withdrawn', 'dropped')) as closed_on,
        arg_max(marked.event, marked.event_no)
            filter (where marked.is_decision) as decision,
        arg_max(marked.words, marked.event_no)
            filter (where marked.is_decision) as decision_words,
        arg_max(marked.by_whom, marked.event_no)
            filter (where marked.is_decision and marked.event <> 'lapsed') as decided_by,
        max(marked.event_no) filter (where marked.is_decision and marked.event <> 'lapsed') as decision_no,
        count(*) filter (where marked.event = 'reopened') as times_reopened,
    from marked
    group by marked.finding_id
)

select
    told.finding_id as finding_id, -- 问题编号（各次运行不变）
    getvariable('year') as year, -- 年度
    told.township as township, -- 乡镇
    coalesce(findings.project, past.project) as project, -- 项目名称
    coalesce(findings.severity, past.severity) as severity, -- 级别
    coalesce(findings.code, past.code) as code, -- 审核代码
    coalesce(findings.message, past.message) as message, -- 问题
    told.turn in ('opened', 'reopened') as is_open, -- 问题是否还在
    case
        when told.turn = 'corrected' then '已改正'
        when told.turn = 'withdrawn' then '材料已撤回'
        when told.turn = 'dropped' then '不再适用'
        when told.decision = 'waived' then '已豁免'
        when told.decision = 'accepted' then '已认可说明'
        when told.decision = 'refused' and told.decision_no > coalesce(told.reply_no, 0) then '说明未认可'
        when told.reply is not null then '已回复待处理'
        else '待改正'
    end as state, -- 情况：待改正、已回复待处理、说明未认可、已认可说明、已豁免、已改正、材料已撤回、不再适用
    told.first_opened as first_opened, -- 首次发现
    told.opened_on as opened_on, -- 最近一次发现
    told.returned_on as returned_on, -- 列入整改通知
    told.replied_on as replied_on, -- 最近一次回复
    told.reply as reply, -- 回复的内容
    told.decision_words as decision_words, -- 处理的理由，或失效的原因
    told.decided_by as decided_by, -- 处理人员
    case when told.turn not in ('opened', 'reopened') then told.closed_on end as closed_on, -- 消除
    date_diff('day', told.opened_on, case
        when told.turn in ('opened', 'reopened') then getvariable('today')
        else told.closed_on
    end) as days_open, -- 存在的天数：从最近一次发现到消除，没有消除的到今天
    told.times_reopened as times_reopened -- 再次出现的次数
from told
left join checks.findings
    on told.finding_id = findings.finding_id and findings.year = getvariable('year')
left join previous.lives as past
    on told.finding_id = past.finding_id and past.year = getvariable('year')
order by told.township nulls first, told.finding_id
