-- grain: one amount of a project on which the sheets of the ledger do not agree
-- 说明: 台账各处金额不一致
-- severity: warn
-- message: 台账中同一项目的同一金额各处不一致，没有用来核对
-- fix: 请财政局核对各份台账，更正错误的一份，或移走过时的一份。
select
    ledger_amounts.year as year, -- 年度
    ledger.project as project, -- 项目名称
    ledger_amounts.file as file, -- 文件
    ledger_amounts.sheet as sheet, -- 工作表
    ledger_amounts.cell as cell, -- 单元格
    ledger.township || '“' || ledger.project || '”' || ledger_amounts.item || '：'
        || ledger_amounts.words as value, -- 各处的金额
from staging.ledger_amounts
inner join staging.ledger
    on ledger_amounts.year = ledger.year and ledger_amounts.township = ledger.township
        and ledger_amounts.ledger_key = ledger.ledger_key
where not ledger_amounts.is_agreed
