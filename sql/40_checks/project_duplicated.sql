-- grain: one form of a project that the township sent before
-- 说明: 项目重复填报
-- severity: error
-- message: 项目重复填报，只计第一份
-- link: ；
-- fix: 请删去重复的一份；确是两个项目的，请用不同的项目名称。
select
    second.year as year, -- 年度
    second.township as township, -- 乡镇
    second.project as project, -- 项目名称
    second.form_id as form_id, -- 表的编号
    'project_duplicated ' || second.form_id as hangs_on, -- 同一原因的记号
    second.file as file, -- 文件
    second.sheet as sheet, -- 工作表
    second.cell as cell, -- 单元格
    second.project as value, -- 项目名称
    '已见于 ' || case when first.file = second.file then '' else first.file || ' ' end
        || first.sheet || '!' || first.cell as expected, -- 第一份所在
from staging.projects as second
inner join staging.projects as first
    on second.year = first.year and second.township = first.township
        and name_key(second.project) = name_key(first.project) and first.counted
left join sources.versions as older
    on second.file = older.file
left join sources.versions as newer
    on first.file = newer.file
-- A list beside the forms names the same projects; that is no duplicate. Nor is what a newer file corrects.
where not second.counted and second.form = first.form
    and (second.file = first.file or newer.recency is not distinct from older.recency)
