-- grain: one form that is no self-evaluation
-- 说明: 不是自评表
-- severity: note
-- message: 不是自评表，未计入
-- fix: 绩效目标申报、运行监控等表不需要在这里报送；应报自评的，请按统一表样填报自评表。
select
    files.year as year, -- 年度
    files.township as township, -- 乡镇
    fields.file as file, -- 文件
    fields.sheet as sheet, -- 工作表
    fields.cell as cell, -- 单元格
    fields.text || '（' || case fields.form
        when 'plan' then '绩效目标的申报、审批或批复'
        when 'monitoring' then '绩效运行监控'
        else '评估或复核'
    end || '）' as value, -- 表名和种类
from sources.fields
inner join sources.files
    on fields.file = files.file and files.fate = 'read'
where fields.field = 'form' and fields.form in ('plan', 'monitoring', 'appraisal') and not fields.hidden
