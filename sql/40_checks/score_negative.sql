-- grain: one weight or score below zero
-- 说明: 分值或得分为负数
-- severity: error
-- message: 分值或得分为负数
-- fix: 分值和得分不能小于零，请改正。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    entries.text as value, -- 填报的分数
    '不小于零' as expected, -- 应为
from staging.entries
inner join rules.fields as labels
    on labels.form = entries.form and labels.type = '得分'
        and (entries.field = labels.field or entries.field like '%.' || labels.field)
-- Of a reviewer's score review_over_weight says it.
where entries.number < 0 and entries.form <> 'review'
group by all
