using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Http.Topics;

/// <summary>
/// RFC 6902 patches over a document of objects. What a patch makes is as small as what it could have been sent as. Not the library of .NET:
/// that ignores operations it does not know, takes an <c>add</c> without a value, fails a <c>test</c> against null, and has no limits on
/// operations, copies or depth.
/// </summary>
internal sealed class JsonPatch
{
    /// <summary>Operations of one patch.</summary>
    public const int MostOperations = 100;

    /// <summary>Characters that all that a patch copies may have: copies of copies double with each operation.</summary>
    public const int MostCopied = 1024 * 1024;

    /// <summary>Objects and lists within each other, as JSON is read.</summary>
    public const int MostLevels = 64;

    private readonly JsonNode _root;
    private int _copied;

    private JsonPatch(JsonNode root) => _root = root;

    /// <exception cref="ApiException">The patch is malformed, cannot be applied or makes too much.</exception>
    public static JsonElement Apply(string document, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Array)
            throw ApiException.BadRequest("invalid patch json: a patch is a list of {\"op\":…,\"path\":…,\"value\":…}");
        if (patch.GetArrayLength() > MostOperations)
            throw Failed($"it has more than {MostOperations} operations: send several patches, or replace the handler");

        var root = Parse(document)!; // Made here, never null.
        var patched = new JsonPatch(root);
        foreach (var operation in patch.EnumerateArray())
            patched.Apply(operation);
        return JsonSerializer.SerializeToElement(root);
    }

    private void Apply(JsonElement operation)
    {
        var op = ApiBody.Text(operation, "op");
        var path = ApiBody.Text(operation, "path");
        var (parent, name) = Find(_root, path);
        switch (op)
        {
            case "add" or "replace":
                if (!operation.TryGetProperty("value", out var value))
                    throw Failed($"{op} {path} has no value");
                if (op == "replace" && !parent.ContainsKey(name))
                    throw Failed($"there is nothing at {path} to replace");
                parent[name] = Fitting(Parse(value.GetRawText()), path);
                break;
            case "remove":
                if (!parent.Remove(name))
                    throw Failed($"there is nothing at {path} to remove");
                break;
            case "move" or "copy":
                var from = ApiBody.Text(operation, "from");
                if (path.StartsWith(from + "/", StringComparison.Ordinal) && op == "move")
                    throw Failed($"{from} cannot be moved into itself, to {path}");
                var (source, sourceName) = Find(_root, from);
                if (!source.TryGetPropertyValue(sourceName, out var moved))
                    throw Failed($"there is nothing at {ApiBody.Text(operation, "from")} to {op}");
                Count(Fitting(moved, path));
                parent[name] = moved?.DeepClone();
                if (op == "move")
                    source.Remove(sourceName);
                break;
            case "test":
                var wanted = operation.TryGetProperty("value", out var tested) ? Parse(tested.GetRawText()) : null;
                if (!parent.TryGetPropertyValue(name, out var present) || !JsonNode.DeepEquals(present, wanted))
                    throw Failed($"the test of {path} does not hold");
                break;
            default:
                throw Failed($"unknown operation '{op}'");
        }
    }

    // A key that is there twice is only noticed when the object is looked at.
    private static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });

    private void Count(JsonNode? copied)
    {
        _copied += copied?.ToJsonString().Length ?? 0;
        if (_copied > MostCopied)
            throw Failed($"its operations copy more than {MostCopied} characters: replace the handler instead");
    }

    private static JsonNode? Fitting(JsonNode? value, string path) => path.Count('/') + LevelsOf(value) <= MostLevels
        ? value
        : throw Failed($"with the value at '{path}' the handler is nested deeper than {MostLevels} levels");

    private static int LevelsOf(JsonNode? node) => node switch
    {
        JsonObject map => 1 + map.Select(entry => LevelsOf(entry.Value)).DefaultIfEmpty().Max(),
        JsonArray list => 1 + list.Select(LevelsOf).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private static (JsonObject Parent, string Name) Find(JsonNode root, string path)
    {
        if (!path.StartsWith('/'))
            throw Failed($"the path '{path}' does not begin with '/'");

        var names = path[1..].Split('/').Select(name => name.Replace("~1", "/").Replace("~0", "~")).ToArray();
        var node = root;
        foreach (var name in names[..^1])
            node = (node as JsonObject)?[name] ?? throw Failed($"there is nothing at '{path}'");
        return (node as JsonObject ?? throw Failed($"'{path}' does not lie in an object"), names[^1]);
    }

    private static ApiException Failed(string why) => ApiException.BadRequest($"failed to apply patch: {why}");
}
