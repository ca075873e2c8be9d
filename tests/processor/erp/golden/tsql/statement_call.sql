SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

{call dbo.spOff(?, ?)}
--  1  int  1
--  2  varchar  'optout'

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
