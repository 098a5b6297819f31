-- grain: one row a file in the inputs folder, with its fate
-- 说明: 每个文件的去向：已读取、被更新的文件代替、不能读取、跳过
with kinds as (
    select
        claims.file,
        list(distinct coalesce(claims.township_code, '') || '/' || case
            when claims.form in ('project', 'project_list', 'indicator_list') then 'project'
            else claims.form
        end) as forms,
        bool_and(claims.form in ('project', 'project_list', 'indicator_list')) as is_projects_only,
    from sources.claims
    where not claims.is_hidden and claims.form not in ('plan', 'monitoring', 'appraisal')
    group by claims.file
),

-- A newer file that holds every kind of form of the older one, of the same townships, takes its place. One that
-- brings only some of them again replaces those forms, not the file (staging.forms). A project's own file among
-- many says nothing about the others: only files with whole-township forms are compared.
newer as (
    select
        older.file,
        max_by(newest.file, (newest.recency, newest.file)) as newer_file,
        max_by(coalesce(later_by(newest.mark, own.mark), ''), (newest.recency, newest.file)) as later_by,
    from kinds
    inner join sources.register as older
        on kinds.file = older.file
    inner join sources.identities as owner
        on older.file = owner.file
    inner join sources.identities as rival
        on owner.township_code = rival.township_code and owner.year = rival.year and owner.file <> rival.file
    inner join kinds as rival_kinds
        on rival.file = rival_kinds.file and list_has_all(rival_kinds.forms, kinds.forms)
    inner join sources.versions as own
        on older.file = own.file
    inner join sources.versions as newest
        on rival.file = newest.file
    where not kinds.is_projects_only
        -- Reviewers hand in a file each: all of them count.
        and not is_review(older.file) and not is_review(newest.file)
        and (newest.recency, newest.file) > (own.recency, own.file)
        and not owner.is_other_year and not rival.is_other_year
    group by older.file
)

select
    register.file as file, -- 文件（相对输入文件夹）
    register.file_sha as file_sha, -- 文件内容的 SHA-256
    register.year as year, -- 报送年度
    roster.name as township, -- 乡镇；复核底稿不是乡镇的，为空
    case
        when register.fate = 'read' and not register.is_copy then identities.township_code
        else register.path_code
    end as township_code, -- 单位代码
    case
        when register.is_copy then 'superseded'
        when register.fate <> 'read' then register.fate
        when identities.is_other_year then 'skipped'
        when newer.newer_file is not null then 'superseded'
        else 'read'
    end as fate, -- 去向：read 已读取、superseded 被代替、unreadable 不能读取、skipped 跳过
    case
        when register.is_copy then '与“' || register.first_file || '”内容完全相同，只计一次'
        when register.fate <> 'read' then register.reason
        when identities.is_other_year
            then '表内年度为' || identities.form_year || '年，与报送年度' || register.year || '年不符，未计入'
        when newer.newer_file is not null then '已由更新的“' || newer.newer_file || '”代替（'
            || coalesce(nullif(newer.later_by, ''), '先后只有文件时间可据，待确认') || '）'
        else register.reason -- 按哪个版本计入
    end as reason, -- 原因
    register.step as step, -- 改正办法
    identities.form_code as form_code, -- 表内填写的单位代码
    register.path_code as path_code, -- 文件夹或文件名中的单位代码
    identities.form_year as form_year, -- 表内填写的年度
    register.size as size, -- 字节数
    case
        when register.fate = 'read' and not register.is_copy and not identities.is_other_year then newer.newer_file
    end as newer_file, -- 代替它的文件
    register.modified_at as modified_at, -- 修改时间
from sources.register
left join sources.identities
    on register.file = identities.file
left join newer
    on register.file = newer.file
left join rules.roster
    on roster.code = case
            when register.fate = 'read' and not register.is_copy then identities.township_code
            else register.path_code
        end
        and in_force(roster.from_year, roster.to_year, register.year) and not is_review(register.file)
order by register.file
