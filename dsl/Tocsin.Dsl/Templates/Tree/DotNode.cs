namespace Tocsin.Dsl.Templates.Tree;

/// <summary>The current value, <c>.</c></summary>
internal sealed class DotNode(int offset) : TemplateNode(offset)
{
    public override string ToString() => ".";
}
