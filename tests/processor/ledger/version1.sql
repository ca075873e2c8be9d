BEGIN TRANSACTION;
CREATE TABLE changes (
	id INTEGER NOT NULL, 
	drop_id VARCHAR(8) NOT NULL, 
	target VARCHAR(128) NOT NULL, 
	"key" VARCHAR(400) NOT NULL, 
	"column" VARCHAR(128) NOT NULL, 
	email TEXT NOT NULL, 
	canonical VARCHAR(400) NOT NULL, 
	action VARCHAR(64) NOT NULL, 
	"before" TEXT NOT NULL, 
	reason VARCHAR(64) NOT NULL, 
	line INTEGER NOT NULL, 
	rule VARCHAR(200) NOT NULL, 
	planned_at DATETIME NOT NULL, 
	applied_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "changes" VALUES(1,'AAAAAAAA','customers','[1]','email','anna@example.com','anna@example.com','set_no','"Y"','optout',2,'layout:test','2026-11-23 06:00:00.000000','2026-11-23 06:00:00.000000');
INSERT INTO "changes" VALUES(2,'AAAAAAAA','customers','[3]','email','bert@example.com','bert@example.com','mark','0','mailbox_unknown',3,'layout:test','2026-11-23 06:00:00.000000','2026-11-23 06:00:00.000000');
CREATE TABLE content (
	digest VARCHAR(64) NOT NULL, 
	meaning VARCHAR(64) NOT NULL, 
	drop_id VARCHAR(8) NOT NULL, 
	PRIMARY KEY (digest, meaning)
);
INSERT INTO "content" VALUES('c34ab6abb7b2bb595bc25c3b388c872fd1d575819a8f55cc689510285e212385','a1fbd439c2999321017bde1756149d4ea25710e993e6bd175819b4baeb421ab4','AAAAAAAA');
INSERT INTO "content" VALUES('2f858775d71cc4ece5f46f497c58c01167cd6fc301e56e935070f5e81bfe5890','f54003d2a0dce39df133293c463879549aca3105053e323a0afeae5054c111a2','BBBBBBBB');
CREATE TABLE drops (
	id VARCHAR(8) NOT NULL, 
	name VARCHAR(400) NOT NULL, 
	folder VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	received DATETIME NOT NULL, 
	state VARCHAR(64) NOT NULL, 
	layout VARCHAR(200) NOT NULL, 
	evidence TEXT NOT NULL, 
	shape TEXT NOT NULL, 
	reasons TEXT NOT NULL, 
	same_as VARCHAR(8) NOT NULL, 
	decision VARCHAR(64) NOT NULL, 
	applied_at DATETIME, 
	rested_at DATETIME, 
	receipt VARCHAR(400) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "drops" VALUES('AAAAAAAA','AAAAAAAA.csv','',12,'c34ab6abb7b2bb595bc25c3b388c872fd1d575819a8f55cc689510285e212385','2026-11-23 06:00:00.000000','applied','test','[]','{}','[]','','','2026-11-23 06:00:00.000000',NULL,'');
INSERT INTO "drops" VALUES('BBBBBBBB','BBBBBBBB.csv','',12,'2f858775d71cc4ece5f46f497c58c01167cd6fc301e56e935070f5e81bfe5890','2026-11-23 06:00:00.000000','held','test','[]','{}','[["too_many_optouts", {"count": 3, "percent": 1.5}]]','','',NULL,NULL,'');
CREATE TABLE exports (
	number INTEGER NOT NULL, 
	name VARCHAR(400) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	addresses INTEGER NOT NULL, 
	drawn_at DATETIME NOT NULL, 
	published_at DATETIME, 
	void BOOLEAN NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "exports" VALUES(1,'new-001.csv','0000000000000000000000000000000000000000000000000000000000000000',1,'2026-11-23 06:00:00.000000',NULL,0);
CREATE TABLE faults (
	id INTEGER NOT NULL, 
	part VARCHAR(64) NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	facts TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	until DATETIME, 
	PRIMARY KEY (id)
);
CREATE TABLE known_subscribers (
	canonical VARCHAR(400) NOT NULL, 
	since DATETIME NOT NULL, 
	source VARCHAR(64) NOT NULL, 
	PRIMARY KEY (canonical)
);
INSERT INTO "known_subscribers" VALUES('dora@example.com','2026-11-23 06:00:00.000000','export:1');
CREATE TABLE lines (
	drop_id VARCHAR(8) NOT NULL, 
	n INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	sheet VARCHAR(200) NOT NULL, 
	address VARCHAR(400) NOT NULL, 
	canonical VARCHAR(400) NOT NULL, 
	event VARCHAR(64) NOT NULL, 
	bounce_class VARCHAR(64) NOT NULL, 
	confident BOOLEAN NOT NULL, 
	at DATETIME, 
	list VARCHAR(500) NOT NULL, 
	mailing VARCHAR(500) NOT NULL, 
	rule VARCHAR(200) NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	reason VARCHAR(500) NOT NULL, 
	outcome VARCHAR(64) NOT NULL, 
	detail VARCHAR(64) NOT NULL, 
	customers TEXT NOT NULL, 
	PRIMARY KEY (drop_id, n)
);
INSERT INTO "lines" VALUES('AAAAAAAA',0,2,'','anna@example.com','anna@example.com','optout','',1,'2026-11-21 06:00:00.000000','Herbst','','layout:test','','zu viel','applied','set_no','customers:1');
INSERT INTO "lines" VALUES('AAAAAAAA',1,3,'','bert@example.com','bert@example.com','bounce','mailbox_unknown',1,'2026-11-22 06:00:00.000000','','Nr. 7','layout:test','','','applied','marked','customers:3');
INSERT INTO "lines" VALUES('AAAAAAAA',2,4,'','kein @','','rejected','',0,NULL,'','','layout:test','no_at','','rejected','','');
INSERT INTO "lines" VALUES('BBBBBBBB',0,2,'','carl@example.com','carl@example.com','optout','',1,NULL,'','','layout:test','','','held','suppressed','');
CREATE TABLE mailing_days (
	day DATE NOT NULL, 
	PRIMARY KEY (day)
);
INSERT INTO "mailing_days" VALUES('2026-11-22');
CREATE TABLE mails (
	"key" VARCHAR(100) NOT NULL, 
	subject VARCHAR(400) NOT NULL, 
	message BLOB NOT NULL, 
	page TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	filed_at DATETIME, 
	sent_at DATETIME, 
	trouble TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE meta (
	name VARCHAR(64) NOT NULL, 
	value VARCHAR(200), 
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('version','1');
INSERT INTO "meta" VALUES('installation','0123456789abcdef');
CREATE TABLE rounds (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	files INTEGER NOT NULL, 
	suppressed INTEGER NOT NULL, 
	customers INTEGER NOT NULL, 
	repaired INTEGER NOT NULL, 
	seconds FLOAT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE suppressions (
	canonical VARCHAR(400) NOT NULL, 
	reason VARCHAR(64) NOT NULL, 
	address VARCHAR(400) NOT NULL, 
	bounce_class VARCHAR(64) NOT NULL, 
	since DATETIME NOT NULL, 
	drop_id VARCHAR(8) NOT NULL, 
	line INTEGER NOT NULL, 
	rule VARCHAR(200) NOT NULL, 
	lifted_at DATETIME, 
	lifted_by VARCHAR(8) NOT NULL, 
	PRIMARY KEY (canonical, reason)
);
INSERT INTO "suppressions" VALUES('anna@example.com','optout','anna@example.com','','2026-11-21 06:00:00.000000','AAAAAAAA',2,'layout:test',NULL,'');
INSERT INTO "suppressions" VALUES('bert@example.com','bounce','bert@example.com','mailbox_unknown','2026-11-22 06:00:00.000000','AAAAAAAA',3,'layout:test',NULL,'');
CREATE TABLE tallies (
	drop_id VARCHAR(8) NOT NULL, 
	event VARCHAR(64) NOT NULL, 
	outcome VARCHAR(64) NOT NULL, 
	detail VARCHAR(64) NOT NULL, 
	lines INTEGER NOT NULL, 
	PRIMARY KEY (drop_id, event, outcome, detail)
);
INSERT INTO "tallies" VALUES('AAAAAAAA','bounce','applied','marked',1);
INSERT INTO "tallies" VALUES('AAAAAAAA','optout','applied','set_no',1);
INSERT INTO "tallies" VALUES('AAAAAAAA','rejected','rejected','',1);
INSERT INTO "tallies" VALUES('BBBBBBBB','optout','held','suppressed',1);
CREATE INDEX ix_drops_state ON drops (state);
CREATE INDEX ix_lines_canonical ON lines (canonical);
CREATE INDEX ix_changes_applied_at ON changes (applied_at);
CREATE INDEX ix_changes_canonical ON changes (canonical);
CREATE INDEX ix_changes_drop_id ON changes (drop_id);
CREATE INDEX ix_known_subscribers_source ON known_subscribers (source);
CREATE INDEX ix_rounds_at ON rounds (at);
COMMIT;
