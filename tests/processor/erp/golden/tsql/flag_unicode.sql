SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

UPDATE [kunden] SET [news]=? WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND [news] = ?
--  1  nvarchar  'Größe'
--  2  varchar (max)  '[1]'
--  3  varchar  'Ja'

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
