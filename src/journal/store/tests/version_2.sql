-- A journal as version 2 of the schema was written: a session with all that belongs to one, and an attack.
PRAGMA application_id = 1400139892;
PRAGMA user_version = 2;
-- Tables stand here by name, before those that they point to.
PRAGMA foreign_keys = OFF;
CREATE TABLE applied (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        pack TEXT NOT NULL,
        site TEXT NOT NULL,
        from_time TEXT NOT NULL,
        from_unix_millis INTEGER NOT NULL,
        lasted_millis INTEGER NOT NULL,
        written_unix_millis INTEGER NOT NULL,
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "applied" VALUES('20260329T005930000000-1',0,'Cold','Forehead','2026-03-29T03:00:00+02:00',1774746000000,600000,1795423108772);
CREATE TABLE attack (
        id TEXT NOT NULL PRIMARY KEY,
        started TEXT NOT NULL,
        started_unix_millis INTEGER NOT NULL,
        ended TEXT,
        over_unix_millis INTEGER NOT NULL,
        peak INTEGER CHECK (peak BETWEEN 0 AND 10),
        place TEXT NOT NULL,
        aura TEXT NOT NULL,
        note TEXT NOT NULL,
        written_unix_millis INTEGER NOT NULL,
        deleted_unix_millis INTEGER
    ) STRICT;
INSERT INTO "attack" VALUES('20260328T230000000000-1-attack','2026-03-28T23:00:00+01:00',1774735200000,'2026-03-29T12:00:00+02:00',1774778400000,7,'left','yes','',1795423108772,NULL);
CREATE TABLE change (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        sentence TEXT NOT NULL,
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "change" VALUES('20260329T005930000000-1',0,'B instead of A.');
CREATE TABLE later (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        point TEXT NOT NULL,
        answered TEXT NOT NULL,
        pain INTEGER CHECK (pain BETWEEN 0 AND 10),
        feeling TEXT,
        declined INTEGER NOT NULL,
        PRIMARY KEY (session, point)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "later" VALUES('20260329T005930000000-1','two_hours','2026-03-29T05:30:00+02:00',2,'better',0);
CREATE TABLE medicine (
        entry TEXT NOT NULL,
        position INTEGER NOT NULL,
        what TEXT NOT NULL,
        taken TEXT NOT NULL,
        class TEXT,
        PRIMARY KEY (entry, position)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "medicine" VALUES('20260329T005930000000-1',0,'ibuprofen 400','2026-03-29T03:00:00+02:00','simple');
CREATE TABLE session (
        id TEXT NOT NULL PRIMARY KEY,
        routine TEXT NOT NULL,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        phase TEXT,
        started TEXT NOT NULL,
        started_unix_millis INTEGER NOT NULL,
        ended TEXT,
        outcome TEXT NOT NULL,
        pain_before INTEGER CHECK (pain_before BETWEEN 0 AND 10),
        pain_after INTEGER CHECK (pain_after BETWEEN 0 AND 10),
        feeling TEXT,
        note TEXT NOT NULL,
        planned_millis INTEGER NOT NULL,
        done_millis INTEGER NOT NULL,
        written_unix_millis INTEGER NOT NULL
    , wished_millis INTEGER, position_millis INTEGER NOT NULL DEFAULT 0, let_go INTEGER NOT NULL DEFAULT 0, unwanted TEXT NOT NULL DEFAULT '', over_unix_millis INTEGER NOT NULL DEFAULT 0, words TEXT NOT NULL DEFAULT '', seen_unix_millis INTEGER, deleted_unix_millis INTEGER) STRICT;
INSERT INTO "session" VALUES('20260329T005930000000-1','cold-forehead','Cold on the forehead','Cold','Attack','2026-03-29T01:59:30+01:00',1774745970000,'2026-03-29T03:10:30.250+02:00','completed',6,4,'better','Größer als sonst',660000,660000,1795423108771,660000,660000,0,'red skin',1774746630250,'cold on the forehead
größer als sonst
red skin
ibuprofen 400',NULL,NULL);
CREATE TABLE state (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "state" VALUES('20260329T005930000000-1',0,'TouchHurts');
CREATE TABLE step (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        planned_millis INTEGER NOT NULL,
        done_millis INTEGER NOT NULL,
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "step" VALUES('20260329T005930000000-1',0,'Settle',60000,60000);
CREATE TABLE symptoms (
        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        after INTEGER NOT NULL CHECK (after IN (0, 1)),
        nausea INTEGER CHECK (nausea BETWEEN 0 AND 3),
        light INTEGER CHECK (light BETWEEN 0 AND 3),
        sound INTEGER CHECK (sound BETWEEN 0 AND 3),
        touch INTEGER CHECK (touch BETWEEN 0 AND 3),
        function INTEGER CHECK (function BETWEEN 0 AND 3),
        bothersome TEXT,
        PRIMARY KEY (session, after)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "symptoms" VALUES('20260329T005930000000-1',0,1,3,2,NULL,2,'light');
INSERT INTO "symptoms" VALUES('20260329T005930000000-1',1,0,NULL,NULL,NULL,NULL,NULL);
CREATE INDEX session_started ON session (started_unix_millis);
CREATE INDEX applied_from ON applied (from_unix_millis);
CREATE INDEX attack_started ON attack (started_unix_millis);
CREATE INDEX medicine_day ON medicine (substr(taken, 1, 10));
CREATE INDEX session_routine ON session (routine, started_unix_millis);
CREATE INDEX session_day ON session (substr(started, 1, 10), phase) WHERE deleted_unix_millis IS NULL;
CREATE INDEX session_pain ON session (routine, phase, pain_before, pain_after)
        WHERE deleted_unix_millis IS NULL;
CREATE INDEX session_running ON session (written_unix_millis) WHERE outcome = 'running';
CREATE INDEX session_deleted ON session (deleted_unix_millis) WHERE deleted_unix_millis IS NOT NULL;
CREATE INDEX attack_deleted ON attack (deleted_unix_millis) WHERE deleted_unix_millis IS NOT NULL;
