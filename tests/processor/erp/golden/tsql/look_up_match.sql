SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[SearchMail] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [SearchMail] IN (?)
--  1  varchar  'A@EXAMPLE.COM'
