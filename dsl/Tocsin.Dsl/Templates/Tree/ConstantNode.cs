namespace Tocsin.Dsl.Templates.Tree;

/// <summary>A boolean or a string written in the template.</summary>
internal sealed class ConstantNode(int offset, string source, TemplateValue value) : TemplateNode(offset)
{
    public TemplateValue Value { get; } = value;

    public override string ToString() => source;
}
