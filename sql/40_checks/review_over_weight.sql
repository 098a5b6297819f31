-- grain: one indicator that a reviewer scored above its weight or below zero
-- 说明: 复核得分超过分值
-- severity: warn
-- message: 复核得分超过该指标的分值
-- fix: 请复核人改正复核得分，不得超过分值。
select
    reviews.year as year, -- 年度
    reviews.township as township, -- 乡镇
    reviews.project as project, -- 项目名称
    reviews.form_id as form_id, -- 表的编号
    reviews.row_no as row_no, -- 表内行号
    reviews.file as file, -- 文件
    reviews.sheet as sheet, -- 工作表
    reviews.cell as cell, -- 单元格
    reviews.level3 || ' 复核 ' || shown(reviews.review_score) || ' 分' as value, -- 复核得分
    '0 到 ' || shown(reviews.weight) || ' 分' as expected, -- 应为
from staging.reviews
where round(reviews.review_score, 2) > round(reviews.weight, 2) or reviews.review_score < 0
