-- grain: one cell or figure that a figure rests on; jixiao trace shows what trace*.sql found
-- 说明: 一个数据从哪里来：各个出处及单元格的内容，各种数据同一个样子
select
    traced.relation as 关系, -- 出自、其中、分子、分母、被减数、减数、填报、对照、复算、台账、未计入
    traced.part as 数据, -- 支出类别、项目、指标、乡镇或者得分
    case when traced.part like '%名次' then cast(cast(traced.number as bigint) as varchar) else shown(traced.number) end
        as 数值, -- 金额为万元
    any_value(fields.text order by fields.position) as 单元格内容, -- 单元格显示的内容
    any_value(fields.formula order by fields.position) as 公式, -- 单元格的公式
    traced.file as 文件, -- 文件
    traced.sheet as 工作表, -- 工作表
    traced.cell as 单元格, -- 单元格
    traced.rule as 规则, -- 怎么算的
from traced
left join sources.fields
    on traced.file = fields.file and traced.sheet = fields.sheet and traced.cell = fields.cell
group by traced.step, traced.relation, traced.part, traced.number, traced.file, traced.sheet, traced.cell, traced.rule
order by traced.step, traced.file nulls last, traced.sheet, length(traced.cell), traced.cell, traced.part
