SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

exec dbo.spNewsletterOff ?, ?, ?
--  1  int  1
--  2  varchar  'a@example.com'
--  3  datetime2  datetime.datetime(2026, 4, 12, 7, 5, 9)

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
