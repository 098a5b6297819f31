-- grain: one form of a file that was read
select
    fields.file,
    fields.form_no,
    concat_ws(' ', fields.file, fields.sheet, fields.cell) as place,
from sources.fields
where fields.field = 'form'
    and not exists (
        from sources.set_aside
        where set_aside.file = fields.file and set_aside.form_no = fields.form_no
    )
order by fields.file, fields.form_no
