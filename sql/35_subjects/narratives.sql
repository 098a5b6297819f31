-- grain: one section of a township's report text, in the words that 自定义审核 uses
-- 说明: 自定义审核的对象“文字”：一个乡镇一节一行
-- view: 文字
select
    narratives.year as year, -- 年度
    narratives.township as township, -- 乡镇
    narratives.file as file, -- 文件
    narratives.sheet as sheet, -- 工作表
    narratives.cell as cell, -- 单元格
    narratives.township as 乡镇, -- 乡镇
    narratives.section as 章节, -- 章节：存在问题、改进措施等
    narratives.text as 内容, -- 文字
from staging.narratives
order by narratives.year, narratives.township, narratives.section_no
