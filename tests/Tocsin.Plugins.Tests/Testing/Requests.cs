using System.Text;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Testing;

/// <summary>Requests for sources.</summary>
internal static class Requests
{
    public static readonly DateTimeOffset Received = new(2026, 1, 1, 0, 5, 0, TimeSpan.Zero);

    public static SourceRequest Json(string body, params (string Name, string Value)[] headers) => Of(body, "application/json", headers);

    public static SourceRequest Form(string body, params (string Name, string Value)[] headers) => Of(body, "application/x-www-form-urlencoded", headers);

    private static SourceRequest Of(string body, string type, (string Name, string Value)[] headers) => new()
    {
        Headers = headers.Append(("Content-Type", type)).ToDictionary(header => header.Item1, header => header.Item2, StringComparer.OrdinalIgnoreCase),
        Body = Encoding.UTF8.GetBytes(body),
        Received = Received,
    };
}
