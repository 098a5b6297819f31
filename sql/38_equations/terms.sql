-- grain: one term of an equation between figures of a township's forms
-- 说明: 各表之间的勾稽关系，一项一行
-- kept: no
select
    together.year as year, -- 年度
    together.township as township, -- 乡镇
    together.code as code, -- 审核代码
    together.equation as equation, -- 勾稽关系的编号
    together.kind as kind, -- 种类：sum 和，across 跨表的和，ratio 比率，at_most 不大于，guard 和 points 只用来排除
    together.figure as figure, -- 列
    cast(together.coefficient as decimal(18, 6)) as coefficient, -- 系数
    cast(coalesce(together.constant, 0) as decimal(18, 6)) as constant, -- 常数项
    cast(together.tolerance as decimal(18, 6)) as tolerance, -- 容差：所比各数的取整
    together.is_result as is_result, -- 是其余各项的结果
    cast(together.most as decimal(18, 6)) as most, -- 最大值
    together.form_id as form_id, -- 所在表的编号
    together.file as file, -- 文件
    together.sheet as sheet, -- 工作表
    together.cell as cell, -- 单元格
    cast(together.value as decimal(18, 6)) as value, -- 数值
    cast(together.step as decimal(18, 6)) as step, -- 能分辨的最小差
    together.is_computed as is_computed, -- 是公式
from (
    from equations.amounts
    union all by name
    from equations.rates
    union all by name
    from equations.points
) as together
order by
    together.year,
    together.township,
    together.code,
    together.equation,
    together.file,
    together.sheet,
    length(together.cell),
    together.cell
