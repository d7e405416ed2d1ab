using System.Text.Json;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Binding;

/// <summary>Reads one variable, and the items of one that is a list.</summary>
/// <param name="owner">The variable that messages name.</param>
internal sealed class VarJsonReader(string owner)
{
    /// <summary>What was wrong; empty as long as nothing is.</summary>
    public string Error { get; private set; } = "";

    /// <summary>The variable, or null when <see cref="Error"/> says why not.</summary>
    public ScriptVar? Read(string name, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return Refuse($"{What(json)} stands where an object with \"type\" and \"value\" is expected");
        if (!json.TryGetProperty("type", out var typeJson) || typeJson.ValueKind != JsonValueKind.String)
            return Refuse("it has no \"type\"");
        if (!VarTypes.TryParse(typeJson.GetString() ?? "", out var type))
            return Refuse($"unknown type {typeJson.GetRawText()}; the types are {string.Join(", ", VarTypes.Names)}");

        json.TryGetProperty("value", out var value);
        var description = json.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        if (type == VarType.Star)
            return new ScriptVar(name, type, null, description ?? "");
        return ReadValue(type, value) is { } read ? new ScriptVar(name, type, read, description ?? "") : null;
    }

    /// <summary>What people call a piece of JSON, with its value where it is short.</summary>
    public static string What(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "the string " + json.GetRawText(),
        JsonValueKind.Number => "the number " + json.GetRawText(),
        _ => json.GetRawText(),
    };

    private object? ReadValue(VarType type, JsonElement value) => (type, value.ValueKind) switch
    {
        (VarType.Bool, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
        (VarType.Int, JsonValueKind.Number) when value.TryGetInt64(out var number) => number,
        (VarType.Float, JsonValueKind.Number) when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        (VarType.String or VarType.Regex or VarType.Lambda, JsonValueKind.String) => value.GetString(),
        (VarType.Duration, JsonValueKind.Number) when value.TryGetInt64(out var nanoseconds) => new Duration(nanoseconds),
        (VarType.Duration, JsonValueKind.String) when CompositeDuration.TryParse(value.GetString() ?? "", out var duration) => duration,
        (VarType.List, JsonValueKind.Array) => ReadList(value),
        _ => Refuse($"{What(value)} is not of type {VarTypes.Name(type)}; give {Expected(type)}"),
    };

    private List<ScriptVar>? ReadList(JsonElement array)
    {
        var items = new List<ScriptVar>();
        foreach (var json in array.EnumerateArray())
        {
            // Also a star needs both keys here; the type decides what else a list can hold.
            if (json.ValueKind == JsonValueKind.Object && !json.TryGetProperty("value", out _))
                return RefuseItems("an item has no \"value\"");
            if (Read("", json) is not { } item)
                return null;
            if (item.Type is VarType.Int or VarType.Float or VarType.Duration or VarType.List)
                return RefuseItems($"a list cannot hold a {VarTypes.Name(item.Type)}; give strings or a star");
            items.Add(item);
        }

        return items;
    }

    private List<ScriptVar>? RefuseItems(string error)
    {
        Refuse(error);
        return null;
    }

    private ScriptVar? Refuse(string error)
    {
        Error = $"invalid var {owner}: {error}";
        return null;
    }

    private static string Expected(VarType type) => type switch
    {
        VarType.Bool => "true or false",
        VarType.Int => "a whole number without a point",
        VarType.Float => "a number",
        VarType.Duration => "a text such as \"1h30m\" or a whole number of nanoseconds",
        VarType.Regex => "the pattern as a string, without slashes",
        VarType.Lambda => "the expression as a string, without lambda:",
        VarType.List => "an array of objects with \"type\" and \"value\"",
        _ => "a string",
    };
}
