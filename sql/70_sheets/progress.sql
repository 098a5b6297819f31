-- grain: one township: how far its findings are settled; then the county
-- 说明: 整改进度
-- sheet: 整改进度
-- order: 14
-- sums: 问题, 已改正, 已豁免, 已认可说明, 已撤回或不再适用, 已回复待处理, 说明未认可, 待改正, 曾再次出现
with lines as (
    select
        1 as part,
        townships.township_code,
        progress.*,
        punctuality.state,
        case when punctuality.deadline is not null then punctuality.words end as words,
    from changes.progress
    inner join changes.punctuality
        on progress.year = punctuality.year and progress.township = punctuality.township
    inner join staging.townships
        on progress.year = townships.year and progress.township = townships.township

    union all by name

    select
        2 as part,
        whole() || '合计' as township,
        cast(sum(progress.findings) as bigint) as findings,
        cast(sum(progress.corrected) as bigint) as corrected,
        cast(sum(progress.waived) as bigint) as waived,
        cast(sum(progress.accepted) as bigint) as accepted,
        cast(sum(progress.gone) as bigint) as gone,
        cast(sum(progress.replied) as bigint) as replied,
        cast(sum(progress.refused) as bigint) as refused,
        cast(sum(progress.waiting) as bigint) as waiting,
        cast(sum(progress.reopened) as bigint) as reopened,
        share(
            sum(progress.corrected + progress.waived + progress.accepted + progress.gone), 100,
            nullif(sum(progress.findings), 0)
        ) as rate,
        max(progress.longest) as longest,
    from changes.progress
    having count(*) > 0
)

select
    lines.township as 乡镇, -- 单位名称
    lines.state as 报送, -- 已报齐、报齐后又缺、未报齐、未报送
    tidied(lines.words) as 是否按期, -- 对照报送期限；没有规定期限的为空
    lines.findings as 问题, -- 历次发现的错误和疑点个数
    lines.corrected as 已改正, -- 乡镇改了材料后消除的
    lines.waived as 已豁免, -- 财政局豁免的，理由见“问题经过”
    lines.accepted as 已认可说明, -- 财政局认可乡镇说明的
    lines.gone as 已撤回或不再适用, -- 材料撤回，或规则、台账等变化后不再有的
    lines.replied as 已回复待处理, -- 乡镇已回复，等财政局处理
    lines.refused as 说明未认可, -- 财政局不认可，仍须改正
    lines.waiting as 待改正, -- 没有回复也没有改正的
    lines.rate as "了结率（%）", -- 已了结÷问题
    lines.longest as "最长未了结（天）", -- 未了结的问题中存在最久的
    lines.reopened as 曾再次出现, -- 消除后又出现过的
from lines
order by lines.part, lines.township_code
