using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Http.Topics;

/// <summary>RFC 6902 patches over a document of objects.</summary>
internal static class JsonPatch
{
    /// <exception cref="ApiException">The patch is malformed or cannot be applied.</exception>
    public static JsonElement Apply(string document, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Array)
            throw ApiException.BadRequest("invalid patch json: a patch is a list of {\"op\":…,\"path\":…,\"value\":…}");

        var root = JsonNode.Parse(document)!; // Made here, never null.
        foreach (var operation in patch.EnumerateArray())
            Apply(root, operation);
        return JsonSerializer.SerializeToElement(root);
    }

    private static void Apply(JsonNode root, JsonElement operation)
    {
        var op = ApiBody.Text(operation, "op");
        var path = ApiBody.Text(operation, "path");
        var (parent, name) = Find(root, path);
        switch (op)
        {
            case "add" or "replace":
                if (!operation.TryGetProperty("value", out var value))
                    throw Failed($"{op} {path} has no value");
                if (op == "replace" && !parent.ContainsKey(name))
                    throw Failed($"there is nothing at {path} to replace");
                parent[name] = JsonNode.Parse(value.GetRawText());
                break;
            case "remove":
                if (!parent.Remove(name))
                    throw Failed($"there is nothing at {path} to remove");
                break;
            case "move" or "copy":
                var (source, sourceName) = Find(root, ApiBody.Text(operation, "from"));
                if (!source.TryGetPropertyValue(sourceName, out var moved))
                    throw Failed($"there is nothing at {ApiBody.Text(operation, "from")} to {op}");
                parent[name] = moved?.DeepClone();
                if (op == "move")
                    source.Remove(sourceName);
                break;
            case "test":
                var wanted = operation.TryGetProperty("value", out var tested) ? JsonNode.Parse(tested.GetRawText()) : null;
                if (!parent.TryGetPropertyValue(name, out var present) || !JsonNode.DeepEquals(present, wanted))
                    throw Failed($"the test of {path} does not hold");
                break;
            default:
                throw Failed($"unknown operation '{op}'");
        }
    }

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
