-- grain: one positive indicator far above its target without a reason
-- 说明: 实际完成值明显高于指标值
-- severity: warn
-- message: 实际完成值明显高于指标值，没有说明原因
-- fix: 请在偏差原因栏说明超额完成的原因；指标值定得过低的，下年度请调整。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.actual_cell as cell, -- 单元格
    case when parameter('超额处理', indicators.year) = '提示' then '提示' end as severity_word, -- 规则只作提示的
    indicators.level3 || ' 完成 ' || indicators.actual as value, -- 完成值
    '指标值（' || indicators.target || '）的' || parameter('超额比例', indicators.year) || '%以内' as expected, -- 应为
from scores.indicators
where parameter('超额处理', indicators.year) is distinct from '扣分' and indicators.kind in ('正向', '等于')
    and says_nothing(indicators.reason) and indicators.target_amount > 0
    and indicators.actual_amount * 100
        >= indicators.target_amount * cast(parameter('超额比例', indicators.year) as decimal(9, 2))
