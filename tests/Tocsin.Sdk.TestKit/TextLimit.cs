namespace Tocsin.Sdk.TestKit;

/// <summary>How long a text in the body may be.</summary>
/// <param name="Path">Its keys and positions, such as <c>embeds.0.title</c>.</param>
/// <param name="Length">UTF-16 units.</param>
public sealed record TextLimit(string Path, int Length);
