namespace Tocsin.Dsl.Templates.Tree;

/// <summary>A number: which type it takes depends on where it is used.</summary>
internal sealed class NumberNode(int offset, string source, long? integer, TemplateValue value) : TemplateNode(offset)
{
    /// <summary>Null when it is not a whole number of 64 bits.</summary>
    public long? Integer { get; } = integer;

    /// <summary>What it is where any type is welcome; nil when it is too large for that.</summary>
    public TemplateValue Value { get; } = value;

    public override string ToString() => source;
}
