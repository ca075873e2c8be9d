SELECT [kunden].[id], [kunden].[mail], [kunden].[gone] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[gone] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

UPDATE [kunden] SET [gone]=? WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND [gone] IS NULL
--  1  datetime2  datetime.datetime(2026, 4, 12, 7, 5, 9)
--  2  varchar (max)  '[1]'

SELECT [kunden].[id], [kunden].[mail], [kunden].[gone] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
