-- grain: one township: how far its findings are settled
-- 说明: 整改进度
-- sheet: 整改进度
-- order: 14
-- sums: 问题, 已改正, 已豁免, 已认可说明, 已撤回或不再适用, 已回复待处理, 说明未认可, 待改正, 曾再次出现
select
    progress.township as 乡镇, -- 单位名称
    progress.findings as 问题, -- 历次发现的错误和疑点个数
    progress.corrected as 已改正, -- 乡镇改了材料后消除的
    progress.waived as 已豁免, -- 财政局豁免的，理由见“问题经过”
    progress.accepted as 已认可说明, -- 财政局认可乡镇说明的
    progress.gone as 已撤回或不再适用, -- 材料撤回，或规则、台账等变化后不再有的
    progress.replied as 已回复待处理, -- 乡镇已回复，等财政局处理
    progress.refused as 说明未认可, -- 财政局不认可，仍须改正
    progress.waiting as 待改正, -- 没有回复也没有改正的
    progress.rate as "了结率（%）", -- 已了结÷问题
    progress.longest as "最长未了结（天）", -- 未了结的问题中存在最久的
    progress.reopened as 曾再次出现, -- 消除后又出现过的
from changes.progress
inner join staging.townships
    on progress.year = townships.year and progress.township = townships.township
order by townships.township_code
