namespace Tocsin.Sdk;

/// <summary>
/// Marks the settings of a service: a section of the server's configuration that all handlers of a kind share, such as the API key.
/// Properties as in <see cref="HandlerOptionsAttribute"/>. A <c>bool Enabled</c> switches the service on; a <c>bool Global</c> gives every
/// alert without a handler of this kind one with these settings. A <c>bool InsecureSkipVerify</c> gives handlers an <see cref="System.Net.Http.HttpClient"/>
/// that takes any certificate.
/// </summary>
/// <param name="section">The name of the section, in lower case.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ServiceSettingsAttribute(string section) : Attribute
{
    /// <summary>The name of the section.</summary>
    public string Section { get; } = section;

    /// <summary>True when the section may be a list, of which handlers choose by the option this names; null when it is one.</summary>
    public string? ListKey { get; init; }

    /// <summary>The option by which handlers choose an entry, where it is another word than <see cref="ListKey"/>; null when it is that.</summary>
    public string? ChosenBy { get; init; }
}
