namespace Tocsin.Sdk.Sources;

/// <summary>
/// Makes a class that implements <see cref="IAlertSource"/> a kind of source. The class's constructor may ask for: its options (a class
/// marked <see cref="SourceOptionsAttribute"/>), a <see cref="TimeProvider"/> and a <see cref="SourceContext"/>.
/// </summary>
/// <param name="kind">The <c>kind</c> of source files, in lower case.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AlertSourceAttribute(string kind) : Attribute
{
    /// <summary>The <c>kind</c> of source files.</summary>
    public string Kind { get; } = kind;

    /// <summary>
    /// The system whose events the source takes in, such as <c>pagerduty</c>: handlers of that system are not notified of them. Empty, the
    /// default, for senders that only speak as such a system does.
    /// </summary>
    public string System { get; init; } = "";

    /// <summary>
    /// The path under which senders find the sources of this kind besides <c>/ingest/{id}</c>, when they can change only the host of an
    /// address, such as <c>/v2/enqueue</c>. A path that ends in <c>/</c> takes all below it. The source whose
    /// <see cref="IAlertSource.Verify"/> accepts a request gets it.
    /// </summary>
    public string StandInPath { get; init; } = "";

    /// <summary>The status that tells the sender that its credentials are wrong. Default 401.</summary>
    public int RefusedStatus { get; init; } = 401;

    /// <summary>The status that makes the sender come again when there is too much at once. Default 429; it comes with a <c>Retry-After</c>.</summary>
    public int OverloadedStatus { get; init; } = 429;
}
