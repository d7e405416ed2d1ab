using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>A link that is shown with the incident.</summary>
internal sealed record PagerDuty2Link
{
    /// <summary>The address, a template.</summary>
    public required EventTemplate Href { get; init; }

    /// <summary>What is shown for the address, a template. Empty, the default: the address.</summary>
    public EventTemplate? Text { get; init; }
}
