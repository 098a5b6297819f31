-- grain: one row of a ledger that says another year than its folder
-- 说明: 台账中别的年度的行：表头年度一栏、表题或工作表名写明的年度与所在年度不同，不用来核对
with ledger_forms as (
    select
        fields.year,
        fields.file,
        fields.form_no,
        any_value(fields.sheet) as sheet,
        -- A day in the title is when it was exported.
        max(try_cast(fields.number as integer)) filter (
            where fields.field = 'year' and not regexp_matches(fields.text, '年\s*[0-9]{1,2}\s*月')
        ) as title_year,
        cast(nullif(regexp_extract(any_value(fields.sheet), '^((?:19|20)[0-9]{2})年?度?$', 1), '') as integer)
            as sheet_year,
    from sources.fields
    where fields.form in ('ledger', 'project_list') and is_of_bureau(fields.file) and fields.file like '%台账/%'
    group by fields.year, fields.file, fields.form_no
),

rows_of as (
    select
        fields.file,
        fields.form_no,
        fields.row_no,
        cast(nullif(regexp_extract(max(fields.text) filter (where fields.field = 'fiscal_year'),
            '^\s*((?:19|20)[0-9]{2})', 1), '') as integer) as row_year,
        min(fields.cell) filter (where fields.field = 'project') as cell,
    from sources.fields
    where fields.form in ('ledger', 'project_list') and is_of_bureau(fields.file) and fields.file like '%台账/%'
        and fields.row_no is not null
    group by fields.file, fields.form_no, fields.row_no
)

select
    ledger_forms.year as year, -- 所在年度
    ledger_forms.file as file, -- 文件
    ledger_forms.sheet as sheet, -- 工作表
    ledger_forms.form_no as form_no, -- 表在文件中的序号
    rows_of.row_no as row_no, -- 表内行号
    rows_of.cell as cell, -- 项目名称所在单元格
    coalesce(rows_of.row_year, ledger_forms.title_year, ledger_forms.sheet_year) as stated_year -- 写明的年度
from ledger_forms
inner join rows_of
    on ledger_forms.file = rows_of.file and ledger_forms.form_no = rows_of.form_no
where coalesce(rows_of.row_year, ledger_forms.title_year, ledger_forms.sheet_year) <> ledger_forms.year
order by ledger_forms.file, ledger_forms.form_no, rows_of.row_no
