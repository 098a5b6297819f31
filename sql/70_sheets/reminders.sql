-- grain: one thing that a township still has to hand in
-- 说明: 催报单
-- sheet: 催报单
-- order: 13
-- empty: left out
select
    lacking.township as 乡镇, -- 单位名称
    row_number() over (partition by lacking.township order by lacking.code, lacking.finding_id) as 序号, -- 第几项
    lacking.message as 所缺材料, -- 缺什么
    lacking.fix as 怎么补, -- 一步补齐
    day_words(punctuality.deadline) as 报送期限, -- 规则中的期限；没有规定的为空
    nullif(punctuality.days_late, 0) as 已逾期天数, -- 算到今天
    case
        when punctuality.deadline is null then '请尽快补报'
        when punctuality.days_late > 0 then '请立即补报'
        else '请在' || day_words(punctuality.deadline) || '前补报'
    end as 要求, -- 催报的说法
    lacking.file as 文件, -- 有关文件
    lacking.finding_id as 问题编号, -- 各次运行不变
from changes.lacking
inner join changes.punctuality
    on lacking.year = punctuality.year and lacking.township = punctuality.township
inner join staging.townships
    on lacking.year = townships.year and lacking.township = townships.township
order by townships.township_code, 序号
