using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Server.Loading;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.RuleTests.Judging;

/// <summary>All that happened in a run, kept in a file to be compared with what happens later.</summary>
internal static class SnapshotFile
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes what happened; a file that says the same already is left alone.</summary>
    /// <param name="handlers">Names them.</param>
    /// <exception cref="FileException">The file cannot be written.</exception>
    public static void Write(string path, RehearsalRecord record, HandlerNames handlers)
    {
        var content = new JsonObject { ["alerts"] = Listed(record.Raised.Select(Happening.Of)), ["sent"] = Listed(Happening.Sent(record, handlers)) };
        if (record.Written.Count > 0)
            content["written"] = Listed(record.Written.Select(Happening.Of));
        content["errors"] = new JsonArray([.. record.Failures.Select(failure => (JsonNode)failure)]);
        var text = content.ToJsonString(Readable) + "\n";
        try
        {
            if (File.Exists(path) && TextFile.Read(path) == text)
                return;
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
            File.WriteAllText(path, text);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FileException($"the snapshot {path} cannot be written: {problem.Message}");
        }
    }

    /// <summary>What is not as it was, each with its details in lines.</summary>
    /// <param name="handlers">Names them.</param>
    /// <exception cref="FileException">There is no such file, or it cannot be read.</exception>
    public static IReadOnlyList<Mismatch> Compare(string path, RehearsalRecord record, HandlerNames handlers, ConfigPlace? place)
    {
        if (!File.Exists(path))
            throw new FileException($"there is no snapshot {path}: make it with tocsin test --update, and read it before you keep it");
        if (!ConfigJson.TryParse(TextFile.Read(path), out var value, out var error))
            throw new FileException($"the snapshot {path} is not JSON: {error}: recreate it with tocsin test --update");
        var kept = value as ConfigMap ?? ConfigMap.Empty;
        var errors = ItemsOf(kept, "errors").OfType<ConfigText>().Select(text => text.Value).ToList();
        return ExpectationJudge.Judge(new ExpectStep(place, MapsOf(kept, "alerts"), MapsOf(kept, "sent"), kept.TryFind("written", out _) ? MapsOf(kept, "written") : null, errors, IsPartial: false), record, handlers);
    }

    private static JsonArray Listed(IEnumerable<Happening> happenings) => new([.. happenings.Select(one => (JsonNode)one.Content)]);

    private static List<ConfigMap> MapsOf(ConfigMap kept, string key) => [.. ItemsOf(kept, key).Select(Exact).OfType<ConfigMap>()];

    private static IReadOnlyList<ConfigValue> ItemsOf(ConfigMap kept, string key) => kept.TryFind(key, out var value) && value is ConfigList list ? list.Items : [];

    private static ConfigValue Exact(ConfigValue value) => value switch
    {
        ConfigMap map => new ConfigMap([.. map.Entries.Select(entry => entry with { Value = Exact(entry.Value) })]) { Tag = ValueMatch.Exactly },
        ConfigList list => new ConfigList([.. list.Items.Select(Exact)]),
        _ => value,
    };
}
