SELECT [kunden].[ts], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[ts], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [ts] IN (?)
--  1  varbinary  b'\x00\x00\x00\x00\x00\x00\x07\xd1'

UPDATE [kunden] SET [news]=? WHERE [ts] IN (?) AND [news] = ?
--  1  varchar  'N'
--  2  varbinary  b'\x00\x00\x00\x00\x00\x00\x07\xd1'
--  3  varchar  'Y'

SELECT [kunden].[ts], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [ts] IN (?)
--  1  varbinary  b'\x00\x00\x00\x00\x00\x00\x07\xd1'
