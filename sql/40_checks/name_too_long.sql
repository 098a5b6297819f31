-- grain: one project whose name is too long to be one
-- 说明: 项目名称过长
-- severity: warn
-- message: 项目名称过长，疑似填错了栏目
-- fix: 请填写批复的项目名称；项目内容写在“年度总体目标”中。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    projects.cell as cell, -- 单元格
    length(projects.project) || ' 个字' as value, -- 字数
    '不超过 100 个字' as expected, -- 应为
from staging.projects
where length(projects.project) > 100
