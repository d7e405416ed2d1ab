namespace Tocsin.Dsl.Binding;

/// <summary>One property: its arguments and what it does.</summary>
public sealed record MemberDescriptor
{
    private readonly Lazy<string>? _summary;

    /// <summary>As scripts write it; the first letter's case does not matter.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments in their order.</summary>
    public required IReadOnlyList<ParameterDescriptor> Parameters { get; init; }

    /// <summary>True when the last parameter takes any number of arguments; they arrive as one array of its type.</summary>
    public bool IsVariadic { get; init; }

    /// <summary>True when the name is found in any case, as for handlers: <c>.victorops()</c> is <c>.victorOps()</c>, with a warning.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>The properties of what <see cref="Invoke"/> returns; null when the script goes on with the same object.</summary>
    public ObjectDescriptor? Result { get; init; }

    /// <summary>Carries the property out on a target with checked arguments. May throw <see cref="ScriptArgumentException"/>.</summary>
    public required Func<object?, object?[], object?> Invoke { get; init; }

    /// <summary>Reads the property of a target: <c>.name</c> without parentheses. Null for those that can only be called.</summary>
    public Func<object, object?>? Read { get; init; }

    /// <summary>One sentence for people; empty when unknown.</summary>
    public string Summary
    {
        get => _summary?.Value ?? "";
        init => _summary = new Lazy<string>(value);
    }

    /// <summary>A summary that is looked up when first asked for.</summary>
    internal Lazy<string> LazySummary
    {
        init => _summary = value;
    }
}
