namespace Tocsin.Alerting.Crashes;

/// <summary>How the process before ended.</summary>
/// <param name="IsDeath">False when it ended as it should, or when there was none.</param>
/// <param name="Left">What was under way.</param>
/// <param name="Cause">What it died of; null when that is not known.</param>
internal sealed record LastEnd(bool IsDeath, IReadOnlyList<Mark> Left, CrashCause? Cause)
{
    /// <summary>It ended as it should.</summary>
    public static readonly LastEnd Orderly = new(IsDeath: false, [], null);
}
