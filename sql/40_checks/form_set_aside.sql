-- grain: one form that is set aside, because what stands in it broke the arithmetic of the whole county
-- 说明: 搁置的表
-- severity: error
-- message: 这张表中的数使汇总的计算不能进行，已经搁置，没有计入
-- fix: 请核对表中各数的位数和单位，改正后重新报送；核对无误的，请连同文件告知程序维护人员。
-- link: ；
select
    set_aside.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.project as project, -- 项目名称
    forms.form_id as form_id, -- 表的编号
    set_aside.file as file, -- 文件
    set_aside.sheet as sheet, -- 工作表
    set_aside.cell as cell, -- 表的起始单元格
    set_aside.title as value, -- 表名
    set_aside.reason as expected, -- 为什么不能计算
from sources.set_aside
left join staging.forms
    on set_aside.file = forms.file and set_aside.form_no = forms.form_no
