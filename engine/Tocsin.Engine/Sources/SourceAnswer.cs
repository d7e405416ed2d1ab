using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>What a sender is answered.</summary>
/// <param name="Reply">Status and body.</param>
/// <param name="RetryAfter">When the sender may come again; null when it is not asked to.</param>
public sealed record SourceAnswer(SourceReply Reply, TimeSpan? RetryAfter = null)
{
    internal static readonly SourceAnswer Accepted = new(new SourceReply(202));

    internal static SourceAnswer Of(int status, TimeSpan? retryAfter = null) => new(new SourceReply(status), retryAfter);
}
