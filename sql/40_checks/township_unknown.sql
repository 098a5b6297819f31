-- grain: one file that no township of the roster is named in
-- 说明: 单位无法识别
-- severity: error
-- message: 表内和文件名中都没有名册上的单位名称，未计入
-- link: ；
-- fix: 请在表内填写单位全称（与乡镇名册一致）后重新报送；单位有别的写法的，请财政局在规则的乡镇名册中补充别名。
select
    files.year as year, -- 年度
    files.file as file, -- 文件
    first(named.sheet order by named.position) as sheet, -- 工作表
    first(named.cell order by named.position) as cell, -- 单元格
    first(named.text order by named.position) as value, -- 表内填写
    -- The nearest name of the roster is proposed, never assumed.
    '名册中最接近的是“' || (
        select roster.name
        from rules.roster
        where levenshtein(roster.name, regexp_replace(name_key(first(named.text order by named.position)), '(人民政府|政府|办事处)$', '')) <= 3 -- bytes: one character
        order by levenshtein(roster.name, regexp_replace(name_key(first(named.text order by named.position)), '(人民政府|政府|办事处)$', '')), roster.row_no
        limit 1
    ) || '”' as expected, -- 应为
from sources.files
left join sources.fields as named
    on files.file = named.file and named.field in ('unit_name', 'implementer', 'department') and named.text is not null
where files.fate = 'read' and files.township is null and exists (from sources.fields where fields.file = files.file and fields.field = 'form' and fields.form <> 'unknown')
group by files.year, files.file
