-- grain: one value of a form that counts
-- 说明: 计入的表中的每个值
-- kept: as a view
select
    forms.form_id as form_id, -- 表的编号
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    fields.form as form, -- 表的种类
    fields.form_no as form_no, -- 表在文件中的序号
    fields.row_no as row_no, -- 表内行号
    fields.field as field, -- 字段
    fields.text as text, -- 单元格显示的内容
    fields.number as number, -- 数值
    fields.unit as unit, -- 单位
    fields.comparator as comparator, -- 比较符
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 单元格
    fields.formula as formula, -- 公式
    fields.issue as issue, -- 不能读成数值或数值存疑的原因
    fields.upper as upper, -- 区间的上限
    fields.computed as computed, -- 公式应得的结果（与保存的结果不同时）
    fields.position as position, -- 在文件中识别的次序
    fields.amount as amount, -- 指标值、完成值换算成同类最小单位的数值，不能比较的为空
    fields.amount_upper as amount_upper, -- 区间的上限，换算同上
    fields.latest as latest, -- “某月前”的期限最晚可到哪一天
    fields.vague as vague, -- 写法含糊：约、左右、余、大部分
    fields.mismatch as mismatch, -- 指标值与完成值不能比较的原因
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no and forms.is_counted
where (not fields.hidden or forms.counts_hidden) and is_value(fields.field)
