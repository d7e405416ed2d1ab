using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Sensu;

/// <summary>An event as the result of a check, as the socket of a Sensu client takes it: a line of JSON with its keys in alphabetical order.</summary>
internal static class SensuCheck
{
    private static readonly HashSet<string> Own = new(["handlers", "name", "output", "source", "status"], StringComparer.Ordinal);

    public static ReadOnlyMemory<byte> Write(
        AlertEvent alert, string source, IReadOnlyList<string> handlers, IReadOnlyDictionary<string, object> metadata)
    {
        var all = new SortedDictionary<string, Action<Utf8JsonWriter, string>>(StringComparer.Ordinal);
        foreach (var (key, value) in metadata.Where(entry => !Own.Contains(entry.Key)))
            all[key] = (json, name) => EventField.Write(json, name, value, int.MaxValue);
        if (handlers.Count > 0)
            all["handlers"] = (json, name) => WriteList(json, name, handlers);
        all["name"] = (json, name) => json.WriteString(name, NameOf(alert.Id));
        all["output"] = (json, name) => json.WriteString(name, WrittenDetails.AfterMessage(alert));
        all["source"] = (json, name) => json.WriteString(name, source);
        all["status"] = (json, name) => json.WriteNumber(name, StatusOf(alert.Level));
        return JsonRequest.WriteObject(json =>
        {
            foreach (var (key, write) in all)
                write(json, key);
        });
    }

    // Names of checks are made of letters, digits and three signs: Sensu refuses the default id, cpu:host=a, for one.
    private static string NameOf(string id) => string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '_'));

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static int StatusOf(AlertLevel level) => level switch
    {
        AlertLevel.Warning => 1,
        AlertLevel.Critical => 2,
        _ => 0,
    };
}
