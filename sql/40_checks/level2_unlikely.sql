-- grain: one indicator of a project that says of itself that it belongs under another second level
-- 说明: 二级指标归类疑误
-- severity: warn
-- message: 指标与所列的二级指标不相称
-- link: ；按写法应列入
-- fix: 请把该指标改列到相应的二级指标下；确应列在原处的，请把指标名称写得与其相称。
with named as (
    select
        indicators.*,
        regexp_replace(coalesce(indicators.level2, ''), '\s|　', '', 'g') as under,
        regexp_replace(coalesce(indicators.level1, ''), '\s|　', '', 'g') as above,
        regexp_replace(coalesce(indicators.level3, ''), '\s|　', '', 'g') as name,
        regexp_replace(coalesce(indicators.target, ''), '\s|　', '', 'g') as goal,
    from scores.indicators
    inner join staging.projects
        on indicators.form_id = projects.form_id and projects.counted
    where indicators.scope = 'project' and indicators.level2 is not null and indicators.level3 is not null
        and not is_execution(indicators.level1, indicators.level3, indicators.year)
),

-- The second levels of 财预〔2020〕10号; what stands under several or another one is not judged.
placed as (
    select
        named.*,
        list_filter(['数量', '质量', '时效', '成本', '经济', '社会', '生态', '可持续', '满意'],
            lambda word: contains(named.under, word)) as kinds,
        case when contains(named.above, '满意') then '满意' else kinds[1] end as level,
        level in ('数量', '质量', '时效', '成本') as is_output,
        level in ('经济', '社会', '生态', '可持续') as is_benefit,
    from named
    where len(kinds) = 1
),

-- In plain words: what the name ends in or says outright, with the measure of its target.
judged as (
    select
        placed.*,
        case
            -- How many were asked is a number, not how content they are.
            when regexp_matches(placed.name, '满意(度|率)')
                and not regexp_matches(placed.name, '(数|数量|份数|样本量|覆盖率|完成率|回收率)$|问卷') then '满意'
            when placed.level = '满意' then null
            when placed.is_benefit and regexp_matches(placed.name, '^(项目)?经济效益') then '经济'
            when placed.is_benefit and regexp_matches(placed.name, '^(项目)?社会效益') then '社会'
            when placed.is_benefit and regexp_matches(placed.name, '^(项目)?(生态|环境)效益') then '生态'
            when placed.is_benefit and regexp_matches(placed.name, '^可持续影响|长效机制|使用年限$') then '可持续'
            when placed.level in ('社会', '生态') and regexp_matches(placed.name, '增收|产值|利润|人均(纯|可支配)?收入')
                and regexp_matches(placed.goal, '元|%') then '经济'
            when placed.level = '经济'
                and regexp_matches(placed.name, '水土流失|森林覆盖率|空气质量|水质|污染物|减排|植被覆盖') then '生态'
            -- 办结时限达标率 and 成本控制达标率 are about time and cost.
            when placed.is_output and regexp_matches(placed.name, '(合格|优良|达标|完好|准确)率$|验收通过率$')
                and not regexp_matches(placed.name, '及时|按时|准时|按期|如期|时限|时效|工期|进度|成本|造价|标准|预算|支出') then '质量'
            when placed.level in ('数量', '成本')
                and regexp_matches(placed.name, '(及时|按时|准时|按期|如期)(完成|发放|支付|到位|拨付|开工|竣工)?率?$|完成时限$|完工时间$|完成时间$|工期$')
                then '时效'
            when placed.level in ('数量', '质量', '时效') and regexp_matches(placed.goal, '元')
                and regexp_matches(placed.name, '成本|造价|(补助|补贴|发放|奖励|支付)标准$|控制(数|额)$') then '成本'
            when placed.level in ('质量', '时效', '成本') and not regexp_matches(placed.goal, '%|元|天|日|月|年|季')
                and regexp_matches(placed.goal, '[0-9]')
                and regexp_matches(placed.name, '(数量|个数|人数|户数|人次|次数|场次|里程|面积|长度)$') then '数量'
        end as likely,
    from placed
)

select
    judged.year as year, -- 年度
    judged.township as township, -- 乡镇
    judged.project as project, -- 项目名称
    judged.form_id as form_id, -- 表的编号
    judged.row_no as row_no, -- 表内行号
    judged.file as file, -- 文件
    judged.sheet as sheet, -- 工作表
    judged.level3_cell as cell, -- 单元格
    '“' || judged.name || '”列在“' || judged.under || '”下' as value, -- 指标和所列的二级指标
    '“' || case judged.likely
        when '满意' then '服务对象满意度指标'
        when '经济' then '经济效益指标'
        when '社会' then '社会效益指标'
        when '生态' then '生态效益指标'
        when '可持续' then '可持续影响指标'
        else judged.likely || '指标'
    end || '”' as expected -- 按写法应列入
from judged
where judged.likely is not null and judged.likely <> coalesce(judged.level, '')
