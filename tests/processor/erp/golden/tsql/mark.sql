SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[bad] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[bad] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

UPDATE [kunden] SET [bad]=?, [since]=? WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND [bad] IS NULL
--  1  varchar  'bounce 2026-04-12: mailbox_unknown'
--  2  datetime2  datetime.datetime(2026, 4, 12, 7, 5, 9)
--  3  varchar (max)  '[1]'

SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[bad] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
