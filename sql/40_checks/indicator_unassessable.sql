-- grain: one indicator that cannot be judged, unless another finding says what is wrong with it
-- 说明: 指标不可评
-- severity: warn
-- message: 指标不能按规则计分，没有计入复算得分
-- link: ；原因：
-- fix: 请把指标值和完成值改写成可以比较的确切内容：同一单位的数，或规则所列的档次。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    coalesce(indicators.actual_cell, indicators.target_cell, indicators.cell) as cell, -- 单元格
    indicators.level3 || ' 指标值 ' || indicators.target || '，完成值 ' || indicators.actual as value, -- 指标
    indicators.basis as expected, -- 不可评的原因
from scores.indicators
where indicators.kind = '不可评'
    -- A blank, a negative weight and a late day are findings of their own.
    and indicators.method not in ('分值缺失', '分值为负数', '指标值为空', '完成值为空', '预算执行数没有填报', '全年预算数不大于零')
    and indicators.basis not in ('晚于期限，扣分请人工判定', '没有自评得分')
    and not says_nothing(indicators.target)
    and not (indicators.level2 like '%数量%' and indicators.method in ('定性', '完成值不是数值') and indicators.target_number is null)
