using System.Text.Json;

namespace Tocsin.EndToEnd.Packaging;

/// <summary>What an image says of how it is run.</summary>
internal sealed record ImageConfig(string User, IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Cmd, IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> Ports, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>From the part <c>config</c> of an image's configuration.</summary>
    public static ImageConfig From(JsonElement config) => new(
        config.GetProperty("User").GetString() ?? "",
        Texts(config.GetProperty("Entrypoint")),
        Texts(config.GetProperty("Cmd")),
        Texts(config.GetProperty("Env")).Select(variable => variable.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]),
        [.. config.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name)],
        config.GetProperty("Labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? ""));

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString() ?? "")];
}
