using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Definitions;

/// <summary>A handler that somebody defined, and what became of it.</summary>
internal sealed record DefinedHandler(HandlerSpec Spec)
{
    /// <summary>Why it could not be made; null when it could.</summary>
    public string? Error { get; init; }

    /// <summary>True while it is not made because events would go round.</summary>
    public bool IsInCircle { get; init; }

    /// <summary>True while it is left alone for what it did to the server.</summary>
    public bool IsSuspended { get; init; }
}
