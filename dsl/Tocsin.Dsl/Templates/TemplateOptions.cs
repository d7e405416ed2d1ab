namespace Tocsin.Dsl.Templates;

/// <summary>What a template may use and how much it may do.</summary>
public sealed record TemplateOptions
{
    public static readonly TemplateOptions Default = new();

    /// <summary>The fields of the data that will be rendered: they are then found by index, and unknown names give warnings. Null when not known.</summary>
    public TemplateShape? Shape { get; init; }

    /// <summary>Whether values are escaped for the place in an HTML text that they appear in.</summary>
    public bool IsHtml { get; init; }

    /// <summary>Whether the text is an address: a value within its path then stays one part of the path.</summary>
    public bool IsAddress { get; init; }

    /// <summary>Whether the function <c>json</c> exists.</summary>
    public bool HasJson { get; init; }

    /// <summary>Is shown which branches are taken; null, the default, when nobody looks on.</summary>
    public IBranchWatch? Watch { get; init; }

    /// <summary>The longest text, in UTF-16 units, that a rendering or a function inside of it may make.</summary>
    public int MaxLength { get; init; } = 1 << 20;

    /// <summary>How many steps a rendering may take before it is given up: a bound against loops without end.</summary>
    public int MaxSteps { get; init; } = 1_000_000;
}
