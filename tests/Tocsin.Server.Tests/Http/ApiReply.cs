using System.Text;
using System.Text.Json;

namespace Tocsin.Server.Tests.Http;

/// <summary>What a request was answered with.</summary>
internal sealed record ApiReply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Bytes);

    public string Error => Json.GetProperty("error").GetString() ?? "";

    /// <summary>A text by its path: <c>state.level</c>.</summary>
    public string At(string path)
    {
        var json = Json;
        foreach (var name in path.Split('.'))
            json = int.TryParse(name, out var index) ? json[index] : json.GetProperty(name);
        return json.ToString();
    }
}
