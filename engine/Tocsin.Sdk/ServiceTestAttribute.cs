namespace Tocsin.Sdk;

/// <summary>
/// One value that a test of a handler's service may choose, for a class marked <see cref="AlertHandlerAttribute"/> whose users know other
/// names than the handler's own. Without any, a test takes the handler's options, and <c>message</c> and <c>level</c> of the event.
/// </summary>
/// <param name="key">The name of the value in requests.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ServiceTestAttribute(string key) : Attribute
{
    /// <param name="key">The name of the value in requests.</param>
    /// <param name="part">What of the event it is.</param>
    public ServiceTestAttribute(string key, EventPart part)
        : this(key) => Part = part;

    /// <param name="key">The name of the value in requests.</param>
    /// <param name="option">The option of the handler that it is, in kebab case.</param>
    public ServiceTestAttribute(string key, string option)
        : this(key) => Option = option;

    /// <summary>The name of the value in requests.</summary>
    public string Key { get; } = key;

    /// <summary>The option of the handler that it is. Default: the one of the same name.</summary>
    public string? Option { get; }

    /// <summary>What of the event it is; null for an option.</summary>
    public EventPart? Part { get; }

    /// <summary>
    /// What holds when a request does not give it. Of an option it is a sample for when the configuration of the service says nothing of it either:
    /// the text itself for a text or a template, JSON for all others.
    /// </summary>
    public string Default { get; init; } = "";
}
