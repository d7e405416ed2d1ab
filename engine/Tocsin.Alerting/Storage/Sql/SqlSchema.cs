namespace Tocsin.Alerting.Storage.Sql;

/// <summary>
/// The tables, as a list of steps: a store's version is the number of steps that were taken on it. They are written as SQLite knows them; another
/// database has its own words for the types, and for the few steps that are more than tables.
/// </summary>
public static class SqlSchema
{
    /// <summary>Steps are only ever added: those that were released never change.</summary>
    public static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE tasks (
            id TEXT PRIMARY KEY, type TEXT NOT NULL, script TEXT NOT NULL, dbrps TEXT NOT NULL, vars TEXT NOT NULL, status TEXT NOT NULL,
            template TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, enabled INTEGER, error TEXT NOT NULL);
        CREATE TABLE templates (
            id TEXT PRIMARY KEY, type TEXT NOT NULL, script TEXT NOT NULL, vars TEXT NOT NULL,
            created INTEGER NOT NULL, modified INTEGER NOT NULL, error TEXT NOT NULL);
        CREATE TABLE handlers (
            topic TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, match TEXT NOT NULL, options TEXT, PRIMARY KEY (topic, id));
        CREATE TABLE topics (no INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE events (
            topic INTEGER NOT NULL, id TEXT NOT NULL, level INTEGER NOT NULL, time INTEGER NOT NULL, duration INTEGER NOT NULL,
            message TEXT NOT NULL, details TEXT NOT NULL, PRIMARY KEY (topic, id)) WITHOUT ROWID;
        CREATE TABLE targets (no INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE outbox (
            target INTEGER NOT NULL, no INTEGER NOT NULL, key INTEGER NOT NULL, since INTEGER NOT NULL, event BLOB NOT NULL,
            PRIMARY KEY (target, no)) WITHOUT ROWID;
        CREATE TABLE dead_letters (
            no INTEGER PRIMARY KEY, target TEXT NOT NULL, key INTEGER NOT NULL, since INTEGER NOT NULL, died INTEGER NOT NULL,
            attempts INTEGER NOT NULL, reason TEXT NOT NULL, event BLOB NOT NULL);
        """,
        """
        CREATE TABLE open_alerts (
            topic INTEGER NOT NULL, id TEXT NOT NULL, node TEXT NOT NULL, shape TEXT NOT NULL, event BLOB NOT NULL,
            PRIMARY KEY (topic, id)) WITHOUT ROWID;
        ALTER TABLE tasks ADD COLUMN ran_script TEXT;
        ALTER TABLE tasks ADD COLUMN ran_vars TEXT;
        """,

        // Deliveries that were made are most of the ledger; the index on outcomes holds the few others.
        """
        CREATE TABLE ledger (
            no INTEGER PRIMARY KEY, target INTEGER NOT NULL, key INTEGER NOT NULL, alert TEXT NOT NULL, level INTEGER NOT NULL,
            previous INTEGER NOT NULL, message TEXT NOT NULL, time INTEGER NOT NULL, raised INTEGER NOT NULL, ended INTEGER NOT NULL,
            attempts INTEGER NOT NULL, outcome INTEGER NOT NULL, reply TEXT NOT NULL, reason TEXT NOT NULL);
        CREATE INDEX ledger_alerts ON ledger (alert);
        CREATE INDEX ledger_targets ON ledger (target);
        CREATE INDEX ledger_outcomes ON ledger (outcome) WHERE outcome <> 0;
        ALTER TABLE handlers ADD COLUMN delivery TEXT;
        """,
        """
        CREATE TABLE sources (id TEXT PRIMARY KEY, kind TEXT NOT NULL, definition TEXT NOT NULL);
        CREATE TABLE source_keys (source TEXT NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (source, hash)) WITHOUT ROWID;
        CREATE TABLE quarantine (
            no INTEGER PRIMARY KEY, source TEXT NOT NULL, received INTEGER NOT NULL, problem TEXT NOT NULL, head TEXT NOT NULL,
            length INTEGER NOT NULL, body BLOB NOT NULL);
        """,
        """
        CREATE TABLE acknowledgements (
            topic INTEGER NOT NULL, id TEXT NOT NULL, level INTEGER NOT NULL, at INTEGER NOT NULL, author TEXT NOT NULL, system TEXT NOT NULL,
            text TEXT NOT NULL, PRIMARY KEY (topic, id)) WITHOUT ROWID;
        CREATE TABLE incidents (
            topic INTEGER NOT NULL, id TEXT NOT NULL, system TEXT NOT NULL, incident TEXT NOT NULL, url TEXT NOT NULL,
            PRIMARY KEY (topic, id, system, incident)) WITHOUT ROWID;
        CREATE TABLE activities (
            no INTEGER PRIMARY KEY, topic INTEGER NOT NULL, id TEXT NOT NULL, recorded INTEGER NOT NULL, at INTEGER NOT NULL,
            kind INTEGER NOT NULL, author TEXT NOT NULL, system TEXT NOT NULL, text TEXT NOT NULL,
            incident_system TEXT, incident TEXT, incident_url TEXT);
        CREATE INDEX activities_by_alert ON activities (topic, id);
        CREATE INDEX activities_by_time ON activities (recorded);
        """,
        """
        CREATE TABLE watched_groups (
            task TEXT NOT NULL, stream TEXT NOT NULL, key TEXT NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (task, stream, key)) WITHOUT ROWID;
        """,

        // The numbers of deliveries are too long to be typed. Short ones are never given twice: somebody may drop an old one by mistake.
        """
        CREATE TABLE dead_letter_numbers (number INTEGER PRIMARY KEY AUTOINCREMENT, no INTEGER NOT NULL UNIQUE);
        INSERT INTO dead_letter_numbers (no) SELECT no FROM dead_letters ORDER BY no;
        CREATE TRIGGER dead_letter_kept AFTER INSERT ON dead_letters BEGIN
            INSERT OR IGNORE INTO dead_letter_numbers (no) VALUES (new.no);
        END;
        CREATE TRIGGER dead_letter_gone AFTER DELETE ON dead_letters BEGIN
            DELETE FROM dead_letter_numbers WHERE no = old.no;
        END;
        """,
        """
        CREATE TABLE config_overrides (
            no INTEGER PRIMARY KEY, section TEXT NOT NULL, element TEXT NOT NULL, options TEXT NOT NULL, added INTEGER NOT NULL, UNIQUE (section, element));
        """,
        """
        CREATE TABLE function_snapshots (task TEXT NOT NULL, node TEXT NOT NULL, function TEXT NOT NULL, snapshot BLOB NOT NULL, PRIMARY KEY (task, node));
        """,
        """
        CREATE TABLE recordings (
            id TEXT PRIMARY KEY, type TEXT NOT NULL, date INTEGER NOT NULL, bytes INTEGER NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL);
        CREATE TABLE replays (
            id TEXT PRIMARY KEY, task TEXT NOT NULL, recording TEXT NOT NULL, keeps_times INTEGER NOT NULL, clock TEXT NOT NULL,
            date INTEGER NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL, stats TEXT NOT NULL);
        """,
        """
        CREATE TABLE users (name TEXT PRIMARY KEY, password TEXT NOT NULL, roles TEXT NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL);
        CREATE TABLE tokens (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, roles TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER, used INTEGER);
        CREATE TABLE audit (
            no INTEGER PRIMARY KEY, at INTEGER NOT NULL, author TEXT NOT NULL, origin TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL);
        """,
        """
        CREATE TABLE silences (id TEXT PRIMARY KEY, definition TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, ended INTEGER);
        CREATE TABLE withheld (
            topic INTEGER NOT NULL, id TEXT NOT NULL, target INTEGER NOT NULL, told INTEGER NOT NULL, ceiling INTEGER NOT NULL,
            silence TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (topic, id, target)) WITHOUT ROWID;
        CREATE INDEX withheld_targets ON withheld (target);
        """,
        """
        CREATE TABLE evidence (
            no INTEGER PRIMARY KEY, id TEXT NOT NULL, node TEXT NOT NULL, time INTEGER NOT NULL, level INTEGER NOT NULL, previous INTEGER NOT NULL,
            seen INTEGER NOT NULL, json BLOB NOT NULL);
        CREATE INDEX evidence_by_alert ON evidence (id);
        """,
        """
        ALTER TABLE withheld ADD COLUMN cause INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE withheld ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE withheld ADD COLUMN notified INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE withheld ADD COLUMN started INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE withheld ADD COLUMN peak INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE withheld ADD COLUMN gathered TEXT NOT NULL DEFAULT '';
        ALTER TABLE withheld ADD COLUMN ending BLOB NOT NULL DEFAULT x'';
        CREATE TABLE sent (target INTEGER PRIMARY KEY, times TEXT NOT NULL);
        """,
        """
        CREATE TABLE task_states (task TEXT PRIMARY KEY, no INTEGER NOT NULL, first INTEGER NOT NULL, taken INTEGER NOT NULL);
        CREATE TABLE task_state_parts (task TEXT NOT NULL, no INTEGER NOT NULL, part INTEGER NOT NULL, state BLOB NOT NULL, PRIMARY KEY (task, no, part));
        """,
        """
        CREATE TABLE drills (id TEXT PRIMARY KEY, definition TEXT NOT NULL, last INTEGER, problem TEXT NOT NULL, arrived TEXT NOT NULL);
        """,
        """
        ALTER TABLE task_states ADD COLUMN journal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE task_states ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE raised (
            task TEXT NOT NULL, node TEXT NOT NULL, grp TEXT NOT NULL, number INTEGER NOT NULL, began INTEGER NOT NULL, position INTEGER NOT NULL,
            PRIMARY KEY (task, node, grp)) WITHOUT ROWID;
        """,
    ];
}
