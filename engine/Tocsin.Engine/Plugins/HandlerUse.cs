namespace Tocsin.Engine.Plugins;

/// <summary>A handler as a script wants it: its kind and its options, as <see cref="HandlerKind.TryCreate"/> takes them.</summary>
public sealed class HandlerUse(string kind) : GatheredOptions
{
    /// <summary>The name of the kind, as in handler files.</summary>
    public string Kind { get; } = kind;
}
