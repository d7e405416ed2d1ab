using System.Text.Json.Nodes;
using Tocsin.Dsl.Time;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Texts;

/// <summary>Values of variables in tables.</summary>
internal static class VarText
{
    /// <summary>The value of a variable as the API gives it; <c>&lt;required&gt;</c> when it has none.</summary>
    public static string Of(JsonObject? variable) => variable?.Text("type") switch
    {
        null => "",
        "star" => "*",
        "duration" when variable["value"] is JsonValue value && value.TryGetValue<long>(out var nanoseconds) => DurationText.Long(nanoseconds),
        "list" when variable["value"] is JsonArray items => "[" + string.Join(", ", items.Select(item => Of(item as JsonObject))) + "]",
        _ => variable["value"] is null ? "<required>" : variable.Text("value"),
    };
}
