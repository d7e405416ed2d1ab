using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary>What the API says of the state of a task's nodes, in words.</summary>
internal static class StateText
{
    /// <summary>How much is written down, and since when.</summary>
    public static string Of(JsonObject state)
    {
        var written = state.Text("written") is { Length: > 0 } time ? $"{state.Text("bytes")} bytes written down {TimeText.Short(time)}" : "not written down yet";
        return state.Text("error") is { Length: > 0 } error ? $"{written}; since then it cannot be: {error}" : written;
    }

    /// <summary>What a task that runs in the place of another begins anew, and goes on with; null when it goes on with everything.</summary>
    public static string? OfChange(JsonObject state) => (state.Texts("kept"), state.Texts("started-over")) switch
    {
        (_, { Count: 0 }) => null,
        ({ Count: 0 }, var over) => $"state starts over: {string.Join(", ", over)}",
        var (kept, over) => $"state kept: {string.Join(", ", kept)}; starts over: {string.Join(", ", over)}",
    };
}
