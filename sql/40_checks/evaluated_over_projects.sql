-- grain: one township that says it evaluated more projects than it has
-- 说明: 自评数量大于项目数量
-- severity: error
-- message: 自评数量大于项目支出数量
-- fix: 请核对项目支出数量和自评数量，改正错误的一处。
select
    declarations.year as year, -- 年度
    declarations.township as township, -- 乡镇
    declarations.file as file, -- 文件
    declarations.sheet as sheet, -- 工作表
    declarations.evaluated_count_cell as cell, -- 单元格
    '自评数量 ' || declarations.evaluated_count || ' 个' as value, -- 填报的自评数量
    '不大于项目支出数量 ' || declarations.project_count || ' 个' as expected, -- 填报的项目支出数量
from staging.declarations
where declarations.evaluated_count > declarations.project_count
