SELECT [dbo].[Blacklist].[EMail], [dbo].[Blacklist].[Active] FROM [dbo].[Blacklist]

SELECT [kunden].[id], [kunden].[mail] FROM [kunden] WHERE [mail] != ''

SELECT TOP 1 CASE WHEN (concat(left([EMail], ?), 'i') = concat(left([EMail], ?), 'I')) THEN ? ELSE ? END AS anon_1 FROM [dbo].[Blacklist] WHERE [EMail] IS NOT NULL
--  1  int  0
--  2  int  0
--  3  int  1
--  4  int  0

SELECT [dbo].[Blacklist].[EMail], [dbo].[Blacklist].[Active] FROM [dbo].[Blacklist] WHERE [EMail] IN (?)
--  1  varchar  'a@example.com'

SELECT [kunden].[id], [kunden].[mail] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

SELECT TOP 1 CASE WHEN (concat(left([EMail], ?), 'i') = concat(left([EMail], ?), 'I')) THEN ? ELSE ? END AS anon_1 FROM [dbo].[Blacklist] WHERE [EMail] IS NOT NULL
--  1  int  0
--  2  int  0
--  3  int  1
--  4  int  0

SELECT [dbo].[Blacklist].[EMail], [dbo].[Blacklist].[Active] FROM [dbo].[Blacklist] WHERE [EMail] IN (?)
--  1  varchar  'a@example.com'

SELECT TOP (1) 1 FROM sys.objects

IF @@TRANCOUNT = 0 BEGIN TRANSACTION

SAVE TRANSACTION sa_savepoint_1

INSERT INTO [dbo].[Blacklist] ([EMail], [Active], [Created], [Id]) VALUES (?, ?, ?, ?)
--  1  varchar  'a@example.com'
--  2  int  1
--  3  datetime2  datetime.datetime(2026, 4, 12, 7, 5, 9)
--  4  varchar  '08168cd80dfd534ab0f10af10f1303fe'

SELECT TOP 1 CASE WHEN (concat(left([EMail], ?), 'i') = concat(left([EMail], ?), 'I')) THEN ? ELSE ? END AS anon_1 FROM [dbo].[Blacklist] WHERE [EMail] IS NOT NULL
--  1  int  0
--  2  int  0
--  3  int  1
--  4  int  0

SELECT [dbo].[Blacklist].[EMail], [dbo].[Blacklist].[Active] FROM [dbo].[Blacklist] WHERE [EMail] IN (?)
--  1  varchar  'a@example.com'

SELECT [kunden].[id], [kunden].[mail] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
