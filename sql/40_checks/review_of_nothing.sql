-- grain: one working paper of a project that the township did not send
-- 说明: 复核的项目没有报送
-- severity: warn
-- message: 复核底稿所写的项目没有对应的项目自评表
-- fix: 请复核人核对单位名称和项目名称，与自评表一致。
select
    reviews.year as year, -- 年度
    reviews.township as township, -- 乡镇
    reviews.project as project, -- 项目名称
    reviews.file as file, -- 文件
    reviews.sheet as sheet, -- 工作表
    min_by(reviews.cell, reviews.row_no) as cell, -- 单元格
    coalesce(reviews.project, '没有写项目名称') as value, -- 底稿所写的项目
from staging.reviews
where reviews.form_id is null
group by all
