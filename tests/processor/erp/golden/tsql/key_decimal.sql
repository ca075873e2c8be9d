SELECT [kunden].[nr], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[nr], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [nr] IN (?)
--  1  numeric  Decimal('1.5')

UPDATE [kunden] SET [news]=? WHERE [nr] IN (?) AND [news] = ?
--  1  varchar  'N'
--  2  numeric  Decimal('1.5')
--  3  varchar  'Y'

SELECT [kunden].[nr], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [nr] IN (?)
--  1  numeric  Decimal('1.5')
