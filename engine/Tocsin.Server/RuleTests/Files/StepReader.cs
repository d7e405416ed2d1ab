using System.Globalization;
using System.IO.Compression;
using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Sdk;
using Tocsin.Server.Loading.Checks;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>Reads the steps of a test, and follows its clock, so that a time that has passed is found before anything runs.</summary>
/// <param name="parts">Takes what is wrong.</param>
/// <param name="start">What the clock shows at first.</param>
/// <param name="find">Answers with the path of a file that is named.</param>
/// <param name="files">What they hold.</param>
internal sealed class StepReader(WrittenParts parts, DateTimeOffset start, Func<string, string> find, MachineFiles files)
{
    /// <summary>A file with data, unpacked.</summary>
    private const int MostBytes = 256 * 1024 * 1024;

    /// <summary>A test passes through each minute of it.</summary>
    private static readonly TimeSpan LongestTest = TimeSpan.FromDays(366);

    internal static readonly string[] Kinds = ["data", "series", "replay", "advance", "query", "request", "respond", "ack", "restart", "expect", "snapshot"];
    internal static readonly DefinitionForm DataForm = new("step of data", ["dbrp", "lines", "late", "unread"], []);
    internal static readonly DefinitionForm ReplayForm = new("step of a replay", ["dbrp", "file"], []);
    internal static readonly DefinitionForm AcknowledgeForm = new("step of an acknowledgement", ["topic", "id", "by", "text"], []);
    internal static readonly DefinitionForm ExpectForm = new("step of expectations", [], ["alerts", "sent", "written", "errors", "contains"]);
    internal static readonly DefinitionForm PartForm = new("section of what is contained", [], ["alerts", "sent", "written"]);
    internal static readonly DefinitionForm AlertForm =
        new("alert", ["id", "level", "from", "message", "details", "task", "topic", "time", "duration", "name", "group"], ["tags", "fields"]);

    internal static readonly DefinitionForm SentForm =
        new("request", ["to", "kind", "GET", "POST", "PUT", "PATCH", "DELETE", "refused"], ["json", "body", "headers", "event"]) { Comparer = StringComparer.Ordinal };

    internal static readonly DefinitionForm WrittenForm = new("written point", ["by", "dbrp", "measurement", "time"], ["tags", "fields"]);
    internal static readonly DefinitionForm AnswerForm = new("answer", ["status", "after"], ["body", "headers"]);

    private readonly QueryStepReader _queries = new(parts);
    private readonly RequestStepReader _requests = new(parts, find, files);
    private readonly DateTimeOffset _start = start;
    private DateTimeOffset _now = start;

    public IReadOnlyList<TestStep> Read(IReadOnlyList<ConfigValue> steps) => [.. steps.SelectMany(Read)];

    private IEnumerable<TestStep> Read(ConfigValue step)
    {
        if (step is not ConfigMap { Entries: [var entry] })
        {
            parts.Report($"a step is a mapping with one key, one of {string.Join(", ", Kinds)}", step.Place);
            return [];
        }

        var place = entry.Place ?? step.Place;
        return entry.Key switch
        {
            "data" => ReadData(entry.Value, place),
            "series" => ReadSeries(entry.Value, place),
            "replay" => ReadReplay(entry.Value, place),
            "advance" => ReadAdvance(entry.Value, place),
            "query" => _queries.Read(entry.Value, place),
            "request" => _requests.Read(entry.Value, place),
            "snapshot" => ReadSnapshot(entry.Value, place),
            "respond" => ReadRespond(entry.Value),
            "ack" => ReadAcknowledge(entry.Value, place),
            "restart" => ReadRestart(entry.Value, place),
            "expect" => ReadExpect(entry.Value, place),
            _ => Nothing($"there is no step '{entry.Key}'{NameHint.Of(entry.Key, Kinds)}", entry.Place),
        };
    }

    private IEnumerable<TestStep> ReadData(ConfigValue value, ConfigPlace? place)
    {
        if (value is ConfigText text)
            return [new DataStep(place, null, Timed(text.Value, value.Place))];
        if (value is not ConfigMap written)
            return Nothing("data are lines of line protocol, or a mapping with dbrp and lines", value.Place);
        var map = parts.Own(DataForm, written);
        var lines = parts.Text(map, "lines");
        return [new DataStep(place, parts.DbrpOf(map), parts.Flag(map, "late") ? Late(lines, value.Place) : Timed(lines, value.Place), parts.Flag(map, "unread") ? UnreadLines.All : UnreadLines.None)];
    }

    // Written now, whatever times the lines have.
    private List<TimedLines> Late(string text, ConfigPlace? place)
    {
        if (string.IsNullOrWhiteSpace(text))
            parts.Report("there is no line of data", place);
        return [new TimedLines(null, TimeSpan.Zero, text)];
    }

    private IEnumerable<TestStep> ReadReplay(ConfigValue value, ConfigPlace? place)
    {
        var map = value is ConfigMap written ? parts.Own(ReplayForm, written) : new ConfigMap([new ConfigEntry("file", value)]);
        var path = find(parts.Text(map, "file"));
        if (!files.MayHave(path))
            return Nothing($"there is no file {path} with data; paths begin at the folder of the file of tests", value.Place);
        try
        {
            if (files.Read(path, MostBytes) is not { } content)
                return [];
            if (content.Length == 0)
                return Nothing($"the file {path} is empty, or no regular file", value.Place);
            var lines = Encoding.UTF8.GetString(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Unpack(content) : content);
            return [new DataStep(place, parts.DbrpOf(map), Timed(lines, value.Place), UnreadLines.Some)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Nothing($"the file {path} cannot be read: {problem.Message}", value.Place);
        }
    }

    /// <exception cref="IOException">It is longer than a step may replay.</exception>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    private static ReadOnlySpan<byte> Unpack(byte[] packed)
    {
        using var unpacking = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var content = new MemoryStream();
        var part = new byte[64 * 1024];
        while (unpacking.Read(part) is > 0 and var length)
        {
            if (content.Length + length > MostBytes)
                throw new IOException($"it holds more than the {MostBytes >> 20} MiB that a step may replay: replay it in parts");
            content.Write(part, 0, length);
        }

        return content.GetBuffer().AsSpan(0, (int)content.Length);
    }

    private IEnumerable<TestStep> ReadSeries(ConfigValue value, ConfigPlace? place)
    {
        IReadOnlyList<ConfigValue> written = value is ConfigList list ? list.Items : [value];
        var points = new List<(TimeSpan After, string Line)>();
        foreach (var item in written)
        {
            if (item is not ConfigText text)
                parts.Report("a series is a text such as 'cpu,host=a usage_idle=50+10x5 every 10s'", item.Place);
            else if (SeriesNotation.TryExpand(text.Value, out var expanded, out var error))
                points.AddRange(expanded);
            else
                parts.Report(error, item.Place);
        }

        List<TimedLines> lines = [.. points.GroupBy(point => point.After).OrderBy(group => group.Key)
            .Select(group => new TimedLines(null, group.Key, string.Join('\n', group.Select(point => point.Line))))];
        if (lines.Count > 0)
            Pass(lines[^1].After, place);
        return [new DataStep(place, null, lines)];
    }

    private IEnumerable<TestStep> ReadAdvance(ConfigValue value, ConfigPlace? place)
    {
        if (value is not ConfigText text || !DurationSetting.TryParse(text.Value, out var nanoseconds) || nanoseconds <= 0)
            return Nothing($"advance must be a duration above 0 such as 15m, not {value.Describe()}", value.Place);
        var by = new Duration(nanoseconds).ToTimeSpan();
        Pass(by, value.Place);
        return [new AdvanceStep(place, by)];
    }

    private IEnumerable<TestStep> ReadRespond(ConfigValue value)
    {
        if (value is not ConfigMap map)
            return Nothing("respond names handlers, each with the answers to its next requests: { cpu/pager: [503, 200] }", value.Place);
        return [.. map.Entries.Select(entry => new RespondStep(
            entry.Place, entry.Key, [.. (entry.Value is ConfigList list ? list.Items : [entry.Value]).Select(ReadAnswer)]))];
    }

    private ScriptedAnswer ReadAnswer(ConfigValue value)
    {
        switch (value)
        {
            case ConfigInteger { Value: >= 100 and <= 599 } status:
                return status.Value == 200 ? ScriptedAnswer.Well : new ScriptedAnswer((int)status.Value);
            case ConfigText { Value: "timeout" }:
                return ScriptedAnswer.Silence;
            case ConfigText { Value: "refused" }:
                return ScriptedAnswer.NoConnection;
            case ConfigMap written when parts.Own(AnswerForm, written) is var map && int.TryParse(parts.Text(map, "status"), CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599:
                return new ScriptedAnswer(status)
                {
                    After = ReadAfter(map),
                    Body = map.TryFind("body", out var body) ? body is ConfigText text ? text.Value : ConfigJson.Write(body) : "",
                    Headers = map.TryFind("headers", out var headers) && headers is ConfigMap named
                        ? named.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Written ?? (entry.Value as ConfigText)?.Value ?? "")
                        : new Dictionary<string, string>(),
                };
            default:
                parts.Report($"an answer is a status such as 503, 'timeout', 'refused' (no connection), or a mapping with status, body, headers and after, not {value.Describe()}", value.Place);
                return ScriptedAnswer.Well;
        }
    }

    private TimeSpan ReadAfter(ConfigMap answer)
    {
        var text = parts.Text(answer, "after");
        if (text.Length == 0)
            return TimeSpan.Zero;
        if (DurationSetting.TryParse(text, out var nanoseconds) && nanoseconds > 0)
            return new Duration(nanoseconds).ToTimeSpan();
        parts.Report($"after must be a duration above 0 such as 5s, not '{text}'", DefinitionReader.PlaceOf(answer, "after"));
        return TimeSpan.Zero;
    }

    private IEnumerable<TestStep> ReadAcknowledge(ConfigValue value, ConfigPlace? place)
    {
        var map = value is ConfigMap written ? parts.Own(AcknowledgeForm, written) : ConfigMap.Empty;
        if (parts.Text(map, "id") is not { Length: > 0 } id)
            return Nothing("ack needs the id of an alert: { id: 'cpu:host=a', by: dana }", value.Place);
        return [new AcknowledgeStep(place, parts.Text(map, "topic"), id, parts.Text(map, "by"), parts.Text(map, "text"))];
    }

    private IEnumerable<TestStep> ReadRestart(ConfigValue value, ConfigPlace? place) => value is ConfigText { Value: "kill" or "stop" } text
        ? [new RestartStep(place, text.Value == "kill")]
        : Nothing($"restart is 'kill', the death of the process, or 'stop', not {value.Describe()}", value.Place);

    private IEnumerable<TestStep> ReadSnapshot(ConfigValue value, ConfigPlace? place) =>
        value is ConfigText { Value: { Length: > 0 } name } && name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? [new SnapshotStep(place, find(Path.Combine("snapshots", name + ".json")))]
            : Nothing("snapshot needs a name of letters, numbers, '-', '_' and '.': it is kept in snapshots/NAME.json", value.Place);

    private IEnumerable<TestStep> ReadExpect(ConfigValue value, ConfigPlace? place)
    {
        if (value is not (ConfigMap or ConfigNull))
            return Nothing("expect is a mapping with alerts, sent and errors; {} says that nothing happens", value.Place);
        var map = value is ConfigMap written ? parts.Own(ExpectForm, written) : ConfigMap.Empty;
        var isPartial = map.TryFind("contains", out var contained);
        if (isPartial && map.Entries.Count > 1)
            parts.Report("contains stands alone: what is under it must be there, and more may be", contained?.Place);
        var part = isPartial && contained is ConfigMap inner ? parts.Own(PartForm, inner) : map;
        return [new ExpectStep(place, ReadForms(part, "alerts", AlertForm), ReadForms(part, "sent", SentForm), ReadWritten(part), ReadErrors(map), isPartial)];
    }

    // Who does not speak of it does not ask for it: most rules are told by their alerts.
    private List<ConfigMap>? ReadWritten(ConfigMap map) => map.TryFind("written", out _) ? ReadForms(map, "written", WrittenForm) : null;

    private List<ConfigMap>? ReadForms(ConfigMap map, string key, DefinitionForm form)
    {
        if (IsAny(map, key))
            return null;
        var read = new List<ConfigMap>();
        foreach (var item in parts.Items(map, key))
        {
            if (item is not ConfigMap written)
            {
                parts.Report($"an entry of {key} is a mapping with some of {string.Join(", ", form.Keys)}", item.Place);
                continue;
            }

            var entry = parts.Own(form, written);
            foreach (var level in entry.Entries.Where(entry => entry.Key is "level" or "from"))
                CheckLevel(level);
            read.Add(entry);
        }

        return read;
    }

    // Whatever happened of that sort is right.
    private static bool IsAny(ConfigMap map, string key) => map.TryFind(key, out var value) && value.Tag == "!any";

    private void CheckLevel(ConfigEntry entry)
    {
        string[] levels = [.. Enum.GetValues<AlertLevel>().Select(level => level.Text())];
        if (entry.Value is ConfigText { Tag: "" } text && !levels.Contains(text.Value))
            parts.Report($"{entry.Key} '{text.Value}' is not a level{NameHint.Of(text.Value, levels)}", entry.Value.Place);
    }

    private List<string>? ReadErrors(ConfigMap map)
    {
        if (IsAny(map, "errors"))
            return null;
        var errors = new List<string>();
        foreach (var item in parts.Items(map, "errors"))
        {
            if (item is ConfigText text)
                errors.Add(text.Value);
            else
                parts.Report("an entry of errors is a part of what a node could not process", item.Place);
        }

        return errors;
    }

    // Lines with the same time go together; those without one are written at the time it is.
    private List<TimedLines> Timed(string text, ConfigPlace? place)
    {
        var timed = new List<TimedLines>();
        foreach (var group in text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => (Time: TimeOf(line), Line: line)).Adjacent(line => line.Time))
        {
            if (group.Key is { } time)
            {
                var at = new Instant(time).ToDateTimeOffset();
                if (at < _now)
                    parts.Report($"time goes backwards: the clock shows {new Instant((_now - DateTimeOffset.UnixEpoch).Ticks * 100)} when a line of {new Instant(time)} is written; put it further up, give the file an earlier start, or write {{ late: true, lines: … }} for a point that comes late", place);
                else
                    Pass(at - _now, place);
            }

            timed.Add(new TimedLines(group.Key, TimeSpan.Zero, string.Join('\n', group.Items.Select(line => line.Line))));
        }

        if (timed.Count == 0)
            parts.Report("there is no line of data", place);
        return timed;
    }

    private void Pass(TimeSpan by, ConfigPlace? place)
    {
        if (_now - _start > LongestTest)
            return; // It was reported.
        if (by > LongestTest || _now + by - _start > LongestTest)
            parts.Report($"the test begins at {Shown(_start)} and would last until {Shown(_now, by)}: begin it less than {LongestTest.Days} days before, with start beside tests", place);
        _now = by < DateTimeOffset.MaxValue - _now ? _now + by : DateTimeOffset.MaxValue;
    }

    // Times that no point can have are shown by the year.
    private static string Shown(DateTimeOffset time, TimeSpan more = default) =>
        more < DateTimeOffset.MaxValue - time ? (time + more).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "the year 10000";

    // The third part of a line; a text of a field ends in a quotation mark.
    private static long? TimeOf(string line)
    {
        var space = line.LastIndexOf(' ');
        return space > 0 && long.TryParse(line.AsSpan(space + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time) ? time : null;
    }

    private IEnumerable<TestStep> Nothing(string message, ConfigPlace? place)
    {
        parts.Report(message, place);
        return [];
    }
}
