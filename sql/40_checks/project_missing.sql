-- grain: one township with fewer or more self-evaluations than projects
-- 说明: 自评项目数与项目支出数量不符
-- severity: error
-- message: 收到的项目自评表数量与填报的项目支出数量不符
-- link: ；实际
-- fix: 请核对项目清单，补报缺少的项目自评表，或改正项目支出数量。
-- Forms that were not counted because another of that name was explain what is missing, where they are as many.
with copies as (
    select
        project_duplicated.year,
        project_duplicated.township,
        count(*) as copies,
        min(project_duplicated.hangs_on) as hangs_on,
    from checks.project_duplicated
    group by project_duplicated.year, project_duplicated.township
)

select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    declarations.file as file, -- 文件
    declarations.sheet as sheet, -- 工作表
    declarations.project_count_cell as cell, -- 单元格
    '填报 ' || declarations.project_count || ' 个' as value, -- 填报的项目支出数量
    '收到 ' || townships.project_forms || ' 个' as expected, -- 收到的自评表
    case when declarations.project_count - townships.project_forms = copies.copies then copies.hangs_on end
        as hangs_on, -- 由重复填报引起的
from scores.townships
inner join staging.declarations
    on townships.year = declarations.year and townships.township = declarations.township
left join copies
    on townships.year = copies.year and townships.township = copies.township
where declarations.project_count <> townships.project_forms
