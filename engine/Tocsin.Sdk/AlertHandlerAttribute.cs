namespace Tocsin.Sdk;

/// <summary>
/// Makes a class that implements <see cref="IAlertHandler"/> a kind of handler. The class's constructor may ask for: its options (a class
/// marked <see cref="HandlerOptionsAttribute"/>), settings of a service (marked <see cref="ServiceSettingsAttribute"/>), an
/// <see cref="System.Net.Http.HttpClient"/>, a <see cref="TimeProvider"/> and a <see cref="HandlerContext"/>.
/// </summary>
/// <param name="kind">The <c>kind</c> of handler files, in lower case.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AlertHandlerAttribute(string kind) : Attribute
{
    /// <summary>The <c>kind</c> of handler files.</summary>
    public string Kind { get; } = kind;

    /// <summary>The property of the alert node in scripts, such as <c>victorOps</c>. Default: the kind.</summary>
    public string? Property { get; init; }

    /// <summary>
    /// The system that handlers of this kind notify, such as <c>pagerduty</c>: they get no event that came from there. Default: the kind.
    /// </summary>
    public string? System { get; init; }

    /// <summary>True when the handler also takes events with an <see cref="AlertEvent.Activity"/>: acknowledgements and notes.</summary>
    public bool TakesActivity { get; init; }
}
