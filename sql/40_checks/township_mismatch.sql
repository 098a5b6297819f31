-- grain: one file whose forms name another township than its folder or its name, or one form within it
-- 说明: 单位不一致
-- severity: error
-- message: 表内单位与文件所属单位不一致
-- fix: 请核对是否报错文件或填错单位名称，改正后重新报送。
select
    files.year as year, -- 年度
    files.township as township, -- 乡镇
    null as form_id, -- 表的编号
    files.file as file, -- 文件
    null as sheet, -- 工作表
    null as cell, -- 单元格
    '表内为' || inside.name as value, -- 表内单位
    '文件夹或文件名为' || outside.name as expected, -- 文件所属单位
from sources.files
inner join rules.roster as inside
    on files.form_code = inside.code and in_force(inside.from_year, inside.to_year, files.year)
inner join rules.roster as outside
    on files.path_code = outside.code and in_force(outside.from_year, outside.to_year, files.year)
where files.form_code <> files.path_code and files.fate = 'read'

union all by name

select
    entries.year as year,
    entries.township as township,
    entries.form_id as form_id,
    entries.file as file,
    entries.sheet as sheet,
    entries.cell as cell,
    entries.text as value,
    entries.township as expected,
from staging.entries
inner join rules.names
    on names.name = name_key(entries.text)
inner join rules.roster
    on entries.township = roster.name and in_force(roster.from_year, roster.to_year, entries.year)
where entries.field in ('unit_name', 'implementer') and names.code <> roster.code
