namespace Tocsin.Alerting.Matching;

/// <summary>What became of a handler's match expression since the server started or the handler was changed.</summary>
/// <param name="Match">The expression.</param>
/// <param name="Asked">Events it was asked about.</param>
/// <param name="Failed">Those of them for which it had no answer, so that the handler did not get them.</param>
/// <param name="LastError">Why, for the last of them; empty when there is none.</param>
public sealed record MatchCounters(string Match, long Asked, long Failed, string LastError)
{
    /// <summary>Those of them for which it held.</summary>
    public long Held { get; init; }

    /// <summary>True when the expression has failed for every event, and there was one.</summary>
    public bool FailsAlways => Asked > 0 && Failed == Asked;
}
