namespace Tocsin.Sdk.Sources;

/// <summary>
/// Marks the options of a source definition, the same way as <see cref="HandlerOptionsAttribute"/> marks those of handlers: each public
/// settable property is an option, in kebab case in YAML.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SourceOptionsAttribute : Attribute;
