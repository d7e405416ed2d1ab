using System.Globalization;
using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Server.Loading.Checks;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>Reads steps in which another system sends a request.</summary>
/// <param name="parts">Takes what is wrong.</param>
/// <param name="find">Answers with the path of a file that is named.</param>
/// <param name="files">What they hold.</param>
internal sealed class RequestStepReader(WrittenParts parts, Func<string, string> find, MachineFiles files)
{
    private const long MostBytes = 64 * 1024 * 1024;

    private static readonly string[] Methods = ["POST", "PUT", "GET", "PATCH", "DELETE"];

    private static readonly DefinitionForm Form = new("request to a source", [.. Methods, "body", "file", "status"], ["headers", "json"]) { Comparer = StringComparer.Ordinal };

    public IEnumerable<TestStep> Read(ConfigValue value, ConfigPlace? place)
    {
        if (value is not ConfigMap written)
            return Nothing("a request is a mapping with a method and its path, such as { POST: /ingest/backups, json: {…} }", value.Place);
        var map = parts.Own(Form, written);
        if (map.Entries.Where(entry => Methods.Contains(entry.Key)).ToList() is not [{ Value: ConfigText { Value: ['/', ..] target } } method])
            return Nothing($"a request has one of {string.Join(", ", Methods)} with a path that begins with '/', such as POST: /ingest/backups", written.Place);
        if (map.Entries.Count(entry => entry.Key is "body" or "file" or "json") > 1)
            return Nothing("json, body and file exclude each other: keep one of them", written.Place);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (map.TryFind("json", out _))
            headers["Content-Type"] = "application/json";
        if (map.TryFind("headers", out var given) && given is ConfigMap named)
            named.Entries.ToList().ForEach(entry => headers[entry.Key] = entry.Value.Written ?? (entry.Value as ConfigText)?.Value ?? "");
        return [new RequestStep(place, method.Key, target, headers, ReadBody(map), ReadStatus(map))];
    }

    private byte[] ReadBody(ConfigMap map)
    {
        if (map.TryFind("json", out var json))
            return Encoding.UTF8.GetBytes(ConfigJson.Write(json));
        if (!map.TryFind("file", out var named))
            return Encoding.UTF8.GetBytes(parts.Text(map, "body"));
        var path = find(parts.Text(map, "file"));
        try
        {
            return !files.AreKnown ? [] : files.Read(path, MostBytes) is { Length: > 0 } content ? content : throw new IOException($"the file {path} is empty, or no regular file");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            parts.Report($"{problem.Message}; paths begin at the folder of the file of tests", named.Place);
            return [];
        }
    }

    private int? ReadStatus(ConfigMap map)
    {
        var text = parts.Text(map, "status");
        if (text.Length == 0)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599)
            return status;
        parts.Report($"status is what the source answers with, such as 202 or 401, not '{text}'", DefinitionReader.PlaceOf(map, "status"));
        return null;
    }

    private IEnumerable<TestStep> Nothing(string message, ConfigPlace? place)
    {
        parts.Report(message, place);
        return [];
    }
}
