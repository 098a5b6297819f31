-- grain: one row a township, where the county has a second rule set
-- 说明: 两套规则下的得分和名次
-- sheet: 规则对比
-- order: 24
-- empty: left out
select
    rule_sets.township as 乡镇, -- 单位名称
    rule_sets.rank as 名次, -- 按现行规则
    rule_sets.other_rank as 对比名次, -- 按对比规则
    rule_sets.machine_total as "复算得分（分）", -- 按现行规则
    rule_sets.other_total as "对比得分（分）", -- 按对比规则
    rule_sets.difference as "对比减现行（分）", -- 两者之差
    rule_sets.grade as 复算等级, -- 按现行规则
    rule_sets.other_grade as 对比复算等级, -- 按对比规则
    rule_sets.regraded_projects as 等级不同的项目数, -- 项目等级两套规则不同的个数
    rule_sets.explanation as 复算说明, -- 现行规则下怎么来的
    rule_sets.other_explanation as 对比说明 -- 对比规则下怎么来的
from rankings.rule_sets
where rule_sets.year = getvariable('year')
order by rule_sets.rank nulls last, rule_sets.township_code
