-- grain: one row a goal of a township: the report's list of goals
-- 说明: 自评报告的绩效目标完成情况
-- part: 绩效目标
select
    goals.township as 乡镇, -- 单位名称
    goals.goal_no as 序号, -- 次序
    case when starts_with(goals.actual, rtrim(goals.expected, '。；;.')) is not true
        then rtrim(goals.expected, '。；;.') || '。'
        else '' end as 目标, -- 年度绩效目标，完成情况已经写了的不再写
    rtrim(goals.actual, '。；;.') || '。' as 完成情况, -- 完成情况
    coalesce(goals.done, '未填') as 是否完成, -- 填报的是否完成
from staging.goals
where goals.year = getvariable('year')
order by goals.township, goals.goal_no
