namespace Tocsin.Dsl.Templates.Tree;

internal sealed class NilNode(int offset) : TemplateNode(offset)
{
    public override string ToString() => "nil";
}
