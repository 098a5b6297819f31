-- grain: one reply of a township that belongs to none of its findings
-- 说明: 乡镇的回复对不上问题：没有问题编号，或者编号不是已经发出的，或者是别的乡镇的
-- severity: warn
-- message: 对问题的回复没有登记
-- link: ；
-- fix: 请在退回的问题清单或整改通知附件中回复，问题编号照原样保留；回复别的问题的，请写明问题编号后重新报送。
with known as (
    select
        events.finding_id,
        any_value(events.township) as township,
    from previous.events
    where events.year = getvariable('year')
    group by events.finding_id

    union all by name

    -- What asks for nothing has no events until it is answered.
    select
        history.finding_id,
        history.township,
    from previous.history
    where not exists (
        from previous.events
        where events.finding_id = history.finding_id and events.year = getvariable('year')
    )
)

select
    replies.year as year, -- 年度
    replies.township as township, -- 乡镇
    replies.file as file, -- 文件
    replies.sheet as sheet, -- 工作表
    replies.cell as cell, -- 单元格
    coalesce('问题 ' || replies.finding_id || '：', '') || concat_ws('：', replies.reply, nullif(replies.note, ''))
        as value, -- 回复
    case
        when replies.finding_id is null then '没有写问题编号'
        when replies.finding_id like '补充-%' then '须补写的文字请写在自评报告中，不登记回复'
        when known.township <> replies.township then '这是' || known.township || '的问题'
        else '已经发出的问题中没有这个编号'
    end as expected, -- 原因
from staging.replies
left join known
    on replies.finding_id = known.finding_id
where replies.finding_id is null
    or replies.finding_id like '补充-%'
    or known.township <> replies.township
    -- Without an earlier set nothing is known of what was sent out.
    or replies.year = getvariable('year') and known.finding_id is null and (select count(*) from previous.history) > 0
