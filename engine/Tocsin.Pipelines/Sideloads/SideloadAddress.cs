using System.Net.Http.Headers;

namespace Tocsin.Pipelines.Sideloads;

/// <summary>Where values are loaded from: a folder, or an address that is asked with headers of its own.</summary>
public sealed record SideloadAddress(Uri Url)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public AuthenticationHeaderValue? Authorization { get; init; }
}
