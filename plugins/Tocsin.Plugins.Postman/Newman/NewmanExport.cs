using System.Buffers;
using System.Text.Json;
using Tocsin.Sdk.Commands;

namespace Tocsin.Plugins.Postman.Newman;

/// <summary>
/// A JSON export of Newman without all that may be secret: environments, requests, answers and scripts stay on the machine where they are.
/// </summary>
internal static class NewmanExport
{
    private const string Hint = "write one with 'newman run COLLECTION --reporters json'";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    // What is sent on: values by their paths, [] for the items of a list.
    private static readonly HashSet<string> Values =
    [
        "collection.info._postman_id", "collection.info.id", "collection.info.name", "environment.id", "environment.name",
        "run.stats.iterations.total", "run.stats.iterations.pending", "run.stats.iterations.failed",
        "run.stats.requests.total", "run.stats.requests.pending", "run.stats.requests.failed",
        "run.stats.assertions.total", "run.stats.assertions.pending", "run.stats.assertions.failed",
        "run.timings.started", "run.timings.completed",
        "run.executions[].item.id", "run.executions[].item.name", "run.executions[].response.code", "run.executions[].response.responseTime",
        "run.failures[].at", "run.failures[].source.id", "run.failures[].source.name", "run.failures[].error", "run.failures[].error.name",
        "run.failures[].error.test", "run.failures[].error.message", "run.error", "run.error.name", "run.error.message",
    ];

    // The objects and lists on the way to them.
    private static readonly HashSet<string> Ways = [.. Values.SelectMany(WaysTo)];

    /// <summary>Reads a file and leaves out what nobody needs.</summary>
    /// <exception cref="CommandException">The file is not readable, not JSON, or not an export of Newman.</exception>
    public static ReadOnlyMemory<byte> Read(string file)
    {
        try
        {
            using var export = JsonDocument.Parse(ReadText(file), Options);
            var root = export.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !IsObject(root, "collection") || !IsObject(root, "run"))
                throw new CommandException($"{file} isn't an export of Newman, which has collection and run: {Hint}");

            var buffer = new ArrayBufferWriter<byte>(4096);
            using (var json = new Utf8JsonWriter(buffer))
                Copy(root, "", json);
            return buffer.WrittenMemory;
        }
        catch (JsonException error)
        {
            throw new CommandException($"{file}:{error.LineNumber + 1}:{error.BytePositionInLine + 1}: this isn't JSON: {Hint}");
        }
        catch (InvalidOperationException)
        {
            throw new CommandException($"{file} holds half of a character in a text (an escape such as \\ud800): {Hint} again");
        }
    }

    private static string ReadText(string file)
    {
        if (!File.Exists(file))
            throw new CommandException($"there is no file {file}");
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {problem.Message}");
        }
    }

    private static void Copy(JsonElement value, string path, Utf8JsonWriter json)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            json.WriteStartArray();
            foreach (var item in value.EnumerateArray().Where(item => IsWanted(item, path + "[]")))
                Copy(item, path + "[]", json);
            json.WriteEndArray();
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            value.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            var inner = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (!IsWanted(member.Value, inner))
                continue;
            json.WritePropertyName(member.Name);
            Copy(member.Value, inner, json);
        }

        json.WriteEndObject();
    }

    private static bool IsWanted(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => Ways.Contains(path),
        JsonValueKind.Array => Ways.Contains(path + "[]"),
        _ => Values.Contains(path),
    };

    private static IEnumerable<string> WaysTo(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1))
            yield return path[..dot];
    }

    private static bool IsObject(JsonElement root, string key) => root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Object;
}
