-- grain: one finding of the year that was ever open, those that wait first
-- 说明: 问题经过
-- sheet: 问题经过
-- order: 15
select
    lives.township as 乡镇, -- 单位名称
    severity_word(lives.severity) as 级别, -- 错误、疑点
    lives.project as 项目名称, -- 有关项目
    tidied(lives.message) as 问题, -- 查出的问题
    lives.state as 情况, -- 待改正、已回复待处理、说明未认可、已认可说明、已豁免、已改正、材料已撤回、不再适用
    day_words(lives.first_opened) as 首次发现, -- 日期
    lives.days_open as "存在天数（天）", -- 到消除，没有消除的到今天
    lives.reply as 乡镇回复, -- 已改、说明、有异议，及原文
    day_words(lives.replied_on) as 回复日期, -- 最近一次
    lives.decision_words as 处理理由, -- 财政局的理由，或意见失效的原因
    lives.decided_by as 处理人员, -- 财政局
    day_words(lives.closed_on) as 消除日期, -- 改正、撤回或不再适用的日期
    nullif(lives.times_reopened, 0) as 再次出现, -- 次数
    lives.finding_id as 问题编号, -- 各次运行不变
from changes.lives
left join staging.townships
    on lives.year = townships.year and lives.township = townships.township
order by
    lives.is_open desc,
    townships.township_code nulls first,
    array_position(['待改正', '说明未认可', '已回复待处理', '已认可说明', '已豁免', '已改正', '材料已撤回', '不再适用'], lives.state),
    severity_place(lives.severity),
    lives.finding_id
