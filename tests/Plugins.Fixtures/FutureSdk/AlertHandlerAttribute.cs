namespace Tocsin.Sdk;

/// <summary>As an SDK of later days may have it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AlertHandlerAttribute(string kind) : Attribute
{
    public string Kind { get; } = kind;
}
