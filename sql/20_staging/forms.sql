-- grain: one form that was recognised on a sheet
-- 说明: 识别出的每张表，以及是否计入
with marks as (
    select
        fields.file,
        fields.form_no,
        max(fields.text) filter (where fields.field = 'project' and fields.row_no is null) as project,
        max(fields.number) filter (where fields.field = 'year') as form_year,
        max(fields.cell) filter (where fields.field = 'year') as year_cell,
        max(fields.text) filter (where fields.field = 'year') as year_text,
        count(fields.text) filter (where fields.field not in ('form', 'year', 'amount_unit', 'unit_name', 'missing', 'department', 'implementer')
            and fields.field not like '%level_' and fields.field not like '%weight' and fields.field <> 'no') as filled,
    from sources.fields
    group by fields.file, fields.form_no
)

select
    left(fields.file_sha, 12) || '-' || fields.form_no as form_id, -- 表的编号
    files.year as year, -- 年度
    files.township as township, -- 乡镇
    fields.form as form, -- 表的种类
    fields.form_no as form_no, -- 表在文件中的序号
    fields.text as title, -- 表名
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 表的起始单元格
    cast(fields.number as integer) as confidence, -- 识别置信度（%）
    cast(marks.form_year as integer) as form_year, -- 表内填写的年度
    marks.year_text as year_text, -- 年度单元格的内容
    marks.year_cell as year_cell, -- 年度所在单元格
    fields.hidden as is_hidden, -- 是否隐藏
    regexp_matches(concat_ws('/', fields.sheet, fields.text, marks.project), coalesce(parameter('样例字样', files.year), '$^')) as is_example, -- 是否填报样例
    marks.filled = 0 as is_blank, -- 是否空表
    fields.form <> 'unknown' and not is_example and not is_blank
        and (not is_hidden or parameter('隐藏内容', files.year) = '计入') as is_counted, -- 是否计入
from sources.fields
inner join sources.files
    on fields.file = files.file and files.fate = 'read'
inner join marks
    on fields.file = marks.file and fields.form_no = marks.form_no
where fields.field = 'form'
order by fields.file, fields.form_no
