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
}
