-- grain: one form that is set aside: what stands in it broke the arithmetic of the whole county
-- 说明: 搁置的表：表中的数使汇总的计算不能进行，这张表没有计入，其余照常，一张表一行
select
    register.year as year, -- 所在文件夹的年度
    register.file as file, -- 文件
    fields.form_no as form_no, -- 表在文件中的序号
    fields.form as form, -- 表的种类
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 表的起始单元格
    fields.text as title, -- 表名
    aside.reason as reason, -- 为什么不能计算
    aside.detail as detail, -- 程序报告的原话，供维护人员查看
from read_parquet(getvariable('aside')) as aside
inner join sources.register
    on aside.file = register.file
inner join sources.fields
    on aside.file = fields.file and cast(aside.form_no as integer) = fields.form_no and fields.field = 'form'
order by register.file, fields.form_no
