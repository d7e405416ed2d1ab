using System.Text.Json;

namespace Tocsin.Server.Tests.Http.Descriptions;

/// <summary>Compares answers with the schemas of an OpenAPI document, as far as these go: types, what must and what may be there, nulls, choices.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The names of shapes that an answer had.</summary>
    public IReadOnlySet<string> Seen => _seen;

    /// <summary>What is wrong with a value; empty when nothing is.</summary>
    public IReadOnlyList<string> Compare(JsonElement value, JsonElement schema, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = (reference.GetString() ?? "").Split('/')[^1];
            var found = Compare(value, document.GetProperty("components").GetProperty("schemas").GetProperty(name), at);
            if (found.Count == 0)
                _seen.Add(name);
            return found;
        }

        foreach (var choice in new[] { "anyOf", "oneOf" })
        {
            if (!schema.TryGetProperty(choice, out var all))
                continue;
            var tried = all.EnumerateArray().Select(one => Compare(value, one, at)).ToList();
            return tried.Exists(problems => problems.Count == 0) ? [] : tried.SelectMany(problems => problems).ToList();
        }

        if (!schema.TryGetProperty("type", out var type))
            return [];
        var kind = type.GetString();
        var fits = kind switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String && (!schema.TryGetProperty("format", out _) || value.TryGetDateTimeOffset(out _)),
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => value.ValueKind == JsonValueKind.Null,
        };
        if (!fits)
            return [$"{at} is {value.GetRawText()[..Math.Min(40, value.GetRawText().Length)]}, not {kind}"];
        return kind switch
        {
            "array" => [.. value.EnumerateArray().SelectMany((item, i) => Compare(item, schema.GetProperty("items"), $"{at}[{i}]"))],
            "object" => CompareMembers(value, schema, at),
            _ => [],
        };
    }

    private List<string> CompareMembers(JsonElement value, JsonElement schema, string at)
    {
        var problems = new List<string>();
        if (schema.TryGetProperty("required", out var required))
            problems.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString() ?? "", out _)).Select(name => $"{at}.{name} is missing"));
        foreach (var member in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known))
                problems.AddRange(Compare(member.Value, known, $"{at}.{member.Name}"));
            else if (schema.GetProperty("additionalProperties") is { ValueKind: JsonValueKind.Object } others)
                problems.AddRange(Compare(member.Value, others, $"{at}.{member.Name}"));
            else
                problems.Add($"{at}.{member.Name} is not described");
        }

        return problems;
    }
}
