using System.Buffers.Binary;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that read. Safe for any thread.</summary>
internal sealed class SqlStateReader(ISqlReads reads, SqlRowProblems problems) : IDisposable
{
    /// <summary>The last that a calendar has.</summary>
    private const long LastMillisecond = 253402300799999;

    private const string DeadLetters =
        "SELECT number, no, target, key, since, died, attempts, reason, event FROM dead_letter_numbers JOIN dead_letters USING (no) ";

    public IReadOnlyList<TaskRecord> LoadTasks() => Rows(
        "SELECT id, type, script, dbrps, vars, status, template, created, modified, enabled, error, ran_script, ran_vars FROM tasks ORDER BY id",
        static row => new TaskRecord
        {
            Id = row.Text(0),
            Type = row.Text(1),
            Script = row.Text(2),
            DbrpsJson = row.Text(3),
            VarsJson = row.Text(4),
            Status = row.Text(5),
            TemplateId = row.Text(6),
            Created = Time(row, 7),
            Modified = Time(row, 8),
            LastEnabled = row.IsNull(9) ? null : Time(row, 9),
            Error = row.Text(10),
            RanScript = row.IsNull(11) ? null : row.Text(11),
            RanVarsJson = row.IsNull(12) ? null : row.Text(12),
        });

    public IReadOnlyList<WatchedGroupRow> ReadWatchedGroups(string task, string stream) => Rows(
        "SELECT key, seen FROM watched_groups WHERE task = ?1 AND stream = ?2",
        static row => new WatchedGroupRow(row.Text(0), row.Integer(1)),
        statement => statement.Bind(1, task).Bind(2, stream));

    public FunctionSnapshotRow? ReadFunctionSnapshot(string task, string node) => Rows(
        "SELECT function, snapshot FROM function_snapshots WHERE task = ?1 AND node = ?2",
        static row => new FunctionSnapshotRow(row.Text(0), row.Blob(1)),
        statement => statement.Bind(1, task).Bind(2, node)) is [var snapshot] ? snapshot : null;

    public TaskStateRow? ReadTaskState(string task) => Rows(
        "SELECT no, first, taken, journal, position FROM task_states WHERE task = ?1",
        static row => new TaskStateRow(row.Integer(0), row.Integer(1), row.Integer(2), row.Integer(3), row.Integer(4)),
        statement => statement.Bind(1, task)) is [var state] ? state : null;

    public IReadOnlyList<RaisedRow> ReadRaised(string task) => Rows(
        "SELECT node, grp, number, began, position FROM raised WHERE task = ?1",
        row => new RaisedRow(task, row.Text(0), row.Text(1), row.Integer(2), (AlertLevel)row.Integer(3), row.Integer(4)),
        statement => statement.Bind(1, task));

    public IReadOnlyList<byte[]> ReadTaskStateParts(string task, TaskStateRow state) => Rows(
        "SELECT state FROM task_state_parts WHERE task = ?1 AND no BETWEEN ?2 AND ?3 ORDER BY no DESC, part",
        static row => row.Blob(0),
        statement => statement.Bind(1, task).Bind(2, state.First).Bind(3, state.Number));

    public IReadOnlyList<TemplateRecord> LoadTemplates() => Rows(
        "SELECT id, type, script, vars, created, modified, error FROM templates ORDER BY id",
        static row => new TemplateRecord
        {
            Id = row.Text(0),
            Type = row.Text(1),
            Script = row.Text(2),
            VarsJson = row.Text(3),
            Created = Time(row, 4),
            Modified = Time(row, 5),
            Error = row.Text(6),
        });

    public IReadOnlyList<HandlerSpec> LoadHandlers() => Rows(
        "SELECT topic, id, kind, match, options, delivery FROM handlers ORDER BY topic, id",
        static row => new HandlerSpec
        {
            Topic = row.Text(0),
            Id = row.Text(1),
            Kind = row.Text(2),
            Match = row.Text(3),
            OptionsJson = row.IsNull(4) ? null : row.Text(4),
            DeliveryJson = row.IsNull(5) ? null : row.Text(5),
        });

    public IReadOnlyList<ConfigOverrideRow> LoadOverrides() => Rows(
        "SELECT section, element, options, added FROM config_overrides ORDER BY section, no",
        static row => new ConfigOverrideRow(row.Text(0), row.Text(1), row.Text(2), row.Integer(3) != 0));

    public IReadOnlyList<UserRow> LoadUsers() => Rows(
        "SELECT name, password, roles, created, changed FROM users ORDER BY name",
        static row => new UserRow(row.Text(0), row.Text(1), row.Text(2), Milliseconds(row, 3), Milliseconds(row, 4)));

    public IReadOnlyList<TokenRow> LoadTokens() => Rows(
        "SELECT id, name, hash, roles, created, expires, used FROM tokens ORDER BY created, id",
        static row => new TokenRow
        {
            Id = row.Text(0),
            Name = row.Text(1),
            Hash = row.Blob(2),
            Roles = row.Text(3),
            Created = Milliseconds(row, 4),
            Expires = row.IsNull(5) ? null : Milliseconds(row, 5),
            Used = row.IsNull(6) ? null : Milliseconds(row, 6),
        });

    public IReadOnlyList<AuditRow> ReadAudit(long before, int limit) => Rows(
        "SELECT no, at, author, origin, action, target FROM audit WHERE no < ?1 ORDER BY no DESC LIMIT ?2",
        static row => new AuditRow
        {
            Number = row.Integer(0), At = Milliseconds(row, 1), By = row.Text(2), From = row.Text(3), Action = row.Text(4), Target = row.Text(5),
        },
        statement => statement.Bind(1, before).Bind(2, limit));

    public IReadOnlyList<(int Topic, string Name)> LoadTopics() =>
        Rows("SELECT no, name FROM topics ORDER BY no", static row => (Int(row, 0), row.Text(1)));

    public void LoadEvents(Action<int, string, EventState> take) => Read(
        "SELECT topic, id, level, time, duration, message, details FROM events",
        static _ => { },
        row => take(Int(row, 0), row.Text(1), new EventState
        {
            Level = Level(row, 2),
            UnixNanoseconds = row.Integer(3),
            DurationNanoseconds = row.Integer(4),
            Message = row.Text(5),
            Details = row.Text(6),
        }));

    public IReadOnlyList<OpenAlertRow> ReadOpenAlerts(string nodePrefix) => Rows(
        "SELECT topics.name, node, shape, event FROM open_alerts JOIN topics ON topics.no = topic " +
        "WHERE substr(node, 1, length(?1)) = ?1 ORDER BY topic, id",
        static row => new OpenAlertRow(row.Text(0), row.Text(1), row.Text(2), row.Blob(3)),
        statement => statement.Bind(1, nodePrefix));

    public byte[]? FindOpenAlert(int topic, string id) => Rows(
        "SELECT event FROM open_alerts WHERE topic = ?1 AND id = ?2",
        static row => row.Blob(0),
        statement => statement.Bind(1, topic).Bind(2, id)) is [var alert] ? alert : null;

    public void ReadOpenEvents(Action<int, string, byte[]> take) => Read(
        "SELECT topic, id, event FROM open_alerts", static _ => { }, row => take(Int(row, 0), row.Text(1), row.Blob(2)));

    public void LoadKnownAlerts(Action<int, string, KnownAlertRow> take) => Read(
        "SELECT topic, id, target, told, ceiling, silence, since, cause, due, notified, started, peak, gathered, ending FROM withheld",
        static _ => { },
        row => take(Int(row, 0), row.Text(1), new KnownAlertRow(Int(row, 2), Level(row, 3), Level(row, 4), row.Text(5), Milliseconds(row, 6))
        {
            Cause = Int(row, 7), DueUnixMilliseconds = Milliseconds(row, 8), ToldUnixMilliseconds = Milliseconds(row, 9), StartedUnixMilliseconds = Milliseconds(row, 10),
            Peak = Level(row, 11), Group = row.Text(12), End = row.Blob(13),
        }));

    public IReadOnlyList<(int Target, string Times)> LoadSent() => Rows("SELECT target, times FROM sent", static row => (Int(row, 0), row.Text(1)));

    public IReadOnlyList<SilenceRow> LoadSilences() => Rows(
        "SELECT id, definition, created, updated, ended FROM silences ORDER BY id",
        static row => new SilenceRow(row.Text(0), row.Text(1), Milliseconds(row, 2), Milliseconds(row, 3), row.IsNull(4) ? null : Milliseconds(row, 4)));

    public IReadOnlyList<DrillRow> LoadDrills() => Rows(
        "SELECT id, definition, last, problem, arrived FROM drills ORDER BY id",
        static row => new DrillRow(row.Text(0), row.Text(1), row.IsNull(2) ? null : Milliseconds(row, 2), row.Text(3), row.Text(4)));

    public void LoadAcknowledgements(Action<int, string, Acknowledgement> take) => Read(
        "SELECT topic, id, level, at, author, system, text FROM acknowledgements",
        static _ => { },
        row => take(
            Int(row, 0), row.Text(1), new Acknowledgement(Level(row, 2), Time(row, 3), row.Text(4), row.Text(5), row.Text(6))));

    public void LoadIncidents(Action<int, string, IncidentReference> take) => Read(
        "SELECT topic, id, system, incident, url FROM incidents",
        static _ => { },
        row => take(Int(row, 0), row.Text(1), new IncidentReference(row.Text(2), row.Text(3), row.Text(4))));

    public IReadOnlyList<EvidenceRow> ReadEvidence(string id, int limit) => Rows(
        "SELECT id, node, time, level, previous, seen, json FROM evidence WHERE id = ?1 ORDER BY no DESC LIMIT ?2",
        static row => new EvidenceRow
        {
            AlertId = row.Text(0),
            Node = row.Text(1),
            UnixNanoseconds = row.Integer(2),
            Level = Level(row, 3),
            PreviousLevel = Level(row, 4),
            SeenUnixMilliseconds = Milliseconds(row, 5),
            Json = row.Blob(6),
        },
        statement => statement.Bind(1, id).Bind(2, limit));

    public IReadOnlyList<AlertActivity> ReadActivities(int topic, string id, int limit) => Rows(
        "SELECT at, kind, author, system, text, incident_system, incident, incident_url FROM activities " +
        "WHERE topic = ?1 AND id = ?2 ORDER BY no DESC LIMIT ?3",
        static row => new AlertActivity
        {
            At = Time(row, 0),
            Kind = Choice<ActivityKind>(row, 1),
            By = row.Text(2),
            System = row.Text(3),
            Text = row.Text(4),
            Incident = row.IsNull(6) ? null : new IncidentReference(row.Text(5), row.Text(6), row.Text(7)),
        },
        statement => statement.Bind(1, topic).Bind(2, id).Bind(3, limit));

    public IReadOnlyList<OwedTotal> LoadTargets()
    {
        // In a damaged file rows are out of order, and a target may come in parts.
        var owed = Rows("SELECT target, count(*) FROM outbox GROUP BY target", static row => (Target: Int(row, 0), Count: row.Integer(1)))
            .GroupBy(total => total.Target).ToDictionary(total => total.Key, total => total.Sum(part => part.Count));
        var targets = Rows("SELECT no, name FROM targets ORDER BY no", row => new OwedTotal(Int(row, 0), HandlerTarget.Parse(row.Text(1)), owed.GetValueOrDefault(Int(row, 0))));

        // What is owed to nobody that is known is damage, and must not stay unseen.
        foreach (var (target, count) in owed.Where(total => targets.TrueForAll(known => known.Target != total.Key)))
        {
            problems.Add($"outbox: {count} deliveries are owed to target {target}, which has no name");
            targets.Add(new OwedTotal(target, new HandlerTarget("", $"unknown target {target}"), count));
        }

        return targets;
    }

    /// <summary>Targets that nothing is owed to, and that the ledger knows nothing of.</summary>
    public IReadOnlyList<int> FindUnusedTargets() => Rows(
        "SELECT no FROM targets WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE target = targets.no) " +
        "AND NOT EXISTS (SELECT 1 FROM ledger WHERE target = targets.no) AND NOT EXISTS (SELECT 1 FROM withheld WHERE target = targets.no)",
        static row => Int(row, 0));

    /// <summary>The oldest dead letters: numbers, and when they were given up.</summary>
    public IReadOnlyList<(long Number, long UnixMilliseconds)> ReadDeadLetterAges(int limit) => Rows(
        "SELECT number, died FROM dead_letter_numbers JOIN dead_letters USING (no) ORDER BY number LIMIT ?1",
        static row => (row.Integer(0), row.Integer(1)),
        statement => statement.Bind(1, limit));

    public IReadOnlyList<OwedRow> ReadOwed(int target, long after, int limit) => Rows(
        "SELECT no, key, since, event FROM outbox WHERE target = ?1 AND no > ?2 ORDER BY no LIMIT ?3",
        static row => new OwedRow(row.Integer(0), row.Integer(1), Milliseconds(row, 2), row.Blob(3)),
        statement => statement.Bind(1, target).Bind(2, after).Bind(3, limit));

    public IReadOnlyList<DeadLetterRow> ReadDeadLetters(long after, int limit) => Rows(
        DeadLetters + "WHERE number > ?1 ORDER BY number LIMIT ?2",
        DeadLetter,
        statement => statement.Bind(1, after).Bind(2, limit));

    public DeadLetterRow? FindDeadLetter(long number) => Rows(
        DeadLetters + "WHERE number = ?1",
        DeadLetter,
        statement => statement.Bind(1, number)) is [var letter] ? letter : null;

    public long CountDeadLetters() => Number("SELECT count(*) FROM dead_letters");

    public IReadOnlyList<SourceSpec> LoadSources() => Rows(
        "SELECT id, kind, definition FROM sources ORDER BY id",
        static row => new SourceSpec { Id = row.Text(0), Kind = row.Text(1), Json = row.Text(2) });

    public void LoadSourceKeys(Action<string, UInt128, long> take) => Read(
        "SELECT source, hash, at FROM source_keys ORDER BY at",
        static _ => { },
        row => take(row.Text(0), Hash(row, 1), row.Integer(2)));

    public IReadOnlyList<(long Number, long Bytes)> LoadQuarantineSizes() =>
        Rows("SELECT no, length(body) FROM quarantine ORDER BY no", static row => (row.Integer(0), row.Integer(1)));

    public IReadOnlyList<QuarantineRow> ReadQuarantine(long after, int limit) => Rows(
        "SELECT no, source, received, problem, head, length, body FROM quarantine WHERE no > ?1 ORDER BY no LIMIT ?2",
        Quarantined,
        statement => statement.Bind(1, after).Bind(2, limit));

    public QuarantineRow? FindQuarantined(long number) => Rows(
        "SELECT no, source, received, problem, head, length, body FROM quarantine WHERE no = ?1",
        Quarantined,
        statement => statement.Bind(1, number)) is [var row] ? row : null;

    public IReadOnlyList<RecordingRow> LoadRecordings() => Rows(
        "SELECT id, type, date, bytes, status, error FROM recordings",
        static row => new RecordingRow
        {
            Id = row.Text(0),
            Type = row.Text(1),
            Date = Time(row, 2),
            Bytes = row.Integer(3),
            Status = row.Text(4),
            Error = row.Text(5),
        });

    public IReadOnlyList<ReplayRow> LoadReplays() => Rows(
        "SELECT id, task, recording, keeps_times, clock, date, status, error, stats FROM replays",
        static row => new ReplayRow
        {
            Id = row.Text(0),
            Task = row.Text(1),
            Recording = row.Text(2),
            KeepsTimes = row.Integer(3) != 0,
            Clock = row.Text(4),
            Date = Time(row, 5),
            Status = row.Text(6),
            Error = row.Text(7),
            StatsJson = row.Text(8),
        });

    /// <summary>The highest number that a delivery still has; 0 when there is none.</summary>
    public long LastNumber() => Math.Max(
        Number("SELECT coalesce(max(no), 0) FROM dead_letters"),
        Number("SELECT coalesce(max((SELECT max(no) FROM outbox WHERE target = targets.no)), 0) FROM targets"));

    /// <summary>What a query answers that asks for one number.</summary>
    public long Number(string sql) => Rows(sql, static row => row.Integer(0))[0];

    public string? Fact(string name) =>
        Rows("SELECT value FROM facts WHERE name = ?1", static row => row.Text(0), statement => statement.Bind(1, name)) is [var value] ? value : null;

    /// <summary>What a query answers, read to the end.</summary>
    public List<T> Rows<T>(string sql, Func<ISqlRow, T> read, Action<ISqlStatement>? bind = null)
    {
        var rows = new List<T>();
        Read(sql, bind ?? (static _ => { }), row => rows.Add(read(row)));
        return rows;
    }

    public void Dispose() => reads.Dispose();

    /// <summary>A number that fits.</summary>
    public static int Int(ISqlRow row, int column) => checked((int)row.Integer(column));

    public static AlertLevel Level(ISqlRow row, int column) => Choice<AlertLevel>(row, column);

    /// <summary>A time in milliseconds; one that no calendar has is taken as 1970, as the row is worth more than its time.</summary>
    public static long Milliseconds(ISqlRow row, int column) =>
        row.Integer(column) is var time && time is >= 0 and <= LastMillisecond ? time : 0;

    private static DateTimeOffset Time(ISqlRow row, int column) =>
        row.Integer(column) is var ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : DateTimeOffset.UnixEpoch;

    private static T Choice<T>(ISqlRow row, int column)
        where T : struct, Enum
    {
        var value = (T)Enum.ToObject(typeof(T), row.Integer(column));
        return Enum.IsDefined(value) ? value : throw new ArgumentException($"{row.Integer(column)} is not a {typeof(T).Name}");
    }

    private static UInt128 Hash(ISqlRow row, int column) =>
        row.Blob(column) is { Length: 16 } hash ? BinaryPrimitives.ReadUInt128LittleEndian(hash) : throw new ArgumentException("the hash has not 16 bytes");

    private static QuarantineRow Quarantined(ISqlRow row) => new()
    {
        Number = row.Integer(0),
        Source = row.Text(1),
        ReceivedUnixMilliseconds = Milliseconds(row, 2),
        Problem = row.Text(3),
        Head = row.Text(4),
        BodyLength = row.Integer(5),
        Body = row.Blob(6),
    };

    private static DeadLetterRow DeadLetter(ISqlRow row) => new()
    {
        Number = row.Integer(0),
        Delivery = row.Integer(1),
        Target = HandlerTarget.Parse(row.Text(2)),
        Key = row.Integer(3),
        SinceUnixMilliseconds = Milliseconds(row, 4),
        DiedUnixMilliseconds = Milliseconds(row, 5),
        Attempts = Int(row, 6),
        Reason = row.Text(7),
        Event = row.Blob(8),
    };

    private void Read(string sql, Action<ISqlStatement> bind, Action<ISqlRow> take) => reads.Read(sql, bind, row => Take(sql, row, take));

    // One row that makes no sense must not cost the others.
    private void Take(string sql, ISqlRow row, Action<ISqlRow> take)
    {
        try
        {
            take(row);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            const string from = " FROM ";
            var table = sql[(sql.IndexOf(from, StringComparison.Ordinal) + from.Length)..].Split(' ')[0];
            problems.Add($"{table}, row '{row.Text(0)}': {error.Message}");
        }
    }
}
