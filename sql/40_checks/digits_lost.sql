-- grain: one code of sixteen digits or more in a number cell
-- 说明: 编码的末位数字丢失
-- severity: warn
-- message: 编码按数字保存，第16位起的数字已丢失
-- fix: 请把单元格设为文本格式，重新填写完整的编码。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    entries.text as value, -- 显示的内容
    '文本格式的' || labels.label as expected, -- 应为
from staging.entries
inner join rules.fields as labels
    on labels.form = entries.form and labels.field = entries.field and labels.role in ('单项', '表头')
where entries.issue = 'digits_lost'
