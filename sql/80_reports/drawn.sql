-- grain: one project proposed for re-check
-- 说明: 通报的附件抽查复核项目清单
-- part: 抽查清单
select
    recheck.place as 序号, -- 次序
    recheck.township as 乡镇, -- 单位名称
    recheck.project as 项目名称, -- 项目名称
    shown(cast(projects.adjusted_budget as decimal(18, 2)))
        || case when projects.is_left_out then '※' else '' end as "全年预算数（万元）", -- ※为有错误未改正
    recheck.reported_total as "自评得分（分）", -- 自评总分
    regexp_replace(recheck.reason, '，(没有公布种子，暂用年度|种子).*$', '') as 抽取原因 -- 抽取原因
from rankings.recheck
left join marked.projects
    on recheck.form_id = projects.form_id
where recheck.year = getvariable('year')
order by recheck.place
