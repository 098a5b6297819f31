-- grain: one fault of our own; none may be
-- message: 文件去向的合计与登记的文件数不符
select
    'registered ' || (select count(*) from sources.register) || ', with a fate ' || (select count(*) from sources.files) as detail,
where (select count(*) from sources.register) <> (select count(*) from sources.files where fate in ('read', 'superseded', 'unreadable', 'skipped'))
