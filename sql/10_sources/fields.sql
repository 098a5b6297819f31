-- grain: one value that was recognised in a file, with its cell
-- 说明: 识别出的每个值，一值一行，附所在单元格
-- sorted: file, position
select
    register.year as year, -- 所在文件夹的年度
    register.file as file, -- 文件
    values.file_sha as file_sha, -- 文件内容的 SHA-256
    values.sheet as sheet, -- 工作表
    values.form as form, -- 表的种类
    values.form_no as form_no, -- 表在文件中的序号
    values.row_no as row_no, -- 表内行号，单值为空
    values.field as field, -- 字段
    values.text as text, -- 单元格显示的内容
    values.number as number, -- 数值
    values.unit as unit, -- 单位
    values.comparator as comparator, -- 比较符
    values.cell as cell, -- 单元格
    values.formula as formula, -- 公式
    values.hidden as hidden, -- 是否隐藏
    values.issue as issue, -- 不能读成数值或数值存疑的原因
    values.upper as upper, -- 区间的上限
    values.computed as computed, -- 公式应得的结果（与保存的结果不同时）
    values.position as position, -- 在文件中识别的次序
    values.amount as amount, -- 指标值、完成值换算成同类最小单位的数值，不能比较的为空
    values.amount_upper as amount_upper, -- 区间的上限，换算同上
    values.latest as latest, -- “某月前”的期限最晚可到哪一天
    values.vague as vague, -- 写法含糊：约、左右、余、大部分
    values.mismatch as mismatch, -- 指标值与完成值不能比较的原因
from read_parquet(getvariable('stage_files'), filename = true) as values
-- A stage file holds many workbooks, and two may hold the same one: the register says which counts.
inner join read_parquet(getvariable('register')) as kept
    on values.file_sha = kept.sha and values.filename = kept.stage
inner join sources.register
    on kept.file = register.file and kept.fate = 'read' and not register.is_copy
left join read_parquet(getvariable('aside')) as aside
    on register.file = aside.file and values.form_no = cast(aside.form_no as integer)
-- Of a form that is set aside it is known what it is and whose, and nothing else.
where aside.file is null or values.field in ('form', 'unit_name', 'filed_by', 'implementer', 'department', 'project')
order by register.file_no, values.position
