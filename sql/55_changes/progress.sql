-- grain: one township of the year: how far its findings are settled
-- 说明: 整改进度：各乡镇的问题有多少已了结、多少在等
select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    count(lives.finding_id) as findings, -- 历次发现的错误和疑点，以及乡镇回复了的提示
    count(lives.finding_id) filter (where lives.state = '已改正') as corrected, -- 已改正
    count(lives.finding_id) filter (where lives.state = '已豁免') as waived, -- 已豁免
    count(lives.finding_id) filter (where lives.state = '已认可说明') as accepted, -- 已认可说明
    count(lives.finding_id) filter (where lives.state in ('材料已撤回', '不再适用')) as gone, -- 材料已撤回、不再适用
    count(lives.finding_id) filter (where lives.state = '已回复待处理') as replied, -- 已回复，等财政局处理
    count(lives.finding_id) filter (where lives.state = '说明未认可') as refused, -- 说明未认可
    count(lives.finding_id) filter (where lives.state = '待改正') as waiting, -- 待改正
    count(lives.finding_id) filter (where lives.times_reopened > 0) as reopened, -- 改正后又出现过
    share(corrected + waived + accepted + gone, 100, nullif(findings, 0)) as rate, -- 了结率（%）
    max(lives.days_open) filter (where lives.state in ('已回复待处理', '说明未认可', '待改正')) as longest -- 未了结的最长存在天数
from staging.townships
left join changes.lives
    on townships.township = lives.township
where townships.year = getvariable('year')
group by townships.year, townships.township, townships.township_code
order by townships.year, townships.township_code
