-- grain: one indicator of a project as a reviewer judged it (抽查复核底稿): the third ledger
-- 说明: 复核底稿中的指标，一个指标一行；与自评、复算并列，互不覆盖
with singles as (
    select
        entries.form_id,
        max(entries.text) filter (where entries.field = 'project') as project,
        max(entries.text) filter (where entries.field = 'reviewer') as reviewer,
        max(entries.text) filter (where entries.field = 'conclusion') as conclusion,
    from staging.entries
    where entries.form = 'review' and entries.row_no is null
    group by entries.form_id
),

judged as (
    select
        entries.form_id,
        entries.year,
        entries.township,
        entries.row_no,
        entries.file,
        entries.sheet,
        max(entries.text) filter (where entries.field = 'level1') as level1,
        max(entries.text) filter (where entries.field = 'level2') as level2,
        max(entries.text) filter (where entries.field = 'level3') as level3,
        max(entries.text) filter (where entries.field = 'target') as target,
        max(entries.number) filter (where entries.field = 'weight') as weight,
        max(entries.text) filter (where entries.field = 'self_actual') as self_actual,
        max(entries.number) filter (where entries.field = 'self_score') as self_score,
        max(entries.text) filter (where entries.field = 'review_actual') as review_actual,
        max(entries.number) filter (where entries.field = 'review_score') as review_score,
        max(entries.text) filter (where entries.field = 'deviation') as deviation,
        max(entries.text) filter (where entries.field = 'note') as note,
        max(entries.cell) filter (where entries.field = 'review_score') as cell,
    from staging.entries
    where entries.form = 'review' and entries.row_no is not null
    group by all
)

select
    judged.form_id as review_id, -- 复核表的编号
    judged.year as year, -- 年度
    judged.township as township, -- 乡镇
    singles.project as project, -- 项目名称
    projects.form_id as form_id, -- 被复核的项目表编号
    singles.reviewer as reviewer, -- 复核人
    singles.conclusion as conclusion, -- 复核结论
    judged.row_no as row_no, -- 表内行号
    judged.level1 as level1, -- 一级指标
    judged.level2 as level2, -- 二级指标
    judged.level3 as level3, -- 三级指标
    judged.target as target, -- 指标值
    cast(judged.weight as decimal(12, 4)) as weight, -- 权重
    judged.self_actual as self_actual, -- 自评完成值
    cast(judged.self_score as decimal(12, 4)) as self_score, -- 自评得分
    judged.review_actual as review_actual, -- 复核完成值
    cast(judged.review_score as decimal(12, 4)) as review_score, -- 复核得分
    judged.deviation as deviation, -- 复核指标偏差
    judged.note as note, -- 备注（扣分原因）
    judged.file as file, -- 文件
    judged.sheet as sheet, -- 工作表
    judged.cell as cell, -- 复核得分所在单元格
from judged
left join singles
    on judged.form_id = singles.form_id
left join staging.projects
    on projects.counted and judged.year = projects.year and judged.township = projects.township
        and name_key(singles.project) = name_key(projects.project)
where judged.township is not null
order by judged.year, judged.township, judged.file, judged.form_id, judged.row_no
