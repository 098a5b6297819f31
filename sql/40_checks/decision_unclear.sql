-- grain: one decision of the bureau that is not complete
-- 说明: 处理意见不能采用
-- severity: warn
-- message: 处理意见没有采用
-- link: ；
-- fix: 请财政局在 处理意见.xlsx 中补全：豁免须有理由和处理人员，有效期写成 2024年12月31日 或留空，问题编号照原样保留。
with known as (
    select events.finding_id from previous.events where events.year = getvariable('year')

    union

    select history.finding_id from previous.history
)

select
    decisions.year as year, -- 年度
    decisions.file as file, -- 文件
    decisions.sheet as sheet, -- 工作表
    decisions.cell as cell, -- 单元格
    '问题 ' || decisions.finding_id || '：' || decisions.opinion as value, -- 哪个问题的意见
    coalesce(decisions.fault, '没有这个编号的问题') as expected, -- 原因
from staging.decisions
where decisions.fault is not null
    -- Without an earlier set nothing is known of what was found.
    or decisions.year = getvariable('year') and (select count(*) from known) > 0
        and decisions.finding_id not in (select known.finding_id from known)
