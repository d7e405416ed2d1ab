namespace Tocsin.Sdk.Sources;

/// <summary>What a sender is answered, where it expects more than a status.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; empty for none.</param>
/// <param name="ContentType">The type of the body.</param>
public sealed record SourceReply(int Status, string Body = "", string ContentType = "application/json")
{
    /// <summary>Headers by name; none by default.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
