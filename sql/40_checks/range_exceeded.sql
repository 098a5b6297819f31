-- grain: one indicator above the upper end of its range
-- 说明: 完成值超过指标值区间的上限
-- severity: warn
-- message: 完成值超过指标值区间的上限，没有说明原因
-- fix: 请核对完成值；越高越好的，在偏差原因栏说明超过的原因；不得超过上限的，按实扣分。
-- 财预〔2020〕10号: what is above its target has full marks, and says why. Whether the upper end of a range is a limit no
-- form says: of costs it is one (sql/30_scores), of all else a person decides.
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.actual_cell as cell, -- 单元格
    indicators.level3 || ' 完成 ' || indicators.actual as value, -- 完成值
    '在指标值（' || indicators.target || '）以内' as expected, -- 应为
from scores.indicators
where indicators.kind = '区间' and says_nothing(indicators.reason)
    and indicators.exact_score = indicators.exact_weight and indicators.exact_weight > 0
    and indicators.actual_amount_upper > indicators.target_amount_upper
