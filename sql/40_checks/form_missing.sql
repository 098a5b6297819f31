-- grain: one kind of whole-township form that a township did not send
-- 说明: 缺表
-- severity: error
-- message: 缺少表
-- fix: 请补报这张表。
select
    submitted.year as year, -- 年度
    submitted.township as township, -- 乡镇
    wanted.label as expected, -- 缺少的表
from scores.townships as submitted
inner join rules.fields as wanted
    on wanted.role = '标题' and wanted.form in ('budget', 'department', 'goals', 'text')
where submitted.is_submitted
    and not exists (
        from staging.forms
        where forms.form = wanted.form and forms.year = submitted.year and forms.township = submitted.township
            and (forms.is_counted or forms.is_set_aside)
    )

union all by name

select
    submitted.year as year,
    submitted.township as township,
    '项目支出绩效自评表' as expected,
from scores.townships as submitted
-- A township may have no project.
where submitted.is_submitted and submitted.project_forms = 0 and submitted.project_count is distinct from 0
