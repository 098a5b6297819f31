-- grain: one cell of a number that does not read as a number
-- 说明: 数字无法识别
-- severity: error
-- drops: yes
-- message: 应填数字的单元格不能识别为数字
-- fix: 请填写数字，不要写“约”“余”等文字，也不要在数字中混入别的字符。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    entries.text as value, -- 填写的内容
    '数字' as expected, -- 应为
from staging.entries
where entries.issue = 'number_unreadable'
