using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;
using Tocsin.Server.Kapacitor.Bolt;
using Tocsin.Server.Kapacitor.Gob;

namespace Tocsin.Server.Kapacitor;

/// <summary>
/// What a Kapacitor left in its database: the file of a server that was stopped, or a backup. Its buckets have keys such as <c>/tasks/data/ID</c>;
/// those with <c>/indexes/</c> say nothing more. What cannot be read is named, and all else is taken.
/// </summary>
internal sealed class KapacitorDatabase
{
    /// <summary>Bytes of a file, which is held in parts in memory.</summary>
    private const long MostBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>Since 1.7 the events of topics stand in a bucket of the topic.</summary>
    private const string TopicBuckets = "topic_states";

    private const string Versions = "versions";
    private const string TopicVersion = "topic_store_version";

    /// <summary>What becomes of things that are counted only.</summary>
    private static readonly Dictionary<string, string> Instead = new()
    {
        ["recordings"] = "their files are not in it. Put those of Kapacitor's folder [replay] dir into that of this server, and it finds them when it starts",
        ["replays"] = "what came of them is not kept; the recordings can be replayed here",
        ["snapshots"] = "what nodes remember in memory starts over, and so do functions of other processes",
    };

    /// <summary>Buckets that need no import, with the reason.</summary>
    private static readonly Dictionary<string, string> Buckets = new()
    {
        ["tasks"] = "it is of a Kapacitor before 1.0: start one of 1.x with it once, which converts it",
        ["load_items"] = "what came from the folder of [load] comes from there here too",
    };

    private readonly SortedDictionary<string, JsonObject> _tasks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonObject> _templates = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<JsonObject>> _handlers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<JsonObject>> _topics = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _overrides = [];
    private readonly List<LeftOut> _leftOut = [];
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);

    private KapacitorDatabase()
    {
    }

    public IReadOnlyDictionary<string, JsonObject> Tasks => _tasks;

    public IReadOnlyDictionary<string, JsonObject> Templates => _templates;

    /// <summary>The handlers of topics, by topic.</summary>
    public IReadOnlyDictionary<string, List<JsonObject>> Handlers => _handlers;

    /// <summary>The events of topics, by topic.</summary>
    public IReadOnlyDictionary<string, List<JsonObject>> Topics => _topics;

    /// <summary>What was set over the configuration's file.</summary>
    public IReadOnlyList<JsonObject> Overrides => _overrides;

    /// <summary>What is not taken, and what cannot be read, with its place.</summary>
    public IReadOnlyList<LeftOut> LeftOut => _leftOut;

    /// <exception cref="DatabaseException">It is not a database of a Kapacitor, or nothing of it can be read; says what to do.</exception>
    public static KapacitorDatabase Read(string path)
    {
        try
        {
            var size = new FileInfo(path).Length;
            if (size == 0)
                throw new DatabaseException($"{path} is empty, or no regular file: name the kapacitor.db of a Kapacitor that was stopped, or what 'kapacitor backup FILE' wrote");
            if (size > MostBytes)
                throw new DatabaseException($"{path} has {size} bytes, more than the {MostBytes} that are read: start a Kapacitor on a copy of it, and import from its address");
            using var file = BoltFile.Open(path);
            var database = new KapacitorDatabase();
            file.Walk(database.Add);
            database.Finish(file.Problems);
            return database;
        }
        catch (BoltException problem)
        {
            throw new DatabaseException(IsSqlite(path)
                ? $"{path} is a database of this server, not of a Kapacitor: while the server is stopped, 'tocsin restore {path} --data FOLDER' puts it in the place of its state"
                : $"{path} cannot be read as a database of Kapacitor (a BoltDB file): {problem.Message}. Name the kapacitor.db of a Kapacitor that was stopped, or what 'kapacitor backup FILE' wrote");
        }
        catch (UnauthorizedAccessException)
        {
            throw new DatabaseException($"{path} may not be read by this user: Kapacitor's files are its own user's. Copy it, or run this command as that user");
        }
        catch (IOException problem)
        {
            throw new DatabaseException(IsOpenElsewhere(problem)
                ? $"{path} is held open by another process, most likely a Kapacitor that runs: import from its address (http://localhost:9092), stop it, or let 'kapacitor backup FILE' write what can be read"
                : $"{path} cannot be read: {problem.Message}");
        }
    }

    private void Add(BoltItem item)
    {
        var (bucket, key) = (item.Buckets is [var first, ..] ? first : "", item.Key);
        if (item.Buckets.Count == 2 && bucket.StartsWith(TopicBuckets, StringComparison.Ordinal))
            Try("event", $"{item.Buckets[1]}/{key}", item, json => Events(item.Buckets[1]).Add(StoredValues.Event(key, json)));
        else if (item.Buckets.Count != 1)
            Unknown(bucket);
        else if (Id(key, "tasks") is { } task)
            Try("task", task, item, json => _tasks[task] = StoredValues.Task(task, json), isGob: true);
        else if (Id(key, "templates") is { } template)
            Try("template", template, item, json => _templates[template] = StoredValues.Template(template, json), isGob: true);
        else if (Id(key, "handlers") is { } handler)
            Try("handler", handler, item, json => AddHandler(handler, json));
        else if (Id(key, "topics") is { } topic)
            Try("topic", topic, item, json => Events(topic).AddRange(StoredValues.Events(json)));
        else if (Id(key, "overrides") is { } changed)
            Try("override", changed, item, json => _overrides.Add(StoredValues.Override(changed, json)));
        else if (new[] { "recordings", "replays", "snapshots" }.FirstOrDefault(kind => Id(key, kind) is not null) is { } kind)
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        else if (bucket == Versions)
            CheckVersion(key, System.Text.Encoding.UTF8.GetString(item.Value.Span));
        else if (!IsIndex(key))
            Unknown(bucket);
    }

    private void AddHandler(string id, JsonObject json)
    {
        var handler = StoredValues.Handler(id, json);
        var topic = handler.Text("topic");
        if (!_handlers.TryGetValue(topic, out var handlers))
            _handlers[topic] = handlers = [];
        handlers.Add(handler);
    }

    private List<JsonObject> Events(string topic)
    {
        if (!_topics.TryGetValue(topic, out var events))
            _topics[topic] = events = [];
        return events;
    }

    private void Try(string kind, string name, BoltItem item, Action<JsonObject> take, bool isGob = false)
    {
        try
        {
            var value = isGob ? GobReader.Read(item.Value.Span) : JsonNode.Parse(item.Value.Span);
            _ = value?.ToJsonString(); // Texts are decoded when somebody asks for them: half a surrogate pair is found here, not in the middle of an import.
            take(value as JsonObject ?? throw new StoredValueException("it is not an object"));
        }
        catch (Exception damage) when (damage is GobException or JsonException or StoredValueException or InvalidOperationException or ArgumentException)
        {
            _leftOut.Add(new LeftOut(kind, name, $"what is stored of it cannot be read: {damage.Message}", IsUnreadable: true));
        }
    }

    // Another one would be read as something that it is not.
    private void CheckVersion(string key, string version)
    {
        if (key == TopicVersion && version is not ("" or "2"))
            _leftOut.Add(new LeftOut("topic", "*", $"states of topics are stored in version {version}, and 2 is read: what is missing raises its alerts again. Import from the address of the running Kapacitor", IsUnreadable: true));
    }

    private void Finish(IReadOnlyList<BoltDamage> damage)
    {
        foreach (var (kind, count) in _counts)
            _leftOut.Add(new LeftOut(kind[..^1], "*", $"{count} {(count == 1 ? kind[..^1] : kind)}: {Instead[kind]}"));
        _leftOut.AddRange(_unknown.Select(bucket => new LeftOut("bucket", bucket, Buckets.GetValueOrDefault(bucket, "nothing here knows what is in it"))));
        _leftOut.AddRange(damage.Select(part => new LeftOut("damage", part.Place, part.Why, IsUnreadable: true)));
        if (_tasks.Count + _templates.Count + _handlers.Count + _topics.Count + _overrides.Count == 0 && _leftOut.Count == 0)
            _leftOut.Add(new LeftOut("bucket", "*", "the file contains no Kapacitor data"));
    }

    private void Unknown(string bucket) => _unknown.Add(bucket);

    private static string? Id(string key, string kind) => key.StartsWith($"/{kind}/data/", StringComparison.Ordinal) ? key[(kind.Length + 7)..] : null;

    private static bool IsIndex(string key) => key.Split('/') is ["", _, "indexes" or "tasks", ..];

    private static bool IsSqlite(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[15];
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual("SQLite format 3"u8);
    }

    // By the number of the system's error, which the exception carries: EWOULDBLOCK, and a sharing or lock violation of Windows.
    private static bool IsOpenElsewhere(IOException problem) => (problem.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
