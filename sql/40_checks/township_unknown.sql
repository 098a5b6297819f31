-- grain: one file that no township of the roster is named in
-- 说明: 单位无法识别
-- severity: error
-- message: 表内和文件名中都没有名册上的单位名称，未计入
-- link: ；
-- fix: 请在表内填写单位全称（与乡镇名册一致）后重新报送；单位有别的写法的，请财政局在规则的乡镇名册中补充别名。
with unknown as (
    select
        files.year,
        files.file,
        first(named.sheet order by named.position) as sheet,
        first(named.cell order by named.position) as cell,
        first(named.text order by named.position) as name,
        regexp_replace(name_key(first(named.text order by named.position)), '(人民政府|政府|办事处)$', '') as short_name,
    from sources.files
    left join sources.fields as named
        on files.file = named.file and named.field in ('unit_name', 'implementer', 'department')
            and named.text is not null
    where files.fate = 'read' and files.township is null
        and exists (
            from sources.fields
            where fields.file = files.file and fields.field = 'form' and fields.form <> 'unknown'
        )
    group by files.year, files.file
)

select
    unknown.year as year, -- 年度
    unknown.file as file, -- 文件
    unknown.sheet as sheet, -- 工作表
    unknown.cell as cell, -- 单元格
    unknown.name as value, -- 表内填写
    -- The nearest name of the roster is proposed, never assumed.
    '名册中最接近的是“' || (
        select roster.name
        from rules.roster
        where levenshtein(roster.name, unknown.short_name) <= 3 -- bytes: one character
        order by levenshtein(roster.name, unknown.short_name), roster.row_no
        limit 1
    ) || '”' as expected, -- 应为
from unknown
